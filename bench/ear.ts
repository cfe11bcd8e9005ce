/**
 * Mouth to ear: a hundred calls, all recorded, and how far the log's response latency lies from what is found in the recordings.
 *
 *   npm run bench:ear
 *   npm run bench:ear -- --dialect twilio-media-streams --calls 20
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { differenceAt, earOf } from '../test/loopback/ear_of.ts';

const { values } = parseArgs({
  options: {
    dialect: { type: 'string', default: 'openai-realtime' },
    calls: { type: 'string', default: '100' },
  },
});
/** What was asked of a telephone, by ear. */
const TARGET_MS = values.dialect === 'twilio-media-streams' ? 20 : 10;
const CALLS = Number(values.calls);

const root = fileURLToPath(new URL('..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'callstorm-ear-'));
try {
  const out = join(directory, 'run');
  const words =
    `--concurrency ${CALLS} --calls ${CALLS} --duration 40s --record all --dialect ${values.dialect} --out ${out}`.split(
      ' ',
    );
  const run = spawnSync(
    process.execPath,
    [join(root, 'dist/cli/main.js'), 'run', join(root, 'bench/thousand.yaml'), '--quiet', ...words],
    { stdio: ['ignore', 'ignore', 'inherit'], cwd: root },
  );
  const ear = earOf(out);
  const { calls, turns, silent, compared } = ear;
  const p95 = differenceAt(ear, 95);
  const mean = compared.reduce((sum, { differenceMs }) => sum + differenceMs, 0) / compared.length;
  console.log(`run ended with exit code ${run.status}`);
  console.log(
    `${calls} calls recorded, ${turns} answered turns; without a sound in the WAV: ${silent.length}`,
  );
  console.log('mouth to ear, in the recordings less in the log, absolute:');
  for (const p of [50, 95, 99, 100])
    console.log(`  p${p}`.padEnd(8), `${differenceAt(ear, p).toFixed(2)} ms`);
  console.log(`  mean with its sign: ${mean.toFixed(2)} ms`);
  const worst = compared.at(-1);
  if (worst !== undefined) console.log(`  the last of these: call ${worst.call}, turn ${worst.turn}`);
  console.log(`target: p95 at most ${TARGET_MS} ms, of ${CALLS} calls`);
  const met = p95 <= TARGET_MS && calls === CALLS && silent.length === 0;
  if (!met) process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}
