/**
 * What a fault of the caller's side does, once it strikes, in words that every engine carries out. Pure: a deed is data, and
 * its instant is that of the strike.
 */

export type Deed =
  /** The connection is gone without a word, as when a phone leaves the network. */
  { readonly type: 'cut' };
