/**
 * What the reference agent knows of one turn, because it did it itself, and what a caller's wait was by that. Instants are
 * of the machine's monotonic clock, in ms.
 */

export interface TrueTurn {
  /** Id of the session, as its client was told. */
  readonly session: string;
  /** The client's turns in the session, from 0. */
  readonly turn: number;
  /** The message with the last loud sample of the client's speech arrived. */
  readonly arrivedMs: number;
  /** How much of that message's audio lies after the sample. */
  readonly afterMs: number;
  /** The first message of the answer's audio was handed to the socket. */
  readonly sentMs: number;
  /** Digital silence before the answer's first sound. */
  readonly leadInMs: number;
}

/**
 * From the caller's last sample to the first sound of the answer, for a caller whose microphone sends a frame the moment it
 * is full, over a way that takes no time, with a jitter buffer of this depth.
 */
export function trueMouthToEarMs(turn: TrueTurn, bufferMs: number): number {
  return turn.sentMs - turn.arrivedMs + turn.afterMs + bufferMs + turn.leadInMs;
}
