/** Fifty callers who are all cut off at one instant, on real sockets. Needs `npm run build`. */

import { afterAll, describe, expect, it } from 'vitest';
import type { PlanAudio } from '../../src/core/plan/plan.ts';
import type { CallRecord } from '../../src/core/log/record.ts';
import type * as Package from '../../src/index.ts';
import type { EventRecord } from '../../src/index.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { ready, type Target } from './servers.ts';

const callstorm = (await import(new URL('../../dist/index.js', import.meta.url).href)) as typeof Package;

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

const CALLS = 50;
const silence = new TextEncoder().encode('{"type":"input_audio_buffer.append","audio":""}');
const audio: PlanAudio = { bytes: silence, offsets: Uint32Array.of(0, silence.length) };

describe('a storm', () => {
  it('is come back from by every call, each in one line of the log and over two connections', async () => {
    const target = await ready();
    targets.push(target);
    const startsMs = Array.from({ length: CALLS }, (_, call) => 10 * call);
    const load = { mode: 'open', startsMs, maxConcurrency: CALLS } as const;
    const plan = smallPlan([{ op: 'silence', durationMs: 4000 }], { load });
    const reconnect = {
      tries: 5,
      backoffMs: 1000,
      maxMs: 5000,
      jitter: 'full',
      replay: true,
      giveUpMs: 20_000,
    } as const;
    const callers = plan.callers.map((caller) => ({ ...caller, reconnect }));
    const records: EventRecord[] = [];
    await callstorm.runPlan(
      { ...plan, callers, faults: [{ fault: 'storm', share: 1, args: { at: 2000 } }] },
      audio,
      {
        workers: 2,
        url: target.url,
        sinks: [{ name: 'records', record: (record) => void records.push(record) }],
      },
    );
    const calls = records.filter((record): record is CallRecord => record.type === 'call');
    expect(calls.map(({ call }) => call).sort((a, b) => a - b)).toEqual(startsMs.map((_, call) => call));
    expect(calls.filter(({ outcome, connections }) => outcome !== 'completed' || connections !== 2)).toEqual(
      [],
    );
    expect(records.filter(({ type }) => type === 'strike')).toHaveLength(CALLS);
    expect(new Set(calls.map(({ worker }) => worker))).toEqual(new Set([0, 1]));
    // Its wait is the call's own: no two in step.
    const waits = calls.flatMap(({ reconnects = [] }) => reconnects.map(({ readyMs }) => readyMs));
    expect(new Set(waits.map((atMs) => Math.floor((atMs ?? 0) / 100))).size).toBeGreaterThan(5);
    expect(target.requests).toHaveLength(2 * CALLS);
  });
});
