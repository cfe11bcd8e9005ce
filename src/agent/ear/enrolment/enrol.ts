/**
 * From callers' recordings to what a vocabulary is made of. Pure and repeatable: of the recordings that Callstorm brings it is
 * kept where the package is built (`kept_learning.ts`), of others made when the agent starts.
 *
 * Each utterance becomes a chain of states, one for every 32 ms. What a state sounds like is the mean over all voices
 * and all the ways in which each recording is heard (`augmentation.ts`); in which directions states are told apart best,
 * and how far their frames scatter, is learned over the whole vocabulary (`discriminant.ts`).
 */

import { alignRecordings, realign } from './alignment.ts';
import { codebook } from './codebook.ts';
import { CONTEXT_WIDTH, addContext, contextAt } from '../features/context.ts';
import { discriminant } from './discriminant.ts';
import { AUGMENTATIONS, augmentedCepstra, meanColour } from './augmentation.ts';
import { Projection } from '../features/projection.ts';
import { Scatter } from './scatter.ts';
import type { EnrolledRecording } from './enrolled_recording.ts';
import { enrolledRecordingOf } from './enrolled_recording.ts';
import type { CallerRecording, Vocabulary } from '../recognizer/vocabulary.ts';
import { vocabularyEntry } from '../recognizer/vocabulary.ts';
import { vocabularyOf, type Learning } from './learning.ts';

const DIMS = 22;
const REGULARISED = 0.3;
/** How often frames are given to states anew. */
const ROUNDS = 1;
/** Sounds of the codebook: so many, or of a small vocabulary one for so many states, or each of them would be a sound of its own. */
const MOST_SOUNDS = 96;
const STATES_PER_SOUND = 4;
/** Frames this close to an utterance are neither it nor silence. */
const EDGE_FRAMES = 3;
/** Of many frames, the scatter is learned from about so many; of few, from all, so that none of it is left out. */
const SCATTER_FRAMES = 20_000;

export function enrol(recordings: readonly CallerRecording[]): Vocabulary {
  return vocabularyOf(learnFrom(recordings));
}

/** Takes about a second for 150 recordings. Throws RangeError when there are none, or one is silent. */
export function learnFrom(recordings: readonly CallerRecording[]): Learning {
  const transcripts = new Map(recordings.map(({ utterance, transcript }) => [utterance, transcript]));
  if (transcripts.size === 0) throw new RangeError('a vocabulary needs recordings');
  const ids = [...transcripts.keys()];
  // By voice: what is heard on one line is one voice's.
  const enrolled = recordings
    .toSorted((a, b) => (a.voice < b.voice ? -1 : a.voice > b.voice ? 1 : 0))
    .map((recording) => enrolledRecordingOf(recording, ids.indexOf(recording.utterance)));
  const colour = meanColour(enrolled);
  const augmented = augmentedBy(enrolled, colour);
  const chains = chainsOf(enrolled, augmented.plain, ids.length);
  const scatter = scatterOf(enrolled, augmented.tracks);
  let learned = learn(enrolled, augmented, chains, scatter);
  for (let round = 0; round < ROUNDS; round++) {
    realignAll(enrolled, augmented.plain, chains, learned);
    learned = learn(enrolled, augmented, chains, scatter);
  }
  const { means, silence, rows, shift } = learned;
  return {
    entries: [...transcripts].map(([id, transcript]) => vocabularyEntry(id, transcript)),
    colour,
    rows,
    shift,
    width: CONTEXT_WIDTH,
    lengths: chains.map(({ length }) => length),
    means,
    silence,
    codebook: codebook(means, DIMS, Math.min(MOST_SOUNDS, Math.ceil(means.length / DIMS / STATES_PER_SOUND))),
  };
}

/** The cepstra of each recording. */
interface AugmentedCepstra {
  /** In each of AUGMENTATIONS … */
  readonly tracks: readonly (readonly Float64Array[])[];
  /** … in the first of them … */
  readonly plain: readonly Float64Array[];
  /** … and the mean of all: a state has the same frames however they are heard, so that the mean of all is its mean. */
  readonly mean: readonly Float64Array[];
}

interface Chain {
  readonly first: number;
  readonly length: number;
}

interface Learned extends Pick<Learning, 'rows' | 'shift' | 'means' | 'silence'> {
  readonly projection: Projection;
}

function augmentedBy(recordings: readonly EnrolledRecording[], colour: Float64Array): AugmentedCepstra {
  const tracks = AUGMENTATIONS.map((augmentation) => augmentedCepstra(recordings, augmentation, colour));
  const [plain, ...others] = tracks as [Float64Array[], ...Float64Array[][]];
  const mean = plain.map((cepstra, i) => {
    const sum = cepstra.slice();
    for (const other of others) {
      const more = other[i] as Float64Array;
      for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] as number) + (more[k] as number);
    }
    return sum.map((total) => total / tracks.length);
  });
  return { tracks, plain, mean };
}

function chainsOf(
  recordings: readonly EnrolledRecording[],
  cepstra: readonly Float64Array[],
  utterances: number,
): Chain[] {
  const chains: Chain[] = [];
  let first = 0;
  for (let utterance = 0; utterance < utterances; utterance++) {
    const own = recordings.flatMap((recording, i) =>
      recording.utterance === utterance ? [{ recording, cepstra: cepstra[i] as Float64Array }] : [],
    );
    const length = alignRecordings(own, first);
    chains.push({ first, length });
    first += length;
  }
  return chains;
}

function scatterOf(
  recordings: readonly EnrolledRecording[],
  tracks: readonly (readonly Float64Array[])[],
): Scatter {
  const scatter = new Scatter(CONTEXT_WIDTH);
  const frames = tracks.length * recordings.reduce((sum, { from, to }) => sum + to - from, 0);
  const step = Math.max(1, Math.round(frames / SCATTER_FRAMES));
  for (const [augmentation, cepstra] of tracks.entries()) {
    for (const [i, recording] of recordings.entries()) {
      for (let t = recording.from + (augmentation % step); t < recording.to; t += step) {
        contextAt(cepstra[i] as Float64Array, t, scatter.next);
        scatter.add();
      }
    }
  }
  return scatter;
}

function learn(
  recordings: readonly EnrolledRecording[],
  augmented: AugmentedCepstra,
  chains: readonly Chain[],
  scatter: Scatter,
): Learned {
  const n = CONTEXT_WIDTH;
  const mean = scatter.mean();
  const states = chains.reduce((sum, { length }) => sum + length, 0);
  const { contexts, counts } = meanContexts(recordings, augmented, states);
  const between = betweenStates(contexts, counts, mean, states);
  const within = scatter.covariance().map((value, i) => value - (between[i] as number));
  const rows = discriminant(within, between, n, DIMS, REGULARISED);
  const shift = Float64Array.from({ length: DIMS }, (_, dim) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum -= (rows[dim * n + i] as number) * (mean[i] as number);
    return sum;
  });
  const projection = new Projection(rows, shift, n);
  const projected = new Float64Array((contexts.length / n) * DIMS);
  for (let row = 0; row * n < contexts.length; row++) {
    projected.set(projection.project(contexts.subarray(row * n, (row + 1) * n)), row * DIMS);
  }
  return {
    projection,
    rows,
    shift,
    means: projected.slice(0, states * DIMS),
    silence: projected.slice(states * DIMS),
  };
}

/** Covariance of the states' mean contexts. */
function betweenStates(
  contexts: Float64Array,
  counts: Float64Array,
  mean: Float64Array,
  states: number,
): Float64Array {
  const n = CONTEXT_WIDTH;
  const scatter = new Scatter(n);
  const frames = counts.subarray(0, states).reduce((a, b) => a + b, 0);
  for (let state = 0; state < states; state++) {
    const weight = Math.sqrt((states * (counts[state] as number)) / frames);
    const apart = scatter.next;
    for (let i = 0; i < n; i++) {
      apart[i] = weight * ((contexts[state * n + i] as number) - (mean[i] as number));
    }
    scatter.add();
  }
  return scatter.meanProducts();
}

/** Mean context of each state, and after the states of the silence before and after speech, heard in each way. */
function meanContexts(
  recordings: readonly EnrolledRecording[],
  { tracks, mean }: AugmentedCepstra,
  states: number,
): { contexts: Float64Array; counts: Float64Array } {
  const n = CONTEXT_WIDTH;
  const rows = states + 2 * tracks.length;
  const contexts = new Float64Array(rows * n);
  const counts = new Float64Array(rows);
  const add = (cepstra: Float64Array, t: number, row: number): void => {
    addContext(cepstra, t, contexts, row * n);
    counts[row] = (counts[row] as number) + 1;
  };
  for (const [i, recording] of recordings.entries()) {
    const { from, to, frames } = recording;
    for (let t = from; t < to; t++) add(mean[i] as Float64Array, t, recording.states[t] as number);
    for (const [augmentation, cepstra] of tracks.entries()) {
      const own = cepstra[i] as Float64Array;
      for (let t = 0; t < from - EDGE_FRAMES; t++) add(own, t, states + 2 * augmentation);
      for (let t = to + EDGE_FRAMES; t < frames; t++) add(own, t, states + 2 * augmentation + 1);
    }
  }
  for (let row = 0; row < rows; row++) {
    const count = counts[row] as number;
    // A state that no frame was given to sounds like the one before it.
    if (count === 0) contexts.copyWithin(row * n, (row - 1) * n, row * n);
    else for (let at = row * n; at < (row + 1) * n; at++) contexts[at] = (contexts[at] as number) / count;
  }
  return { contexts, counts };
}

function realignAll(
  recordings: readonly EnrolledRecording[],
  cepstra: readonly Float64Array[],
  chains: readonly Chain[],
  { projection, means }: Learned,
): void {
  const context = new Float64Array(CONTEXT_WIDTH);
  recordings.forEach((recording, i) => {
    const features = new Float64Array((recording.to - recording.from) * DIMS);
    for (let t = recording.from; t < recording.to; t++) {
      contextAt(cepstra[i] as Float64Array, t, context);
      features.set(projection.project(context), (t - recording.from) * DIMS);
    }
    const { first, length } = chains[recording.utterance] as Chain;
    realign(recording, features, DIMS, means, first, length);
  });
}
