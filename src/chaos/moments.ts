/**
 * The moments of a call in which the caller's side can go wrong on purpose, and what a fault makes of each. Pure. A fault is a
 * few lines in a file of its own, written with `chaosFault`; whom it strikes, and when, is the saboteur's business.
 */

import { faultsOf } from '../fault/fault.ts';
import type { Argument, Defaulted } from '../fault/argument.ts';
import type { CallMoment } from '../core/call/effect.ts';
import type { Deed } from './deed.ts';

export interface ChaosMoments {
  /** Somewhere in the conversation: in one of these moments, so long after it began. */
  readonly conversation: Sabotage<CallMoment>;
  /** A connection at work: it has opened, it is ready to be spoken into, the agent makes an answer. */
  readonly connection: Sabotage<LinkMoment>;
  /** One instant of the run, whatever each call is at. */
  readonly run: SabotageAt;
}

export interface SabotageAt {
  readonly atMs: number;
  readonly deed: Deed;
}

/** What a connection goes through, as it is seen on the wire and not by ear. */
export type LinkMoment = 'opened' | 'ready' | 'making';

export type ChaosMoment = CallMoment | LinkMoment;

export interface Sabotage<Moment extends ChaosMoment = ChaosMoment> {
  readonly during: Moment;
  readonly afterMs: number;
  readonly deed: Deed;
}

export const chaosFault = faultsOf<ChaosMoments>();

export const callMoments = [
  'utterance',
  'answer',
  'between',
  'tool',
] as const satisfies readonly CallMoment[];

/** Arguments of what strikes in a conversation. */
export const phase = {
  means: 'what is going on: the caller speaks, is answered, neither, or waits for a tool',
  kind: callMoments,
  also: 'during',
  otherwise: 'answer',
} as const satisfies Defaulted;

export const after = {
  means: 'how long after that began',
  kind: 'ms',
  otherwise: 500,
} as const satisfies Argument & Defaulted;

/** For what is done where there is no reason to wait. */
export const atOnce = { ...after, otherwise: 0 } as const;

/** Of what goes on for a while. */
export const lasting = {
  means: 'how long that goes on',
  kind: 'ms',
  min: 1,
  max: 60_000,
  otherwise: 3000,
} as const satisfies Argument & Defaulted;

/** In kilobits a second. */
export const rate = {
  means: 'kilobits a second',
  kind: 'number',
  min: 1,
  otherwise: 128,
} as const satisfies Argument & Defaulted;

export function bytesPerMs(kilobitsPerSecond: number): number {
  return kilobitsPerSecond / 8;
}
