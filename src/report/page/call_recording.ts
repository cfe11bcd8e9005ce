/**
 * The recording of a call, as a run leaves it (`recordings/call-000317.wav`, 16 bits, caller left, agent right): what it looks
 * like, and a small copy of how it sounds. Anything that is no such file is no recording; a page is made without it.
 */

import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { g711Encode } from '../../audio/g711.ts';

/** As the engine names them; a report does not reach into an engine. */
const FOLDER = 'recordings';
const LIST = 'recordings.json';
const HEADER_BYTES = 44;
const MOST_BYTES = 1 << 28;
export const PEAKS_PER_SECOND = 50;
export const SOUND_RATE = 8000;

export interface RecordingPlace {
  readonly call: number;
  readonly path: string;
  /** In the run's folder. */
  readonly file: string;
  readonly originMs: number;
}

/** By call; empty where the run recorded nothing, or its list cannot be read. */
export async function recordingsBeside(folder: string): Promise<ReadonlyMap<number, RecordingPlace>> {
  const places = new Map<number, RecordingPlace>();
  const path = join(folder, FOLDER, LIST);
  const list = await readFile(path, 'utf8')
    .then(
      (text) => JSON.parse(text) as { recordings?: unknown },
      () => ({ recordings: [] }),
    )
    .catch(() => ({ recordings: [] }));
  const entries: readonly unknown[] = Array.isArray(list?.recordings) ? list.recordings : [];
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { call, file, originMs } = entry as Readonly<Record<string, unknown>>;
    if (typeof call !== 'number' || typeof file !== 'string' || typeof originMs !== 'number') continue;
    // A name, and no way out of the folder.
    const name = basename(file);
    if (name !== '' && name !== '..')
      places.set(call, { call, path: join(folder, FOLDER, name), file: `${FOLDER}/${name}`, originMs });
  }
  return places;
}

export interface Recording {
  readonly sampleRate: number;
  /** Caller's and agent's sample by turns. */
  readonly samples: Int16Array;
}

/** Null: there is no such file, or it is none that a run wrote. One that was cut off is read as far as it goes. */
export async function readRecording(path: string): Promise<Recording | null> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) return null;
    return recordingOf(await readFile(path));
  } catch {
    return null;
  }
}

export function recordingOf(bytes: Uint8Array): Recording | null {
  if (bytes.length < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));
  const sampleRate = view.getUint32(24, true);
  const plain =
    view.getUint16(20, true) === 1 && view.getUint16(22, true) === 2 && view.getUint16(34, true) === 16;
  if (word(0) !== 'RIFF' || word(8) !== 'WAVE' || word(36) !== 'data' || !plain || sampleRate < SOUND_RATE)
    return null;
  const length = Math.min(view.getUint32(40, true), bytes.length - HEADER_BYTES);
  // A copy: samples want to lie at even places.
  const data = bytes.slice(HEADER_BYTES, HEADER_BYTES + length - (length % 4));
  return { sampleRate, samples: new Int16Array(data.buffer, data.byteOffset, data.length / 2) };
}

/** The loudest sample of each stretch of a channel (0 caller, 1 agent): the square root of its part of full scale, in a byte. */
export function peaksOf({ samples, sampleRate }: Recording, channel: 0 | 1): Uint8Array {
  const frames = samples.length / 2;
  const stretch = sampleRate / PEAKS_PER_SECOND;
  const peaks = new Uint8Array(Math.ceil(frames / stretch));
  for (let i = 0; i < peaks.length; i++) {
    let peak = 0;
    const until = Math.min(frames, Math.round((i + 1) * stretch));
    for (let frame = Math.round(i * stretch); frame < until; frame++) {
      const level = Math.abs(samples[frame * 2 + channel] as number);
      if (level > peak) peak = level;
    }
    peaks[i] = Math.min(255, Math.round(255 * Math.sqrt(peak / 32_768)));
  }
  return peaks;
}

/** How it sounds, at 8 kHz µ-law: the caller's samples, then as many of the agent's. */
export function soundOf(recording: Recording): Uint8Array {
  const lanes = ([0, 1] as const).map((channel) => g711Encode(atSoundRate(recording, channel), 'ulaw'));
  const [caller, agent] = lanes as [Uint8Array, Uint8Array];
  const sound = new Uint8Array(caller.length + agent.length);
  sound.set(caller);
  sound.set(agent, caller.length);
  return sound;
}

/** Zero crossings of the low-pass to each side of a sample, and how finely it is known between two samples of the source. */
const LOBES = 6;
const PHASES = 16;

/** Brought down to 8 kHz through a windowed sinc that lets nothing over 4 kHz fold back. */
function atSoundRate({ samples, sampleRate }: Recording, channel: 0 | 1): Int16Array {
  const ratio = sampleRate / SOUND_RATE;
  const frames = samples.length / 2;
  const result = new Int16Array(Math.floor(frames / ratio));
  const reach = Math.ceil(LOBES * ratio);
  const phases = Array.from({ length: PHASES + 1 }, (_, phase) => lowPass(phase / PHASES, ratio, reach));
  for (let i = 0; i < result.length; i++) {
    const before = Math.floor(i * ratio);
    const taps = phases[Math.round((i * ratio - before) * PHASES)] as Float64Array;
    const first = before - reach;
    const from = Math.max(0, -first);
    const until = Math.min(taps.length, frames - first);
    let sum = 0;
    for (let tap = from; tap < until; tap++)
      sum += (taps[tap] as number) * (samples[(first + tap) * 2 + channel] as number);
    result[i] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
  }
  return result;
}

/** Its weights for a sample that lies `phase` behind the middle one. */
function lowPass(phase: number, ratio: number, reach: number): Float64Array {
  const taps = Float64Array.from({ length: reach * 2 + 2 }, (_, tap) => {
    const at = (tap - reach - phase) / ratio;
    if (Math.abs(at) >= LOBES) return 0;
    const x = Math.PI * at * 0.92;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * at) / LOBES);
    return x === 0 ? 1 : (Math.sin(x) / x) * window;
  });
  const weight = taps.reduce((sum, tap) => sum + tap, 0);
  return taps.map((tap) => tap / weight);
}
