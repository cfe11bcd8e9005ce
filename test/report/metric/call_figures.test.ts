/** What one call tells, gathered metric by metric. */

import { describe, expect, it } from 'vitest';
import { GatheredFigures } from '../../../src/report/metric/call_figures.ts';

describe('the figures of a call', () => {
  it('are none before anything was told', () => {
    const { values, rates } = new GatheredFigures();
    expect([values.size, rates.size]).toEqual([0, 0]);
  });

  it('have each value of a metric, in the order in which they came', () => {
    const figures = new GatheredFigures();
    figures.value('response_latency', 900);
    figures.value('setup_time', 40);
    figures.value('response_latency', 300);
    expect([...figures.values]).toEqual([
      ['response_latency', [900, 300]],
      ['setup_time', [40]],
    ]);
  });

  it('have of a rate how many cases there were, and of how many', () => {
    const figures = new GatheredFigures();
    figures.cases('yield_rate', 1, 2);
    figures.cases('error_rate', 0, 1);
    figures.cases('yield_rate', 3, 5);
    expect([...figures.rates]).toEqual([
      ['yield_rate', { count: 4, of: 7 }],
      ['error_rate', { count: 0, of: 1 }],
    ]);
  });

  it('have of time that never came to its end more than any, and of what was not told nothing', () => {
    const figures = new GatheredFigures();
    figures.value('response_latency', 900);
    figures.miss('response_latency');
    figures.miss('setup_time');
    figures.miss('tokens.audio_in');
    figures.miss('cost_per_call');
    expect([...figures.values]).toEqual([
      ['response_latency', [900, Infinity]],
      ['setup_time', [Infinity]],
    ]);
  });
});
