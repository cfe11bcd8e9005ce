/**
 * Whether compare finds what is there, and nothing else. Runs of one scenario in virtual time, against simulated agents that draw
 * anew each time: pairs in which nothing differs, and pairs in which one kind of caller is answered 15% later. And how long two runs
 * of 100,000 turns take to be compared.
 *
 *   npm run bench:compare [-- <identical pairs> <planted> <calls>]
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAgent, type Agent } from '../src/agent/simulator.ts';
import { callOf } from '../src/core/call/call_spec.ts';
import { Random } from '../src/core/word/random.ts';
import { ownFile } from '../src/disk/own_file.ts';
import { compareRuns } from '../src/report/compare/compare_runs.ts';
import { comparedRun, type ComparedCall, type ComparedRun } from '../src/report/compare/compared_run.ts';
import type { ComparedRow, Comparison } from '../src/report/compare/comparison.ts';
import { isReal, rowName } from '../src/report/compare/comparison_text.ts';
import { rehearsePlan } from '../src/run/rehearse_plan.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const [identical = 20, planted = 10, calls = 60] = process.argv.slice(2).map(Number);
const SLOWER = 'refund';
const BY = 0.15;

const { scenario, repertoire } = await loadScenario(ownFile('scenarios/support-line.yaml'));
const { plan, audio } = await compileWith(repertoire, scenario, { calls });
const usualProfile = ownFile('scenarios/agents/support-line.yaml');

const plain = await made(1000, null);
const usualMs = rowOf(compareRuns(plain, [plain], { bare: true }), null)?.before.value ?? NaN;
const laterMs = Math.round(BY * usualMs);
const { slowProfile, remove } = slowed(laterMs);
console.log(
  `${calls} calls of ${plan.scenario.name}, p50 of response latency ${Math.round(usualMs)} ms; ` +
    `${SLOWER} is answered ${laterMs} ms later where it is`,
);

let quiet = 0;
for (let pair = 0; pair < identical; pair++) {
  const real = realRows(compareRuns(await made(2 * pair, null), [await made(2 * pair + 1, null)]));
  if (real.length === 0) quiet++;
  else console.log(`  identical pair ${pair}: ${real.map(rowName).join(', ')}`);
}
console.log(`quiet on ${quiet} of ${identical} identical pairs, all rows together`);

let found = 0;
for (let pair = 0; pair < planted; pair++) {
  const comparison = compareRuns(await made(2 * pair, null), [await made(5000 + pair, slowProfile)]);
  const row = rowOf(comparison, SLOWER);
  const others = realRows(comparison).filter(({ caller }) => caller !== null && caller !== SLOWER);
  if (row?.verdict === 'worse') found++;
  console.log(
    `  planted ${pair}: ${row?.verdict} by ${Math.round(row?.difference ?? NaN)} ms, ${row?.before.cases} turns of ${row?.before.calls} calls` +
      (others.length === 0 ? '' : `; and ${others.map(rowName).join(', ')}`),
  );
}
console.log(`found in ${found} of ${planted} tries`);
remove();

const large = [1, 2].map(synthetic) as [ComparedRun, ComparedRun];
const startedMs = performance.now();
const { tests } = compareRuns(large[0], [large[1]]);
console.log(
  `10,000 calls of 10 turns each, twice: compared in ${((performance.now() - startedMs) / 1000).toFixed(1)} s (${tests} tests)`,
);

/** A run against an agent of this seed. Slow: to the calls of one kind of caller alone. */
async function made(seed: number, slow: string | null): Promise<ComparedRun> {
  const usual = await loadAgent({ seed, profile: usualProfile });
  const slower = slow === null ? usual : await loadAgent({ seed, profile: slow });
  const agent: Agent = {
    ...usual,
    session: (call, own) => (callerOf(call) === SLOWER ? slower : usual).session(call, own),
  };
  const { summary, log } = await rehearsePlan(plan, audio, { agent });
  if (summary === null || log === null) throw new Error('nothing was summed up');
  return comparedRun(`agent ${seed}`, summary, log);
}

function callerOf(call: number): string {
  return callOf(plan, call).caller.name;
}

function slowed(laterMs: number): { readonly slowProfile: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'callstorm-bench-'));
  const slowProfile = join(folder, 'slow.yaml');
  const text = readFileSync(usualProfile, 'utf8');
  const slow = text.replace(
    /llm: \{ median: (\d+)ms/,
    (_, ms: string) => `llm: { median: ${Number(ms) + laterMs}ms`,
  );
  if (slow === text) throw new Error('the profile is not as it was');
  writeFileSync(slowProfile, slow);
  return { slowProfile, remove: () => rmSync(folder, { recursive: true }) };
}

function rowOf({ after }: Comparison, caller: string | null): ComparedRow | undefined {
  return after[0]?.rows.find(
    (row) => row.metric === 'response_latency' && row.stat === 'p50' && row.caller === caller,
  );
}

function realRows({ after }: Comparison): readonly ComparedRow[] {
  return after.flatMap(({ rows }) => rows.filter(isReal));
}

function synthetic(seed: number): ComparedRun {
  const random = new Random('large', seed);
  const made = Array.from({ length: 10_000 }, (_, number): ComparedCall => {
    const latencies = Array.from({ length: 10 }, () => Math.round(random.lognormal(900, 0.3) * 10) / 10);
    return {
      number,
      caller: `caller-${number % 5}`,
      values: new Map([
        ['response_latency', latencies],
        ['time_to_first_audio', latencies],
        ['cost_per_call', [0.03]],
      ]),
      rates: new Map([
        ['response_rate', { count: 10 - random.below(2), of: 10 }],
        ['error_rate', { count: random.below(50) === 0 ? 1 : 0, of: 1 }],
        ['fallback_rate', { count: random.below(3), of: 10 }],
      ]),
    };
  });
  return { ...plain, calls: made, ofCalls: made.length };
}
