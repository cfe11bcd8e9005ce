/**
 * The records of a run one after another, for views that are as long as the run: from its logs on disk, which have the words that
 * were heard and said too, else from what is kept of them in memory. Of two lines about the same thing only the later is told.
 * Never holds more than a line.
 */

import { createReadStream } from 'node:fs';
import type { CallRecord, HeaderRecord, LogRecord, StrikeRecord, TurnRecord } from '../core/log/record.ts';
import type { EndedCall } from './kept_calls.ts';
import { readLine } from './line.ts';
import type { RunLog } from './log.ts';
import { SPLICE } from './line_reading.ts';
import type { Reported } from './view/views.ts';
import { linesOf } from '../disk/lines.ts';

/** The end of a call; fields that no figure needs are absent where it comes from memory. */
export type ToldCall = EndedCall & Partial<CallRecord>;

export interface Told {
  readonly header: HeaderRecord;
  readonly record: TurnRecord | ToldCall | StrikeRecord;
}

/** In the order of the logs. Throws the file system's own error where a log cannot be read again. */
export async function* toldRecords({ log, files }: Pick<Reported, 'log' | 'files'>): AsyncGenerator<Told> {
  if (files.length === 0) {
    if (log === null) throw new Error('the records of the run are not at hand: only its summary is');
    yield* fromMemory(log);
    return;
  }
  const more = log === null || toldTwice(log) ? await countsIn(files) : null;
  for await (const told of fromFiles(files)) {
    if (more === null || told.record.type === 'strike') yield told;
    else {
      const key = keyOf(told);
      const left = (more.get(key) ?? 1) - 1;
      more.set(key, left);
      if (left === 0) yield told;
    }
  }
}

function toldTwice({ damage }: RunLog): boolean {
  return damage.duplicates > 0 || damage.repeatedLogs > 0;
}

async function countsIn(files: readonly string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const told of fromFiles(files)) {
    const key = keyOf(told);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf({ header, record }: Told): string {
  return `${header.run} ${record.call} ${record.type === 'turn' ? record.turn : record.type}`;
}

async function* fromFiles(files: readonly string[]): AsyncGenerator<Told> {
  for (const file of files) {
    let header: HeaderRecord | null = null;
    const input = createReadStream(file, 'utf8');
    for await (const lines of linesOf(input)) {
      for (const record of lines.flatMap(recordsIn)) {
        if (record.type === 'header') header = record;
        else if (header !== null && isTold(record)) yield { header, record };
      }
    }
  }
}

function isTold(record: LogRecord): record is TurnRecord | CallRecord | StrikeRecord {
  return record.type === 'turn' || record.type === 'call' || record.type === 'strike';
}

/** What is wrong with a line was said when the log was read for its summary. */
function recordsIn(text: string): readonly LogRecord[] {
  const line = readLine(text);
  if (line.type === 'record') return [line.record];
  const next = line.type === 'broken' ? text.indexOf(SPLICE, 1) : -1;
  return next > 0 ? recordsIn(text.slice(next)) : [];
}

function* fromMemory(log: RunLog): Generator<Told> {
  for (const run of log.runs) {
    const headerOf = (call: number): HeaderRecord =>
      run.logs.find(({ calls }) => calls.has(call))?.header ?? log.header;
    for (const call of callsOf(run)) {
      const header = headerOf(call);
      for (const record of run.turns.get(call) ?? []) yield { header, record };
      const record = run.calls.get(call);
      if (record !== undefined) yield { header, record };
    }
    for (const record of run.strikes) yield { header: headerOf(record.call), record };
  }
}

function callsOf(run: RunLog['runs'][number]): readonly number[] {
  return [...new Set([...run.calls.keys(), ...run.turns.keys()])].sort((a, b) => a - b);
}
