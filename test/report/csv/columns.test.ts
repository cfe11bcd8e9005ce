/** turns.csv and calls.csv of runs on disk and in memory: every turn and call once, its numbers those of the report. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallRecord, LogRecord } from '../../../src/core/log/record.ts';
import { callsCsv } from '../../../src/report/csv/call_columns.ts';
import { turnsCsv } from '../../../src/report/csv/turn_columns.ts';
import { readLogs } from '../../../src/report/read.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Reported } from '../../../src/report/view/views.ts';
import { answered, call, footer, generator, header, started, turn, usage } from '../log_builder.ts';
import { toolCall } from '../tool_run.ts';
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

  it('has a column of each thing that a turn may tell', async () => {
    const told = turn({
      kind: 'interrupt',
      step: 4,
      bargeIn: { atMs: 1500, stoppedMs: 1800 },
      answers: 2,
      answerAudioMs: 900,
      heardMs: 800,
      underruns: { count: 1, ms: 40 },
      rttMs: 12,
      tools: [toolCall('lookup', 2100, 2200, 2700), toolCall('stock', 2100, 2200, 2700)],
      fallbacks: ['reprompt.no_match', 'handover.done'].map((label) => ({
        label,
        reasons: [],
        by: 'phrase' as const,
        what: 'Sorry?',
      })),
      answerStatus: 'incomplete',
      answerReason: 'max_output_tokens',
      marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 2700, lastHeard: 5000 },
    });
    const [row] = await read(turnsCsv(await onDisk([header(), told, call(), footer()])));
    expect(row).toMatchObject({
      step: '4',
      kind: 'interrupt',
      outcome: 'answered',
      expects_answer: 'true',
      barge_in_ms: '1500',
      barge_in_stopped_ms: '1800',
      backchannels: '0',
      answers: '2',
      answer_status: 'incomplete',
      answer_reason: 'max_output_tokens',
      answer_audio_ms: '900',
      heard_ms: '800',
      underruns: '1',
      underruns_ms: '40',
      round_trip_ms: '12',
      tools: 'lookup stock',
      fallbacks: 'reprompt.no_match handover.done',
      last_heard_ms: '5000',
    });
    const [plain] = await read(turnsCsv(await onDisk([header(), answered(0, 0, 400), call(), footer()])));
    expect(plain).toMatchObject({ tools: '', fallbacks: '', barge_in_ms: '', answer_status: '' });
  });

  it('has each instant and each part of the latency in a column of its own', async () => {
    const marks = {
      speechStart: 1000,
      speechEnd: 2000,
      speechEndDue: 2060,
      speechStartedEvent: 1100,
      speechStoppedEvent: 2600,
      committed: 2610,
      transcribed: 2900,
      answerCreated: 2920,
      firstContent: 3300,
      firstAudio: 3600,
      firstPlayed: 3900,
      firstHeard: 4100,
      answerDone: 5000,
      lastHeard: 8100,
    };
    const backchannels = [4000, 5000].map((atMs) => ({
      atMs,
      stoppedMs: null,
      as: 'backchannel' as const,
      said: 'mm-hm',
      endMs: atMs + 300,
    }));
    const told = turn({
      marks,
      rttMs: 300,
      agentInterrupted: true,
      backchannels,
      failure: 'no_answer',
      detail: 'd',
    });
    const [row] = await read(turnsCsv(await onDisk([header(), told, call(), footer()])));
    expect(row).toMatchObject({
      failure: 'no_answer',
      detail: 'd',
      voice: 'slt',
      said: 'order-status',
      backchannels: '2',
      speech_start_ms: '1000',
      speech_end_ms: '2000',
      speech_end_due_ms: '2060',
      speech_started_event_ms: '1100',
      speech_stopped_event_ms: '2600',
      committed_ms: '2610',
      transcribed_ms: '2900',
      answer_created_ms: '2920',
      first_content_ms: '3300',
      first_audio_ms: '3600',
      first_played_ms: '3900',
      first_heard_ms: '4100',
      answer_done_ms: '5000',
      last_heard_ms: '8100',
      // The frame was due 60 ms late; half of a round trip is the network's.
      speech_end_to_heard_ms: '2100',
      packetization_ms: '60',
      playback_delay_ms: '300',
      lead_in_ms: '200',
    });
    const parts = [
      'packetization',
      'vad_delay',
      'llm_delay',
      'tts_delay',
      'network_down',
      'playback_delay',
      'lead_in',
    ];
    const sum = [...parts, 'unattributed'].reduce((total, part) => total + Number(row?.[`${part}_ms`]), 0);
    expect(sum).toBe(2100);
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

  it('has those without an end by the clock of the log that they are in', async () => {
    const workers = [0, 5000].map((afterMs, worker) => {
      const file = join(folder, `${worker}.ndjson`);
      const lines = [
        header({
          startedAtMs: 1_000_000 + afterMs,
          load: { mode: 'open', plannedCalls: 3, maxConcurrency: 3 },
        }),
        started(worker),
        ...(worker === 1 ? [answered(2, 0, 400)] : []),
      ];
      return { file, text: lines.map((record) => `${JSON.stringify(record)}\n`).join('') };
    });
    for (const { file, text } of workers) await writeFile(file, text);
    const files = workers.map(({ file }) => file);
    const log = await readLogs(files);
    const rows = await read(callsCsv({ summary: summarize(log), log, files }));
    expect(
      rows.map((row) => [
        row['call'],
        row['run_started_epoch_ms'],
        row['turns'],
        row['heard_ms'],
        row['audio_in_tokens'],
      ]),
    ).toEqual([
      ['0', '1000000', '0', '0', ''],
      ['1', '1005000', '0', '0', ''],
      ['2', '1005000', '1', '1000', ''],
    ]);
  });

  it('has what its calls used, though nobody saw their end', async () => {
    const used = { ...answered(0, 0, 400), usage: usage({ audioIn: 600 }) };
    const rows = await read(callsCsv(await onDisk([header(), used])));
    expect(rows).toMatchObject([
      { call: '0', outcome: 'failed', audio_in_tokens: '600', audio_received_ms: '1000' },
    ]);
  });

  it('has those alone that ended where the logs alone are at hand', async () => {
    const { summary, files } = await onDisk(records);
    const rows = await read(callsCsv({ summary, log: null, files }));
    expect(rows.map((row) => row['call'])).toEqual(['1', '0']);
  });

  it('has a column of each thing that a call may tell', async () => {
    const told = call({
      endedBy: 'agent',
      connections: 3,
      reconnects: [{ lostMs: 1, readyMs: 2, tries: 1, replayedItems: 0 }],
      audioSentMs: 1,
      audioReceivedMs: 2,
      heardMs: 3,
      deadAirMs: { longest: 4, total: 5 },
      overlapMs: 6,
      rtt: { count: 1, minMs: 7, meanMs: 8 },
      rateLimited: 9,
      protocolViolations: 10,
      agentErrors: [
        { code: 'slow', count: 2, message: '' },
        { code: 'lost', count: 1, message: '' },
      ],
      fallbacks: ['reprompt.no_match', 'handover.done'].map((label) => ({
        label,
        reasons: [],
        by: 'phrase',
        what: '',
      })),
      struck: ['noise', 'disconnect'].map((fault) => ({
        fault,
        atMs: 500,
        endedMs: null,
        fallbackMs: null,
        recoveredMs: null,
        awaited: false,
      })),
      expectations: [true, true, false].map((met, expectation) => ({
        expectation,
        met,
        turn: null,
        atMs: null,
      })),
    } as unknown as Partial<CallRecord>);
    const [row] = await read(callsCsv(await onDisk([header(), told, footer()])));
    expect(row).toMatchObject({
      run: 'run-1',
      caller: 'buyer',
      voice: 'slt',
      ended_by: 'agent',
      turns: '1',
      scheduled_ms: '0',
      dialed_ms: '1',
      connected_ms: '5',
      ready_ms: '10',
      ended_ms: '10010',
      connections: '3',
      reconnects: '1',
      audio_sent_ms: '1',
      audio_received_ms: '2',
      heard_ms: '3',
      dead_air_longest_ms: '4',
      dead_air_total_ms: '5',
      overlap_ms: '6',
      round_trip_min_ms: '7',
      round_trip_mean_ms: '8',
      rate_limited: '9',
      protocol_violations: '10',
      agent_errors: 'slow:2 lost:1',
      fallbacks: 'reprompt.no_match handover.done',
      faults: 'noise disconnect',
      expectations_met: '2',
      expectations_unmet: '1',
    });
    const [plain] = await read(callsCsv(await onDisk([header(), call(), footer()])));
    expect(plain).toMatchObject({
      agent_errors: '',
      fallbacks: '',
      faults: '',
      expectations_met: '',
      reconnects: '',
    });
  });

  it('says so where there is only a summary', async () => {
    const { summary } = await onDisk(records);
    await expect(read(callsCsv({ summary, log: null, files: [] }))).rejects.toThrow('only its summary');
  });
});
