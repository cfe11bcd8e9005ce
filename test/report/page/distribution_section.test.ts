/** The distribution of latencies where there is something missing: the records, the answers, what is chosen. */

import { describe, expect, it } from 'vitest';
import { distribution } from '../../../src/report/page/distribution_section.ts';
import { pageData } from '../../../src/report/page/html.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { call, footer, gathered, generator, goodRun, header } from '../log_builder.ts';

const log = gathered(goodRun(40, (index) => 400 + index));
const textOf = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();

describe('the distribution of latencies', () => {
  it('says why there is none', () => {
    const summary = summarize(log);
    expect(textOf(distribution(pageData({ summary, log: null })).markup)).toContain(
      'the records are not at hand, only what was summed up of them',
    );
    const silent = gathered([header(), call({ turns: 0 }), generator(), footer()]);
    expect(textOf(distribution(pageData({ summary: summarize(silent), log: silent })).markup)).toContain(
      'no turn that asked for an answer got one',
    );
    const nothing = { sorted: new Float64Array(0), lost: 3 };
    expect(textOf(distribution(pageData({ summary, log }), undefined, nothing).markup)).toContain(
      'nothing that is chosen was answered',
    );
  });

  it('has the p95 of the report with its interval; of what is chosen that of its own', () => {
    const summary = summarize(log);
    const data = pageData({ summary, log });
    expect(distribution(data).markup).toContain('Distribution of 40 response latencies; p95 is 437 ms');
    expect(distribution(data).markup).toContain('>p95 437 ms<');
    const chosen = { sorted: Float64Array.of(100, 200, 300), lost: 0 };
    expect(distribution(data, undefined, chosen).markup).toContain(
      'Distribution of 3 response latencies; p95 is 300 ms',
    );
    const { response_latency: _, ...metrics } = summary.metrics;
    const without = distribution({ ...data, summary: { ...summary, metrics } }).markup;
    expect(without).toContain('Distribution of 40 response latencies; p95 is –');
    expect(without).not.toContain('>p95 ');
  });
});
