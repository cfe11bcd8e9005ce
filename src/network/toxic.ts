/**
 * What a toxic is: one way in which a network is bad, under the name and with the attributes that Shopify's toxiproxy has made
 * known. Pure. A toxic is a few lines in a file of its own, written with `toxic`; which calls it falls on, and from when to when,
 * is nothing that it knows.
 */

import { faultsOf } from '../fault/fault.ts';
import type { Random } from '../core/word/random.ts';

export interface ToxicMoments {
  /** A connection, which is a link to its other end. */
  readonly link: Poison;
}

/** What a toxic does to a connection while it is on. */
export type Poison =
  /** It changes when, and in which pieces, the bytes of one direction come out. */
  | { readonly type: 'shapes'; readonly shaper: (random: Random) => Shaper }
  /** Nothing of one direction comes out while it is on; what is held then comes at once. The connection may end of it. */
  | { readonly type: 'holds'; readonly closeAfterMs: number | null }
  /** The end of one direction is told later. */
  | { readonly type: 'closes_late'; readonly delayMs: number }
  /** The connection is reset, so long after the toxic was switched on. */
  | { readonly type: 'resets'; readonly afterMs: number }
  /** Connections end as it is switched on, and none can be made. */
  | { readonly type: 'down' };

/** One direction of one connection, as one toxic has it. */
export interface Shaper {
  /** So many bytes come in, never before those of the last time. Whether anything is different because of it. */
  pass(bytes: number, atMs: number, out: Outlet): boolean;
}

/** Where bytes come out, in order: a piece earlier than the one before it waits for that. */
export interface Outlet {
  piece(bytes: number, atMs: number): void;
  /** After what came out so far the connection is closed. */
  end(atMs: number): void;
}

export const toxic = faultsOf<ToxicMoments>();
