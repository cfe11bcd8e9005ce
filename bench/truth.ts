/**
 * Measurement truth: a hundred calls, and how far the harness's time to first audio lies from the agent's own record.
 *
 *   npm run bench:truth
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { differenceAt, truthOf } from '../test/loopback/truth_of.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'callstorm-truth-'));
const agentLog = join(directory, 'agent.ndjson');
const words =
  `--concurrency 100 --duration 40s --out ${join(directory, 'run')} --agent-log ${agentLog}`.split(' ');
const run = spawnSync(
  process.execPath,
  [join(root, 'dist/cli/main.js'), 'run', join(root, 'bench/thousand.yaml'), '--quiet', ...words],
  { stdio: ['ignore', 'ignore', 'inherit'], cwd: root },
);
const truth = truthOf(join(directory, 'run', 'calls.ndjson'), agentLog);
rmSync(directory, { recursive: true, force: true });
console.log(`run ended with exit code ${run.status}`);
console.log(
  `${truth.turns} answered turns of 100 calls at once, ${truth.unmatched} without a match in the agent's log`,
);
console.log('time to first audio, harness less agent, absolute:');
for (const p of [50, 90, 99, 100])
  console.log(`  p${p}`.padEnd(8), `${differenceAt(truth, p).toFixed(2)} ms`);
console.log('target: p99 at most 3 ms');
