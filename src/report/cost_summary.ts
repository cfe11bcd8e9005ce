/**
 * What a run cost, as summary.json tells it: USD throughout, and null where it is not known. Only shapes: bill.ts finds the
 * figures.
 */

import type { TokenPrices } from '../core/plan/plan.ts';

export interface CostSummary {
  /**
   * Null throughout when no prices are known for the model, or when somebody did not tell what was used. Where the kind of
   * some tokens was not told it is the most that they can have cost, here and in all that follows of it.
   */
  readonly totalUsd: number | null;
  /** The least that it can have been: the same where all was told. Null: no prices are known. */
  readonly leastUsd: number | null;
  readonly reported: ReportedUsage;
  readonly perCallUsd: number | null;
  readonly perMinuteUsd: number | null;
  readonly perTurnUsd: number | null;
  readonly parts: readonly CostPart[];
  readonly wasted: { readonly audioS: number; readonly usd: number | null };
  readonly cacheHitRate: number | null;
  readonly projected: {
    readonly per1000CallsUsd: number | null;
    readonly callsPerMonth: number | null;
    readonly perMonthUsd: number | null;
  };
  readonly prices: {
    readonly model: string;
    readonly date: string | null;
    readonly source: string;
    readonly usdPerMillion: TokenPrices | null;
    readonly usdPerMinute: number | null;
    readonly transcription: {
      readonly model: string;
      readonly usdPerMinute: number;
      readonly usdPerMillion: { readonly in: number; readonly out: number } | null;
    } | null;
    /** Of each call's lines, and of the machines. Absent: nothing was said of them. */
    readonly telephony?: readonly {
      readonly name: string;
      readonly date: string | null;
      readonly source: string;
      readonly usdPerMinute: number;
      readonly billedBy: 'minute' | 'second';
    }[];
    readonly infrastructure?: {
      readonly name: string;
      readonly date: string | null;
      readonly source: string;
      readonly usdPerSessionHour: number;
      readonly machine: { readonly usdPerHour: number; readonly sessions: number } | null;
    };
  } | null;
  readonly budgetUsd: number | null;
}

/** What was told of what was used, and what was not. */
export interface ReportedUsage {
  readonly responses: number;
  /** Of these, without any usage that could be taken. */
  readonly unreported: number;
  readonly unreportedTranscriptions: number;
  /** Responses that the end of their call cut off before they could tell. */
  readonly cutOff: number;
  /** Usages that cannot be: bounded, or not taken. */
  readonly impossible: number;
  /** Tokens whose kind was not told. */
  readonly unsplitTokens: number;
  /** Calls whose cost is not known: for want of usage, and because nobody saw their end. */
  readonly unknownCalls: number;
  readonly lostCalls: number;
}

export interface CostPart {
  readonly part:
    | 'image in'
    | 'image cached'
    /** Of a kind that was not told. */
    | 'unsplit in'
    | 'unsplit cached'
    | 'unsplit out'
    | 'text in'
    | 'text cached'
    | 'text out'
    | 'audio in'
    | 'audio cached'
    | 'audio out'
    /** That was reported in seconds, and that in tokens. */
    | 'transcription'
    | 'transcription tokens'
    | 'session time'
    /** As the carrier rounds it, call by call. */
    | 'telephony'
    | 'infrastructure';
  readonly amount: number;
  readonly of: 'tokens' | 's';
  readonly usd: number | null;
}
