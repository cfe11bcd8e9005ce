/**
 * One recording as enrolment works with it: its band powers through every warped filter bank, where in it somebody
 * speaks, and which state each of its frames was found to be in. Pure.
 */

import { Decimator } from '../features/decimate.ts';
import { BANDS, MelBank } from '../features/mel.ts';
import { FRAME_SAMPLES, HOP_SAMPLES, line, powerSpectrum } from '../features/spectrum.ts';
import type { CallerRecording } from '../recognizer/vocabulary.ts';

/** Vocal tracts from a quarter shorter to a tenth longer than the speaker's: from a man's recordings to a woman's voice. */
export const WARPS = [0.72, 0.8, 0.9, 1, 1.1];
export const UNWARPED = WARPS.indexOf(1);

/** Silence put before and after, so that there is some of it to learn. */
const MARGIN_SAMPLES = 1200;
/** Frames within this of the loudest one are speech … */
const AUDIBLE_DB = 35;
/** … and so are a few around them, which hear it come and go. */
const FRAMES_BEFORE = 2;
const FRAMES_AFTER = 1;
const PIECE_SAMPLES = 9600;

export interface EnrolledRecording {
  readonly utterance: number;
  readonly voice: string;
  readonly frames: number;
  /** Per warp, frame by frame. */
  readonly powers: readonly Float32Array[];
  /** The frames of the utterance: from … to − 1. */
  readonly from: number;
  readonly to: number;
  /** State of each of these frames, counted over the whole vocabulary; −1 elsewhere. */
  readonly states: Int32Array;
}

const banks = WARPS.map((warp) => new MelBank(warp));

/** Throws RangeError for a recording of digital silence. */
export function enrolledRecordingOf(recording: CallerRecording, utterance: number): EnrolledRecording {
  const samples = narrow(recording.pcm);
  const frames = Math.floor((samples.length - FRAME_SAMPLES) / HOP_SAMPLES) + 1;
  const powers = WARPS.map(() => new Float32Array(frames * BANDS));
  for (let t = 0; t < frames; t++) {
    line.set(samples.subarray(t * HOP_SAMPLES, t * HOP_SAMPLES + FRAME_SAMPLES));
    const power = powerSpectrum(0);
    banks.forEach((bank, i) => (powers[i] as Float32Array).set(bank.powers(power), t * BANDS));
  }
  const { voice } = recording;
  const span = audible(powers[UNWARPED] as Float32Array, frames);
  if (span === null) throw new RangeError(`nothing is to be heard in ${voice}/${recording.utterance}`);
  const { from, to } = span;
  return { utterance, voice, frames, powers, from, to, states: new Int32Array(frames).fill(-1) };
}

/** At 8 kHz, through the filter that callers' audio goes through too. */
function narrow(pcm: Int16Array): Int16Array {
  const decimator = new Decimator();
  const samples = new Int16Array(2 * MARGIN_SAMPLES + Math.ceil(pcm.length / 3));
  let at = MARGIN_SAMPLES;
  for (let from = 0; from < pcm.length; from += PIECE_SAMPLES) {
    const piece = decimator.push(pcm.subarray(from, from + PIECE_SAMPLES));
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
}

function audible(powers: Float32Array, frames: number): { from: number; to: number } | null {
  const energies = Float64Array.from({ length: frames }, (_, t) => {
    let sum = 0;
    for (let band = 0; band < BANDS; band++) sum += powers[t * BANDS + band] as number;
    return sum;
  });
  const least = energies.reduce((a, b) => Math.max(a, b), 0) * 10 ** (-AUDIBLE_DB / 10);
  if (least === 0) return null;
  const first = energies.findIndex((energy) => energy >= least);
  const last = energies.findLastIndex((energy) => energy >= least);
  return { from: Math.max(0, first - FRAMES_BEFORE), to: Math.min(frames, last + 1 + FRAMES_AFTER) };
}
