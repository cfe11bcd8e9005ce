import { describe, expect, it } from 'vitest';
import { readFaultText } from '../../../src/fault/fault_wish.ts';
import type { AgentSession } from '../../../src/agent/session.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { bedOf } from '../../../src/core/call/bed.ts';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { Plan, PlanAudio } from '../../../src/core/plan/plan.ts';
import type { CallRecord, LogRecord } from '../../../src/core/log/record.ts';
import type { Dialect } from '../../../src/dialect/dialect.ts';
import { dialectOf } from '../../../src/dialect/dialects.ts';
import {
  runVirtually,
  type VirtualControl,
  type VirtualRunOptions,
} from '../../../src/engine/virtual/virtual_run.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';
import { BED, numbered, streetPlan } from '../../core/plan/street_plan.ts';

/** Silence is all that it takes: the agent greets. */
const SILENCE = Buffer.alloc(4800).toString('base64');

function audioOf(text: string): PlanAudio {
  const bytes = new TextEncoder().encode(text);
  return { bytes, offsets: Uint32Array.of(0, bytes.length) };
}

function logOf(plan: Plan, options: Omit<VirtualRunOptions, 'plan' | 'onRecord'>): LogRecord[] {
  const records: LogRecord[] = [];
  runVirtually({ strict: true, ...options, plan, onRecord: (record) => records.push(record) });
  return records;
}

const isCall = (record: LogRecord): record is CallRecord => record.type === 'call';

it('gives the place of a call to the next at the instant at which it is decided, not once its socket is closed', async () => {
  const load = { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 60_000, calls: 3 } as const;
  const plan = smallPlan([{ op: 'silence', durationMs: 500 }], { load });
  const agent = await loadAgent({ seed: 1 });
  const log = logOf(plan, {
    audio: audioOf('{"type":"input_audio_buffer.append","audio":""}'),
    agent: (call) => agent.session(call),
    networkMs: 40,
  });
  const calls = log.filter(isCall);
  expect(log.at(-1)).toMatchObject({ type: 'footer', calls: { planned: 3, completed: 3 } });
  expect(calls.map(({ scheduledMs }) => scheduledMs)).toEqual([0, calls[0]?.endedMs, calls[1]?.endedMs]);
});

it('tells of the calls that a closed load had no time for, and counts them', async () => {
  // Two calls follow one another in half a second of silence each; the third would begin after the load's end.
  const load = { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 700, calls: 5 } as const;
  const plan = smallPlan([{ op: 'silence', durationMs: 500 }], { load });
  const agent = await loadAgent({ seed: 1 });
  const log = logOf(plan, {
    audio: audioOf('{"type":"input_audio_buffer.append","audio":""}'),
    agent: (call) => agent.session(call),
  });
  expect(log.at(-1)).toMatchObject({
    type: 'footer',
    reason: 'done',
    calls: { planned: 5, completed: 2, failed: 0, blocked: 0, notStarted: 3 },
  });
  const unmade = log.filter(isCall).filter(({ outcome }) => outcome === 'not_started');
  expect(unmade.map(({ call, dialedMs, detail }) => [call, dialedMs, detail])).toEqual(
    [2, 3, 4].map((call) => [call, null, 'the load ended first']),
  );
  expect(log.filter(({ type }) => type === 'started')).toHaveLength(2);
});

it('plays a caller’s bed between words, from the call’s own offset', async () => {
  const plan = streetPlan();
  const agent = await loadAgent({ seed: 1 });
  const sent: number[] = [];
  runVirtually({
    plan,
    audio: numbered(),
    agent: (call) => {
      const session = agent.session(call);
      const handle = session.handle.bind(session);
      session.handle = (input, atMs) => {
        if (input.type === 'message' && input.message.type === 'append') {
          sent.push(input.message.bytes[0] as number);
        }
        return handle(input, atMs);
      };
      return session;
    },
    onRecord: () => {},
  });
  const offset = bedOf(plan, callOf(plan, 0))?.offset ?? NaN;
  expect(sent.length).toBeGreaterThan(BED.frames);
  expect(sent).toEqual(sent.map((_, frame) => BED.firstFrame + ((offset + frame) % BED.frames)));
});

describe('a call', () => {
  const listen = { op: 'listen', deadlineMs: 9000, onTimeout: 'fail' } as const;
  const target = { speaksFirst: 'agent' } as const;

  it('that loses its connection meets the agent again', async () => {
    const reading = readFaultText('dropped:100%:on=first_audio,after=500ms');
    if ('mistake' in reading) throw new Error(reading.mistake);
    const rude = await loadAgent({ seed: 1, faults: [reading.ok] });
    const agent = await loadAgent({ seed: 1 });
    const plan = smallPlan([{ op: 'silence', durationMs: 9000 }], { target, limits: { redials: 1 } });
    let sessions = 0;
    const log = logOf(plan, {
      audio: audioOf(dialectOf(plan).append(SILENCE)),
      agent: (call) => (sessions++ === 0 ? rude : agent).session(call),
      networkMs: 20,
    });
    const call = log.find(isCall);
    expect(sessions).toBe(2);
    expect(call).toMatchObject({ outcome: 'completed', connections: 2, closeCode: 1000 });
    expect(log.filter(isCall)).toHaveLength(1);
    // 20 ms on its way: frames stop at the loss, and go on 500 + 4 · 20 ms and a round trip later.
    expect(call?.audioSentMs).toBeLessThan(9000 - 600);
    expect(call?.audioSentMs).toBeGreaterThan(9000 - 1000);
  });

  it('is the same, whatever a dialect puts around its frames', async () => {
    const plan = smallPlan([listen], { target });
    const plain = dialectOf(plan);
    const open = (): ReturnType<Dialect['open']> => {
      let frame = 0;
      const before = (): string => `{"type":"input_audio_buffer.append","event_id":"f${frame++}","audio":"`;
      return { ...plain.open(), envelope: () => ({ before: before(), after: '"}' }) };
    };
    const enveloped: Dialect = { ...plain, append: (base64) => base64, open };
    const agent = await loadAgent({ seed: 1 });
    const frames: (string | null)[] = [];
    const listening = (call: number): AgentSession => {
      const session = agent.session(call);
      const handle = session.handle.bind(session);
      session.handle = (input, atMs) => {
        if (input.type === 'message' && input.message.type === 'append') frames.push(input.message.eventId);
        return handle(input, atMs);
      };
      return session;
    };
    const logs = [plain, enveloped].map((dialect) =>
      logOf(plan, {
        dialect,
        audio: audioOf(dialect.append(SILENCE)),
        agent: listening,
        networkMs: 20,
      }),
    );
    const half = frames.length / 2;
    expect(frames.slice(0, half)).toEqual(Array.from({ length: half }, () => null));
    expect(frames.slice(half)).toEqual(Array.from({ length: half }, (_, n) => `f${n}`));
    expect(logs[1]).toEqual(logs[0]);
    expect(logs[0]?.find(({ type }) => type === 'turn')).toMatchObject({ outcome: 'answered' });
  });
});

describe('a run in virtual time that is stopped', () => {
  const load = { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 60_000, calls: 9 } as const;
  const plan = smallPlan([{ op: 'silence', durationMs: 4000 }], { load });
  const audio = audioOf('{"type":"input_audio_buffer.append","audio":""}');

  async function stoppedAt(atMs: number): Promise<{ log: LogRecord[]; looksMs: number[] }> {
    const agent = await loadAgent({ seed: 1 });
    const looksMs: number[] = [];
    let control: VirtualControl | null = null;
    const stop = (): void => {
      control?.stop('budget', 'enough');
      control?.stop('threshold', 'too late to count');
    };
    const log = logOf(plan, {
      audio,
      agent: (call) => agent.session(call),
      onBegin: (given) => {
        control = given;
        if (atMs < 0) stop();
      },
      onGauge: (gauge) => {
        looksMs.push(gauge.atMs);
        expect(control?.nowMs()).toBe(gauge.atMs);
        if (gauge.atMs === atMs) stop();
      },
    });
    return { log, looksMs };
  }

  it('ends the calls going on by its reason, and starts no more', async () => {
    const { log, looksMs } = await stoppedAt(5000);
    expect(log.at(-1)).toMatchObject({
      type: 'footer',
      reason: 'budget',
      detail: 'enough',
      calls: { planned: 9, completed: 2, failed: 2, notStarted: 5 },
    });
    const cut = log.filter(isCall).filter(({ failure }) => failure === 'budget');
    expect(cut.map(({ call, endedMs }) => [call, endedMs])).toEqual([
      [2, 5000],
      [3, 5000],
    ]);
    expect(looksMs).toEqual([1000, 2000, 3000, 4000, 5000]);
  });

  it('before it begins makes no call', async () => {
    const { log } = await stoppedAt(-1);
    expect(log.some(({ type }) => type === 'started')).toBe(false);
    expect(log.at(-1)).toMatchObject({ reason: 'budget', endedMs: 0, calls: { planned: 9, notStarted: 9 } });
  });

  it('is the same each time, and without a look the same as with one', async () => {
    expect((await stoppedAt(5000)).log).toEqual((await stoppedAt(5000)).log);
    const agent = await loadAgent({ seed: 1 });
    const unwatched = logOf(plan, { audio, agent: (call) => agent.session(call) });
    expect((await stoppedAt(Infinity)).log).toEqual(unwatched);
  });
});
