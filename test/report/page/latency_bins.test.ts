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

it('tells 400 different ones as they are, and of one more puts together what a percent tells apart', () => {
  const from1000 = (length: number) => Float64Array.from({ length }, (_, index) => 1000 + index);
  const exact = latencyBins(from1000(400));
  expect(exact.ms).toEqual([...from1000(400)]);
  expect(exact.counts.every((n) => n === 1)).toBe(true);
  // Steps of e^0.01 from the shortest: each takes what is nearer to it than half of one.
  const { ms, counts } = latencyBins(from1000(401));
  expect(ms.slice(0, 5)).toEqual([1000, 1010, 1020, 1030, 1041]);
  expect(counts.slice(0, 2)).toEqual([6, 10]);
  // The last is 1000 times e^0.34: it takes 1398, 1399 and 1400.
  expect([ms.at(-1), counts.at(-1), ms.length]).toEqual([1405, 3, 35]);
});

it('of those that reach far takes wider steps, 399 from the shortest to the longest', () => {
  // From 1 ms to a million, over six powers of ten; 0 counts for one millisecond.
  const values = Float64Array.from([0, ...Array.from({ length: 6001 }, (_, index) => 10 ** (index / 1000))]);
  const { ms, counts } = latencyBins(values);
  expect(ms.length).toBeLessThanOrEqual(400);
  expect(ms.length).toBeGreaterThan(300);
  expect(ms[0]).toBe(1);
  expect(ms.at(-1)).toBe(1_000_000);
  // Far from where they are rounded to whole ones, the step is 10^(6/399).
  expect((ms.at(-1) ?? 0) / (ms.at(-2) ?? 1)).toBeCloseTo(10 ** (6 / 399), 4);
  expect(counts.reduce((sum, n) => sum + n, 0)).toBe(6002);
  expect(Math.max(...counts.slice(-100, -1))).toBeLessThanOrEqual(16);
});
