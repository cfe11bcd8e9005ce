/**
 * Whether a year's forecast holds: for each of 20 seeds 200 calls are rehearsed and forecast from, and a year is made up day by day,
 * each day's calls drawn from a pool of rehearsed calls of other seeds than any forecast saw. How many of the years cost what the
 * 90% interval said.
 *
 *   npm run bench:forecast            (20 seeds, a pool of 3,000 calls)
 *   npm run bench:forecast -- 5 600   (fewer, for a look)
 */

import { fileURLToPath } from 'node:url';
import { loadAgent } from '../src/agent/simulator.ts';
import { Random } from '../src/core/word/random.ts';
import { monthsFrom } from '../src/forecast/projection/calendar.ts';
import { EVEN_WEEK, type Demand } from '../src/forecast/projection/demand.ts';
import { poisson } from '../src/forecast/projection/demand_draws.ts';
import type { MeasuredCall } from '../src/forecast/projection/measured_call.ts';
import { project } from '../src/forecast/projection/project.ts';
import { pricesFor } from '../src/pricing/prices.ts';
import { billedCalls, measuredCalls, recordedCalls } from '../src/report/forecast/measured_calls.ts';
import { rehearsePlan } from '../src/run/rehearse_plan.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const [seeds = 20, pooled = 3000] = process.argv.slice(2).map(Number);
const CALLS = 200;
const PER_DAY = 15;
const GROWTH = 0.03;
/** Seeds from here on are the pool's alone. */
const POOL_SEED = 10_000;

const { scenario, repertoire } = await loadScenario(
  fileURLToPath(new URL('../scenarios/support-line.yaml', import.meta.url)),
);

async function rehearsed(seed: number, calls: number): Promise<readonly MeasuredCall[]> {
  const { plan, audio } = await compileWith(repertoire, scenario, {
    calls,
    seed,
    // Its arrivals bring some 3.5 a second.
    durationMs: calls * 500,
  });
  const { log } = await rehearsePlan(plan, audio, { agent: await loadAgent({ seed }) });
  if (log === null) throw new Error('the rehearsal left no log');
  const prices = pricesFor(log.header.judgement.pricing);
  const { billed } = billedCalls(log, prices);
  return measuredCalls(billed, recordedCalls(billed, log.header, prices), prices, []);
}

const demand: Demand = {
  callsPerDay: { low: PER_DAY, high: PER_DAY },
  growthPerMonth: { low: GROWTH, high: GROWTH },
  start: '2027-01',
  months: 12,
  spread: 0,
  week: EVEN_WEEK,
  hours: null,
};

/** Day by day: how many call by chance, and which calls of the pool they are. */
function yearOf(
  pool: readonly MeasuredCall[],
  seed: number,
): { readonly calls: number; readonly usd: number } {
  const random = new Random('a year', seed);
  let [calls, usd] = [0, 0];
  for (const [at, { days }] of monthsFrom(demand.start, demand.months).entries()) {
    for (let day = 0; day < days; day++) {
      const today = poisson(random, PER_DAY * (1 + GROWTH) ** at);
      calls += today;
      for (let call = 0; call < today; call++) usd += random.pick(pool).usd.most;
    }
  }
  return { calls, usd };
}

const startedMs = performance.now();
const pool: MeasuredCall[] = [];
for (let at = 0; pool.length < pooled; at++) pool.push(...(await rehearsed(POOL_SEED + at, 500)));
const poolS = (performance.now() - startedMs) / 1000;
console.log(`a pool of ${pool.length} rehearsed calls in ${poolS.toFixed(0)} s`);

let covered = 0;
for (let seed = 1; seed <= seeds; seed++) {
  const forecast = project({
    runs: [],
    calls: await rehearsed(seed, CALLS),
    demand,
    demandFrom: [],
    mix: null,
    whatIfs: [],
    budgetUsd: null,
    notes: [],
  });
  const { p90, most } = forecast.total.usd;
  const year = yearOf(pool, seed);
  const holds = p90[0] <= year.usd && year.usd <= p90[1];
  if (holds) covered++;
  console.log(
    `seed ${String(seed).padStart(2)}: forecast $${most.toFixed(2)} [${p90.map((usd) => `$${usd.toFixed(2)}`).join(', ')}], ` +
      `a year of ${year.calls} calls $${year.usd.toFixed(2)} ${holds ? 'held' : 'MISSED'}`,
  );
}
const tookS = (performance.now() - startedMs) / 1000;
console.log(
  `${covered} of ${seeds} years cost what the 90% interval said (target: at least 17 of 20), in ${tookS.toFixed(0)} s`,
);
if (covered < (seeds * 17) / 20) process.exitCode = 1;
