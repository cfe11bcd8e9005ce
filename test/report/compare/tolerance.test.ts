import { describe, expect, it } from 'vitest';
import { metrics } from '../../../src/core/log/metric.ts';
import {
  alsoShown,
  betterOf,
  comparedMetrics,
  metricText,
  readComparedMetric,
  usuallyTested,
} from '../../../src/report/compare/compared_metric.ts';
import { letPass, readTolerance } from '../../../src/report/compare/tolerance.ts';

function refusal(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

describe('a tolerance', () => {
  it.each([
    ['response_latency.p95=5%', 'relative', 0.05],
    ['response_latency.p95=50ms', 'absolute', 50],
    ['response_latency.p99 = 0.2s', 'absolute', 200],
    ['response_latency=5%', 'relative', 0.05],
    ['error_rate=1pp', 'absolute', 0.01],
    ['cost_per_call=$0.01', 'absolute', 0.01],
    ['cost_per_call.mean=10%', 'relative', 0.1],
    ['wasted_audio=2s', 'absolute', 2],
  ] as const)('is read: %s', (text, of, amount) => {
    expect(readTolerance(text)).toMatchObject({ of, amount });
  });

  it.each([
    ['response_latncy.p95=5%', 'did you mean "response_latency"?'],
    ['response_latency.p59=5%', 'found "p59"; did you mean'],
    ['response_latency.mean=5%', 'expected p50'],
    ['response_latency.p95', 'expected <metric>=<amount>, found no "="'],
    ['=5%', 'expected a metric that is compared, found ""'],
    ['error_rate=1pp more', 'percentage points'],
    ['cost_per_call=1ms', 'expected 5% or $0.01'],
    ['wasted_audio=1pp', 'expected 5% or a number for wasted_audio'],
    ['response_latency.p95=', 'expected 5%, 50ms'],
    ['response_latency.p95=-5%', 'expected 5%, 50ms'],
    ['response_latency.p95=5', 'expected 5%, 50ms'],
    ['response_latency.p95=$5', 'expected 5%, 50ms'],
    ['error_rate=5%', 'percentage points'],
    ['error_rate.p95=1pp', 'it is a rate'],
    ['send_lateness=5%', 'not among what is compared'],
    [`cost_per_call=${'9'.repeat(400)}`, 'within reason'],
  ])('is refused: %s', (text, message) => {
    expect(() => readTolerance(text)).toThrow(message);
  });

  it('is refused with its place and a way out', () => {
    expect(refusal(() => readTolerance('error_rate=5%'))).toMatchObject({
      place: {
        code: 'option_invalid',
        path: '--tolerance error_rate=5%',
        hint: 'e.g. --tolerance response_latency.p95=5% --tolerance error_rate=1pp',
      },
      message: 'expected 1pp (percentage points) for error_rate, found "5%"',
    });
    expect(refusal(() => readTolerance('eror_rate=1pp'))).toMatchObject({
      place: { path: '--tolerance eror_rate', hint: expect.stringContaining('docs/compare.md') as string },
    });
    const long = 'x'.repeat(200);
    expect(refusal(() => readTolerance(`error_rate=${long}`))).toMatchObject({
      place: { path: `--tolerance error_rate=${long.slice(0, 69)}` },
      message: `expected 1pp (percentage points) for error_rate, found "${long.slice(0, 40)}"`,
    });
    for (const [text, wanted] of [
      ['response_latency.p95=x', 'expected 5%, 50ms or 0.1s for response_latency, found "x"'],
      ['cost_per_call=x', 'expected 5% or $0.01 for cost_per_call, found "x"'],
      ['response_latency=$5', 'expected 5%, 50ms or 0.1s for response_latency, found "$5"'],
    ] as const)
      expect(() => readTolerance(text)).toThrow(wanted);
  });

  it('is read in every unit of its metric', () => {
    const amounts = (...texts: readonly string[]) =>
      texts.map(readTolerance).map(({ of, amount, text }) => [of, amount, text]);
    expect(amounts('cost_per_call=2', 'cost_per_call=2usd', 'cost_per_call=2 USD')).toEqual([
      ['absolute', 2, '2'],
      ['absolute', 2, '2usd'],
      ['absolute', 2, '2 USD'],
    ]);
    expect(amounts('wasted_audio=10%', 'wasted_audio=500ms')).toEqual([
      ['relative', 0.1, '10%'],
      ['absolute', 0.5, '500ms'],
    ]);
    expect(amounts('response_latency=12.5%')).toEqual([['relative', 0.125, '12.5%']]);
  });

  it('is a share of what it was, or so much', () => {
    expect(letPass(readTolerance('response_latency.p95=5%'), 800)).toBe(40);
    expect(letPass(readTolerance('response_latency.p95=5%'), -800)).toBe(40);
    expect(letPass(readTolerance('response_latency.p95=50ms'), 800)).toBe(50);
  });
});

describe('a compared metric', () => {
  it('is refused with the option, and what there is in its place', () => {
    const refused = (text: string): unknown => refusal(() => readComparedMetric(text, '--metric'));
    expect(refused('response_latency.mean')).toMatchObject({
      place: {
        code: 'option_invalid',
        path: '--metric response_latency.mean',
        hint: 'e.g. response_latency.p95 or error_rate; docs/compare.md lists them all',
      },
      message: expect.stringContaining(
        'expected p50, p75, p90, p95, p99, p99_9 after response_latency, found "mean"',
      ) as string,
    });
    expect(refused('cost_per_call.p59')).toMatchObject({
      message: expect.stringContaining(
        'expected p50, p75, p90, p95, p99, p99_9, mean after cost_per_call, found "p59"; did you mean',
      ) as string,
    });
    expect(refused('error_rate.p95')).toMatchObject({
      message: expect.stringContaining('error_rate has no p95: it is a rate') as string,
    });
    expect(refused('send_lateness.p95')).toMatchObject({
      message: expect.stringContaining(
        `send_lateness is not among what is compared: ${[...comparedMetrics].join(', ')}`,
      ) as string,
    });
    expect(refused('nothing.of.it')).toMatchObject({
      message: expect.stringContaining('expected a metric that is compared, found "nothing.of"') as string,
    });
    const long = 'x'.repeat(99);
    expect(refused(`response_latency.${long}`)).toMatchObject({
      place: { path: `--metric response_latency.${long.slice(0, 43)}` },
      message: expect.stringMatching(/found "x{20}"$/) as string,
    });
    expect(refused(`error_rate.${long}`)).toMatchObject({
      message: `error_rate has no ${long.slice(0, 20)}: it is a rate`,
    });
    expect(refused(long)).toMatchObject({
      message: `expected a metric that is compared, found "${long.slice(0, 60)}"`,
    });
    expect(readComparedMetric('error_rate.rate', '--metric')).toEqual({ metric: 'error_rate', stat: 'rate' });
    expect(readComparedMetric('cost_per_call.p95', '--metric').stat).toBe('p95');
  });

  it('without a statistic is its p50, its mean or its rate', () => {
    expect(readComparedMetric('response_latency', '--metric').stat).toBe('p50');
    expect(readComparedMetric('cost_per_call', '--metric').stat).toBe('mean');
    expect(readComparedMetric('goal_rate', '--metric').stat).toBe('rate');
  });

  it('is read again from how it is written', () => {
    for (const one of [...usuallyTested, ...alsoShown]) {
      expect(readComparedMetric(metricText(one), '--metric')).toEqual(one);
    }
  });

  it('knows which way it is better', () => {
    const rates = metrics.filter(({ name, kind }) => kind === 'rate' && comparedMetrics.has(name));
    const better = (way: string): string[] =>
      rates.filter(({ name }) => betterOf(name) === way).map(({ name }) => name);
    expect(better('higher').sort()).toEqual([
      'containment',
      'expectation_rate',
      'goal_rate',
      'reconnect_rate',
      'response_rate',
      'survival_rate',
      'yield_rate',
    ]);
    expect(better('neither')).toEqual(['escalation_rate']);
    expect(betterOf('response_latency')).toBe('lower');
  });
});
