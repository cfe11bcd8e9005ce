/**
 * The search for what was said: the cheapest path through chains of states and silence, in one pass, a sound at a time,
 * over all that may have been said at once (Ney, 1984). Pure, exact (nothing is pruned), the same work for every sound.
 *
 * A sound lasts two frames, so near are neighbours to one another. Within it a path may move twice along its chain; from one
 * utterance to the next, or to silence, it goes between sounds only.
 *
 * What may follow depends on what was said last: digits after an opener or a digit; anything else costs extra there, and a
 * sentence after a sentence does too. So a sound has up to three ends (ends.ts); along a chain goes the token of the end that
 * it was entered from.
 */

import { CONTEXTS, contextAfter, contextOf, Ends, NOTHING, NUMBER, SENTENCE, tokenOf } from './ends.ts';
import type { States } from './states.ts';
import { COST_STEPS, FRAMES_PER_SOUND, SOUNDS_AT_ONCE, UNREACHED } from './states.ts';
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
  /** How much more, per frame, the next best utterance that ends there would have cost, whatever it begins with; of silence, 0. */
  readonly lead: number;
  /** Frames that it usually takes; of silence, as many as it has. */
  readonly usualFrames: number;
}

export interface Path {
  readonly stretches: readonly Stretch[];
  /** The entry in whose middle it ends, which is not among the stretches. */
  readonly unfinished: number | null;
}

export const SILENCE = -1;
/** Frames after which it has to begin anew: 32 s. */
export const MOST_FRAMES = 2048;

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

export class Search {
  private sounds = 0;
  /** Of them, so many wait to be compared: what they sound like, and how loud they are. */
  private waiting = 0;
  private readonly given: Int32Array;
  private readonly energies = new Float64Array(SOUNDS_AT_ONCE);
  private readonly states: States;
  private readonly kinds: readonly UtteranceKind[];
  private readonly scores: Uint16Array;
  private readonly tokens: Uint16Array;
  /** Cost of the best path to each context's end at this sound, and of being in silence there; less `offset`. */
  private readonly ends = new Float64Array(CONTEXTS);
  private readonly silences = new Float64Array(CONTEXTS);
  private readonly silenceTokens = new Uint16Array(CONTEXTS);
  /** The least score: taken off all at the next sound, so that they stay within 16 bits. */
  private least = 0;
  private offset = 0;
  private readonly remembered = new Ends();

  constructor({ states, entries }: Vocabulary) {
    this.states = states;
    this.kinds = entries.map(({ kind }) => kind);
    this.given = new Int32Array(SOUNDS_AT_ONCE * states.frameWords);
    this.scores = new Uint16Array(states.places);
    this.tokens = new Uint16Array(states.places);
    this.begin();
  }

  /** Since it began. */
  get frames(): number {
    return this.sounds * FRAMES_PER_SOUND;
  }

  /** `after`: what was said before, if anything. */
  begin(after?: UtteranceKind): void {
    const context = after === undefined ? NOTHING : contextAfter(after);
    this.sounds = this.waiting = 0;
    this.least = 0;
    this.offset = 0;
    this.scores.fill(UNREACHED);
    this.ends.fill(Infinity);
    this.silences.fill(Infinity);
    this.ends[context] = 0;
    this.remembered.begin(context);
  }

  /** One sound onwards: two frames with these features, the louder so loud. RangeError after MOST_FRAMES. */
  step(features: Float32Array | Float64Array, energyDb: number): void {
    if (this.frames >= MOST_FRAMES) throw new RangeError('the search must begin anew');
    this.states.quantise(features, this.given, this.waiting * this.states.frameWords);
    this.energies[this.waiting] = energyDb;
    this.waiting++;
    this.sounds++;
    if (this.waiting === SOUNDS_AT_ONCE) this.catchUp();
  }

  /** Sounds wait for one another: what all searches share is large, and fetched once for half a second of them. */
  private catchUp(): void {
    const { states, given, waiting } = this;
    if (waiting === 0) return;
    states.scores.set(this.scores);
    states.tokens.set(this.tokens);
    states.compare(given, waiting);
    const before = this.sounds - waiting;
    for (let at = 0; at < waiting; at++) this.advance(before + at, at, this.energies[at] as number);
    this.scores.set(states.scores);
    this.tokens.set(states.tokens);
    this.waiting = 0;
  }

  /** From the end of so many sounds to that of the next, which is number `at` of those compared. */
  private advance(sounds: number, at: number, energyDb: number): void {
    const { states, ends, silences } = this;
    this.openChains(sounds);
    let least = states.step(at, STAY, SKIP, this.least);
    const silenceCost = FRAMES_PER_SOUND * this.silenceCost(at, energyDb);
    for (let context = 0; context < CONTEXTS; context++) {
      const entered = (ends[context] as number) + ENTER_SILENCE;
      if (entered < (silences[context] as number)) {
        silences[context] = entered;
        this.silenceTokens[context] = tokenOf(sounds, context);
      }
      silences[context] = (silences[context] as number) + silenceCost - this.least;
      least = Math.min(least, silences[context] as number);
    }
    this.offset += this.least;
    this.least = Math.min(least, UNREACHED - 1);
    const soundCost = FRAMES_PER_SOUND * states.nearestSound(at);
    this.remembered.open(sounds + 1, Math.min(silenceCost, soundCost));
    this.closeChains(sounds + 1);
  }

  /** The best path so far. */
  path(): Path {
    this.catchUp();
    let end = tokenOf(this.sounds, NOTHING);
    let cost = Infinity;
    this.ends.forEach((of, context) => {
      if (of >= cost) return;
      cost = of;
      end = tokenOf(this.sounds, context);
    });
    if (cost <= this.least + NEARLY_ENDED) return { stretches: this.traceBack(end), unfinished: null };
    const place = this.scores.indexOf(this.least);
    end = this.tokens[place] ?? end;
    const unfinished = this.states.last.findIndex((last) => place <= last);
    return { stretches: this.traceBack(end), unfinished };
  }

  /** Puts the ends of this sound where chains are entered. */
  private openChains(sounds: number): void {
    const digit = this.cheapestEntry(entryCosts.digit, sounds);
    const digitCost = this.entryCost;
    const other = this.cheapestEntry(entryCosts.other, sounds);
    this.states.open(digitCost, digit, this.entryCost, other);
  }

  private entryCost = 0;

  private cheapestEntry(costs: readonly number[], sounds: number): number {
    let token = 0;
    this.entryCost = UNREACHED;
    for (let context = 0; context < CONTEXTS; context++) {
      const cost = (this.ends[context] as number) + (costs[context] as number) * COST_STEPS;
      if (cost >= this.entryCost) continue;
      this.entryCost = cost;
      token = tokenOf(sounds, context);
    }
    return token;
  }

  /** Notes what ends with this sound. */
  private closeChains(sounds: number): void {
    for (let context = 0; context < CONTEXTS; context++) {
      this.ends[context] = Infinity;
      const token = this.silenceTokens[context] as number;
      this.close(tokenOf(sounds, context), this.silences[context] as number, SILENCE, token, 0);
    }
    const sentence = this.states.cheapest(true);
    const other = this.states.cheapest(false);
    if (sentence >= 0) this.closeChain(tokenOf(sounds, SENTENCE), sentence);
    if (other >= 0) this.closeChain(tokenOf(sounds, NUMBER), other);
  }

  private closeChain(token: number, chain: number): void {
    const { last, scores, tokens } = this.states;
    const at = last[chain] as number;
    const cost = scores[at] as number;
    let next = UNREACHED;
    for (let other = 0; other < last.length; other++) {
      const score = scores[last[other] as number] as number;
      if (score < next && other !== chain) next = score;
    }
    this.close(token, cost, chain, tokens[at] as number, Math.max(0, next - cost));
  }

  private close(token: number, cost: number, entry: number, origin: number, lead: number): void {
    const context = contextOf(token);
    if (cost >= (this.ends[context] as number) || cost >= UNREACHED) return;
    this.ends[context] = cost;
    this.remembered.set(token, entry, origin, cost + this.offset, lead);
  }

  /** Of one frame. */
  private silenceCost(at: number, energyDb: number): number {
    const quiet = QUIET_COST + QUIET_COST_PER_DB * Math.max(0, energyDb - QUIET_DB);
    return Math.min(Math.round(quiet * COST_STEPS), this.states.nearestSilence(at));
  }

  private traceBack(end: number): Stretch[] {
    return this.remembered
      .legsTo(end)
      .map(({ entry, fromSound, toSound, context, cost, leastCost, lead }) => {
        const [from, to] = [fromSound * FRAMES_PER_SOUND, toSound * FRAMES_PER_SOUND];
        const steps = (to - from) * COST_STEPS;
        const entering = this.entryCostOf(entry, context);
        return {
          entry,
          from,
          to,
          cost: (cost - entering) / steps,
          leastCost: leastCost / steps,
          lead: lead / steps,
          usualFrames: entry === SILENCE ? to - from : this.usualFrames(entry),
        };
      });
  }

  private usualFrames(entry: number): number {
    const { first, last } = this.states;
    return FRAMES_PER_SOUND * ((last[entry] as number) - (first[entry] as number) + 1);
  }

  /** What entering it took there, whatever it sounds like. */
  private entryCostOf(entry: number, context: number): number {
    if (entry === SILENCE) return ENTER_SILENCE;
    const costs = this.kinds[entry] === 'digit' ? entryCosts.digit : entryCosts.other;
    return (costs[context] as number) * COST_STEPS;
  }
}
