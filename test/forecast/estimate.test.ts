/** What a plan will be and cost, worked out by hand from what is assumed of the agent. */

import { describe, expect, it } from 'vitest';
import type { PlanLoad } from '../../src/core/load/arrivals.ts';
import type { Judgement, Plan } from '../../src/core/plan/plan.ts';
import { estimateOfCall, estimatePlan, type Assumptions } from '../../src/forecast/estimate.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import { COUNTED_ONE_BY_ONE } from '../../src/forecast/expected_run.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';

const assume: Assumptions = { setupMs: 100, latencyMs: 900, answerMs: 3000, cacheHit: 0.8 };

function planOf(
  load: PlanLoad,
  pricing: Partial<Judgement['pricing']> = {},
  transcription?: { readonly model: string },
): Plan {
  const plan = smallPlan([SAY_HELLO, LISTEN]);
  const session = { ...plan.target.session, ...(transcription === undefined ? {} : { transcription }) };
  return {
    ...plan,
    load,
    target: { ...plan.target, session },
    judgement: { ...plan.judgement, pricing: { model: 'gpt-realtime-2.1', ...pricing } },
  };
}

const ten: PlanLoad = { mode: 'closed', concurrency: 1, rampMs: 0, holdMs: 1e9, calls: 10 };
const callMs = (plan: Plan): number => estimateOfCall(plan, callOf(plan, 0), assume).durationMs;

describe('the estimate of a model priced by time', () => {
  it('is its price for the minutes that the calls last, and nothing else', () => {
    const plan = planOf(ten, { model: 'gpt-live-1' });
    const { costUsd, costPerCallUsd } = estimatePlan(plan, assume);
    // 5 cents a minute.
    const perCall = (callMs(plan) / 60_000) * 0.05;
    expect(callMs(plan)).toBeGreaterThan(3000);
    expect(callMs(plan)).toBeLessThan(10_000);
    expect(costPerCallUsd).toBeCloseTo(perCall, 12);
    expect(costUsd).toBeCloseTo(10 * perCall, 12);
    expect(costUsd).toBeLessThan(0.1);
  });

  it('grows with the minutes alone', () => {
    const plan = planOf(ten, { model: 'gpt-realtime-translate' });
    const longer = estimatePlan(plan, { ...assume, answerMs: 33_000 });
    const half = (longer.costPerCallUsd ?? 0) - (estimatePlan(plan, assume).costPerCallUsd ?? 0);
    expect(half).toBeCloseTo(0.034 / 2, 9);
  });
});

describe('the estimate of transcription', () => {
  const whisper = { model: 'whisper-1' };

  it('is the caller’s speech at its price by the minute, beside either kind of model', () => {
    for (const model of ['gpt-realtime-2.1', 'gpt-live-1']) {
      const [without, with_] = [
        estimatePlan(planOf(ten, { model }), assume),
        estimatePlan(planOf(ten, { model, transcriptionModel: 'whisper-1' }, whisper), assume),
      ];
      const spokenMinutes = with_.callerSpeechMs / 60_000;
      expect(spokenMinutes).toBeGreaterThan(0);
      expect((with_.costUsd ?? 0) - (without.costUsd ?? 0)).toBeCloseTo(spokenMinutes * 0.006, 12);
      expect(with_.assumed.join()).toContain('transcribed, at the price of whisper-1');
    }
  });

  it('is nothing where the session transcribes nothing', () => {
    const [without, named] = [planOf(ten), planOf(ten, { transcriptionModel: 'whisper-1' })];
    expect(estimatePlan(named, assume).costUsd).toBe(estimatePlan(without, assume).costUsd);
    expect(estimatePlan(named, assume).assumed.join()).not.toContain('transcri');
  });

  it('says where it has no price', () => {
    const { assumed } = estimatePlan(planOf(ten, {}, { model: 'house-ears' }), assume);
    expect(assumed).toContain('that transcription by house-ears costs nothing: no price of it is known');
  });
});

describe('a closed load of more calls than are counted one by one', () => {
  const long = 100 * 3_600_000;

  it('is counted to its last call', () => {
    const plan = planOf({ mode: 'closed', concurrency: 100, rampMs: 0, holdMs: 1e12, calls: 300_000 });
    const estimate = estimatePlan(plan, assume);
    expect(estimate.calls).toBe(300_000);
    expect(estimate.callers.reduce((sum, { calls }) => sum + calls, 0)).toBe(300_000);
    // One place makes 3,000 calls, one after another.
    expect(estimate.durationMs / (3000 * callMs(plan))).toBeCloseTo(1, 6);
    expect(estimate.costUsd).toBeCloseTo(300_000 * (estimate.costPerCallUsd ?? 0), 6);
    expect(estimate.assumed.join()).toContain('after the first 100,000');
  });

  it('lasts as long as it is to last', () => {
    const plan = planOf({ mode: 'closed', concurrency: 10, rampMs: 0, holdMs: long });
    const estimate = estimatePlan(plan, assume);
    const perPlace = Math.floor(long / callMs(plan)) + 1;
    expect(perPlace * 10).toBeGreaterThan(COUNTED_ONE_BY_ONE);
    expect(estimate.calls).toBe(perPlace * 10);
    expect(estimate.durationMs).toBeGreaterThanOrEqual(long);
    expect(estimate.durationMs).toBeLessThanOrEqual(long + callMs(plan));
    expect(estimate.audioSentMs).toBeCloseTo(estimate.calls * callMs(plan), 0);
  });

  it('counts places that the ramp has not reached yet by then', () => {
    const rampMs = 3_600_000;
    const plan = planOf({ mode: 'closed', concurrency: 1000, rampMs, holdMs: rampMs });
    let calls = 0;
    for (let place = 0; place < 1000; place++) {
      calls += Math.floor((2 * rampMs - (rampMs * place) / 1000) / callMs(plan)) + 1;
    }
    expect(calls).toBeGreaterThan(COUNTED_ONE_BY_ONE);
    expect(estimatePlan(plan, assume).calls).toBe(calls);
  });

  it('says nothing of it where there are none', () => {
    expect(estimatePlan(planOf(ten), assume).assumed.join()).not.toContain('after the first');
  });
});

describe('an open load of more calls than are estimated one by one', () => {
  it('is counted to its last call, and what is blocked is not made', () => {
    const calls = COUNTED_ONE_BY_ONE + 50_000;
    const gapMs = 10;
    const startsMs = Array.from({ length: calls }, (_, index) => index * gapMs);
    const plan = planOf({ mode: 'open', startsMs, maxConcurrency: Infinity });
    const estimate = estimatePlan(plan, assume);
    expect(estimate.calls).toBe(calls);
    expect(estimate.blocked).toBe(0);
    expect(estimate.callers.reduce((sum, each) => sum + each.calls, 0)).toBe(calls);
    expect(estimate.peakConcurrency).toBe(Math.ceil(callMs(plan) / gapMs));
    expect(estimate.durationMs).toBe((calls - 1) * gapMs + callMs(plan));
    expect(estimate.costUsd).toBeCloseTo(calls * (estimate.costPerCallUsd ?? 0), 6);
    expect(estimate.assumed.join()).toContain('after the first 100,000 to be like those on average');
    expect(estimate.assumed.join()).not.toContain('one after another');
    const half = estimatePlan(planOf({ mode: 'open', startsMs, maxConcurrency: 1 }), assume);
    expect(half.calls).toBe(calls);
    expect(half.blocked).toBe(calls - Math.ceil(calls / Math.ceil(callMs(plan) / gapMs)));
  });
});
