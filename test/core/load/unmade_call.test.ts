/** The record of a call that nobody made. */

import { expect, it } from 'vitest';
import { unmadeCall } from '../../../src/core/load/unmade_call.ts';
import { noUsage } from '../../../src/core/log/usage.ts';
import { recordShapes } from '../../../src/report/record_shape.ts';
import { SAY_HELLO, smallPlan } from '../plan/small_plan.ts';

const load = { mode: 'open', startsMs: [0, 100, 200, 250], maxConcurrency: 9 } as const;
const plan = smallPlan([SAY_HELLO], { load });
const due = { call: 3, scheduledMs: 250, blocked: false };

it('says whose it was and when it was due, why nobody made it, and nothing else', () => {
  const record = unmadeCall(plan, due, 'failed', 'worker_lost', 'it is gone', 900);
  expect(record).toEqual({
    type: 'call',
    call: 3,
    caller: 'caller',
    voice: 'ada',
    outcome: 'failed',
    failure: 'worker_lost',
    detail: 'it is gone',
    scheduledMs: 250,
    dialedMs: null,
    connectedMs: null,
    readyMs: null,
    endedMs: 900,
    closeCode: null,
    sessionId: null,
    turns: 0,
    audioSentMs: 0,
    audioReceivedMs: 0,
    heardMs: 0,
    deadAirMs: { longest: 0, total: 0 },
    overlapMs: 0,
    usage: noUsage,
    rateLimited: 0,
    protocolViolations: 0,
    rtt: { count: 0, minMs: null, meanMs: null },
  });
});

it('is a line that a report takes, whether it failed, was blocked or did not begin', () => {
  for (const outcome of ['failed', 'blocked', 'not_started'] as const) {
    const failure = outcome === 'failed' ? 'generator_exhausted' : null;
    const record = unmadeCall(plan, due, outcome, failure, 'why', null);
    expect(recordShapes.call(record)).toBeNull();
  }
});
