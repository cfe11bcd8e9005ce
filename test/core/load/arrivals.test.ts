import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalInstants, expectedCalls, reachedAtMs } from '../../../src/core/load/arrivals.ts';
import type { ArrivalPhase } from '../../../src/core/load/arrivals.ts';
import { Random } from '../../../src/core/word/random.ts';

const random = (phase: number): Random => new Random('test', phase);
const even = (from: number, to: number, durationMs: number): ArrivalPhase => ({
  fromPerSecond: from,
  toPerSecond: to,
  durationMs,
  spacing: 'even',
});

const rates = fc.double({ min: 0, max: 50, noNaN: true });
const lengths = fc.integer({ min: 1, max: 60_000 });
const phases = (spacing: ArrivalPhase['spacing']) =>
  fc.array(
    fc.record({
      fromPerSecond: rates,
      toPerSecond: rates,
      durationMs: lengths,
      spacing: fc.constant(spacing),
    }),
    { minLength: 1, maxLength: 4 },
  );

describe('arrivalInstants', () => {
  it('spaces a constant rate evenly, from the first instant on', () => {
    expect(arrivalInstants([even(2, 2, 2000)], random)).toEqual([0, 500, 1000, 1500]);
  });

  it('does not let rounding bring one call more', () => {
    expect(arrivalInstants([even(0.1, 0.1, 30_000)], random)).toEqual([0, 10_000, 20_000]);
  });

  it('lets a ramp from nothing grow with the square root of time', () => {
    // Half of 2 · t²/10 is reached at √(10·k): 0, 3.16, 4.47, 5.48, … s.
    const starts = arrivalInstants([even(0, 2, 10_000)], random);
    expect(starts).toHaveLength(10);
    starts.forEach((startMs, k) => expect(startMs).toBeCloseTo(Math.sqrt(10 * k) * 1000, 2));
  });

  it('carries the unfinished part of a call into the next phase', () => {
    const whole = arrivalInstants([even(0.3, 0.3, 20_000)], random);
    const cut = arrivalInstants([even(0.3, 0.3, 7000), even(0.3, 0.3, 13_000)], random);
    expect(cut).toHaveLength(whole.length);
    cut.forEach((startMs, i) => expect(startMs).toBeCloseTo(whole[i] as number, 2));
  });

  it('brings the integral of the rate, to within one call', () => {
    fc.assert(
      fc.property(phases('even'), (list) => {
        const calls = list.reduce((sum, phase) => sum + expectedCalls(phase), 0);
        expect(Math.abs(arrivalInstants(list, random).length - calls)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each(['even', 'poisson'] as const)(
    'keeps %s instants ascending, inside the phases, and the same',
    (spacing) => {
      fc.assert(
        fc.property(phases(spacing), (list) => {
          const starts = arrivalInstants(list, random);
          const totalMs = list.reduce((sum, phase) => sum + phase.durationMs, 0);
          const outside = starts.filter(
            (startMs, i) => !(startMs >= (starts[i - 1] ?? 0) && startMs <= totalMs + 0.001),
          );
          expect(outside).toEqual([]);
          const again = arrivalInstants(list, random);
          expect(again).toHaveLength(starts.length);
          expect(again.filter((startMs, i) => startMs !== starts[i])).toEqual([]);
        }),
      );
    },
  );

  it('gives a Poisson phase its mean and its variance, and each seed its own instants', () => {
    const phase: ArrivalPhase = { fromPerSecond: 1, toPerSecond: 3, durationMs: 50_000, spacing: 'poisson' };
    const runs = Array.from({ length: 400 }, (_, seed) => arrivalInstants([phase], () => new Random(seed)));
    const counts = runs.map((run) => run.length);
    const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    // 100 calls expected; the mean of 400 runs has a standard error of half a call.
    expect(Math.abs(mean - 100)).toBeLessThan(2);
    expect(variance).toBeGreaterThan(70);
    expect(variance).toBeLessThan(135);
    // Two thirds of the way up in time, half of the way up in calls: the rate really rises.
    const firstHalf = runs.flat().filter((startMs) => startMs < 25_000).length / runs.flat().length;
    expect(firstHalf).toBeCloseTo(37.5 / 100, 1);
    expect(runs[0]).not.toEqual(runs[1]);
  });
});

describe('reachedAtMs', () => {
  it('is the inverse of the integral', () => {
    fc.assert(
      fc.property(
        rates,
        rates,
        lengths,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, durationMs, at) => {
          const phase = even(from, to, durationMs);
          const seconds = (at * durationMs) / 1000;
          const calls = from * seconds + ((to - from) * seconds ** 2) / (2 * (durationMs / 1000));
          fc.pre(calls > 1e-6);
          const back = reachedAtMs(phase, calls) / 1000;
          const again = from * back + ((to - from) * back ** 2) / (2 * (durationMs / 1000));
          expect(again).toBeCloseTo(calls, 4);
        },
      ),
    );
  });
});
