/**
 * The budget over fifty runs in virtual time: scenarios, loads, models and budgets drawn with a seed. A run may be over its budget
 * by no more than one turn of each call that was going on as the calls were ended; and a polite one is meant to be below it.
 *
 *   npm run bench:budget [-- <runs> <seed>]
 */

import { constant, constantFrom, double, integer, oneof, record, sample } from 'fast-check';
import type { Plan } from '../src/core/plan/plan.ts';
import { capped, uncapped, type Trial } from '../test/run/capped_run.ts';

const runs = Number(process.argv[2] ?? 50);
const seed = Number(process.argv[3] ?? 1);

const closed = record({
  mode: constant('closed' as const),
  concurrency: integer({ min: 1, max: 12 }),
  rampMs: constantFrom(0, 5000, 30_000),
  holdMs: constant(3_600_000),
  calls: integer({ min: 8, max: 24 }),
});
const open = record({ calls: integer({ min: 8, max: 24 }), everyMs: constantFrom(200, 2000, 8000) }).map(
  ({ calls, everyMs }): Plan['load'] => ({
    mode: 'open',
    startsMs: Array.from({ length: calls }, (_, index) => index * everyMs),
    maxConcurrency: 100,
  }),
);
const trials = record({
  file: constantFrom(
    'scenarios/support-line.yaml',
    'scenarios/interrupter.yaml',
    'scenarios/silent-caller.yaml',
    'scenarios/wrong-number.yaml',
    'scenarios/bad-day.yaml',
    'scenarios/flaky-network.yaml',
  ),
  seed: integer({ min: 1, max: 10_000 }),
  load: oneof(closed, open),
  pricing: constantFrom(
    { model: 'gpt-realtime-2.1' },
    { model: 'gpt-realtime-2.1-mini' },
    { model: 'gpt-live-1' },
    { model: 'gpt-realtime-2.1', transcriptionModel: 'gpt-4o-transcribe' },
  ),
  stop: constantFrom('polite' as const, 'now' as const),
  share: double({ min: 0.1, max: 0.95, noNaN: true }),
});

let beyond = 0;
let overPolite = 0;
const used: number[] = [];
const cut: number[] = [];
for (const { seed: own, ...drawn } of sample(trials, { seed, numRuns: runs })) {
  const trial: Trial = { ...drawn, overrides: { seed: own } };
  const uncappedUsd = await uncapped(trial);
  const run = await capped({ ...trial, uncappedUsd });
  const over = run.spentUsd - run.maxUsd;
  if (over > run.allowedUsd + 1e-9) beyond++;
  if (trial.stop === 'polite') {
    if (over > 1e-9) overPolite++;
    used.push(run.spentUsd / run.maxUsd);
    cut.push(run.calls.filter(({ failure }) => failure === 'budget').length);
  }
  console.log(
    [
      trial.file.replace('scenarios/', '').replace('.yaml', '').padEnd(14),
      trial.load?.mode.padEnd(6),
      trial.stop.padEnd(6),
      trial.pricing.model.padEnd(21),
      `budget $${run.maxUsd.toFixed(3)}`,
      `spent ${((100 * run.spentUsd) / run.maxUsd).toFixed(0)}%`,
      over > 0 ? `over by $${over.toFixed(4)} of at most $${run.allowedUsd.toFixed(4)}` : '',
      run.footer.reason,
      `completed ${run.footer.calls.completed} cut ${run.footer.calls.failed} not started ${run.footer.calls.notStarted}`,
    ].join('  '),
  );
}
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
console.log(`${runs} runs: ${beyond} over by more than a turn of each call that was going on (target: 0)`);
console.log(
  `polite: ${used.length} runs, ${overPolite} over their budget at all, ${(100 * mean(used)).toFixed(0)}% of it spent on average, ${mean(cut).toFixed(2)} calls cut off a run`,
);
if (beyond > 0) process.exitCode = 1;
