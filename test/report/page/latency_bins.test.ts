import { expect, it } from 'vitest';
import { latencyBins } from '../../../src/report/page/latency_bins.ts';

it('tells few values as they are', () => {
  expect(latencyBins(Float64Array.of(300, 300.4, 512))).toEqual({ ms: [300, 512], counts: [2, 1] });
  expect(latencyBins(new Float64Array())).toEqual({ ms: [], counts: [] });
});

it('tells many in a few hundred numbers, loses none, and is off by a percent at the most', () => {
  const values = Float64Array.from({ length: 50_000 }, (_, index) => 200 + index / 5);
  const { ms, counts } = latencyBins(values);
  expect(ms.length).toBeLessThanOrEqual(401);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(50_000);
  let below = 0;
  for (const [at, value] of ms.entries()) {
    below += counts[at] ?? 0;
    expect(Math.abs((values[below - 1] ?? 0) / value - 1)).toBeLessThan(0.011);
  }
});
