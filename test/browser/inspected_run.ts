/** A run of three calls with a recording of one and words of all kinds in it, and its page as a file. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStereoWav } from '../../src/audio/wav.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { htmlReport } from '../../src/report/page/html.ts';
import { readLogs } from '../../src/report/read.ts';
import { summarize } from '../../src/report/summarize.ts';
import { call, footer, header, judgement, started, turn } from '../report/log_builder.ts';

/** Tags, quotes, the end of a script, a bidi mark, an escape of a terminal. */
export const HOSTILE = `</script><img src=x onerror="document.title='struck'">"'\u202Egnp\u001b[31m`;
/** Of one answer. */
export const LONG = 1 << 20;

const expectation = {
  text: 'says /friday/i',
  condition: { is: 'says', pattern: { source: 'friday', flags: 'i' } },
} as const;

function twoTurns(index: number, atMs: number, heardText: string): LogRecord[] {
  return [
    turn({
      call: index,
      turn: 0,
      caller: index === 2 ? 'angry' : 'buyer',
      transcript: 'Where is my order?',
      heardText,
      marks: {
        speechStart: atMs + 300,
        speechEnd: atMs + 1000,
        speechStartedEvent: atMs + 400,
        speechStoppedEvent: atMs + 1500,
        answerCreated: atMs + 1510,
        firstContent: atMs + 1600,
        firstAudio: atMs + 1650,
        firstHeard: atMs + 1710,
        lastHeard: atMs + 2600,
      },
      rttMs: 4,
    }),
    turn({
      call: index,
      turn: 1,
      kind: 'interrupt',
      caller: index === 2 ? 'angry' : 'buyer',
      transcript: 'No, the other one.',
      heardText: 'The other one comes on Monday.',
      bargeIn: null,
      marks: {
        speechStart: atMs + 2400,
        speechEnd: atMs + 3000,
        firstHeard: atMs + 3400,
        lastHeard: atMs + 3900,
      },
    }),
  ];
}

const records: readonly LogRecord[] = [
  header({
    load: { mode: 'open', plannedCalls: 3, maxConcurrency: 3 },
    judgement: { ...judgement, expectations: [expectation] },
  }),
  started(0),
  started(1, 500),
  started(2, 900),
  ...twoTurns(0, 0, 'It is on its way.'),
  call({
    call: 0,
    readyMs: 200,
    endedMs: 4000,
    turns: 2,
    expectations: [{ expectation: 0, turn: null, met: true, atMs: 2000 }],
  }),
  ...twoTurns(1, 500, `${HOSTILE} ${'a'.repeat(LONG)}`),
  call({
    call: 1,
    scheduledMs: 500,
    dialedMs: 500,
    connectedMs: 600,
    readyMs: 700,
    endedMs: 4500,
    turns: 2,
    expectations: [{ expectation: 0, turn: null, met: false, atMs: null, detail: HOSTILE }],
  }),
  { type: 'strike', call: 2, atMs: 2500, fault: 'disconnect', connection: 0 },
  ...twoTurns(2, 900, 'Let me see.'),
  call({
    call: 2,
    caller: 'angry',
    scheduledMs: 900,
    dialedMs: 900,
    connectedMs: 950,
    readyMs: 1000,
    endedMs: 4900,
    turns: 2,
    outcome: 'failed',
    failure: 'connection_lost',
    detail: 'closed with 1006',
  }),
  footer({ endedMs: 5000, calls: { planned: 3, completed: 2, failed: 1, blocked: 0, notStarted: 0 } }),
];

/** Call 0 is recorded: a tone of the caller's, then one of the agent's. */
const RATE = 24_000;

function tone(hertz: number, fromMs: number, toMs: number): Int16Array {
  return Int16Array.from({ length: 4 * RATE }, (_, i) => {
    const ms = (i / RATE) * 1000;
    return ms < fromMs || ms >= toMs ? 0 : 12_000 * Math.sin((2 * Math.PI * hertz * i) / RATE);
  });
}

/** The page's file, and the folder of the run that it is in. */
export async function inspectedPage(): Promise<{ readonly file: string; readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'callstorm-page-'));
  const log = join(folder, 'calls.ndjson');
  await writeFile(log, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  await mkdir(join(folder, 'recordings'));
  const wav = writeStereoWav(tone(440, 300, 1000), tone(330, 1710, 2600), RATE);
  await writeFile(join(folder, 'recordings/call-000000.wav'), wav);
  const entry = { file: 'call-000000.wav', call: 0, originMs: 0, durationMs: 4000, sampleRate: RATE };
  await writeFile(join(folder, 'recordings/recordings.json'), JSON.stringify({ recordings: [entry] }));
  const read = await readLogs([folder]);
  const file = join(folder, 'report.html');
  await writeFile(file, await htmlReport({ summary: summarize(read), log: read, files: [log] }));
  return { file, folder };
}
