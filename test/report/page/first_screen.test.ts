import { describe, expect, it } from 'vitest';
import { keyFigures, nextBox, verdictSentence } from '../../../src/report/page/first_screen.ts';
import { pageData, pageHtml } from '../../../src/report/page/html.ts';
import { intervalOf, thresholdTable, undecided } from '../../../src/report/page/threshold_table.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { gathered, goodRun, judgement } from '../log_builder.ts';
import { once } from '../once.ts';
import { stopped, damaged, metered, unreached } from '../view_runs.ts';

const judged = summarize(
  gathered(
    goodRun(100, (index) => 350 + index, {
      judgement: {
        ...judgement,
        thresholds: [
          { metric: 'error_rate', stat: 'rate', op: '<', value: 0.01, text: '< 1%' },
          { metric: 'response_latency', stat: 'p95', op: '<', value: 400, text: 'p95 < 400ms' },
        ],
      },
    }),
  ),
);

describe('the verdict in a sentence', () => {
  it('names the reasons', () => {
    expect(verdictSentence(judged)).toBe('It fails, for response_latency p95 < 400ms: 444 ms.');
    expect(verdictSentence(summarize(metered))).toMatch(/^It fails, for the run was stopped by its budget/);
    expect(verdictSentence(summarize(damaged))).toMatch(
      /^The figures cannot be relied on: the generator could not keep up/,
    );
  });
});

describe('thresholds', () => {
  it('stand with those first that do not hold', () => {
    const { markup } = thresholdTable(judged);
    expect(markup.indexOf('response_latency')).toBeLessThan(markup.indexOf('error_rate'));
    expect(markup).toContain('−44 ms');
  });

  it('have the interval of what they judge, and none where what never came was ranked with it', () => {
    const [errors, latency] = judged.verdict.thresholds;
    if (errors === undefined || latency === undefined) throw new Error('two thresholds');
    expect(intervalOf(errors, judged)?.[0]).toBe(0);
    expect(intervalOf(latency, judged)?.[1]).toBeGreaterThan(440);
    expect(intervalOf({ ...latency, missing: 1 }, judged)).toBeNull();
    expect(intervalOf({ ...latency, caller: 'nobody' }, judged)).toBeNull();
  });

  it('say how far the limit is, where it has a near and a far side', () => {
    const [errors] = judged.verdict.thresholds;
    if (errors === undefined) throw new Error('a threshold');
    const marginOf = (fields: Partial<typeof errors>): string => {
      const one = { ...errors, observed: 0.03, value: 0.05, ...fields };
      const { markup } = thresholdTable({ ...judged, verdict: { ...judged.verdict, thresholds: [one] } });
      return Array.from(markup.matchAll(/<td class="figure">([^<]*)</g), ([, text]) => text)[2] ?? '';
    };
    expect(marginOf({ op: '<' })).toBe('2%');
    expect(marginOf({ op: '<=' })).toBe('2%');
    expect(marginOf({ op: '>' })).toBe('−2%');
    expect(marginOf({ op: '>=' })).toBe('−2%');
    expect(marginOf({ op: '>=', value: 0.03 })).toBe('none');
    expect(marginOf({ op: '==' })).toBe('–');
    expect(marginOf({ op: '!=' })).toBe('–');
    expect(marginOf({ observed: null })).toBe('–');
  });

  it('of a largest value have no interval, nor what nobody bounds', () => {
    const [, latency] = judged.verdict.thresholds;
    if (latency === undefined) throw new Error('a threshold');
    const found = judged.metrics.response_latency;
    if (found?.kind !== 'distribution') throw new Error('no latency');
    const bounded = { ...found, ci: { ...found.ci, mean: [1, 2] as const, max: [3, 4] as const } };
    const summary = { ...judged, metrics: { ...judged.metrics, response_latency: bounded } };
    expect(intervalOf({ ...latency, stat: 'mean' }, summary)).toEqual([1, 2]);
    expect(intervalOf({ ...latency, stat: 'max' }, summary)).toBeNull();
  });

  it('could go either way where the limit lies inside the interval', () => {
    const [errors] = judged.verdict.thresholds;
    if (errors === undefined) throw new Error('a threshold');
    expect(undecided(errors, [0, 0.04])).toBe(true);
    expect(undecided(errors, [0, 0.005])).toBe(false);
    expect(undecided(errors, [0.01, null])).toBe(false);
    expect(undecided(errors, [0, 0.01])).toBe(false);
    expect(undecided(errors, [null, null])).toBe(true);
    expect(undecided({ ...errors, observed: null }, [0, 0.04])).toBe(false);
  });
});

it.each([
  ['stopped', stopped],
  ['damaged', damaged],
  ['unreached', unreached],
  ['metered', metered],
])('shows no figure that is none: %s', (_, log) => {
  const summary = summarize(log);
  const page = pageHtml(pageData({ summary: summary, log: log }), { script: '', css: '' });
  const body = page.slice(0, page.indexOf('<script'));
  expect(body).not.toMatch(/NaN|undefined|Infinity|\bnull\b/);
  expect(keyFigures(summary).markup).toContain('Response latency, p95');
});

describe('what comes from outside', () => {
  const hostile = '</script><!-- <img src=x onerror=alert(1)> "\' \u202e\u001b[31m\u2028\ud800 \n';
  const renamed: Summary = {
    ...summarize(stopped),
    name: hostile,
    notes: [hostile],
    failures: { no_answer: { count: 1, meaning: hostile, example: hostile.repeat(10_000) } },
  };
  const page = once(() =>
    pageHtml(pageData({ summary: renamed, log: stopped }), { script: 'own', css: 'own' }),
  );

  it('ends no element and opens none, in markup or data', () => {
    expect(page()).not.toMatch(/<img|<!--/);
    expect(page().match(/<\/script>/g)).toHaveLength(2);
    expect(page().match(/<script/g)).toHaveLength(2);
  });

  it('turns no letters round and is cut', () => {
    // oxlint-disable-next-line no-control-regex -- what is to be shown as an escape
    expect(page()).not.toMatch(/[\u202e\u001b\u2028]|\p{Surrogate}/u);
    expect(page().length).toBeLessThan(400_000);
  });

  it('is data that can be read again', () => {
    const block =
      /<script type="application\/json" id="callstorm-data">(.*)<\/script>/.exec(page())?.[1] ?? '';
    expect(JSON.parse(block)).toMatchObject({ version: 1, summary: { calls: { planned: 8 } } });
  });
});

it('lets nothing run but its own script, and load nothing', () => {
  const page = pageHtml(pageData({ summary: judged, log: null }), { script: 'own()', css: 'p{}' });
  expect(page).toContain("default-src 'none'; script-src 'sha256-");
  expect(page).not.toMatch(/unsafe|https?:(?!\/\/127)/);
  expect(page).not.toMatch(/ style="| on[a-z]+="/);
});

it('says of calls that broke off with the harness that they did, though no rate is of them', () => {
  const { error_rate: _, ...others } = judged.metrics;
  const text = (failed: number): string =>
    keyFigures({ ...judged, metrics: others, calls: { ...judged.calls, failed } }).markup;
  expect(text(8)).toContain('8 calls broke off, none by the target’s doing');
  expect(text(0)).toContain('no call has ended');
});

describe('the next step', () => {
  const failed: Summary = {
    ...judged,
    calls: { ...judged.calls, failed: 1 },
    failures: { no_answer: { count: 1, meaning: '', example: null } },
  };
  const { bands } = judgement;
  const inspected = (ids: readonly string[]) => ({
    ids,
    of: 100,
    notes: [],
    moreCommand: null,
    expectations: [],
    bands,
    packed: '',
    sounds: {},
  });

  it('leads to the inspector where calls are inside, and to the log where none is', () => {
    expect(nextBox({ summary: failed, inspected: inspected(['3']) }).markup).toContain('href="#inspector"');
    for (const none of [null, inspected([])]) {
      expect(nextBox({ summary: failed, inspected: none }).markup).toContain('calls.ndjson');
    }
  });
});
