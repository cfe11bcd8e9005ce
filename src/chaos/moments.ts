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
  readonly conversation: Sabotage;
  /** One instant of the run, whatever each call is at. */
  readonly run: SabotageAt;
}

export interface SabotageAt {
  readonly atMs: number;
  readonly deed: Deed;
}

export interface Sabotage {
  readonly during: CallMoment;
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
export const during = {
  means: 'what is going on: the caller speaks, is answered, neither, or waits for a tool',
  kind: callMoments,
  otherwise: 'answer',
} as const satisfies Defaulted;

export const after = {
  means: 'how long after that began',
  kind: 'ms',
  otherwise: 500,
} as const satisfies Argument & Defaulted;
