/** What was learned of how utterances sound, as numbers that can be kept, and the vocabulary that is made of them. Pure. */

import { Projection } from '../features/projection.ts';
import { States } from '../recognizer/states.ts';
import type { Vocabulary, VocabularyEntry } from '../recognizer/vocabulary.ts';

export interface Learning {
  readonly entries: readonly VocabularyEntry[];
  /** Mean cepstrum of the enrolled voices. */
  readonly colour: Float64Array;
  /** Of the projection: `width` weights for each feature, and what is added to each. */
  readonly rows: Float64Array;
  readonly shift: Float64Array;
  readonly width: number;
  /** How many states each entry has. */
  readonly lengths: readonly number[];
  /** Of each state a number for each feature, one entry after another. */
  readonly means: Float64Array;
  /** A row for silence before speech and one for silence after it, for each augmentation. */
  readonly silence: Float64Array;
  readonly codebook: Float64Array;
}

export function vocabularyOf(learning: Learning): Vocabulary {
  const { entries, colour, rows, shift, width, lengths, means, silence, codebook } = learning;
  const dims = shift.length;
  let from = 0;
  const chains = entries.map(({ kind }, i) => {
    const to = from + (lengths[i] as number) * dims;
    const chain = { kind, means: means.subarray(from, to) };
    from = to;
    return chain;
  });
  return {
    entries,
    colour,
    projection: new Projection(rows, shift, width),
    states: new States(chains, silence, codebook, dims),
  };
}
