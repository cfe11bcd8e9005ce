/**
 * What it takes to put eight logs of 100,000 turns each together: the whole command, from the files to summary.json and the page.
 *
 *   npm run bench:merge [-- <turns of each>]
 */

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Summary } from '../src/report/summary.ts';
import { writeLongLog } from './long_log.ts';

const OF = 8;
const MOST_SECONDS = 30;
const MOST_MB = 1500;

const turns = Number(process.argv[2] ?? 100_000);
const folder = await mkdtemp(join(tmpdir(), 'callstorm-bench-merge-'));
try {
  const files = Array.from({ length: OF }, (_, share) => join(folder, `share-${share + 1}.ndjson`));
  let written = 0;
  let mb = 0;
  for (const [share, file] of files.entries()) {
    written += await writeLongLog(file, turns, { share, of: OF });
    mb += (await stat(file)).size / 1e6;
  }
  const out = join(folder, 'report');
  const main = JSON.stringify(join(import.meta.dirname, '../dist/cli/main.js'));
  const code = `process.on('exit', () => process.stderr.write('RSS ' + process.resourceUsage().maxRSS)); process.argv.splice(1, 0, 'callstorm'); import(${main})`;
  const before = performance.now();
  const { stderr } = await promisify(execFile)(
    process.execPath,
    ['-e', code, 'merge', ...files, '--out', out],
    { maxBuffer: 1e9 },
  ).catch((error: unknown) => {
    // The sample's thresholds may fail: a report is what is wanted.
    const ended = error as { readonly code?: number; readonly stderr?: string };
    if (ended.code !== 1 && ended.code !== 3) throw error;
    return { stderr: ended.stderr ?? '' };
  });
  const seconds = (performance.now() - before) / 1000;
  const rssMb = Number(/RSS (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
  const { shares, turns: counted } = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as Summary;
  const whole = shares?.length === 1 && shares[0]?.missing.length === 0 && counted.total === written;
  const good = whole && seconds < MOST_SECONDS && rssMb < MOST_MB;
  process.stdout.write(
    `${OF} logs, ${written} turns, ${mb.toFixed(0)} MB: ${seconds.toFixed(1)} s (< ${MOST_SECONDS}), ${rssMb.toFixed(0)} MB (< ${MOST_MB})` +
      `${whole ? '' : `; not whole: ${JSON.stringify({ shares, counted })}`}${good ? '' : '  MISSED'}\n`,
  );
  if (!good) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
