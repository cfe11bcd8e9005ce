/** turns.csv and calls.csv of runs on disk and in memory: every turn and call once, its numbers those of the report. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { callsCsv } from '../../../src/report/csv/call_columns.ts';
import { turnsCsv } from '../../../src/report/csv/turn_columns.ts';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Reported } from '../../../src/report/view/views.ts';
import { answered, call, footer, generator, header, started, turn, usage } from '../log_builder.ts';
import { readCsv } from './read_csv.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-csv-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const records: readonly LogRecord[] = [
  header({ load: { mode: 'open', plannedCalls: 3, maxConcurrency: 3 } }),
  started(0),
  started(1),
  { ...started(2), caller: 'late' },
  turn({
    call: 0,
    transcript: 'a refund, "please"',
    heardText: '=of course',
    marks: { speechStart: 1000, speechEnd: 2000, speechEndDue: 2060, firstHeard: 2700, lastHeard: 5000 },
    usage: usage({ audioIn: 600 }),
  }),
  answered(1, 0, 400),
  call({
    call: 1,
    sessionId: 'sess_1',
    closeCode: 1000,
    agentErrors: [{ code: 'slow', count: 2, message: '' }],
  }),
  call({ call: 0, outcome: 'failed', failure: 'agent_error', detail: 'it said no', endedMs: null }),
  generator(),
  footer({ calls: { planned: 3, completed: 1, failed: 2, blocked: 0, notStarted: 0 } }),
];

async function onDisk(lines: readonly LogRecord[]): Promise<Reported> {
  const file = join(folder, 'calls.ndjson');
  await writeFile(file, lines.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const log = await readLogs([file]);
  return { summary: summarize(log), log, files: [file] };
}

async function read(content: AsyncIterable<string>): Promise<ReturnType<typeof readCsv>> {
  let text = '';
  for await (const piece of content) text += piece;
  return readCsv(text);
}

describe('turns.csv', () => {
  it('has each turn’s instants, latency and words', async () => {
    const reported = await onDisk(records);
    const rows = await read(turnsCsv(reported));
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      run: 'run-1',
      call: '0',
      caller: 'buyer',
      speech_end_ms: '2000',
      first_heard_ms: '2700',
      response_latency_ms: '700',
      packetization_ms: '60',
      vad_delay_ms: '',
      said_text: 'a refund, "please"',
      answer_text: "'=of course",
      audio_in_tokens: '600',
    });
    const { metrics } = reported.summary;
    const latency = metrics.response_latency;
    if (latency?.kind !== 'distribution') throw new Error('no latency');
    const counted = rows.map((row) => Number(row['response_latency_ms']));
    expect(Math.max(...counted)).toBe(latency.max);
    expect(counted).toHaveLength(latency.count);
  });

  it('has the same of what is kept in memory, but for the words', async () => {
    const memory = await read(turnsCsv({ ...(await onDisk(records)), files: [] }));
    const disk = await read(turnsCsv(await onDisk(records)));
    expect(memory).toEqual(disk.map((row) => ({ ...row, said_text: '', answer_text: '' })));
  });
});

describe('calls.csv', () => {
  it('has each call once, and last those that nobody saw the end of', async () => {
    const rows = await read(callsCsv(await onDisk(records)));
    expect(rows.map((row) => [row['call'], row['outcome'], row['failure']])).toEqual([
      ['1', 'completed', ''],
      ['0', 'failed', 'agent_error'],
      ['2', 'failed', 'worker_lost'],
    ]);
    expect(rows[0]).toMatchObject({ session_id: 'sess_1', close_code: '1000', agent_errors: 'slow:2' });
    expect(rows[1]).toMatchObject({ ended_ms: '', detail: 'it said no' });
    expect(rows[2]).toMatchObject({ caller: 'late', scheduled_ms: '' });
  });

  it('has of what was told twice the later alone, and of repeated logs one', async () => {
    const twice = [...records.slice(0, -2), { ...answered(1, 0, 900) }, ...records.slice(-2)];
    const { files, log, summary } = await onDisk(twice);
    const [file = ''] = files;
    const turns = await read(turnsCsv({ summary, log, files }));
    expect(turns.map((row) => [row['call'], row['response_latency_ms']])).toEqual([
      ['0', '700'],
      ['1', '900'],
    ]);
    const again = await readLogs([file, file]);
    const calls = await read(callsCsv({ summary, log: again, files: [file, file] }));
    expect(calls).toHaveLength(3);
  });

  it('reads a torn line with the next log glued to it', async () => {
    const file = join(folder, 'glued.ndjson');
    const lines = records.map((record) => JSON.stringify(record));
    const other = lines.map((line) => line.replaceAll('"run-1"', '"run-2"'));
    await writeFile(file, `${lines.slice(0, 6).join('\n')}\n{"type":"tur${other.join('\n')}\n`);
    const log = await readLogs([file]);
    const rows = await read(callsCsv({ summary: summarize(log), log, files: [file] }));
    expect(rows.map((row) => [row['run'], row['call']])).toEqual([
      ['run-2', '1'],
      ['run-2', '0'],
      ['run-1', '0'],
      ['run-1', '1'],
      ['run-1', '2'],
      ['run-2', '2'],
    ]);
  });

  it('says so where there is only a summary', async () => {
    const { summary } = await onDisk(records);
    await expect(read(callsCsv({ summary, log: null, files: [] }))).rejects.toThrow('only its summary');
  });
});
