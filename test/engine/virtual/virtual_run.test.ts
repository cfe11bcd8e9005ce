import { expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { CallRecord } from '../../../src/core/log/record.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { bedOf } from '../../../src/core/call/bed.ts';
import { callOf } from '../../../src/core/call/call_spec.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';
import { BED, numbered, streetPlan } from '../../core/plan/street_plan.ts';

it('gives the place of a call to the next at the instant at which it is decided, not once its socket is closed', async () => {
  const load = { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 60_000, calls: 3 } as const;
  const plan = smallPlan([{ op: 'silence', durationMs: 500 }], { load });
  const silence = new TextEncoder().encode('{"type":"input_audio_buffer.append","audio":""}');
  const agent = await loadAgent({ seed: 1 });
  const calls: CallRecord[] = [];
  const footer = runVirtually({
    plan,
    audio: { bytes: silence, offsets: Uint32Array.of(0, silence.length) },
    agent: (call) => agent.session(call),
    networkMs: 40,
    onRecord: (record) => {
      if (record.type === 'call') calls.push(record);
    },
  });
  expect(footer.calls).toMatchObject({ planned: 3, completed: 3 });
  expect(calls.map(({ scheduledMs }) => scheduledMs)).toEqual([0, calls[0]?.endedMs, calls[1]?.endedMs]);
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
