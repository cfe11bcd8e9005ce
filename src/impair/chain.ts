/**
 * Does what a recipe says to one recording: its steps in the order of a real line, whatever the order they were written in, each
 * with draws of its own. Pure. As many samples come out as went in, and nothing is moved. Steps of one stage keep their order.
 */

import type { Recipe, RecipeStep } from '../core/plan/recipe.ts';
import type { Segment } from '../core/plan/plan.ts';
import { Random } from '../core/word/random.ts';
import { activeDbfs } from '../audio/level.ts';
import type { Impairment, ImpairmentArgs, Samples, Tools } from './impairment.ts';
import { stages } from './impairment.ts';
import { impairments } from './impairments.ts';

/** How long what was said dies away before the loop of a bed begins, how long the loop is, and how its ends overlap. */
const DYING_AWAY_MS = 5_000;
const LOOP_MS = 8_000;
const OVERLAP_MS = 50;

interface Link {
  readonly step: RecipeStep;
  readonly impairment: Impairment;
  /** Among those of its name. */
  readonly number: number;
}

/** RangeError: a step that nobody knows. `seed`: the recording's own. */
export function spoil(
  clean: Samples,
  sampleRate: number,
  recipe: Recipe,
  seed: number,
  speech: readonly Segment[],
  tools: Tools,
): Samples {
  const around = { speech, activeDbfs: activeDbfs(Float32Array.from(clean), sampleRate), tools };
  return linksOf(recipe).reduce((samples, { step, impairment, number }) => {
    // A room is the same for all that is said in it.
    const own = impairment.stage === 'room' ? recipe.seed : seed;
    const random = new Random('impair', own, step.name, number);
    const made = impairment.apply(samples, sampleRate, argsOf(step, impairment), random, around);
    if (made.length !== samples.length) {
      throw new RangeError(`${step.name} made ${made.length} samples of ${samples.length}`);
    }
    return made;
  }, clean);
}

/** Whether anything is heard between the words. */
export function goesOn(recipe: Recipe): boolean {
  return linksOf(recipe).some(({ impairment }) => impairment.goesOn === true);
}

/**
 * What goes on between the words, as a loop of whole frames: what the same line makes of the silence after something said, so
 * that noise, gain and codec are as they are under the words. Null: nothing does.
 */
export function spoiledSilence(
  said: { readonly samples: Samples; readonly speech: readonly Segment[] },
  sampleRate: number,
  recipe: Recipe,
  seed: number,
  frameSamples: number,
  tools: Tools,
): Samples | null {
  if (!goesOn(recipe)) return null;
  const loop = Math.max(1, Math.round((LOOP_MS * sampleRate) / 1000 / frameSamples)) * frameSamples;
  const overlap = Math.round((OVERLAP_MS * sampleRate) / 1000);
  const from = said.samples.length + Math.round((DYING_AWAY_MS * sampleRate) / 1000);
  const clean = new Float32Array(from + loop + overlap);
  clean.set(said.samples);
  const made = spoil(clean, sampleRate, recipe, seed, said.speech, tools);
  return closed(made.slice(from), loop, overlap);
}

/** Its beginning fades in over what comes after its end, at equal power: it goes round without a click. */
function closed(samples: Samples, loop: number, overlap: number): Samples {
  const ring = samples.slice(0, loop);
  for (let i = 0; i < Math.min(overlap, loop); i++) {
    const turn = ((i + 0.5) / overlap) * (Math.PI / 2);
    ring[i] = (samples[i] as number) * Math.sin(turn) + (samples[loop + i] as number) * Math.cos(turn);
  }
  return ring;
}

function linksOf({ steps }: Recipe): readonly Link[] {
  const counts = new Map<string, number>();
  const links = steps.map((step): Link => {
    const impairment = impairments.get(step.name);
    if (impairment === undefined)
      throw new RangeError(`a recipe has a step "${step.name}" that is not known`);
    const number = counts.get(step.name) ?? 0;
    counts.set(step.name, number + 1);
    return { step, impairment, number };
  });
  return links.sort((a, b) => stages.indexOf(a.impairment.stage) - stages.indexOf(b.impairment.stage));
}

/** Plans are read from files too: what a step was made with is there, or it is not followed. */
function argsOf({ name, parameters }: RecipeStep, { args }: Impairment): ImpairmentArgs {
  const missing = Object.keys(args).find((key) => !Object.hasOwn(parameters, key));
  if (missing !== undefined) throw new RangeError(`a recipe has a step ${name} without "${missing}"`);
  return parameters as ImpairmentArgs;
}
