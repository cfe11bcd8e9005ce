import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import { abandonment } from '../../../src/forecast/queue/abandonment.ts';
import { delayShare, delayShareBeyond, meanDelayS } from '../../../src/forecast/queue/delay.ts';
import { answeredWithin } from '../../../src/forecast/queue/patient_wait.ts';
import { simulatedQueue, type QueuePlan } from '../../../src/forecast/queue/simulated_queue.ts';

function exponentials(mean: number): readonly number[] {
  const random = new Random('lengths');
  const drawn = Array.from({ length: 20_000 }, () => random.exponential(mean));
  const found = drawn.reduce((sum, one) => sum + one, 0) / drawn.length;
  return drawn.map((one) => (one * mean) / found);
}

const plan: QueuePlan = {
  callsPerHour: 720,
  lines: 55,
  lengthsS: exponentials(240),
  patienceS: null,
  waitS: 15,
  calls: 200_000,
  seed: 4,
};

const around = (value: number, { low, high }: { readonly low: number; readonly high: number }): boolean =>
  value > low - (high - low) / 2 && value < high + (high - low) / 2;

describe('a simulated queue', () => {
  it('is Erlang C where lengths are exponential', () => {
    const found = simulatedQueue(plan);
    expect(around(delayShare(48, 55), found.waits)).toBe(true);
    expect(around(1 - delayShareBeyond(48, 55, 240, 15), found.answeredWithin)).toBe(true);
    expect(found.answeredWithin.high - found.answeredWithin.low).toBeLessThan(0.05);
    expect(found.abandons.value).toBe(0);
  });

  it('is Erlang A where callers hang up', () => {
    const found = simulatedQueue({ ...plan, lines: 45, patienceS: 60 });
    expect(around(answeredWithin(48, 45, 240, 60, 15), found.answeredWithin)).toBe(true);
    expect(around(abandonment(48, 45, 240, 60).abandons, found.abandons)).toBe(true);
  });

  // Pollaczek and Khinchine: with one line the mean wait grows as 1 + the square of the variation; equal lengths wait half as long.
  it('waits half as long where all calls are of one length', () => {
    const one = { ...plan, callsPerHour: 10.5, lines: 1, calls: 300_000 };
    const equal = simulatedQueue({ ...one, lengthsS: [240] });
    expect(equal.meanWaitS / meanDelayS(0.7, 1, 240)).toBeCloseTo(0.5, 1);
  });

  it('is the same for one seed, and another for another', () => {
    const small = { ...plan, calls: 5000 };
    expect(simulatedQueue(small)).toEqual(simulatedQueue(small));
    expect(simulatedQueue({ ...small, seed: 5 })).not.toEqual(simulatedQueue(small));
  });
});
