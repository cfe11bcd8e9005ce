import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Threshold } from '../../src/core/plan/plan.ts';
import type { LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { accountOf } from '../../src/report/account.ts';
import { bill } from './billed.ts';
import { measure } from '../../src/report/samples.ts';
import { summarize } from '../../src/report/summarize.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import { junitReport } from '../../src/report/view/junit.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  header,
  judgement,
  lostBefore,
  turn,
  usage,
} from './log_builder.ts';

const ofRefund: Threshold = {
  metric: 'response_latency',
  caller: 'refund',
  stat: 'max',
  op: '<',
  value: 900,
  text: 'max < 900ms',
};

/** Order: 100 and 1500 ms. Refund: 200 and 800 ms, and a call that was blocked. */
function run(...thresholds: Threshold[]): LogRecord[] {
  const made = (index: number, caller: string, latencyMs: number): LogRecord[] => [
    { ...answered(index, 0, latencyMs), caller },
    call({ call: index, caller }),
  ];
  return [
    header({
      judgement: { ...judgement, thresholds },
      load: { mode: 'open', plannedCalls: 5, maxConcurrency: 9 },
    }),
    ...made(0, 'order', 100),
    ...made(1, 'refund', 200),
    ...made(2, 'order', 1500),
    ...made(3, 'refund', 800),
    lostBefore({ call: 4, caller: 'rare', outcome: 'blocked', dialedMs: null }),
    generator(),
    footer({ calls: { planned: 5, completed: 4, failed: 0, blocked: 1, notStarted: 0 } }),
  ];
}
const summaryOf = (...thresholds: Threshold[]) => summarize(gathered(run(...thresholds)));

describe('metrics of a kind of caller', () => {
  it('are judged by its calls alone', () => {
    const { verdict } = summaryOf(ofRefund, { ...ofRefund, caller: 'order' });
    expect(verdict.thresholds.map(({ observed, count, pass }) => [observed, count, pass])).toEqual([
      [800, 2, true],
      [1500, 2, false],
    ]);
    expect(verdict.reasons).toEqual(['response_latency{caller:order} max < 900ms: 1.5 s']);
    expect(verdict.result).toBe('fail');
  });

  it('are in the summary where a threshold asks for them, and only those', () => {
    const rate = {
      ...ofRefund,
      metric: 'response_rate',
      stat: 'rate',
      op: '>',
      value: 0.5,
      text: '> 50%',
    } as const;
    const { callers } = summaryOf(ofRefund, rate);
    expect(callers.map(({ caller, metrics }) => [caller, Object.keys(metrics ?? {})])).toEqual([
      ['order', []],
      ['refund', ['response_latency', 'response_rate']],
    ]);
    expect(callers[0]).not.toHaveProperty('metrics');
    expect(callers[1]?.metrics?.response_latency).toMatchObject({ count: 2, min: 200, max: 800, missing: 0 });
    expect(callers[1]?.metrics?.response_rate).toMatchObject({ count: 2, of: 2 });
  });

  it('are nothing measured, so a fail, where the kind made no call or does not exist', () => {
    const { verdict } = summaryOf({ ...ofRefund, caller: 'rare' }, { ...ofRefund, caller: 'nobody' });
    expect(verdict.thresholds.map(({ observed, count, pass }) => [observed, count, pass])).toEqual([
      [null, 0, false],
      [null, 0, false],
    ]);
    expect(verdict.reasons).toEqual([
      'response_latency{caller:rare} max < 900ms: nothing was measured',
      'response_latency{caller:nobody} max < 900ms: nothing was measured',
    ]);
  });

  it('know of its calls that nobody made, also where that is all of them', () => {
    const blocked = { metric: 'blocked_rate', stat: 'rate', op: '<', value: 0.6, text: '< 60%' } as const;
    const { callers, verdict } = summaryOf({ ...blocked, caller: 'rare' }, { ...blocked, caller: 'order' });
    expect(verdict.thresholds.map(({ observed, count }) => [observed, count])).toEqual([
      [1, 1],
      [0, 2],
    ]);
    expect(callers.find(({ caller }) => caller === 'rare')).toMatchObject({ calls: 0, failed: 0, turns: 0 });
  });

  it('are shown with their tag in every view', () => {
    const summary = summaryOf(ofRefund, { ...ofRefund, caller: 'order', stat: 'p95', text: 'p95 < 900ms' });
    for (const view of [terminalReport, markdownReport, junitReport]) {
      const text = view(summary).replaceAll('&lt;', '<');
      expect(text).toContain('response_latency{caller:refund} max < 900ms');
      expect(text).toContain('response_latency{caller:order} p95 < 900ms');
    }
    expect(summary.verdict.warnings[1]).toMatch(
      /^response_latency\{caller:order\} p95 < 900ms rests on 2 samples/,
    );
    const odd = summaryOf({ ...ofRefund, caller: 'a`b' });
    expect(markdownReport(odd)).toContain("`response_latency{caller:a'b} max < 900ms`");
  });
});

describe('samples by caller', () => {
  it('add up to those of the whole, whatever is measured', () => {
    const kind = fc.constantFrom('a', 'b', 'c');
    const anyTurn: fc.Arbitrary<TurnRecord> = fc
      .record({
        kind: fc.constantFrom('greeting', 'say', 'interrupt', 'silence'),
        outcome: fc.constantFrom('answered', 'interrupted', 'unanswered', 'failed'),
        heard: fc.option(fc.integer({ min: 1, max: 5000 })),
        interrupted: fc.boolean(),
        gaps: fc.nat(3),
        audio: fc.nat(1),
        tokens: fc.option(fc.nat(1000)),
      } as const)
      .map(({ kind: of, outcome, heard, interrupted, gaps, audio, tokens }) =>
        turn({
          kind: of,
          outcome,
          agentInterrupted: interrupted,
          answerAudioMs: audio,
          underruns: { count: gaps, ms: gaps * 10 },
          usage: tokens === null ? null : usage({ audioOut: tokens }),
          marks: { speechEnd: 1000, firstHeard: heard === null ? null : 1000 + heard },
        }),
      );
    const anyCall = fc.tuple(
      kind,
      fc.constantFrom('completed', 'failed', 'blocked'),
      fc.array(anyTurn, { maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(anyCall, { maxLength: 12 }), (made) => {
        const calls = made.map(([caller, outcome, turns], index) =>
          accountOf(
            call({ call: index, caller, outcome, failure: outcome === 'failed' ? 'no_answer' : null }),
            outcome === 'blocked' ? [] : turns,
            0,
          ),
        );
        const samplesOf = (some: typeof calls) => measure(some, bill(some, judgement).calls);
        const whole = samplesOf(calls);
        const parts = ['a', 'b', 'c'].map((caller) =>
          samplesOf(calls.filter((one) => one.caller === caller)),
        );
        const apart: string[] = [];
        for (const [name, values] of whole.values) {
          const together = parts.flatMap((part) => [...(part.values.get(name) ?? [])]);
          const [of, all] = [together, values].map((some) => [...some].sort((x, y) => x - y).join(' '));
          if (of !== all) apart.push(`${name}: ${of} of ${all}`);
        }
        const added = (numbers: readonly (number | undefined)[]) =>
          numbers.reduce<number>((sum, n) => sum + (n ?? 0), 0);
        for (const [name, { count, of }] of whole.rates) {
          const told = [
            added(parts.map(({ rates }) => rates.get(name)?.count)),
            added(parts.map(({ rates }) => rates.get(name)?.of)),
          ];
          if (told[0] !== count || told[1] !== of) apart.push(`${name}: ${told.join()} of ${count},${of}`);
        }
        for (const [name, missing] of whole.missing) {
          const told = added(parts.map((part) => part.missing.get(name)));
          if (told !== missing) apart.push(`${name} missing: ${told} of ${missing}`);
        }
        expect(apart).toEqual([]);
      }),
    );
  });
});
