/**
 * A call log as long as a bench wants it: the calls of the sample report told over and over, ten seconds after each other, until there
 * are so many turns; or a share of a run of several such logs.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { LogRecord } from '../src/core/log/record.ts';

const APART_MS = 10_000;

const records = (await readFile(join(import.meta.dirname, '../reports/sample/calls.ndjson'), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as LogRecord);

interface Part {
  readonly share: number;
  readonly of: number;
}

/** `part`: of a plan that is as many times as long. Gives how many turns it came to. */
export async function writeLongLog(
  file: string,
  turns: number,
  { share, of }: Part = { share: 0, of: 1 },
): Promise<number> {
  const out = createWriteStream(file);
  const say = (record: unknown): void => void out.write(`${JSON.stringify(record)}\n`);
  const [header] = records;
  const calls = new Set(records.flatMap((record) => (record.type === 'call' ? [record.call] : []))).size;
  const own = records.filter(
    ({ type }) => type === 'turn' || type === 'call' || type === 'started' || type === 'strike',
  );
  const times = Math.ceil(turns / records.filter(({ type }) => type === 'turn').length);
  const planned = calls * times;
  if (header?.type === 'header')
    say({
      ...header,
      load: { ...header.load, plannedCalls: planned },
      ...(of === 1 ? {} : { selection: { share, of, whole: planned * of, named: true } }),
    });
  for (let time = 0; time < times; time++) {
    for (const record of own) say(later(record, time * calls, time * APART_MS, { share, of }));
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
function later(record: LogRecord, calls: number, byMs: number, { share, of }: Part): unknown {
  const moved: Record<string, unknown> = {
    ...record,
    call: share + of * (calls + (record as { readonly call: number }).call),
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
