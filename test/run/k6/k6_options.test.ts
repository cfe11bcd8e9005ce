import { expect, it } from 'vitest';
import { k6Options, vusFor } from '../../../src/run/k6/k6_options.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const plan = smallPlan([]);
const open = {
  mode: 'open',
  startsMs: Array.from({ length: 100 }, (_, i) => i * 1000),
  maxConcurrency: 50,
} as const;

it('has about twenty calls at once in a VU, and no VU without a call', () => {
  expect(vusFor({ load: open }, 1)).toBe(1);
  expect(vusFor({ load: open }, 41)).toBe(3);
  expect(vusFor({ load: { mode: 'closed', concurrency: 4, rampMs: 0, holdMs: 1000, calls: 2 } }, 400)).toBe(
    2,
  );
  expect(vusFor({ load: open }, 1, 50)).toBe(50);
  expect(() => vusFor({ load: open }, 1, 51)).toThrow('at most 50 VUs');
});

it('gives each VU one iteration, which outlasts the last call', () => {
  const { scenarios } = k6Options({ ...plan, load: open }, 3, { thresholds: {}, untold: [] });
  const callstorm = scenarios?.['callstorm'];
  expect(callstorm).toMatchObject({ executor: 'per-vu-iterations', vus: 3, iterations: 1 });
  const seconds = Number.parseInt(String((callstorm as { maxDuration?: string }).maxDuration), 10);
  expect(seconds * 1000).toBeGreaterThan(99_000 + plan.limits.callMs + plan.limits.closeMs);
});
