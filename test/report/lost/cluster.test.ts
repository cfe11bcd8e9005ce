/** Instants that lie closer together than by chance. */

import { describe, expect, it } from 'vitest';
import { clusters } from '../../../src/report/lost/cluster.ts';
import { Exposure } from '../../../src/report/lost/exposure.ts';

/** One that lives for 1,000 s all the time. */
const even = new Exposure([[0, 1_000_000]]);
const width = (ms: number) => [() => ms];
const spread = [100_000, 300_000, 500_000, 700_000, 900_000];

describe('a cluster', () => {
  it('is of the instants in one window, by their place, from the first of them to the last', () => {
    const [found, ...others] = clusters([900_000, 5000, 5400, 300_000, 5900, 5800], even, width(1000), 0.01);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ fromMs: 5000, untilMs: 5900, windowMs: 1000 });
    expect(found?.members).toEqual([1, 2, 5, 4]);
    // Six of them, each of which may begin a window; the other five fall into a thousandth of the time each for itself.
    const p = 0.001;
    const threeOfFive = 10 * p ** 3 * (1 - p) ** 2 + 5 * p ** 4 * (1 - p) + p ** 5;
    expect(found?.chance).toBeCloseTo(6 * threeOfFive, 12);
  });

  it('takes what lies at the window’s very end, and nothing behind it', () => {
    const of = (lastMs: number) =>
      clusters([...spread, 5000, 5400, lastMs], even, width(1000), 0.1)[0]?.members.length;
    expect([of(6000), of(6001)]).toEqual([3, undefined]);
  });

  it('is none of fewer than three, none where time was lived in the window alone, and none that chance may be', () => {
    expect(clusters([5000, 5400], even, width(1000), 1)).toEqual([]);
    expect(clusters([5000, 5400, 5800], new Exposure([[5000, 5900]]), width(1000), 0.5)).toEqual([]);
    expect(clusters([5000, 5400, 5800], new Exposure([]), width(1000), 1)).toEqual([]);
    expect(clusters([...spread, 5000, 5400, 5900], even, width(1000), 1e-6)).toEqual([]);
  });

  it('is one after the other, of what those before left, three at most', () => {
    const around = (atMs: number, n: number) => Array.from({ length: n }, (_, i) => atMs + i);
    const all = [...around(900_000, 4), ...around(100_000, 7), ...around(300_000, 6), ...around(500_000, 5)];
    const found = clusters(all, even, width(1000), 0.01);
    expect(found.map(({ fromMs, members }) => [fromMs, members.length])).toEqual([
      [100_000, 7],
      [300_000, 6],
      [500_000, 5],
    ]);
    expect(clusters(around(100_000, 9), even, width(1000), 0.01)).toHaveLength(1);
  });

  it('is looked for in each width, and pays for that', () => {
    const instants = [...spread, 5000, 5400, 5800];
    const [one] = clusters(instants, even, width(1000), 1);
    const [both] = clusters(instants, even, [() => 1000, () => 60_000], 1);
    expect(both?.windowMs).toBe(1000);
    expect(both?.chance).toBeCloseTo(2 * (one?.chance ?? 0), 12);
  });
});
