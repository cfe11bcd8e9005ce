/**
 * How long the page of a long run takes to make, what memory that needs and how large it is: the calls of the sample report told over and
 * over, ten seconds after each other, until there are so many turns. The whole command is measured, reading the log included.
 */

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { LogRecord } from '../src/core/log/record.ts';

const MOST_SECONDS = 4;
const MOST_MB = 400;
const MOST_PAGE_KB = 1000;
const APART_MS = 10_000;

const records = (await readFile(join(import.meta.dirname, '../reports/sample/calls.ndjson'), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as LogRecord);
const folder = await mkdtemp(join(tmpdir(), 'callstorm-bench-page-'));
try {
  for (const turns of [1000, 10_000, 100_000]) await measurePage(turns);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function measurePage(turns: number): Promise<void> {
  const run = join(folder, String(turns));
  const written = await write(`${run}.ndjson`, turns);
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

/** Gives how many turns it came to. */
async function write(file: string, turns: number): Promise<number> {
  const out = createWriteStream(file);
  const say = (record: unknown): void => void out.write(`${JSON.stringify(record)}\n`);
  const [header] = records;
  const calls = new Set(records.flatMap((record) => (record.type === 'call' ? [record.call] : []))).size;
  const own = records.filter(
    ({ type }) => type === 'turn' || type === 'call' || type === 'started' || type === 'strike',
  );
  const times = Math.ceil(turns / records.filter(({ type }) => type === 'turn').length);
  const planned = calls * times;
  if (header?.type === 'header') say({ ...header, load: { ...header.load, plannedCalls: planned } });
  for (let time = 0; time < times; time++) {
    for (const record of own) say(later(record, time * calls, time * APART_MS));
    if (out.writableNeedDrain) await once(out, 'drain');
  }
  for (const record of records) {
    if (record.type === 'generator') say({ ...record, atMs: times * APART_MS });
    if (record.type === 'footer')
      say({
        ...record,
        endedMs: times * APART_MS + record.endedMs,
        calls: { ...record.calls, planned, completed: planned },
      });
  }
  out.end();
  await finished(out);
  return times * records.filter(({ type }) => type === 'turn').length;
}

/** Its numbers and its instants are another call's. Latencies are a little longer each time, so that none is like another. */
function later(record: LogRecord, calls: number, byMs: number): unknown {
  const moved: Record<string, unknown> = {
    ...record,
    call: calls + (record as { readonly call: number }).call,
  };
  for (const name of ['atMs', 'scheduledMs', 'dialedMs', 'connectedMs', 'readyMs', 'endedMs'])
    if (typeof moved[name] === 'number') moved[name] += byMs;
  if (record.type === 'turn') {
    moved['marks'] = Object.fromEntries(
      Object.entries(record.marks).map(([name, atMs]) => [
        name,
        atMs === null ? null : (atMs as number) + byMs + (name === 'firstHeard' ? (calls % 97) / 3 : 0),
      ]),
    );
  }
  return moved;
}
