/** What junit.xml makes of what was expected, of failures and of a run that nobody judged. */

import { describe, expect, it } from 'vitest';
import type { ExpectationSummary } from '../../../src/report/expectation_summary.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary, ThresholdResult } from '../../../src/report/summary.ts';
import { junitReport } from '../../../src/report/view/junit.ts';
import { gathered, goodRun } from '../log_builder.ts';
import { once } from '../once.ts';

const good = once(() => summarize(gathered(goodRun(4, () => 400))));

const expectation = (fields: Partial<ExpectationSummary> = {}): ExpectationSummary => ({
  text: 'tool refund',
  kind: 'tool',
  caller: 'buyer',
  place: null,
  goal: false,
  met: 3,
  of: 4,
  unknown: 0,
  ci: null,
  example: { call: 3, turn: 2, detail: 'none' },
  ...fields,
});
const threshold = (fields: Partial<ThresholdResult> = {}): ThresholdResult => ({
  metric: 'expectation_rate',
  stat: 'rate',
  op: '>=',
  value: 0.9,
  text: '>= 90%',
  observed: 0.75,
  pass: false,
  count: 4,
  missing: 0,
  enoughSamples: true,
  unit: 'ratio',
  ...fields,
});
const judged = (
  thresholds: readonly ThresholdResult[],
  expectations: readonly ExpectationSummary[] = [],
): Summary => ({
  ...good(),
  verdict: { ...good().verdict, result: 'pass', reasons: [], thresholds },
  expectations,
});

/** The cases of a group, without what is around them. */
function casesOf(summary: Summary, group: string): readonly string[] {
  return Array.from(
    junitReport(summary).matchAll(/<testcase[^>]*?\/>|<testcase.*?<\/testcase>/gs),
    ([text]) => text,
  )
    .filter((text) => text.includes(`classname="support-line.${group}`))
    .map((text) => text.replaceAll(/\s*\n\s*/g, ''));
}

describe('an expectation in junit.xml', () => {
  const caseOf = (one: ExpectationSummary, ...thresholds: readonly ThresholdResult[]): string =>
    casesOf(judged(thresholds, [one]), 'expected')[0] ?? '';
  const head = '<testcase classname="support-line.expected.tool" name="buyer: tool refund" time="0">';
  const message = '1 of 4 not met';

  it('that did not always hold is red where a threshold says that this was too often, and skipped elsewhere', () => {
    const tail = '<system-out>call 3, turn 2: none</system-out></testcase>';
    const red = `${head}<failure message="${message}">${message}</failure>${tail}`;
    const skipped = `${head}<skipped message="${message}">${message}</skipped>${tail}`;
    expect(caseOf(expectation())).toBe(skipped);
    expect(caseOf(expectation(), threshold())).toBe(red);
    expect(caseOf(expectation(), threshold({ pass: true }))).toBe(skipped);
    expect(caseOf(expectation(), threshold({ pass: true }), threshold())).toBe(red);
  });

  it('is asked for by a threshold on rates of its kind and of its caller, or of all', () => {
    const isRed = (one: Partial<ExpectationSummary>, asked: Partial<ThresholdResult>): boolean =>
      caseOf(expectation(one), threshold(asked)).includes('<failure');
    expect(isRed({ goal: true }, {})).toBe(false);
    expect(isRed({ goal: true }, { metric: 'goal_rate' })).toBe(true);
    expect(isRed({}, { metric: 'goal_rate' })).toBe(false);
    expect(isRed({}, { caller: 'buyer' })).toBe(true);
    expect(isRed({}, { caller: 'refund' })).toBe(false);
    expect(isRed({ caller: null }, {})).toBe(true);
  });

  it('that always held passes, and one that no call came to is skipped', () => {
    expect(caseOf(expectation({ met: 4, example: null }), threshold())).toBe(head.replace(/>$/, '/>'));
    expect(caseOf(expectation({ met: 0, of: 0, example: null }), threshold())).toBe(
      `${head}<skipped message="no call came to it">no call came to it</skipped></testcase>`,
    );
  });
});

describe('a threshold in junit.xml', () => {
  it('is red where it does not hold, with what was measured of how many', () => {
    expect(
      casesOf(judged([threshold(), threshold({ pass: true, enoughSamples: false, count: 1 })]), 'thresholds'),
    ).toEqual([
      '<testcase classname="support-line.thresholds" name="expectation_rate &gt;= 90%" time="0">' +
        '<failure message="expectation_rate &gt;= 90%: 75%">expectation_rate &gt;= 90%: 75%</failure>' +
        '<system-out>measured: 75% (4 samples)</system-out></testcase>',
      '<testcase classname="support-line.thresholds" name="expectation_rate &gt;= 90%" time="0">' +
        '<system-out>measured: 75% (1 sample, too few for this percentile)</system-out></testcase>',
    ]);
  });
});

describe('a run in junit.xml', () => {
  const runOf = (fields: Partial<Summary['verdict']>, notes: readonly string[] = []): string =>
    casesOf({ ...judged([]), verdict: { ...judged([]).verdict, ...fields }, notes }, 'run')[0] ?? '';
  const out =
    '<system-out>4 planned, 4 completed, 0 failed, 0 blocked, 0 not startedX</system-out></testcase>';
  const head = '<testcase classname="support-line.run" name="run is valid" time="0">';

  it('is an error where it is invalid, a failure where it failed by itself, and not where a threshold did', () => {
    expect(runOf({})).toBe(head + out.replace('X', ''));
    expect(runOf({ result: 'invalid', reasons: ['a', 'b'] })).toBe(
      `${head}<error message="a; b">a; b</error>${out.replace('X', '')}`,
    );
    expect(runOf({ result: 'fail', reasons: ['a'] })).toBe(
      `${head}<failure message="a">a</failure>${out.replace('X', '')}`,
    );
    const told = 'expectation_rate >= 90%: 75%';
    expect(runOf({ result: 'fail', reasons: [told], thresholds: [threshold()] })).toBe(
      head + out.replace('X', ''),
    );
    expect(runOf({ result: 'not_judged', reasons: ['nobody asked'] })).toBe(head + out.replace('X', ''));
  });

  it('has its warnings and notes with it', () => {
    expect(runOf({ warnings: ['w'] }, ['n'])).toBe(head + out.replace('X', 'warning: wn'));
  });

  it('that nobody judged is a case of its own, red where its exit code is', () => {
    const notJudged = (fields: Partial<Summary>): string => {
      const verdict = { ...judged([]).verdict, result: 'not_judged', reasons: ['nobody asked'] } as const;
      return casesOf({ ...judged([]), verdict, ...fields }, 'thresholds').join();
    };
    expect(notJudged({})).toBe(
      '<testcase classname="support-line.thresholds" name="not judged" time="0"><skipped message="nobody asked">nobody asked</skipped></testcase>',
    );
    expect(notJudged({ calls: { ...good().calls, completed: 0 } })).toContain(
      '<failure message="nobody asked">',
    );
    expect(casesOf(judged([]), 'thresholds')).toEqual([]);
  });
});

describe('failures in junit.xml', () => {
  it('are skipped cases: whether there were too many is for the thresholds to say', () => {
    const failures = {
      no_answer: { count: 2, meaning: 'nobody <answered>', example: 'call "3"' },
      agent_hung_up: { count: 1, meaning: 'm', example: null },
    };
    expect(casesOf({ ...judged([]), failures }, 'failures')).toEqual([
      '<testcase classname="support-line.failures" name="no_answer" time="0">' +
        '<skipped message="2 of 4 started calls: nobody &lt;answered&gt;">2 of 4 started calls: nobody &lt;answered&gt;</skipped>' +
        '<system-out>for example: call &quot;3&quot;</system-out></testcase>',
      '<testcase classname="support-line.failures" name="agent_hung_up" time="0"><skipped message="1 of 4 started calls: m">1 of 4 started calls: m</skipped></testcase>',
    ]);
  });
});

it('counts its cases, and names the run', () => {
  const summary = judged([threshold()], [expectation()]);
  const text = junitReport(summary);
  const counts = 'tests="3" failures="2" errors="0"';
  expect(text).toContain(`<testsuites name="callstorm" ${counts} time="`);
  expect(text).toMatch(
    new RegExp(
      `<testsuite name="support-line" ${counts} time="[\\d.]+" skipped="0" timestamp="2026-08-01T12:00:00">`,
    ),
  );
  expect(text).toContain('<property name="verdict" value="pass"/>');
  expect(text).toContain('<property name="response_latency" value="p50 400 ms, p95 400 ms"/>');
  const { response_latency: _, ...others } = summary.metrics;
  expect(junitReport({ ...summary, metrics: others })).not.toContain('name="response_latency"');
});
