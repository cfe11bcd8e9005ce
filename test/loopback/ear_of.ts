/**
 * Mouth to ear as somebody finds it who has only the recordings: in each WAV the caller's last sound and the agent's first one
 * after it, by energy over a threshold and nothing else; then, turn by turn, against what the log says. It shares no code with
 * what it checks. The log only says in which stretch of a file a turn is to be looked for.
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeWaveToFloat32Channels } from '@echogarden/wave-codec';

/** A sound: so much RMS in so short a window, slid by a millisecond. */
const WINDOW_MS = 5;
const SOUND_DBFS = -48;
/** So long a silence is no pause between words. */
const HUSHED_MS = 100;
/** The stretch of a turn is wider than the turn by this, where nothing else begins. */
const MARGIN_MS = 100;

export interface Compared {
  readonly call: number;
  readonly turn: number;
  readonly heardMs: number;
  /** By ear less by the log. */
  readonly differenceMs: number;
}

export interface Ear {
  readonly calls: number;
  /** In the log, with an answer after the caller's words. */
  readonly turns: number;
  /** Of these, without a sound of the one or the other in the recording. */
  readonly silent: readonly string[];
  /** Ascending by size. */
  readonly compared: readonly Compared[];
}

/** The lines of a call log, as far as they are looked at here. */
interface TurnLine {
  readonly type: 'turn';
  readonly call: number;
  readonly turn: number;
  readonly kind: string;
  readonly agentInterrupted: boolean;
  readonly backchannels: readonly { readonly atMs: number }[];
  readonly marks: Readonly<Record<'speechStart' | 'speechEnd' | 'firstHeard' | 'lastHeard', number | null>>;
}

interface Entry {
  readonly file: string;
  readonly call: number;
  readonly originMs: number;
}

/** `folder`: of a run with recordings of its calls. */
export function earOf(folder: string): Ear {
  const turnsOf = new Map<number, TurnLine[]>();
  for (const line of readFileSync(join(folder, 'calls.ndjson'), 'utf8').split('\n')) {
    if (!line.startsWith('{"type":"turn"')) continue;
    const turn = JSON.parse(line) as TurnLine;
    turnsOf.set(turn.call, [...(turnsOf.get(turn.call) ?? []), turn]);
  }
  const { recordings } = JSON.parse(readFileSync(join(folder, 'recordings', 'recordings.json'), 'utf8')) as {
    readonly recordings: readonly Entry[];
  };
  const silent: string[] = [];
  const compared: Compared[] = [];
  let turns = 0;
  for (const { file, call, originMs } of recordings) {
    const { caller, agent } = soundsOf(join(folder, 'recordings', file));
    const all = turnsOf.get(call) ?? [];
    all.forEach((turn, i) => {
      const { speechStart, speechEnd, firstHeard, lastHeard } = turn.marks;
      if (turn.kind !== 'say' && turn.kind !== 'interrupt') return;
      if (speechStart === null || speechEnd === null || firstHeard === null || lastHeard === null) return;
      if (turn.agentInterrupted || firstHeard < speechEnd) return;
      turns++;
      // Whatever the caller says next, a murmur or another turn, is not of this one.
      const nextMs = Math.min(
        all[i + 1]?.marks.speechStart ?? Infinity,
        ...turn.backchannels.map(({ atMs }) => atMs),
      );
      const fromMs = speechStart - originMs - MARGIN_MS;
      const mouthMs = lastSound(
        caller,
        fromMs,
        Math.min(lastHeard + MARGIN_MS, nextMs - MARGIN_MS) - originMs,
      );
      const earMs =
        mouthMs === null
          ? null
          : firstSound(agent, hushedFrom(agent, mouthMs), lastHeard - originMs + MARGIN_MS);
      if (mouthMs === null || earMs === null) {
        silent.push(`call ${call} turn ${turn.turn}`);
        return;
      }
      const heardMs = earMs - mouthMs;
      compared.push({ call, turn: turn.turn, heardMs, differenceMs: heardMs - (firstHeard - speechEnd) });
    });
  }
  compared.sort((a, b) => Math.abs(a.differenceMs) - Math.abs(b.differenceMs));
  return { calls: recordings.length, turns, silent, compared };
}

/** Nearest rank of the absolute differences. */
export function differenceAt({ compared }: Ear, p: number): number {
  const rank = Math.max(1, Math.ceil((p / 100) * compared.length));
  return Math.abs(compared[rank - 1]?.differenceMs ?? Number.NaN);
}

/** For each millisecond from the start of a channel, whether the window that begins there holds a sound. */
type Sounds = Uint8Array;

export function soundsOf(file: string): { readonly caller: Sounds; readonly agent: Sounds } {
  const { audioChannels, sampleRate } = decodeWaveToFloat32Channels(readFileSync(file));
  const [caller, agent] = audioChannels;
  if (caller === undefined || agent === undefined) throw new Error(`${file} is not stereo`);
  return { caller: soundsIn(caller, sampleRate), agent: soundsIn(agent, sampleRate) };
}

function soundsIn(samples: Float32Array, sampleRate: number): Sounds {
  const perMs = sampleRate / 1000;
  const window = WINDOW_MS * perMs;
  const threshold = 10 ** (SOUND_DBFS / 10) * window;
  const energy = new Float64Array(samples.length + 1);
  for (let i = 0; i < samples.length; i++)
    energy[i + 1] = (energy[i] as number) + (samples[i] as number) ** 2;
  const sounds = new Uint8Array(Math.max(0, Math.floor((samples.length - window) / perMs) + 1));
  for (let ms = 0; ms < sounds.length; ms++) {
    const from = ms * perMs;
    if ((energy[from + window] as number) - (energy[from] as number) > threshold) sounds[ms] = 1;
  }
  return sounds;
}

/** When the last sound ends that lies in a stretch; null where it is silent. */
export function lastSound(sounds: Sounds, fromMs: number, toMs: number): number | null {
  for (let ms = Math.min(sounds.length - 1, Math.floor(toMs) - WINDOW_MS); ms >= Math.max(0, fromMs); ms--) {
    if (sounds[ms] === 1) return ms + WINDOW_MS;
  }
  return null;
}

/**
 * From when on the agent's next sound is an answer to what ended at an instant: then, or once it has fallen silent, where it was
 * still being interrupted.
 */
function hushedFrom(sounds: Sounds, atMs: number): number {
  if (sounds[atMs] !== 1) return atMs;
  for (let ms = atMs, silentMs = 0; ms < sounds.length; ms++) {
    silentMs = sounds[ms] === 1 ? 0 : silentMs + 1;
    if (silentMs === HUSHED_MS) return ms;
  }
  return sounds.length;
}

/** When the first sound begins that lies in a stretch. */
export function firstSound(sounds: Sounds, fromMs: number, toMs: number): number | null {
  for (let ms = Math.max(0, Math.ceil(fromMs)); ms + WINDOW_MS <= toMs && ms < sounds.length; ms++) {
    if (sounds[ms] === 1) return ms;
  }
  return null;
}
