/** A network that is bad on purpose, in virtual time: what it does to a call that is the same without it, to the millisecond. */

import { describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { PlanToxic } from '../../../src/core/plan/plan.ts';
import type { CallRecord, LogRecord, StrikeRecord, TurnRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { readToxic } from '../../../src/network/read_toxic.ts';
import { LISTEN, smallPlan } from '../../core/plan/small_plan.ts';

function toxic(
  name: string,
  given: Readonly<Record<string, string>> = {},
  more: Partial<PlanToxic> = {},
): PlanToxic {
  const read = readToxic(name, given);
  if (!('ok' in read)) throw new Error(read.mistake);
  return { toxic: name, stream: 'downstream', toxicity: 1, args: read.ok, ...more };
}

interface Ran {
  readonly log: readonly LogRecord[];
  readonly call: CallRecord;
  readonly greeting: TurnRecord | undefined;
  readonly strikes: readonly StrikeRecord[];
}

const frame = new TextEncoder().encode(
  JSON.stringify({ type: 'input_audio_buffer.append', audio: Buffer.alloc(4800).toString('base64') }),
);

async function run(...network: PlanToxic[]): Promise<Ran> {
  const plan = { ...smallPlan([LISTEN], { target: { speaksFirst: 'agent' } }), network };
  const agent = await loadAgent({ seed: 1 });
  const log: LogRecord[] = [];
  runVirtually({
    plan,
    strict: true,
    audio: { bytes: frame, offsets: Uint32Array.of(0, frame.length) },
    agent: (call) => agent.session(call),
    onRecord: (record) => log.push(record),
  });
  const strikes = log.filter((record): record is StrikeRecord => record.type === 'strike');
  const greeting = log.find((record): record is TurnRecord => record.type === 'turn');
  const call = log.find((record): record is CallRecord => record.type === 'call');
  if (call === undefined) throw new Error('no call');
  return { log, call, greeting, strikes };
}

describe('a call in virtual time', () => {
  it('hears all later by the latency, and its round trips and handshake are longer by it', async () => {
    const clean = await run();
    const late = await run(toxic('latency', { latency: '120ms' }));
    expect(clean.call).toMatchObject({ connectedMs: 0, rtt: { minMs: 0 } });
    // One answer of the handshake; and that of the settings, which are sent once it stands.
    expect(late.call).toMatchObject({ connectedMs: 120, readyMs: 240, failure: clean.call.failure });
    expect(late.call.rtt).toMatchObject({ minMs: 120 });
    expect(late.greeting?.marks.firstAudio).toBeGreaterThan(0);
    const askedMs = late.call.readyMs ?? 0;
    expect((late.greeting?.marks.firstAudio ?? 0) - askedMs).toBeCloseTo(
      (clean.greeting?.marks.firstAudio ?? 0) - (clean.call.readyMs ?? 0) + 120,
    );
    expect(late.strikes).toMatchObject([{ fault: 'latency', of: 'network', connection: 0 }]);
    expect(clean.strikes).toEqual([]);
  });

  it('is the same again, to the last digit, whatever is drawn', async () => {
    const network = [
      toxic('latency', { latency: '80ms', jitter: '60ms' }),
      toxic('bandwidth', { rate: '40kB/s' }, { stream: 'upstream' }),
      toxic('slicer', { average_size: '300B', size_variation: '200B', delay: '1ms' }),
    ];
    const first = await run(...network);
    expect((await run(...network)).log).toEqual(first.log);
    expect(first.strikes.map(({ fault }) => fault).sort()).toEqual(['bandwidth', 'latency', 'slicer']);
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['reset_peer', { timeout: '300ms' }, 'reset on purpose by the network'],
    ['timeout', { timeout: '300ms' }, 'closed on purpose by the network'],
    ['limit_data', { bytes: '200B' }, 'closed on purpose by the network'],
    ['down', {}, 'the network is down on purpose'],
  ])('by %s is disconnected on purpose, and has its record and its strike', async (name, given, detail) => {
    const { call, strikes } = await run(toxic(name, given));
    expect(call).toMatchObject({
      outcome: 'failed',
      failure: 'disconnected',
      detail: expect.stringContaining(detail) as string,
    });
    expect(strikes).toMatchObject([{ fault: name }]);
  });

  it('tells no strike of a toxic that is never on', async () => {
    const { call, strikes } = await run(toxic('latency', {}, { fromMs: 600_000 }));
    expect(call.connectedMs).toBe(0);
    expect(strikes).toEqual([]);
  });
});
