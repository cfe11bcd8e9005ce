/**
 * Variants of recordings: which one a recipe makes, and what makes it. The sound of a variant is a function of its recording
 * and its recipe alone, so that callers with the same recipe share it, in this run and in every other.
 */

import type { ClipVariant, Recipe, Segment } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import { canonicalJson, sha256 } from './canonical.ts';

/**
 * Follows recipes. Samples are floats in ±1 at the rate of the wire, so that what a step asks for (a level, a ratio) is what
 * is sent. Same arguments, same samples; what is random is drawn from `seed`, which is each recording's own.
 */
export interface Processor {
  /**
   * What is sent in place of these samples: as many of them, in time with them. They are whole frames, the last one filled
   * with zeros, so that a recipe with a bed has it to the end of the clip.
   */
  apply(
    samples: Float32Array,
    sampleRate: number,
    recipe: Recipe,
    seed: number,
    /** Where speech is audible in them. */
    speech?: readonly Segment[],
  ): Float32Array;
  /**
   * What is heard between words, as a loop of whole frames of `frameSamples` samples. Null, or no such function: silence.
   * `said`: something that is said in this variant, clean; undefined where nothing is.
   */
  bed?(
    sampleRate: number,
    recipe: Recipe,
    seed: number,
    frameSamples: number,
    said?: Said,
  ): Float32Array | null;
}

/** Something that is said, and where in it speech is audible. */
export interface Said {
  readonly samples: Float32Array;
  readonly speech: readonly Segment[];
}

/** How much of a variant's id is in that of a clip: enough for people and for a run's few recipes. */
const ID_IN_CLIP = 16;

/** Undefined for a recipe without steps: that is the clean recording. */
export function variantOf(recipe: Recipe | undefined): ClipVariant | undefined {
  if (recipe === undefined || recipe.steps.length === 0) return undefined;
  return { id: sha256(canonicalJson(recipe)), recipe };
}

export function clipId(voice: string, utterance: string, variant: ClipVariant | undefined): string {
  const clean = `${voice}/${utterance}`;
  return variant === undefined ? clean : `${clean}~${variant.id.slice(0, ID_IN_CLIP)}`;
}

/** A seed for each thing that a recipe makes: two recordings under the same noise would be heard to be. */
export function seedFor({ recipe }: ClipVariant, ...what: readonly string[]): number {
  return new Random(recipe.seed, 'recipe', ...what).below(4294967296);
}
