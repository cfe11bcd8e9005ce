import { describe, expect, it } from 'vitest';
import { workersFor } from '../../src/run/workers.ts';
import type { Plan } from '../../src/core/plan/plan.ts';

const closed = (concurrency: number, calls?: number): Pick<Plan, 'load'> => ({
  load: { mode: 'closed', concurrency, rampMs: 0, holdMs: 0, ...(calls === undefined ? {} : { calls }) },
});
const open = (calls: number, maxConcurrency = calls): Pick<Plan, 'load'> => ({
  load: { mode: 'open', startsMs: Array.from({ length: calls }, (_, i) => i), maxConcurrency },
});

describe('workersFor', () => {
  it.each([
    [closed(1), 1],
    [closed(1000), 1],
    [closed(1001), 2],
    [closed(50_000), 7],
    [closed(50_000, 20), 1],
    [open(3000, 1500), 2],
  ])('starts one for each thousand calls at once, as far as there are cores', (plan, workers) => {
    expect(workersFor(plan, undefined, 8)).toBe(workers);
    expect(workersFor(plan, undefined, 1)).toBe(1);
  });

  it('starts as many as are asked for, but never more than calls at once', () => {
    expect(workersFor(closed(100), 5, 2)).toBe(5);
    expect(workersFor(closed(100, 1), 5, 2)).toBe(1);
    expect(workersFor(open(3), 5, 2)).toBe(3);
    expect(workersFor(open(100, 2), 5, 2)).toBe(2);
  });

  it('refuses more than four a core', () => {
    expect(workersFor(closed(100), 8, 2)).toBe(8);
    expect(() => workersFor(closed(100), 9, 2)).toThrow(
      'expected at most 8 (4 for each of 2 cores), found 9',
    );
    expect(() => workersFor(closed(1), 5, 1)).toThrow('expected at most 4 (4 for each of 1 core), found 5');
  });
});
