/**
 * One price as a plan carries it: what it is of, when it held, and who said so. Only shapes: src/pricing has the rows that come
 * with Callstorm, and a user's own file gives others.
 */

export interface TokenPrices {
  readonly textIn: number;
  readonly textCached: number;
  readonly textOut: number;
  readonly audioIn: number;
  readonly audioCached: number;
  readonly audioOut: number;
}

interface Dated {
  /** What it is found by: a model's name, or a carrier's or machine's own. */
  readonly model: string;
  /** Year-month, or year-month-day, in which it held. */
  readonly date: string;
  /** Where it is published, as a URL; of a user's row whatever the user said. */
  readonly source: string;
  /** What a reader has to know beside it. */
  readonly notes?: string;
}

export interface TokenPriceRow extends Dated {
  readonly kind: 'tokens';
  readonly usdPerMillion: TokenPrices;
  /** Of images in the input. Null: no price of their own is known, and they are billed as text. */
  readonly imageUsdPerMillion: number | null;
  /** Of those that were cached. Absent: not known, and between that of cached text and of images anew. */
  readonly imageCachedUsdPerMillion?: number;
  /** How many tokens a second of audio is, spoken by the caller and by the agent. */
  readonly callerTokensPerSecond: number;
  readonly agentTokensPerSecond: number;
  /** The caller's silence is input too: what is heard is as long as the session. */
  readonly billsSilence?: true;
}

/** The session costs by its length, whatever is said in it. */
export interface DurationPriceRow extends Dated {
  readonly kind: 'duration';
  readonly usdPerMinute: number;
}

export interface TranscriptionPriceRow extends Dated {
  readonly kind: 'transcription';
  /** Of a model that is billed by tokens: what its maker says that a minute comes to. */
  readonly usdPerMinute: number;
  /** Null: it is billed by time, and a token of it has no price. */
  readonly usdPerMillion: { readonly in: number; readonly out: number } | null;
}

/** What a carrier takes for a call, by its length. */
export interface TelephonyPriceRow extends Dated {
  readonly kind: 'telephony';
  readonly usdPerMinute: number;
  /** What a call's length is rounded up to: a minute begun is a minute paid. */
  readonly billedBy: 'minute' | 'second';
}

/** What the machines cost on which an agent of one's own runs. */
export interface InfrastructurePriceRow extends Dated {
  readonly kind: 'infrastructure';
  /** Of one session; of a machine, its share of one that is full. */
  readonly usdPerSessionHour: number;
  /** Absent: paid by the session, and nothing while there is none. */
  readonly machine?: { readonly usdPerHour: number; readonly sessions: number };
}

export type PriceRow =
  | TokenPriceRow
  | DurationPriceRow
  | TranscriptionPriceRow
  | TelephonyPriceRow
  | InfrastructurePriceRow;
