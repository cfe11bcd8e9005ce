/**
 * The calls that are inside a run's page: which, and all that its log and its recordings tell of them. What cannot be read is
 * said in the notes, and the page is made of what there is.
 */

import { Buffer } from 'node:buffer';
import { basename, dirname, relative } from 'node:path';
import { shellWord } from '../../core/word/shell_word.ts';
import { unreadReasonOf } from '../../disk/disk_trouble.ts';
import type {
  Inspected,
  InspectedCall,
  InspectedRecord,
  InspectedSound,
} from '../../page/inspector/inspected_call.ts';
import type { RunLog } from '../log.ts';
import type { Reported } from '../view/views.ts';
import { candidatesIn } from './candidates.ts';
import { chooseCalls, type Chosen } from './call_choice.ts';
import { runClock, type RunClock } from './run_clock.ts';
import { callLines } from './call_lines.ts';
import { bounded, packCalls, packSound } from './call_pack.ts';
import {
  peaksOf,
  PEAKS_PER_SECOND,
  readRecording,
  recordingsBeside,
  soundOf,
  type RecordingPlace,
} from './call_recording.ts';
import { RecordingRoom } from './recording_room.ts';

/** Of base64, for the calls without sound: a page is to stay under a megabyte with all that is in it. */
export const MOST_BYTES = 320_000;
const MOST_CALLS = 400;

/** Null: there are no records at hand. `candidates`: the calls that began, where whoever asks has them already. */
export async function inspectedOf(
  { log, files, inspect = [] }: Pick<Reported, 'log' | 'files' | 'inspect'>,
  candidates = log === null ? [] : candidatesIn(log),
): Promise<Inspected | null> {
  if (log === null) return null;
  const chosen = chooseCalls(candidates, log.header.seed, MOST_CALLS, inspect);
  const { lines, folders, notes } = await readAgain(files, chosen);
  const recordings = new Map<string, ReadonlyMap<number, RecordingPlace>>();
  for (const folder of new Set(folders.values())) recordings.set(folder, await recordingsBeside(folder));
  const clock = runClock(log);
  const all = chosen.length === candidates.length;
  const sounds: Record<string, string> = {};
  const room = new RecordingRoom();
  const calls: InspectedCall[] = [];
  for (const one of chosen) {
    const id = idOf(log, one);
    const key = keyOf(one.run, one.call);
    const read = lines.get(key);
    const folder = folders.get(key);
    const place = folder === undefined ? undefined : recordings.get(folder)?.get(one.call);
    calls.push({
      id,
      call: one.call,
      run: one.run,
      axisMs: axisOf(log, clock, one),
      reason: one.reason,
      replayCommand: folder === undefined ? null : `callstorm replay ${typed(folder)} --call ${one.call}`,
      records: bounded(read === undefined ? keptRecords(log, one) : read),
      words: read !== undefined,
      sound: place === undefined ? null : await heard(place, id, room, sounds),
    });
  }
  const packed = packCalls(calls, MOST_BYTES);
  const whole = all && packed.calls.length === calls.length;
  const inside = whole
    ? packCalls(
        calls.toSorted((a, b) => a.call - b.call).map((call) => ({ ...call, reason: '' })),
        Infinity,
      )
    : packed;
  const ids = inside.calls.map(({ id }) => id);
  const { bands, expectations = [] } = log.header.judgement;
  return {
    ids,
    of: candidates.length,
    notes: [
      ...(whole
        ? []
        : [
            `${ids.length} of ${candidates.length} calls are inside: the worst of each kind (failed, slow, not as expected, struck) and a sample, the same for the same seed.`,
          ]),
      ...notes,
    ],
    moreCommand: moreCommand(files),
    expectations: expectations.map(({ text }) => text),
    bands,
    packed: inside.packed,
    sounds: Object.fromEntries(Object.entries(sounds).filter(([id]) => ids.includes(id))),
  };
}

interface ReadAgain {
  readonly lines: ReadonlyMap<string, readonly InspectedRecord[]>;
  /** Of each call whose lines were found: the folder of the log that has them. */
  readonly folders: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

async function readAgain(files: readonly string[], chosen: readonly Chosen[]): Promise<ReadAgain> {
  const wanted = new Map<string, Set<number>>();
  for (const { run, call } of chosen) {
    const calls = wanted.get(run);
    if (calls === undefined) wanted.set(run, new Set([call]));
    else calls.add(call);
  }
  const lines = new Map<string, Map<string, InspectedRecord>>();
  const folders = new Map<string, string>();
  const notes: string[] = [];
  if (files.length === 0 && chosen.length > 0)
    notes.push(
      'The log was written nowhere: what was said and heard is not here, only the instants and the outcomes.',
    );
  for (const file of files) {
    try {
      await callLines(
        file,
        (run, call) => wanted.get(run)?.has(call) === true,
        (run, record) => {
          const key = keyOf(run, record.call);
          let own = lines.get(key);
          if (own === undefined) lines.set(key, (own = new Map()));
          own.set(nameOf(record), record);
          folders.set(key, dirname(file));
        },
      );
    } catch (error) {
      notes.push(
        `${basename(file)} could not be read a second time (${unreadReasonOf(error)}): what was said and heard in its calls is not here.`,
      );
    }
  }
  return { lines: new Map([...lines].map(([key, own]) => [key, [...own.values()]])), folders, notes };
}

/** Two lines of one name tell of the same thing, and the later one counts. */
function nameOf(record: InspectedRecord): string {
  switch (record.type) {
    case 'turn':
      return `turn ${record.turn}`;
    case 'strike':
      return `strike ${record.atMs} ${record.fault}`;
    case 'started':
    case 'call':
      return record.type;
  }
}

/** What the records in memory still have: no words, and of a call's own record what a report uses. */
function keptRecords(log: RunLog, { run: id, call }: Chosen): readonly InspectedRecord[] {
  const run = log.runs.find((one) => one.id === id);
  if (run === undefined) return [];
  const ended = run.calls.get(call);
  return [
    ...run.strikes.filter((strike) => strike.call === call),
    ...(run.turns.get(call) ?? []),
    ...(ended === undefined ? [] : [ended as InspectedRecord]),
  ];
}

/** What its recording looks like; and into `sounds` how it sounds, while there is room. */
async function heard(
  { path, file, originMs }: RecordingPlace,
  id: string,
  room: RecordingRoom,
  sounds: Record<string, string>,
): Promise<InspectedSound | null> {
  if (!room.isOpen) return null;
  const recording = await readRecording(path);
  if (recording === null) return null;
  const durationMs = (recording.samples.length / 2 / recording.sampleRate) * 1000;
  room.look(durationMs);
  if (room.maySound(durationMs)) {
    const packed = packSound(soundOf(recording));
    if (room.keeps(packed.length)) sounds[id] = packed;
  }
  const [callerPeaks, agentPeaks] = ([0, 1] as const).map((channel) =>
    Buffer.from(peaksOf(recording, channel)).toString('base64'),
  );
  return {
    file,
    originMs,
    durationMs,
    peaksPerSecond: PEAKS_PER_SECOND,
    callerPeaks: callerPeaks as string,
    agentPeaks: agentPeaks as string,
  };
}

function axisOf({ runs }: RunLog, clock: RunClock, { run, call }: Chosen): number {
  const own = runs.find(({ id }) => id === run)?.logs.findLast(({ calls }) => calls.has(call));
  return own === undefined ? 0 : clock.offsetOf(own.header.startedAtMs);
}

function keyOf(run: string, call: number): string {
  return `${run} ${call}`;
}

function idOf({ runs }: RunLog, { run, call }: Chosen): string {
  const place = runs.findIndex(({ id }) => id === run);
  return place > 0 ? `${call}@${place + 1}` : `${call}`;
}

function moreCommand(files: readonly string[]): string | null {
  if (files.length === 0) return null;
  const runs = files.map((file) => typed(basename(file) === 'calls.ndjson' ? dirname(file) : file));
  return `callstorm report ${runs.join(' ')} --format html --html-call <n> > call-<n>.html`;
}

/** As it is typed from where the report is made; a shell takes it for one word. */
function typed(path: string): string {
  const near = relative('', path);
  const short = near.startsWith('..') ? path : near === '' ? '.' : near;
  return shellWord(short);
}
