/**
 * How long the page of a long run takes to make, what memory that needs and how large it is. The whole command is measured, reading the log included.
 */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeLongLog } from './long_log.ts';

const MOST_SECONDS = 4;
const MOST_MB = 400;
const MOST_PAGE_KB = 1000;

const folder = await mkdtemp(join(tmpdir(), 'callstorm-bench-page-'));
try {
  for (const turns of [1000, 10_000, 100_000]) await measurePage(turns);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measurePage(turns: number): Promise<void> {
  const run = join(folder, String(turns));
  const written = await writeLongLog(`${run}.ndjson`, turns);
  const [command, ...args] = [
    '/usr/bin/env',
    'node',
    '-e',
    `process.on('exit', () => process.stderr.write('RSS ' + process.resourceUsage().maxRSS)); process.argv.splice(1, 0, 'callstorm'); import(${JSON.stringify(join(import.meta.dirname, '../dist/cli/main.js'))})`,
    'report',
    `${run}.ndjson`,
    '--format',
    'html',
  ];
  const before = performance.now();
  const { stdout, stderr } = await promisify(execFile)(command ?? '', args, { maxBuffer: 1e9 });
  const seconds = (performance.now() - before) / 1000;
  const mb = Number(/RSS (\d+)/.exec(stderr)?.[1] ?? 0) / 1024;
  const log = (await stat(`${run}.ndjson`)).size / 1e6;
  const kb = stdout.length / 1000;
  const good = seconds < MOST_SECONDS && mb < MOST_MB && kb < MOST_PAGE_KB;
  process.stdout.write(
    `${written} turns (${log.toFixed(0)} MB of log): ${seconds.toFixed(2)} s (< ${MOST_SECONDS}), ${mb.toFixed(0)} MB (< ${MOST_MB}), page ${kb.toFixed(0)} kB (< ${MOST_PAGE_KB})${good ? '' : '  MISSED'}\n`,
  );
  if (!good) process.exitCode = 1;
}
