import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Threshold } from '../../src/core/plan/plan.ts';
import { told } from '../../src/report/judge.ts';
import { ThresholdWatch } from '../../src/report/threshold_watch.ts';
import { answered, call, generator, histogram, lostBefore, turn, usage } from './log_builder.ts';
import { toolCall } from './tool_run.ts';

const pricing = { model: 'gpt-realtime-2.1' };
const threshold = (fields: Partial<Threshold> = {}): Threshold => ({
  metric: 'response_latency',
  stat: 'p95',
  op: '<',
  value: 900,
  text: 'p95 < 900ms',
  abort: { delayMs: 0 },
  ...fields,
});
const watching = (...thresholds: Threshold[]) => new ThresholdWatch({ thresholds, pricing });
const unanswered = (of: number) =>
  turn({ call: of, outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 1000 } });

describe('ThresholdWatch', () => {
  it('breaks when a threshold does not hold, and says what was measured', () => {
    const watch = watching(threshold());
    watch.add(answered(0, 0, 800));
    expect(watch.breach(1000)).toBeNull();
    watch.add(answered(1, 0, 1500));
    const broken = watch.breach(1001);
    expect(broken).toMatchObject({ count: 2, missing: 0, pass: false });
    expect(broken?.observed).toBe(1500);
    expect(broken && told(broken)).toBe('response_latency p95 < 900ms: 1.5 s');
  });

  it('is never broken on nothing', () => {
    const watch = watching(
      threshold(),
      threshold({ metric: 'response_rate', stat: 'rate', op: '>', value: 0.99 }),
    );
    expect(watch.breach(1e9)).toBeNull();
    watch.add(turn({ expectsAnswer: false, outcome: 'not_expected' }));
    watch.add(lostBefore({ call: 0, outcome: 'blocked' }));
    expect(watch.breach(1e9)).toBeNull();
  });

  it('waits for its delay, to the millisecond', () => {
    const watch = watching(threshold({ abort: { delayMs: 10_000 } }));
    watch.add(answered(0, 0, 5000));
    expect([watch.breach(0), watch.breach(9999.9)]).toEqual([null, null]);
    expect(watch.breach(10_000)).not.toBeNull();
  });

  it('looks at those alone that may end the run', () => {
    const { abort, ...told } = threshold();
    const watch = watching(told);
    watch.add(answered(0, 0, 5000));
    expect([abort, watch.breach(1e9)]).toEqual([{ delayMs: 0 }, null]);
  });

  it('heals: what holds again by now is not broken', () => {
    const watch = watching(threshold({ stat: 'p50' }));
    watch.add(answered(0, 0, 5000));
    expect(watch.breach(1)).not.toBeNull();
    for (let i = 1; i < 4; i++) watch.add(answered(i, 0, 100));
    expect(watch.breach(2)).toBeNull();
  });

  it('counts what never came as later than anything, as the verdict does', () => {
    const watch = watching(threshold({ stat: 'p50' }));
    watch.add(answered(0, 0, 100));
    watch.add(unanswered(1));
    expect(watch.breach(1)).toBeNull();
    watch.add(unanswered(2));
    const broken = watch.breach(2);
    expect(broken).toMatchObject({ observed: null, count: 3, missing: 2 });
    expect(broken && told(broken)).toBe(
      'response_latency p95 < 900ms: p50 is not reached: 2 of 3 turns got no answer',
    );
  });

  it('breaks on what never came alone', () => {
    const watch = watching(threshold());
    watch.add(unanswered(0));
    expect(watch.breach(1)).toMatchObject({ count: 1, missing: 1, observed: null });
  });

  it('knows the kinds of callers apart', () => {
    const watch = watching(
      threshold({ caller: 'refund' }),
      threshold({ stat: 'max', op: '<=', value: 2000 }),
    );
    watch.add({ ...answered(0, 0, 1500), caller: 'order' });
    expect(watch.breach(1)).toBeNull();
    watch.add({ ...answered(1, 0, 1500), caller: 'refund' });
    expect(watch.breach(2)).toMatchObject({ caller: 'refund', count: 1 });
    watch.add({ ...answered(2, 0, 2500), caller: 'order' });
    // In the scenario's order.
    expect(watch.breach(3)).toMatchObject({ caller: 'refund', count: 1 });
    const all = watching(threshold({ stat: 'max', op: '<=', value: 2000 }));
    all.add({ ...answered(2, 0, 2500), caller: 'order' });
    expect(all.breach(3)).toMatchObject({ count: 1, observed: 2500 });
    expect(all.breach(3)?.caller).toBeUndefined();
  });

  it('has rates by their counts, of turns and of calls', () => {
    const watch = watching(
      threshold({ metric: 'response_rate', stat: 'rate', op: '>', value: 0.5, text: '> 50%' }),
      threshold({ metric: 'error_rate', stat: 'rate', op: '<', value: 0.5, text: '< 50%' }),
    );
    watch.add(answered(0, 0, 100));
    watch.add(call({ call: 0 }));
    expect(watch.breach(1)).toBeNull();
    watch.add(lostBefore({ call: 1, outcome: 'failed', failure: 'no_answer' }));
    expect(watch.breach(2)).toMatchObject({ metric: 'error_rate', observed: 0.5, count: 2 });
    watch.add(unanswered(2));
    expect(watch.breach(3)).toMatchObject({ metric: 'response_rate', observed: 0.5, count: 2 });
  });

  it('needs a call’s turns for what is of the call, and forgets them with it', () => {
    const watch = watching(threshold({ metric: 'greeting_latency', stat: 'max', value: 300 }));
    watch.add(turn({ call: 3, kind: 'greeting', marks: { firstHeard: 510 } }));
    expect(watch.breach(1)).toBeNull();
    watch.add(call({ call: 3, readyMs: 10 }));
    expect(watch.breach(2)).toMatchObject({ observed: 500, count: 1 });
    watch.add(call({ call: 3, readyMs: 10 }));
    expect(watch.breach(3)).toMatchObject({ count: 1 });
  });

  it('needs all of them, not the last alone, and takes each for its own call', () => {
    const watch = watching(
      threshold({ metric: 'tool_calls', stat: 'total', op: '<', value: 3, text: '< 3' }),
    );
    const tools = [toolCall('lookup', 1, 2, 3)];
    watch.add(turn({ call: 3, turn: 0, tools }));
    watch.add(turn({ call: 4, turn: 0, tools }));
    watch.add(turn({ call: 3, turn: 1, tools: [...tools, ...tools] }));
    watch.add(call({ call: 4 }));
    expect(watch.breach(1)).toBeNull();
    watch.add(call({ call: 3 }));
    expect(watch.breach(2)?.observed).toBe(4);
  });

  it('has costs as fine as they are, and none without prices', () => {
    const cheap = threshold({
      metric: 'cost_per_call',
      stat: 'mean',
      op: '<',
      value: 0.0001,
      text: 'mean < $0.0001',
    });
    const record = call({ usage: usage({ audioOut: 2 }) });
    const watch = watching(cheap);
    watch.add(record);
    expect(watch.breach(1)?.observed).toBeCloseTo(0.000128, 9);
    const holds = watching({ ...cheap, value: 0.000129 });
    holds.add(record);
    expect(holds.breach(1)).toBeNull();
    const unpriced = new ThresholdWatch({ thresholds: [cheap], pricing: { model: 'house-model' } });
    unpriced.add(record);
    expect(unpriced.breach(1)).toBeNull();
  });

  it('has the generator’s own timings, of all workers by the last word of each', () => {
    const watch = watching(
      threshold({ metric: 'send_lateness', stat: 'max', value: 50, text: 'max < 50ms' }),
    );
    watch.add(generator({ worker: 0, sendLateness: histogram([60, 1]) }));
    watch.add(generator({ worker: 0, sendLateness: histogram([10, 5]) }));
    expect(watch.breach(1)).toBeNull();
    watch.add(generator({ worker: 1, sendLateness: histogram([70, 1]) }));
    expect(watch.breach(2)).toMatchObject({ observed: 70, count: 6 });
  });

  it('has each of the generator’s timings beside what was heard, and none before a worker has told', () => {
    const watch = watching(
      threshold({ metric: 'start_lateness', stat: 'max', value: 1000 }),
      threshold({ metric: 'loop_lag', stat: 'count', op: '<', value: 100 }),
      threshold({ metric: 'send_lateness', stat: 'max', value: 50 }),
      threshold({ stat: 'max' }),
    );
    const observed = () => watch.results().map((result) => [result.metric, result.observed, result.pass]);
    watch.add(answered(0, 0, 700));
    expect(observed()).toEqual([
      ['start_lateness', null, false],
      ['loop_lag', null, false],
      ['send_lateness', null, false],
      ['response_latency', 700, true],
    ]);
    expect(watch.breach(1)).toBeNull();
    const timings = {
      startLateness: histogram([900, 2]),
      loopLag: histogram([3, 7]),
      sendLateness: histogram([60, 4]),
    };
    watch.add(generator({ worker: 0, ...timings }));
    expect(observed()).toEqual([
      ['start_lateness', 900, true],
      ['loop_lag', 7, true],
      ['send_lateness', 60, false],
      ['response_latency', 700, true],
    ]);
    expect(watch.breach(2)).toMatchObject({ metric: 'send_lateness', observed: 60 });
  });

  it('knows of no kind of caller how late the generator was: that is of all of them', () => {
    const watch = watching(
      threshold({ metric: 'send_lateness', stat: 'max', value: 50, caller: 'refund' }),
      threshold({ stat: 'max', caller: 'refund' }),
    );
    watch.add({ ...answered(0, 0, 400), caller: 'refund' });
    watch.add(generator({ sendLateness: histogram([60, 1]) }));
    expect(watch.results().map(({ observed }) => observed)).toEqual([null, 400]);
    expect(watch.breach(1)).toBeNull();
  });

  it('tells how each stands, in the scenario’s order, before its delay and while it holds', () => {
    const watch = watching(
      threshold({ abort: { delayMs: 60_000 } }),
      threshold({ stat: 'max', op: '<=', value: 2000, caller: 'refund' }),
      threshold({ stat: 'max', op: '<=', value: 2000, caller: 'order' }),
    );
    const standing = () =>
      watch.results().map(({ caller, observed, pass, count }) => [caller, observed, pass, count]);
    expect(standing()).toEqual([
      [undefined, null, false, 0],
      ['refund', null, false, 0],
      ['order', null, false, 0],
    ]);
    watch.add({ ...answered(0, 0, 1500), caller: 'order' });
    watch.add({ ...answered(1, 0, 500), caller: 'refund' });
    expect(standing()).toEqual([
      [undefined, 1500, false, 2],
      ['refund', 500, true, 1],
      ['order', 1500, true, 1],
    ]);
    expect(watching().results()).toEqual([]);
  });

  it('does not judge what the protocol has no words for, be it told or asked', () => {
    const thresholds = [
      threshold({ metric: 'cost_per_call', stat: 'mean', value: 1 }),
      threshold({ metric: 'error_rate', stat: 'rate', value: 0.5 }),
    ];
    const after = (dialect?: string) => {
      const watch = new ThresholdWatch({ thresholds, pricing }, dialect);
      watch.add(call({ usage: usage({ unreported: 1 }) }));
      return [watch.breach(1)?.metric, watch.results().map(({ metric }) => metric)];
    };
    expect(after('twilio-media-streams')).toEqual([undefined, ['error_rate']]);
    expect(after('openai-realtime')).toEqual(['cost_per_call', ['cost_per_call', 'error_rate']]);
    expect(after()).toEqual(['cost_per_call', ['cost_per_call', 'error_rate']]);
  });

  it('takes a call that has no caller as one of all', () => {
    const watch = watching(
      threshold({ metric: 'error_rate', stat: 'rate', value: 0.5, caller: 'buyer' }),
      threshold({ metric: 'error_rate', stat: 'rate', value: 0.5 }),
    );
    watch.add(lostBefore({ call: 0, outcome: 'failed', failure: 'http_error', caller: null }));
    expect(watch.results().map(({ observed, count }) => [observed, count])).toEqual([
      [null, 0],
      [1, 1],
    ]);
  });

  it('agrees with the exact percentile to 1.6%, over all and by caller', () => {
    const latencies = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 1, max: 20_000 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(latencies, fc.integer({ min: 1, max: 20_000 }), (all, value) => {
        const watch = watching(
          threshold({ value, caller: 'a', text: 'of a' }),
          threshold({ value, text: 'of all' }),
        );
        for (const [index, [caller, latency]] of all.entries()) {
          watch.add({ ...answered(index, 0, latency), caller });
        }
        const p95 = (values: readonly number[]) =>
          [...values].sort((x, y) => x - y)[Math.max(0, Math.ceil(0.95 * values.length - 1e-9) - 1)] ?? 0;
        const ofA = p95(all.filter(([caller]) => caller === 'a').map(([, latency]) => latency));
        const ofAll = p95(all.map(([, latency]) => latency));
        const broken = watch.breach(0);
        // Not broken: both hold, to the last bit of a bucket. Broken: the one that is told is at most a bucket from its limit.
        const [seen, least] =
          broken === null
            ? [value, Math.max(ofA, ofAll) * 0.9999]
            : [broken.caller === 'a' ? ofA : ofAll, value / (1 + 1 / 64) - 1e-6];
        expect(seen).toBeGreaterThanOrEqual(least);
      }),
    );
  });
});
