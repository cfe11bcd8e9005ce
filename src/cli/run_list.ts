/**
 * The runs in a folder, newest first, by what their summaries say; of a run that left only its log, by the log's first line. What
 * is no run, or cannot be read, is counted. Reads no log as a whole: a folder may have hundreds.
 */

import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import type { HeaderRecord } from '../core/log/record.ts';
import { readLine } from '../report/line.ts';
import { logFile } from '../report/read.ts';
import { SUMMARY_VERSION, type Summary } from '../report/summary.ts';
import { linesOf } from '../disk/lines.ts';

const SUMMARY_FILE = 'summary.json';

const VERDICTS: ReadonlySet<string> = new Set(['pass', 'fail', 'invalid', 'not_judged']);

export interface ListedRun {
  /** Its name in the folder. */
  readonly folder: string;
  readonly scenario: string;
  readonly startedAt: string;
  /** Null: there is no summary, as after a run that was killed. */
  readonly verdict: Summary['verdict']['result'] | null;
  readonly p95Ms: number | null;
  /** Null as above. */
  readonly calls: { readonly completed: number; readonly failed: number } | null;
  readonly costUsd: number | null;
}

export interface RunList {
  readonly runs: readonly ListedRun[];
  /** Folders that are no run, or not to be read. */
  readonly skipped: number;
}

/** Throws ConfigError where the folder cannot be read. */
export async function runsIn(folder: string): Promise<RunList> {
  const runs: ListedRun[] = [];
  let skipped = 0;
  for (const name of await foldersIn(folder)) {
    const run = (await bySummary(join(folder, name), name)) ?? (await byLog(join(folder, name), name));
    if (run === null) skipped++;
    else runs.push(run);
  }
  runs.sort((a, b) => compare(b.startedAt, a.startedAt) || compare(b.folder, a.folder));
  return { runs, skipped };
}

/** Names of what may be runs, links to them too. Throws ConfigError. */
export async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const found = { ENOENT: 'nothing', ENOTDIR: 'a file' }[code] ?? `what cannot be read (${code})`;
    throw new ConfigError(`expected a folder with runs, found ${found}`, {
      code: 'list_folder',
      file: folder,
      hint: 'A run leaves its folder in reports/: callstorm run scenario.yaml',
    });
  }
}

async function bySummary(path: string, folder: string): Promise<ListedRun | null> {
  try {
    const summary = JSON.parse(await readFile(join(path, SUMMARY_FILE), 'utf8')) as Summary;
    if (summary.version !== SUMMARY_VERSION) return null;
    const { name, run, verdict, calls, metrics, cost } = summary;
    const latency = metrics.response_latency;
    const { startedAt } = run;
    const numbers = [calls.completed, calls.failed];
    const texts = [name, startedAt];
    // Anybody's file may have this name.
    if (!numbers.every(Number.isFinite) || texts.some((text) => typeof text !== 'string')) return null;
    if (!VERDICTS.has(verdict.result)) return null;
    return {
      folder,
      scenario: name,
      startedAt,
      verdict: verdict.result,
      p95Ms: latency?.kind === 'distribution' ? numberOrNull(latency.p95) : null,
      calls: { completed: calls.completed, failed: calls.failed },
      costUsd: numberOrNull(cost.totalUsd),
    };
  } catch {
    // None, or somebody else's.
    return null;
  }
}

async function byLog(path: string, folder: string): Promise<ListedRun | null> {
  const header = await headerIn(path);
  if (header === null) return null;
  return {
    folder,
    scenario: header.scenario.name,
    startedAt: new Date(header.startedAtMs).toISOString(),
    verdict: null,
    p95Ms: null,
    calls: null,
    costUsd: null,
  };
}

/** The first line of a run's log, and no more of it. Null: no log, or nothing that can be read. */
export async function headerIn(path: string): Promise<HeaderRecord | null> {
  try {
    const input = createReadStream(await logFile(path), 'utf8');
    try {
      for await (const [text] of linesOf(input)) {
        if (text === undefined) continue;
        const line = readLine(text);
        return line.type === 'record' && line.record.type === 'header' ? line.record : null;
      }
    } finally {
      input.destroy();
    }
  } catch {
    // No log, a pipe, bytes that are no text.
  }
  return null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
