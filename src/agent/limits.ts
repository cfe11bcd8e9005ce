/** What a session and a server are allowed. Plain data. */

export interface Limits {
  /** Of all sessions of a server together. */
  readonly tokensPerMinute: number;
  /** Of all sessions of a server together: so many it thinks about at a time, the others wait for their turn. */
  readonly answersAtOnce: number;
  /** Of a server: one session more is refused, with close code 1013. */
  readonly sessions: number;
  /** Sessions of a server slow each other down, by the Universal Scalability Law; null: they do not. */
  readonly contention: { readonly sigma: number; readonly kappa: number } | null;
  /** A session is ended after this long. */
  readonly sessionMs: number;
  /** A response reads at most this much, instructions included; null: as much as its model does. */
  readonly contextTokens: number | null;
}

/**
 * More tokens than 5,000 sessions use: a lack of them is for those who ask for it. The rest is OpenAI's: an hour, and what
 * the model takes in.
 */
export const defaultLimits: Limits = {
  tokensPerMinute: 20_000_000,
  answersAtOnce: Infinity,
  sessions: Infinity,
  contention: null,
  sessionMs: 3_600_000,
  contextTokens: null,
};
