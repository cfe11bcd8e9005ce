/**
 * Whether a search for capacity finds the knee that an agent was given: ten seeds of three agents, in virtual time, against the true knee
 * found in another way.
 *
 *   npm run bench:capacity            all of it, about an hour of one core
 *   npm run bench:capacity -- usl 3   the first three seeds of one agent
 *   npm run bench:capacity -- usl 9 7 from the seventh to the ninth
 *
 * The true knee: of `refusal`, the number of sessions it takes. Of `usl`, worked out: what a turn takes beside thinking is measured
 * once with an agent that does not think, and the log-normal time of thinking, times 1 + σ(N−1) + κN(N−1), is added in numbers. Of
 * `queue`, by long runs at fixed concurrency, each anew and with no search.
 */

import { fileURLToPath } from 'node:url';
import { loadAgent, type Agent } from '../src/agent/simulator.ts';
import { readSlo } from '../src/cli/slo_option.ts';
import { Random } from '../src/core/word/random.ts';
import type { CapacityResult, CapacitySettings } from '../src/forecast/capacity/capacity_result.ts';
import { scalingOf, type Estimate } from '../src/forecast/scaling/scaling.ts';
import { countedLatency } from '../src/report/metric/response_latency.ts';
import { capacitySink } from '../src/run/capacity/capacity_sink.ts';
import { steeredPlan } from '../src/run/capacity/steered_plan.ts';
import { rehearsePlan } from '../src/run/rehearse_plan.ts';
import { compileWith, type Compiled } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const here = (file: string): string => fileURLToPath(new URL(`./capacity/${file}`, import.meta.url));
const SLO = {
  usl: 'response_latency p95 < 1500ms',
  queue: 'response_latency p95 < 2200ms',
  refusal: 'response_latency p95 < 1500ms, error_rate < 2%',
} as const;
type Planted = keyof typeof SLO;
const LIMIT_MS = { usl: 1500, queue: 2200 } as const;
const SESSIONS = 24;

const loaded = await loadScenario(here('callers.yaml'));
const [only, lastText, firstText] = process.argv.slice(2);
const last = Number(lastText ?? 10);
const first = Number(firstText ?? 1);
const seeds = last - first + 1;

/** What a turn takes beside thinking; known once it was measured. */
let besideMedianMs = 0;

for (const planted of Object.keys(SLO) as Planted[]) {
  if (only !== undefined && only !== planted) continue;
  const truth = await trueKnee(planted);
  console.log(`${planted}: the true knee is ${truth.toFixed(2)} calls at once`);
  let near = 0;
  let covered = 0;
  let fitted = 0;
  for (let seed = first; seed <= last; seed++) {
    const startedMs = performance.now();
    const result = await search(planted, seed);
    const { holds, fails, confidence } = result.knee;
    const off = holds === null ? 1 : Math.abs(holds - truth) / truth;
    const inside = holds !== null && holds <= truth + 1 && (fails === null || fails >= truth - 1);
    if (off <= 0.1) near++;
    if (inside) covered++;
    const parameters =
      planted === 'usl' ? lawFound(result) : planted === 'refusal' ? refusalFound(result) : null;
    if (parameters?.right === true) fitted++;
    console.log(
      `  seed ${seed}: holds ${holds}, fails ${fails} (${result.knee.failsBy}), off by ${(off * 100).toFixed(1)}%, ` +
        `confidence ${confidence === null ? 'none' : `${(confidence * 100).toFixed(1)}%`}; ${result.levels.length} levels, ` +
        `${Math.round(result.run.lastedMs / 60_000)} virtual minutes in ${((performance.now() - startedMs) / 1000).toFixed(0)} s${parameters === null ? '' : `; ${parameters.said}`}`,
    );
  }
  console.log(
    `  within 10%: ${near} of ${seeds} seeds; the knee inside what is said: ${covered} of ${seeds}`,
  );
  if (planted !== 'queue') console.log(`  its parameters inside what is said: ${fitted} of ${seeds} seeds`);
}

interface Found {
  readonly right: boolean;
  readonly said: string;
}

/** What thinking takes at each level, from its median without what is no thinking, and the law through these. */
function lawFound({ levels }: CapacityResult): Found {
  const { estimates, verdict } = scalingOf(
    'response_time',
    levels.flatMap(({ amount, latencyMs: { p50 } }) =>
      p50.value === null || p50.low === null || p50.high === null
        ? []
        : [
            {
              concurrency: amount,
              value: p50.value - besideMedianMs,
              standardError: (p50.high - p50.low) / (2 * 1.96),
            },
          ],
    ),
  );
  if (estimates === null) return { right: false, said: `no law: ${verdict}` };
  const within = ({ low, high }: Estimate, value: number): boolean =>
    (low === null || low <= value) && (high === null || value <= high);
  const told = (name: string, { value, low, high }: Estimate, digits: number): string =>
    `${name} ${value.toFixed(digits)} (${low?.toFixed(digits) ?? '…'} to ${high?.toFixed(digits) ?? '…'})`;
  return {
    right: within(estimates.sigma, 0.01) && within(estimates.kappa, 0.001) && within(estimates.scale, 400),
    said: `${verdict}: ${told('σ', estimates.sigma, 4)}, ${told('κ', estimates.kappa, 5)}, ${told('alone', estimates.scale, 0)}`,
  };
}

function refusalFound({ knee }: CapacityResult): Found {
  const { refusedAt } = knee;
  return {
    right: refusedAt !== null && Math.abs(refusedAt - SESSIONS) <= 1,
    said: `refused at ${refusedAt}`,
  };
}

async function search(planted: Planted, seed: number): Promise<CapacityResult> {
  const { plan, audio } = await compiled(seed);
  const settings: CapacitySettings = {
    slo: readSlo(SLO[planted], ['asker']),
    from: 4,
    max: 200,
    factor: 1.6,
    within: 0.05,
    leastMs: 30_000,
    mostMs: 600_000,
    totalMs: 8 * 3_600_000,
    budgetUsd: null,
    alpha: 0.05,
  };
  const sink = capacitySink({ settings, unit: 'calls_at_once', pricing: plan.judgement.pricing });
  const agent = await loadAgent({ seed, profile: here(`${planted}.yaml`) });
  const { troubles } = await rehearsePlan(steeredPlan(plan, settings, 'calls_at_once', 0), audio, {
    agent,
    sinks: [sink],
  });
  const result = sink.result();
  if (result === null || troubles.length > 0) throw new Error(`no result: ${JSON.stringify(troubles)}`);
  return result;
}

function compiled(seed: number): Promise<Compiled> {
  return compileWith(loaded.repertoire, loaded.scenario, { seed });
}

async function trueKnee(planted: Planted): Promise<number> {
  if (planted === 'refusal') return SESSIONS;
  const agent = await loadAgent({ seed: 4711, profile: here(`${planted}.yaml`) });
  return planted === 'usl'
    ? workedOut(agent)
    : crossing([30, 32, 34, 36], (atOnce) => shareAt(agent, atOnce));
}

/** Where the share of slow turns is 5%. */
async function workedOut({ profile }: Agent): Promise<number> {
  const { sigma, kappa } = profile.limits.contention ?? { sigma: 0, kappa: 0 };
  const quick = await loadAgent({
    seed: 4712,
    profile: here('usl.yaml'),
    limits: { contention: { sigma: -1 / 9, kappa: 0 } },
  });
  // With ten sessions 1 − 9/9 = 0: no time is thought at all.
  const besideMs = await latenciesAt(quick, 10, 600_000);
  besideMedianMs = Array.from(Float64Array.from(besideMs).sort())[Math.floor(besideMs.length / 2)] as number;
  const random = new Random('bench', 'usl');
  const thinkingMs = Array.from({ length: 20_000 }, () =>
    random.lognormal(profile.latency.llm.medianMs, profile.latency.llm.sigma),
  );
  const shareOf = (atOnce: number): number => {
    const slower = 1 + sigma * (atOnce - 1) + kappa * atOnce * (atOnce - 1);
    const slow = thinkingMs.filter(
      (ms, i) => ms * slower + (besideMs[i % besideMs.length] as number) >= LIMIT_MS.usl,
    );
    return slow.length / thinkingMs.length;
  };
  let [low, high] = [1, 200];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    if (shareOf(middle) < 0.05) low = middle;
    else high = middle;
  }
  return low;
}

async function crossing(
  amounts: readonly number[],
  shareOf: (atOnce: number) => Promise<number>,
): Promise<number> {
  let before: { readonly atOnce: number; readonly share: number } | null = null;
  for (const atOnce of amounts) {
    const share = await shareOf(atOnce);
    console.log(`  at ${atOnce} calls at once ${(share * 100).toFixed(2)}% of the turns are too slow`);
    if (share >= 0.05 && before !== null) {
      // Shares grow by factors: halfway in their logarithms.
      const part = Math.log(0.05 / before.share) / Math.log(share / before.share);
      return before.atOnce + part * (atOnce - before.atOnce);
    }
    before = { atOnce, share: Math.max(share, 1e-6) };
  }
  throw new Error('the knee is not where it was looked for');
}

async function shareAt(agent: Agent, atOnce: number): Promise<number> {
  const latencies = await latenciesAt(agent, atOnce, 1_800_000);
  return latencies.filter((ms) => ms >= LIMIT_MS.queue).length / latencies.length;
}

/** At a fixed concurrency, without the first two minutes; an answer that never came is later than any. */
async function latenciesAt(agent: Agent, atOnce: number, holdMs: number): Promise<number[]> {
  const { plan, audio } = await compiled(99);
  const latencies: number[] = [];
  const load = { mode: 'closed', concurrency: atOnce, rampMs: 20_000, holdMs } as const;
  await rehearsePlan({ ...plan, load }, audio, {
    agent,
    sinks: [
      {
        name: 'latencies',
        record: (record) => {
          if (record.type !== 'turn' || (record.marks.speechEnd ?? 0) < 120_000) return;
          latencies.push(countedLatency(record) ?? Infinity);
        },
      },
    ],
  });
  return latencies;
}
