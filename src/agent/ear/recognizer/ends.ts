/**
 * What a search remembers of the way it has come: the ends of utterances, and nothing between them. Pure. A sound has up to
 * three ends, one for each thing that may have been said last; such an end is known by its token, 4 · sound + context.
 */

import type { UtteranceKind } from './utterance_kind.ts';

/** What has been said up to an end: nothing, a sentence last, or an opener or digit last. */
export const NOTHING = 0;
export const SENTENCE = 1;
export const NUMBER = 2;
export const CONTEXTS = 3;
/** Bits of a token below its sound's. */
const CONTEXT_BITS = 2;
const FIRST_SOUNDS = 128;

/** From one end to the next: what lies between, and costs since the beginning. */
export interface Leg {
  readonly entry: number;
  readonly fromSound: number;
  readonly toSound: number;
  /** What had been said where it begins. */
  readonly context: number;
  readonly cost: number;
  readonly leastCost: number;
  /** By how much less than any other utterance that ends there, from whatever beginning; 0 for silence. */
  readonly lead: number;
}

export class Ends {
  // Of each end, by token: what ended, the end that it was entered from, the whole cost, the lead. Of each sound: the least cost.
  private entries = new Int16Array(FIRST_SOUNDS << CONTEXT_BITS);
  private origins = new Uint16Array(FIRST_SOUNDS << CONTEXT_BITS);
  private costs = new Float32Array(FIRST_SOUNDS << CONTEXT_BITS);
  private leads = new Uint16Array(FIRST_SOUNDS << CONTEXT_BITS);
  private leastCosts = new Float32Array(FIRST_SOUNDS);

  begin(context: number): void {
    this.costs[context] = 0;
    this.leastCosts[0] = 0;
  }

  /** The next sound is to be remembered: the least that it can cost, whatever it belongs to. */
  open(sound: number, leastCost: number): void {
    if (sound >= this.leastCosts.length) this.makeRoom();
    this.leastCosts[sound] = (this.leastCosts[sound - 1] as number) + leastCost;
  }

  /** `token`: of this end; `origin`: of the one that it was entered from; `cost`: of all since the beginning; `lead`: see Leg. */
  set(token: number, entry: number, origin: number, cost: number, lead: number): void {
    this.entries[token] = entry;
    this.origins[token] = origin;
    this.costs[token] = cost;
    this.leads[token] = lead;
  }

  /** The way to an end, from the beginning. */
  legsTo(end: number): Leg[] {
    const legs: Leg[] = [];
    for (let token = end; soundOf(token) > 0;) {
      const origin = this.origins[token] as number;
      const [fromSound, toSound] = [soundOf(origin), soundOf(token)];
      legs.push({
        entry: this.entries[token] as number,
        fromSound,
        toSound,
        context: contextOf(origin),
        cost: (this.costs[token] as number) - (this.costs[origin] as number),
        leastCost: (this.leastCosts[toSound] as number) - (this.leastCosts[fromSound] as number),
        lead: this.leads[token] as number,
      });
      token = origin;
    }
    return legs.reverse();
  }

  private makeRoom(): void {
    const length = 2 * this.leastCosts.length;
    this.entries = copyInto(new Int16Array(length << CONTEXT_BITS), this.entries);
    this.origins = copyInto(new Uint16Array(length << CONTEXT_BITS), this.origins);
    this.costs = copyInto(new Float32Array(length << CONTEXT_BITS), this.costs);
    this.leads = copyInto(new Uint16Array(length << CONTEXT_BITS), this.leads);
    this.leastCosts = copyInto(new Float32Array(length), this.leastCosts);
  }
}

export function contextAfter(kind: UtteranceKind): number {
  return kind === 'sentence' ? SENTENCE : NUMBER;
}

export function tokenOf(sound: number, context: number): number {
  return (sound << CONTEXT_BITS) | context;
}

export function contextOf(token: number): number {
  return token & ((1 << CONTEXT_BITS) - 1);
}

function soundOf(token: number): number {
  return token >> CONTEXT_BITS;
}

function copyInto<A extends Int16Array | Uint16Array | Float32Array>(larger: A, values: A): A {
  larger.set(values);
  return larger;
}
