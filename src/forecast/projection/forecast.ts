/** What a forecast tells, as its JSON has it: only shapes. USD, minutes and calls; intervals of 90% unless they say otherwise. */

import type { Quantile } from './carried.ts';
import type { Span } from './demand.ts';

export const FORECAST_VERSION = 1;

export type Pair = readonly [low: number, high: number];

/** Where a sum will be. `least` and `most`: its median, with all that nobody told at its cheapest and at its dearest. */
export interface Band {
  readonly least: number;
  readonly most: number;
  readonly p50: Pair;
  readonly p80: Pair;
  readonly p90: Pair;
}

export interface Forecast {
  readonly version: typeof FORECAST_VERSION;
  readonly runs: readonly ForecastRun[];
  readonly demand: ForecastDemand;
  readonly callers: readonly CallerForecast[];
  readonly months: readonly MonthForecast[];
  readonly total: MonthForecast;
  /** A sum that was set aside, and in which share of the years it does: with what nobody told at its dearest, and at its cheapest. */
  readonly budget: { readonly usd: number; readonly holds: Pair } | null;
  /** What the total's interval comes of, each alone. */
  readonly uncertainty: readonly UncertaintyPart[];
  readonly perCallUsd: { readonly least: number; readonly most: number; readonly p90: Pair };
  /** Of one call of anybody’s, by the mix. */
  readonly ofAll: {
    readonly usd: CallerForecast['usd'];
    readonly meanMinutes: number;
    readonly minutes: CallerForecast['minutes'];
  };
  /** How many calls would bring what the measured calls leave open to ±5%. Null: they do already. */
  readonly callsForFivePercent: number | null;
  /** By caller and by what was used; a month on average. */
  readonly money: readonly MoneyFlow[];
  readonly losses: readonly Loss[];
  readonly busiest: BusiestHour;
  readonly whatIfs: readonly WhatIfForecast[];
  readonly notes: readonly string[];
}

export interface ForecastRun {
  readonly given: string;
  readonly scenario: string;
  readonly plan: string;
  readonly engine: string;
  readonly startedAt: string;
  readonly model: string;
  readonly prices: string;
  readonly calls: number;
}

export interface ForecastDemand {
  readonly callsPerDay: Span;
  readonly growthPerMonth: Span;
  readonly start: string;
  readonly months: number;
  readonly spread: number;
  readonly week: readonly number[];
  readonly hours: readonly number[] | null;
  readonly mix: 'given' | 'measured';
  /** Where each comes from, in words. */
  readonly from: readonly string[];
}

export interface CallerForecast {
  readonly name: string;
  readonly calls: number;
  /** Conversations: fewer than calls where several runs had the same. */
  readonly conversations: number;
  readonly share: number;
  readonly untoldCalls: number;
  readonly meanUsd: { readonly least: number; readonly most: number; readonly p90: Pair };
  /** Of one call, at its dearest. */
  readonly usd: { readonly p50: Quantile; readonly p95: Quantile; readonly p99: Quantile };
  readonly meanMinutes: number;
  readonly minutes: { readonly p50: Quantile; readonly p95: Quantile; readonly p99: Quantile };
  /** Too few calls to know the spread by: that of all callers stands for it. */
  readonly few: boolean;
}

export interface MonthForecast {
  /** `2027-01`, or `total`. */
  readonly month: string;
  readonly calls: { readonly median: number; readonly p90: Pair };
  readonly minutes: { readonly median: number; readonly p90: Pair };
  readonly usd: Band;
}

export interface UncertaintyPart {
  readonly source: 'measured_calls' | 'mix' | 'demand' | 'growth' | 'chance' | 'untold';
  readonly text: string;
  /** The total's interval if nothing else were uncertain, as USD over or under the middle. */
  readonly usd: Pair;
}

export interface MoneyFlow {
  readonly caller: string;
  readonly part: string;
  readonly usdPerMonth: number;
}

export interface Loss {
  readonly what:
    | 'faults'
    | 'interruptions'
    | 'agent_interruptions'
    | 'silences'
    | 'retries'
    | 'failed'
    | 'unheard';
  /** A month on average. Null: it cannot be told. */
  readonly usdPerMonth: number | null;
  readonly p90: Pair | null;
  readonly calls: number;
  readonly how: string;
}

export interface BusiestHour {
  /** Of the last month. */
  readonly callsPerHour: number;
  readonly meanMinutes: number;
  /** Little’s law. */
  readonly atOnce: number;
  readonly p90: Pair;
  /** Not exceeded in 99 of 100 looks at it. */
  readonly p99AtOnce: number;
  readonly shapeKnown: boolean;
}

export interface WhatIfForecast {
  readonly text: string;
  /** Null: it is refused. */
  readonly usdPerMonth: UsdBounds | null;
  readonly difference: { readonly usd: UsdBounds; readonly p90: Pair; readonly share: Pair } | null;
  readonly assumes: readonly string[];
  readonly refused: string | null;
  /** A command that would measure it. */
  readonly measureBy: string | null;
}

export interface UsdBounds {
  readonly least: number;
  readonly most: number;
}
