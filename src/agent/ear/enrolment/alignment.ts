/**
 * Which frames of one recording sound like which of another, and which state of its utterance each frame is in. Pure.
 * Recordings of one utterance are first laid over the one of middle length by dynamic time warping (Sakoe and Chiba,
 * 1978); once states have means, each frame is given its state by the best path through them.
 */

import { COEFFICIENTS } from '../features/cepstrum.ts';
import type { EnrolledRecording } from './enrolled_recording.ts';

/** Frames of the middle recording to a state: 32 ms. */
const FRAMES_PER_STATE = 2;
const FEWEST_STATES = 3;
/** Loudness tells less than timbre; how a sound moves tells nearly as much. */
const LOUDNESS_WEIGHT = 0.55;
const MOVEMENT_WEIGHT = 0.7;
const MOVEMENT_REACH = 2;
/** Staying in place costs a share of the distance on top, against paths that wait for what fits. */
const WAITING_SHARE = 0.3;
/** Leaving out a state costs this much. */
const SKIP_COST = 4;

/** Numbers the frames of all recordings of one utterance with states from `first` on; returns how many there are. */
export function alignRecordings(
  recordings: readonly { readonly recording: EnrolledRecording; readonly cepstra: Float64Array }[],
  first: number,
): number {
  const middle = recordings.toSorted((a, b) => span(a.recording) - span(b.recording))[
    (recordings.length - 1) >> 1
  ];
  if (middle === undefined) throw new RangeError('an utterance without recordings');
  const length = span(middle.recording);
  const states = Math.max(FEWEST_STATES, Math.round(length / FRAMES_PER_STATE));
  const target = outline(middle.recording, middle.cepstra);
  for (const other of recordings) {
    const { recording, cepstra } = other;
    const path = other === middle ? null : warp(outline(recording, cepstra), target);
    for (let i = 0; i < span(recording); i++) {
      const at = path === null ? i : (path[i] as number);
      recording.states[recording.from + i] = first + Math.min(states - 1, Math.floor((at * states) / length));
    }
  }
  return states;
}

/** Numbers them anew by the states' means; `features` are those of the utterance's frames. */
export function realign(
  recording: EnrolledRecording,
  features: Float64Array,
  dims: number,
  means: Float64Array,
  first: number,
  states: number,
): void {
  const frames = span(recording);
  const costs = new Float64Array(states).fill(Infinity);
  const steps = new Uint8Array(frames * states);
  for (let t = 0; t < frames; t++) {
    for (let state = Math.min(states - 1, 2 * t); state >= 0; state--) {
      let cost = t === 0 ? 0 : (costs[state] as number);
      let step = 0;
      if (state >= 1 && (costs[state - 1] as number) < cost) {
        cost = costs[state - 1] as number;
        step = 1;
      }
      if (state >= 2 && (costs[state - 2] as number) + SKIP_COST < cost) {
        cost = (costs[state - 2] as number) + SKIP_COST;
        step = 2;
      }
      steps[t * states + state] = step;
      costs[state] = cost + distance(features, t * dims, means, (first + state) * dims, dims);
    }
  }
  // A recording so short that it cannot reach the last state keeps the numbers it has.
  if (!((costs[states - 1] as number) < Infinity)) return;
  for (let t = frames - 1, state = states - 1; t >= 0; t--) {
    recording.states[recording.from + t] = first + state;
    state -= steps[t * states + state] as number;
  }
}

/** Sum of squared differences. */
export function distance(a: Float64Array, atA: number, b: Float64Array, atB: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) {
    const difference = (a[atA + k] as number) - (b[atB + k] as number);
    sum += difference * difference;
  }
  return sum;
}

function span(recording: EnrolledRecording): number {
  return recording.to - recording.from;
}

/** Timbre and its movement, frame by frame. */
function outline(recording: EnrolledRecording, cepstra: Float64Array): Float64Array {
  const rows = new Float64Array(span(recording) * 2 * COEFFICIENTS);
  const last = recording.frames - 1;
  for (let i = 0, at = 0; i < span(recording); i++, at += 2 * COEFFICIENTS) {
    const now = (recording.from + i) * COEFFICIENTS;
    const before = Math.max(0, recording.from + i - MOVEMENT_REACH) * COEFFICIENTS;
    const after = Math.min(last, recording.from + i + MOVEMENT_REACH) * COEFFICIENTS;
    for (let k = 0; k < COEFFICIENTS; k++) {
      rows[at + k] = (k === 0 ? LOUDNESS_WEIGHT : 1) * (cepstra[now + k] as number);
      rows[at + COEFFICIENTS + k] =
        MOVEMENT_WEIGHT * ((cepstra[after + k] as number) - (cepstra[before + k] as number));
    }
  }
  return rows;
}

/** For each row of `a`, the row of `b` that it is laid on. */
function warp(a: Float64Array, b: Float64Array): Int32Array {
  const width = 2 * COEFFICIENTS;
  const rows = a.length / width;
  const columns = b.length / width;
  const steps = new Uint8Array(rows * columns);
  let above = new Float64Array(columns);
  let here = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const apart = distance(a, i * width, b, j * width, width);
      let cost = i === 0 && j === 0 ? 0 : Infinity;
      let step = 0;
      if (i > 0 && j > 0) cost = above[j - 1] as number;
      if (i > 0 && (above[j] as number) + WAITING_SHARE * apart < cost) {
        cost = (above[j] as number) + WAITING_SHARE * apart;
        step = 1;
      }
      if (j > 0 && (here[j - 1] as number) + WAITING_SHARE * apart < cost) {
        cost = (here[j - 1] as number) + WAITING_SHARE * apart;
        step = 2;
      }
      here[j] = cost + apart;
      steps[i * columns + j] = step;
    }
    [above, here] = [here, above];
  }
  const path = new Int32Array(rows);
  for (let i = rows - 1, j = columns - 1; i >= 0 && j >= 0;) {
    path[i] = j;
    const step = steps[i * columns + j] as number;
    if (step !== 2) i--;
    if (step !== 1) j--;
  }
  return path;
}
