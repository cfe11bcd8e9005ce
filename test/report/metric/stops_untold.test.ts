/** Whether an agent gave way, or had just come to its end: by ear that is known only of one that tells. */

import { describe, expect, it } from 'vitest';
import type { MetricSummary } from '../../../src/report/metric_figures.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { answered, call, footer, gathered, header } from '../log_builder.ts';

const murmur = { atMs: 2500, stoppedMs: null, as: 'backchannel', said: 'mm-hm', endMs: 2600 } as const;
const heard = { ...answered(0, 0, 400), answers: 1, backchannels: [murmur] };
const metricsOf = (turn: typeof heard & { readonly stopsUntold?: true }) =>
  summarize(gathered([header(), turn, call(), footer()])).metrics;

/** How many cases there were. */
const casesOf = (metric: MetricSummary | undefined): number =>
  metric !== undefined && 'of' in metric ? metric.of : 0;

describe('a turn of an agent that does not tell that it gives way', () => {
  it('is no case of one that was not put off by a murmur, nor of one that did not break off', () => {
    const told = metricsOf(heard);
    expect([casesOf(told.false_yield_rate), casesOf(told.phantom_stop_rate)]).toEqual([1, 1]);
    const untold = metricsOf({ ...heard, stopsUntold: true });
    expect([casesOf(untold.false_yield_rate), casesOf(untold.phantom_stop_rate)]).toEqual([0, 0]);
    expect(casesOf(untold.phantom_start_rate)).toBe(1);
  });
});
