import { describe, expect, it } from 'vitest';
import { coresTaken, coreTimesOf } from '../../../src/run/machine/core_times.ts';

const of = (text: string | null) => coreTimesOf(() => text);

describe('what was taken of the cores', () => {
  it('is what all cores did between two looks, waiting for disks apart', () => {
    const from = of('cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3 4\n');
    const to = of('cpu  130 5 55 850 60 5 5 10 30 0\ncpu0 1 2 3 4\n');
    expect(coresTaken(from, to)).toEqual({ busy: 50 / 120, stolen: 10 / 120 });
  });

  it('is unknown where it cannot be read, or no time passed', () => {
    const one = of('cpu  1 0 1 1 0 0 0 0\n');
    expect(one).not.toBeNull();
    expect([of(null), of('nonsense'), of('cpu  1 2\n')]).toEqual([null, null, null]);
    expect([coresTaken(null, one), coresTaken(one, null), coresTaken(one, one)]).toEqual([null, null, null]);
  });
});
