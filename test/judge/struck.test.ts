/** What came of a strike: the first fallback that it can have brought, and the first answer in time once it was over. */

import { describe, expect, it } from 'vitest';
import type { FallbackRecord } from '../../src/core/log/judged.ts';
import type { CallRecord, StrikeRecord, TurnRecord } from '../../src/core/log/record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { answerTargetMs, Struck } from '../../src/judge/struck.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { call, judgement, turn } from '../report/log_builder.ts';

const plan = (more: Partial<Plan> = {}): Plan => ({
  ...smallPlan([{ op: 'listen', onTimeout: 'fail' }]),
  judgement,
  ...more,
});
const strike = (fault: string, atMs: number, more: Partial<StrikeRecord> = {}): StrikeRecord => ({
  type: 'strike',
  call: 0,
  atMs,
  fault,
  connection: 0,
  ...more,
});
const sorry: FallbackRecord = {
  label: 'reprompt.no_match',
  fallback: true,
  reasons: [],
  by: 'phrase',
  what: 'Sorry?',
};

/** Words that end at `endMs`, answered after `latencyMs`. */
function asked(
  endMs: number,
  latencyMs: number | null,
  fallbacks: readonly FallbackRecord[] = [],
): TurnRecord {
  const heardMs = latencyMs === null ? null : endMs + latencyMs;
  return turn({
    fallbacks,
    outcome: latencyMs === null ? 'unanswered' : 'answered',
    marks: {
      speechStart: endMs - 1000,
      speechEnd: endMs,
      answerCreated: heardMs === null ? null : heardMs - 100,
      firstHeard: heardMs,
    },
  });
}

function struck(
  more: Partial<Plan>,
  one: StrikeRecord,
  turns: readonly TurnRecord[],
  record: Partial<CallRecord> = {},
) {
  return new Struck(plan(more)).of([one], turns, call({ endedMs: 60_000, ...record }))[0];
}

const stall = (forMs: number) => ({ faults: [{ fault: 'stall', share: 1, args: { for: forMs } }] });

describe('the first fallback', () => {
  it('is one whose answer began after it struck', () => {
    const turns = [asked(1000, 500, [sorry]), asked(4000, 500, [sorry]), asked(8000, 500, [sorry])];
    expect(struck(stall(0), strike('stall', 2000), turns)?.fallbackMs).toBe(4500);
    // On its way already.
    expect(struck(stall(0), strike('stall', 4450), turns)?.fallbackMs).toBe(8500);
    expect(struck(stall(0), strike('stall', 9000), turns)?.fallbackMs).toBeNull();
  });

  it('is also that the agent closes in good order, and nothing that is no fallback', () => {
    const { fallback: _, ...question } = sorry;
    const turns = [asked(4000, 500, [question])];
    expect(struck(stall(0), strike('stall', 2000), turns)?.fallbackMs).toBeNull();
    const closed = (atMs: number) =>
      struck(stall(0), strike('stall', atMs), turns, { endedBy: 'agent' })?.fallbackMs;
    expect([2000, 60_000, 60_001].map(closed)).toEqual([60_000, 60_000, null]);
  });
});

describe('recovery', () => {
  it('is the first answer in time of words said after it was over', () => {
    const turns = [asked(3000, 500), asked(6000, 5000), asked(20_000, 600)];
    expect(struck(stall(0), strike('stall', 2000), turns)).toMatchObject({
      endedMs: 2000,
      recoveredMs: 3500,
      awaited: true,
    });
    expect(struck(stall(1500), strike('stall', 2000), turns)).toMatchObject({
      endedMs: 3500,
      recoveredMs: 20_600,
    });
    expect(struck(stall(30_000), strike('stall', 2000), turns)).toMatchObject({
      recoveredMs: null,
      awaited: false,
    });
  });

  it('counts words that end as it is over, and an answer at the last moment', () => {
    const of = (latencyMs: number) =>
      struck(stall(0), strike('stall', 3000), [asked(3000, latencyMs)])?.recoveredMs;
    expect([of(1200), of(1201)]).toEqual([4200, null]);
  });

  it('is owed by a call that failed, or whose answers never came in time', () => {
    expect(struck(stall(0), strike('stall', 2000), [asked(3000, null)])).toMatchObject({
      recoveredMs: null,
      awaited: true,
    });
    expect(struck(stall(0), strike('stall', 2000), [], { outcome: 'failed' })).toMatchObject({
      awaited: true,
    });
    expect(struck(stall(0), strike('stall', 2000), [])).toMatchObject({ awaited: false });
  });

  it('cannot be of what never is over', () => {
    const impairments = [{ impair: 'noise', text: 'noise', share: 1 }];
    const noise = struck({ impairments }, strike('noise', 0), [asked(3000, 500)]);
    expect(noise).toMatchObject({ endedMs: null, recoveredMs: null, awaited: false });
    const network = [
      { toxic: 'latency', stream: 'downstream', toxicity: 1, untilMs: 5000, args: {} },
    ] as const;
    const toxic = strike('latency', 0, { of: 'network' });
    expect(struck({ network }, toxic, [asked(6000, 500)])).toMatchObject({
      endedMs: 5000,
      recoveredMs: 6500,
    });
    expect(struck({ network }, toxic, [asked(3000, 500)], { endedMs: 4000 })).toMatchObject({
      endedMs: null,
    });
  });
});

describe('where several faults have one name', () => {
  it('is over what can have struck this call at this instant', () => {
    const toxic = { toxic: 'latency', stream: 'downstream', toxicity: 1, args: {} } as const;
    const network = [
      { ...toxic, fromMs: 1000, untilMs: 5000 },
      { ...toxic, fromMs: 5000, untilMs: 9000 },
      { ...toxic, fromMs: 1000, untilMs: 30_000, callers: ['other'] },
      { ...toxic, toxic: 'jitter', untilMs: 40_000 },
    ];
    const endOf = (atMs: number) =>
      struck({ network }, strike('latency', atMs, { of: 'network' }), [])?.endedMs;
    expect([1000, 4999, 5000, 8999].map(endOf)).toEqual([5000, 5000, 9000, 9000]);
    expect(endOf(9000)).toBeNull();
    const endless = [...network, toxic];
    expect(struck({ network: endless }, strike('latency', 2000, { of: 'network' }), [])?.endedMs).toBeNull();
  });

  it('lasts as long as the longest of these', () => {
    const fault = (forMs: number, more = {}) => ({ ...stall(forMs).faults[0]!, ...more });
    const faults = [
      fault(1000, { untilMs: 4000 }),
      fault(3000, { untilMs: 4000, callers: ['buyer'] }),
      fault(9000, { untilMs: 4000, callers: ['other'] }),
      fault(2000, { fromMs: 4000 }),
      { ...fault(20_000), fault: 'another' },
    ];
    const endOf = (atMs: number) => struck({ faults }, strike('stall', atMs), [])?.endedMs;
    expect([2000, 4000].map(endOf)).toEqual([5000, 6000]);
    expect(struck({}, strike('disconnect', 2000), [])?.endedMs).toBe(2000);
  });
});

it('what is in time is the widest threshold of all callers, else what is not unacceptable', () => {
  expect(answerTargetMs(judgement)).toBe(1200);
  const threshold = { metric: 'response_latency', stat: 'p95', op: '<', value: 900, text: '' } as const;
  const thresholds = [
    threshold,
    { ...threshold, value: 1500 },
    { ...threshold, value: 9000, caller: 'x' },
    { ...threshold, value: 9001, stat: 'mean' as const },
    { ...threshold, value: 9002, op: '>' as const },
  ];
  expect(answerTargetMs({ ...judgement, thresholds })).toBe(1500);
});
