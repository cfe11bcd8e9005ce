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
import { COST_STEPS, FRAMES_AT_ONCE, UNREACHED } from './states.ts';
import type { UtteranceKind } from './utterance_kind.ts';
import type { Vocabulary } from './vocabulary.ts';

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

/** Frames that wait before they are compared, unless the path is asked for: half a second. */
const PATIENCE = 32;
const FIRST_FRAMES = 256;

export class Search {
  /** Since it began; of them, so many wait to be compared. */
  frames = 0;
  private waiting = 0;
  /** What they sound like, in turn, and which of it each frame does. */
  private sounds = 0;
  private readonly given: Int32Array;
  private readonly soundOf = new Uint8Array(PATIENCE);
  private readonly energies = new Float64Array(PATIENCE);
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
    this.given = new Int32Array(PATIENCE * states.frameWords);
    this.scores = new Uint16Array(states.places);
    this.tokens = new Uint16Array(states.places);
    this.begin();
  }

  /** `after`: what was said before, if anything. */
  begin(after?: UtteranceKind): void {
    const context = after === undefined ? NOTHING : contextAfter(after);
    this.frames = 0;
    this.waiting = this.sounds = 0;
    this.least = 0;
    this.offset = 0;
    this.scores.fill(UNREACHED);
    this.ends.fill(Infinity);
    this.silences.fill(Infinity);
    this.ends[context] = 0;
    this.costs[context] = 0;
    this.leastCosts[0] = 0;
  }

  /** One frame onwards; null: it sounds like the frame before it, which there was. RangeError after MOST_FRAMES. */
  step(features: Float32Array | Float64Array | null, energyDb: number): void {
    if (this.frames >= MOST_FRAMES) throw new RangeError('the search must begin anew');
    if (features !== null) {
      this.states.quantise(features, this.given, this.sounds * this.states.frameWords);
      this.sounds++;
    } else if (this.sounds === 0) this.sounds = 1;
    this.soundOf[this.waiting] = this.sounds - 1;
    this.energies[this.waiting] = energyDb;
    this.waiting++;
    this.frames++;
    if (this.waiting === PATIENCE) this.catchUp();
  }

  /** Frames wait for one another: what all searches share is large, and fetched once for many of them. */
  private catchUp(): void {
    const { states, given, sounds, waiting } = this;
    if (waiting === 0) return;
    const { frameWords } = states;
    states.scores.set(this.scores);
    states.tokens.set(this.tokens);
    let next = 0;
    for (let from = 0; from < sounds; from += FRAMES_AT_ONCE) {
      const count = Math.min(FRAMES_AT_ONCE, sounds - from);
      states.compare(given, from * frameWords, count);
      for (; next < waiting && (this.soundOf[next] as number) < from + count; next++) {
        const at = (this.soundOf[next] as number) - from;
        this.advance(this.frames - waiting + next, at, this.energies[next] as number);
      }
    }
    this.scores.set(states.scores);
    this.tokens.set(states.tokens);
    // The next frame may sound like the last.
    given.copyWithin(0, (sounds - 1) * frameWords, sounds * frameWords);
    this.waiting = this.sounds = 0;
  }

  /** From the end of so many frames to that of the next, which is number `at` of those compared. */
  private advance(frames: number, at: number, energyDb: number): void {
    const { states, ends, silences } = this;
    this.openChains(frames);
    let least = states.step(at, STAY, SKIP, this.least);
    const silenceCost = this.silenceCost(at, energyDb);
    for (let context = 0; context < CONTEXTS; context++) {
      const entered = (ends[context] as number) + ENTER_SILENCE;
      if (entered < (silences[context] as number)) {
        silences[context] = entered;
        this.silenceTokens[context] = tokenOf(frames, context);
      }
      silences[context] = (silences[context] as number) + silenceCost - this.least;
      least = Math.min(least, silences[context] as number);
    }
    this.offset += this.least;
    this.least = Math.min(least, UNREACHED - 1);
    this.closeChains(frames + 1, Math.min(silenceCost, states.nearestSound(at)));
  }

  /** The best path so far. */
  path(): Path {
    this.catchUp();
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
  private openChains(frames: number): void {
    const digit = this.cheapestEntry(entryCosts.digit, frames);
    const digitCost = this.entryCost;
    const other = this.cheapestEntry(entryCosts.other, frames);
    this.states.open(digitCost, digit, this.entryCost, other);
  }

  private entryCost = 0;

  private cheapestEntry(costs: readonly number[], frames: number): number {
    let token = 0;
    this.entryCost = UNREACHED;
    for (let context = 0; context < CONTEXTS; context++) {
      const cost = (this.ends[context] as number) + (costs[context] as number) * COST_STEPS;
      if (cost >= this.entryCost) continue;
      this.entryCost = cost;
      token = tokenOf(frames, context);
    }
    return token;
  }

  /** Notes what ends with this frame. */
  private closeChains(frames: number, leastCost: number): void {
    this.makeRoom(frames);
    this.leastCosts[frames] = (this.leastCosts[frames - 1] as number) + leastCost;
    for (let context = 0; context < CONTEXTS; context++) {
      this.ends[context] = Infinity;
      const token = this.silenceTokens[context] as number;
      this.close(tokenOf(frames, context), this.silences[context] as number, SILENCE, token);
    }
    this.closeChain(tokenOf(frames, SENTENCE), this.states.cheapest(true));
    this.closeChain(tokenOf(frames, NUMBER), this.states.cheapest(false));
  }

  private closeChain(token: number, chain: number): void {
    if (chain < 0) return;
    const { last, scores, tokens } = this.states;
    const at = last[chain] as number;
    this.close(token, scores[at] as number, chain, tokens[at] as number);
  }

  /** `token`: of the end that it would be; `origin`: of the one that it comes from. */
  private close(token: number, cost: number, entry: number, origin: number): void {
    const context = contextOf(token);
    if (cost >= (this.ends[context] as number) || cost >= UNREACHED) return;
    this.ends[context] = cost;
    this.entries[token] = entry;
    this.origins[token] = origin;
    this.costs[token] = cost + this.offset;
  }

  private silenceCost(at: number, energyDb: number): number {
    const quiet = QUIET_COST + QUIET_COST_PER_DB * Math.max(0, energyDb - QUIET_DB);
    return Math.min(Math.round(quiet * COST_STEPS), this.states.nearestSilence(at));
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

  private makeRoom(frames: number): void {
    if (frames < this.leastCosts.length) return;
    const length = 2 * this.leastCosts.length;
    this.entries = copyInto(new Int16Array(length << CONTEXT_BITS), this.entries);
    this.origins = copyInto(new Uint16Array(length << CONTEXT_BITS), this.origins);
    this.costs = copyInto(new Float32Array(length << CONTEXT_BITS), this.costs);
    this.leastCosts = copyInto(new Float32Array(length), this.leastCosts);
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

function copyInto<A extends Int16Array | Uint16Array | Float32Array>(larger: A, values: A): A {
  larger.set(values);
  return larger;
}
