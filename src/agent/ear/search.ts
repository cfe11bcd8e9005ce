/**
 * The search for what was said: the cheapest path through chains of states and silence, in one pass, a frame at a time,
 * over all that may have been said at once (Ney, 1984). Pure, exact (nothing is pruned), the same work for every frame.
 *
 * Only ends of utterances are remembered. A frame has up to three of them, one for each thing that may have been said
 * last, because what may follow depends on it: digits after an opener or a digit; anything else costs extra there, and a
 * sentence after a sentence does too. Such an end is known by its token, 4 · frame + context; along a chain goes the
 * token of the end that it was entered from.
 */

import type { States } from './states.ts';
import { COST_STEPS, UNREACHED } from './states.ts';
import type { UtteranceKind, Vocabulary } from './vocabulary.ts';

/** A stretch of the best path: frames from … to − 1. */
export interface Stretch {
  /** Index of the vocabulary's entry, or SILENCE. */
  readonly entry: number;
  readonly from: number;
  readonly to: number;
  /** Squared distance from what was expected, mean of its frames … */
  readonly cost: number;
  /** … and from the nearest sound there is, whatever it belongs to. */
  readonly leastCost: number;
}

export interface Path {
  readonly stretches: readonly Stretch[];
  /** The entry in whose middle it ends, which is not among the stretches. */
  readonly unfinished: number | null;
}

export const SILENCE = -1;
/** Frames after which it has to begin anew: 32 s. */
export const MOST_FRAMES = 2048;

/** What has been said up to an end: nothing, a sentence last, or an opener or digit last. */
const NOTHING = 0;
const SENTENCE = 1;
const NUMBER = 2;
const CONTEXTS = 3;
/** Bits of a token below its frame's. */
const CONTEXT_BITS = 2;

// Costs, on the scale of squared distances: a frame that fits its state well has about 15, one that does not, 40.
const STAY = 2 * COST_STEPS;
const SKIP = 8 * COST_STEPS;
const ENTER = 100;
const ENTER_AGAINST_ORDER = 300;
const ENTER_SILENCE = 10 * COST_STEPS;
const entryCosts = {
  digit: [ENTER, ENTER_AGAINST_ORDER, ENTER],
  other: [ENTER, ENTER_AGAINST_ORDER, ENTER_AGAINST_ORDER],
};
/** Whatever it sounds like, what is this far under the voice may be silence at this cost; louder, it costs more. */
export const QUIET_DB = -36;
const QUIET_COST = 40;
const QUIET_COST_PER_DB = 3;
/** A path that ends in an utterance's last moments counts as being at its end. */
const NEARLY_ENDED = 40 * COST_STEPS;

const FIRST_FRAMES = 256;

export class Search {
  /** Since it began. */
  frames = 0;
  private readonly states: States;
  private readonly kinds: readonly UtteranceKind[];
  private readonly scores: Uint16Array;
  private readonly tokens: Uint16Array;
  /** Cost of the best path to each context's end at this frame, and of being in silence there; less `offset`. */
  private readonly ends = new Float64Array(CONTEXTS);
  private readonly silences = new Float64Array(CONTEXTS);
  private readonly silenceTokens = new Uint16Array(CONTEXTS);
  /** The least score: taken off all at the next frame, so that they stay within 16 bits. */
  private least = 0;
  private offset = 0;
  // Of each end, by token: what ended, the end that it was entered from, the whole cost. Of each frame: the least cost.
  private entries = new Int16Array(FIRST_FRAMES << CONTEXT_BITS);
  private origins = new Uint16Array(FIRST_FRAMES << CONTEXT_BITS);
  private costs = new Float32Array(FIRST_FRAMES << CONTEXT_BITS);
  private leastCosts = new Float32Array(FIRST_FRAMES);

  constructor({ states, entries }: Vocabulary) {
    this.states = states;
    this.kinds = entries.map(({ kind }) => kind);
    this.scores = new Uint16Array(states.places);
    this.tokens = new Uint16Array(states.places);
    this.begin();
  }

  /** `after`: what was said before, if anything. */
  begin(after?: UtteranceKind): void {
    const context = after === undefined ? NOTHING : contextAfter(after);
    this.frames = 0;
    this.least = 0;
    this.offset = 0;
    this.scores.fill(UNREACHED);
    this.ends.fill(Infinity);
    this.silences.fill(Infinity);
    this.ends[context] = 0;
    this.costs[context] = 0;
    this.leastCosts[0] = 0;
  }

  /** To be called before some steps, in a row … */
  enter(): void {
    this.states.scores.set(this.scores);
    this.states.tokens.set(this.tokens);
  }

  /** … and after them. */
  leave(): void {
    this.scores.set(this.states.scores);
    this.tokens.set(this.states.tokens);
  }

  /** One frame onwards; RangeError after MOST_FRAMES. */
  step(features: Float64Array, energyDb: number): void {
    if (this.frames >= MOST_FRAMES) throw new RangeError('the search must begin anew');
    const { states, ends, silences } = this;
    states.compare(features);
    this.openChains();
    let least = states.step(STAY, SKIP, this.least);
    const silenceCost = this.silenceCost(energyDb);
    for (let context = 0; context < CONTEXTS; context++) {
      const entered = (ends[context] as number) + ENTER_SILENCE;
      if (entered < (silences[context] as number)) {
        silences[context] = entered;
        this.silenceTokens[context] = tokenOf(this.frames, context);
      }
      silences[context] = (silences[context] as number) + silenceCost - this.least;
      least = Math.min(least, silences[context] as number);
    }
    this.offset += this.least;
    this.least = Math.min(least, UNREACHED - 1);
    this.frames++;
    this.closeChains(Math.min(silenceCost, nearest(states.distances, states.codebookAt, states.codebookEnd)));
  }

  /** The best path so far. */
  path(): Path {
    let end = tokenOf(this.frames, NOTHING);
    let cost = Infinity;
    this.ends.forEach((of, context) => {
      if (of >= cost) return;
      cost = of;
      end = tokenOf(this.frames, context);
    });
    if (cost <= this.least + NEARLY_ENDED) return { stretches: this.traceBack(end), unfinished: null };
    const place = this.scores.indexOf(this.least);
    end = this.tokens[place] ?? end;
    const unfinished = this.states.last.findIndex((last) => place <= last);
    return { stretches: this.traceBack(end), unfinished };
  }

  /** Puts the ends of this frame where chains are entered. */
  private openChains(): void {
    const { states, kinds } = this;
    const digit = this.cheapestEntry(entryCosts.digit);
    const digitCost = this.entryCost;
    const other = this.cheapestEntry(entryCosts.other);
    const otherCost = this.entryCost;
    for (let i = 0; i < kinds.length; i++) {
      const at = (states.first[i] as number) - 1;
      const isDigit = kinds[i] === 'digit';
      states.scores[at] = isDigit ? digitCost : otherCost;
      states.tokens[at] = isDigit ? digit : other;
      states.scores[at - 1] = UNREACHED;
    }
  }

  private entryCost = 0;

  private cheapestEntry(costs: readonly number[]): number {
    let token = 0;
    this.entryCost = UNREACHED;
    for (let context = 0; context < CONTEXTS; context++) {
      const cost = (this.ends[context] as number) + (costs[context] as number) * COST_STEPS;
      if (cost >= this.entryCost) continue;
      this.entryCost = cost;
      token = tokenOf(this.frames, context);
    }
    return token;
  }

  /** Notes what ends with this frame. */
  private closeChains(leastCost: number): void {
    const { states, kinds, frames } = this;
    this.makeRoom();
    this.leastCosts[frames] = (this.leastCosts[frames - 1] as number) + leastCost;
    for (let context = 0; context < CONTEXTS; context++) {
      this.ends[context] = Infinity;
      this.close(context, this.silences[context] as number, SILENCE, this.silenceTokens[context] as number);
    }
    for (let i = 0; i < kinds.length; i++) {
      const at = states.last[i] as number;
      const kind = kinds[i] as UtteranceKind;
      this.close(contextAfter(kind), states.scores[at] as number, i, states.tokens[at] as number);
    }
  }

  private close(context: number, cost: number, entry: number, origin: number): void {
    if (cost >= (this.ends[context] as number) || cost >= UNREACHED) return;
    const token = tokenOf(this.frames, context);
    this.ends[context] = cost;
    this.entries[token] = entry;
    this.origins[token] = origin;
    this.costs[token] = cost + this.offset;
  }

  private silenceCost(energyDb: number): number {
    const { distances, silenceAt, codebookAt } = this.states;
    const quiet = QUIET_COST + QUIET_COST_PER_DB * Math.max(0, energyDb - QUIET_DB);
    return Math.min(Math.round(quiet * COST_STEPS), nearest(distances, silenceAt, codebookAt));
  }

  private traceBack(end: number): Stretch[] {
    const stretches: Stretch[] = [];
    for (let token = end; frameOf(token) > 0;) {
      const origin = this.origins[token] as number;
      const from = frameOf(origin);
      const to = frameOf(token);
      const steps = (to - from) * COST_STEPS;
      const cost = (this.costs[token] as number) - (this.costs[origin] as number);
      const leastCost = (this.leastCosts[to] as number) - (this.leastCosts[from] as number);
      const entry = this.entries[token] as number;
      const entering = this.entryCostOf(entry, contextOf(origin));
      stretches.push({ entry, from, to, cost: (cost - entering) / steps, leastCost: leastCost / steps });
      token = origin;
    }
    return stretches.reverse();
  }

  /** What entering it took there, whatever it sounds like. */
  private entryCostOf(entry: number, context: number): number {
    if (entry === SILENCE) return ENTER_SILENCE;
    const costs = this.kinds[entry] === 'digit' ? entryCosts.digit : entryCosts.other;
    return (costs[context] as number) * COST_STEPS;
  }

  private makeRoom(): void {
    if (this.frames < this.leastCosts.length) return;
    const frames = 2 * this.leastCosts.length;
    this.entries = copyInto(new Int16Array(frames << CONTEXT_BITS), this.entries);
    this.origins = copyInto(new Uint16Array(frames << CONTEXT_BITS), this.origins);
    this.costs = copyInto(new Float32Array(frames << CONTEXT_BITS), this.costs);
    this.leastCosts = copyInto(new Float32Array(frames), this.leastCosts);
  }
}

function contextAfter(kind: UtteranceKind): number {
  return kind === 'sentence' ? SENTENCE : NUMBER;
}

function tokenOf(frame: number, context: number): number {
  return (frame << CONTEXT_BITS) | context;
}

function contextOf(token: number): number {
  return token & ((1 << CONTEXT_BITS) - 1);
}

function frameOf(token: number): number {
  return token >> CONTEXT_BITS;
}

function nearest(distances: Uint16Array, from: number, to: number): number {
  let least = UNREACHED;
  for (let i = from; i < to; i++) if ((distances[i] as number) < least) least = distances[i] as number;
  return least;
}

function copyInto<A extends Int16Array | Uint16Array | Float32Array>(larger: A, values: A): A {
  larger.set(values);
  return larger;
}
