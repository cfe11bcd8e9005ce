/**
 * What a fault of the caller's side does, once it strikes, in words that every engine carries out. Pure: a deed is data, and
 * its instant is that of the strike.
 */

import type { Misspoken } from '../core/call/misspoken.ts';

export type Deed =
  /** The connection is gone without a word, as when a phone leaves the network. */
  | { readonly type: 'cut' }
  /** The client closes the connection as the protocol wants it. */
  | { readonly type: 'close'; readonly code: number }
  /** The caller has had enough, and ends the call. */
  | { readonly type: 'hang_up' }
  /** The settings of the session are never sent. */
  | { readonly type: 'withhold_settings' }
  /** What leaves and what is read is no longer what it was, though the connection stays. */
  | LineDeed
  /** Something is sent that should not be. */
  | { readonly type: 'misspeak'; readonly says: Misspoken }
  /** A second connection with the same key is opened and closed beside this one. */
  | { readonly type: 'dial_beside' };

/** Done to the line of a connection, for so long or for good. */
export type LineDeed =
  /** Nothing leaves; then all of it does, in its order. */
  | { readonly type: 'hold'; readonly forMs: number }
  /** Nothing leaves any more, and nothing is read: the connection is open, and that is all. */
  | { readonly type: 'freeze' }
  | { readonly type: 'limit_upload'; readonly bytesPerMs: number; readonly forMs: number }
  | { readonly type: 'limit_reading'; readonly bytesPerMs: number; readonly forMs: number }
  /** The caller's audio is not sent. */
  | { readonly type: 'mute'; readonly forMs: number };
