/**
 * What the calls cost, each for itself and all together. Pure. A model without known prices gives tokens and seconds,
 * and null for every sum of money.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type { Judgement } from '../core/plan/plan.ts';
import type { Usage } from '../core/log/record.ts';
import { addUsage, noUsage } from '../core/log/usage.ts';
import { costOf, wastedUsd } from '../pricing/cost.ts';
import { pricesFor, type Prices } from '../pricing/prices.ts';
import type { AccountedCall } from './account.ts';
import { plural } from './figure.ts';
import { sum } from './statistics.ts';
import type { CostPart, CostSummary } from './summary.ts';

export interface CallBill {
  readonly call: AccountedCall;
  readonly usd: number | null;
  /** Session ready → end. */
  readonly sessionS: number;
  /** Output audio that was received and never heard. */
  readonly wastedS: number;
  readonly wastedUsd: number | null;
  /** Of its turns with reported usage. */
  readonly turnsUsd: readonly number[];
}

export interface Bill {
  /** Of calls whose session was ready: nothing else can cost or be heard. */
  readonly calls: readonly CallBill[];
  readonly usage: Usage;
  readonly summary: CostSummary;
  readonly notes: readonly string[];
}

export function bill(calls: readonly AccountedCall[], judgement: Judgement): Bill {
  const { prices, note } = knownPrices(judgement.pricing);
  const notes = note === null ? [] : [note];
  const bills = calls.flatMap((call) => billOf(call, prices) ?? []);
  const usage = bills.reduce((total, { call }) => addUsage(total, call.usage), noUsage);
  const sessionS = sum(bills.map((entry) => entry.sessionS));
  if (prices !== null) notes.push(...transcriptionNotes(usage, prices.transcription));
  return {
    calls: bills,
    usage,
    notes,
    summary: summaryOf(bills, usage, sessionS, prices, judgement),
  };
}

function summaryOf(
  bills: readonly CallBill[],
  usage: Usage,
  sessionS: number,
  prices: Prices | null,
  judgement: Judgement,
): CostSummary {
  const totalUsd = prices === null ? null : sum(bills.map((entry) => entry.usd ?? 0));
  const perCallUsd = ratio(totalUsd, bills.length);
  const callsPerMonth = judgement.pricing.callsPerMonth ?? null;
  const input = usage.textIn + usage.audioIn + usage.imageIn;
  const turns = bills.reduce((total, { turnsUsd }) => total + turnsUsd.length, 0);
  const timed = bills.filter((entry) => entry.sessionS > 0);
  return {
    totalUsd,
    perCallUsd,
    // The length of a lost call is not known: neither its minutes nor its cost count here.
    perMinuteUsd: prices === null ? null : ratio(sum(timed.map((entry) => entry.usd ?? 0)), sessionS / 60),
    perTurnUsd: ratio(totalUsd, turns),
    parts: partsOf(usage, sessionS, prices),
    wasted: {
      audioS: sum(bills.map((entry) => entry.wastedS)),
      usd: prices === null ? null : sum(bills.map((entry) => entry.wastedUsd ?? 0)),
    },
    cacheHitRate: ratio(cachedTokens(usage), input),
    projected: {
      per1000CallsUsd: perCallUsd === null ? null : perCallUsd * 1000,
      callsPerMonth,
      perMonthUsd: perCallUsd === null || callsPerMonth === null ? null : perCallUsd * callsPerMonth,
    },
    prices:
      prices === null
        ? null
        : {
            model: prices.model.model,
            date: prices.model.date === '' ? null : prices.model.date,
            source: prices.model.source,
            usdPerMillion: prices.model.kind === 'tokens' ? prices.model.usdPerMillion : null,
            usdPerMinute: prices.model.kind === 'duration' ? prices.model.usdPerMinute : null,
            transcription:
              prices.transcription === null
                ? null
                : {
                    model: prices.transcription.model,
                    usdPerMinute: prices.transcription.usdPerMinute,
                    usdPerMillion: prices.transcription.usdPerMillion,
                  },
          },
    budgetUsd: judgement.budget?.maxUsd ?? null,
  };
}

export function cachedTokens(usage: Usage): number {
  return usage.textCached + usage.audioCached + usage.imageCached;
}

/** Null: the call got no session, so that nothing of it can cost or be heard. */
export function billOf(call: AccountedCall, prices: Prices | null): CallBill | null {
  if (!gotThrough(call)) return null;
  const readyMs = call.record?.readyMs ?? null;
  const endedMs = call.record?.endedMs ?? null;
  const sessionS = readyMs === null || endedMs === null ? 0 : Math.max(0, endedMs - readyMs) / 1000;
  const wastedS = Math.max(0, call.receivedMs - call.heardMs) / 1000;
  return {
    call,
    usd: prices === null ? null : costOf(call.usage, prices, sessionS).totalUsd,
    sessionS,
    wastedS,
    wastedUsd: prices === null ? null : wastedUsd(wastedS, prices),
    turnsUsd: turnsUsd(call, prices),
  };
}

function turnsUsd({ turns }: AccountedCall, prices: Prices | null): readonly number[] {
  // A turn has no length of its own to be billed by.
  if (prices === null || prices.model.kind === 'duration') return [];
  return turns.flatMap(({ usage }) => (usage === null ? [] : costOf(usage, prices, 0).totalUsd));
}

function gotThrough(call: AccountedCall): boolean {
  return call.turns.length > 0 || (call.record !== null && call.record.readyMs !== null);
}

function partsOf(usage: Usage, sessionS: number, prices: Prices | null): CostPart[] {
  const cost = prices === null ? null : costOf(usage, prices, sessionS);
  const tokens = (part: CostPart['part'], amount: number, usd: number | undefined): CostPart => ({
    part,
    amount,
    of: 'tokens',
    usd: usd ?? null,
  });
  const textCached = usage.textCached + usage.imageCached;
  const parts = [
    tokens('text in', Math.max(0, usage.textIn + usage.imageIn - textCached), cost?.textInUsd),
    tokens('text cached', textCached, cost?.textCachedUsd),
    tokens('text out', usage.textOut, cost?.textOutUsd),
    tokens('audio in', Math.max(0, usage.audioIn - usage.audioCached), cost?.audioInUsd),
    tokens('audio cached', usage.audioCached, cost?.audioCachedUsd),
    tokens('audio out', usage.audioOut, cost?.audioOutUsd),
    {
      part: 'transcription',
      amount: usage.transcriptionSeconds,
      of: 's',
      usd: prices?.transcription === null ? null : (cost?.transcriptionUsd ?? null),
    },
    ...(usage.transcriptionTokens === 0
      ? []
      : [
          tokens(
            'transcription tokens',
            usage.transcriptionTokens,
            (prices?.transcription?.usdPerMillion ?? null) === null
              ? undefined
              : cost?.transcriptionTokensUsd,
          ),
        ]),
  ] satisfies CostPart[];
  if (prices?.model.kind !== 'duration') return parts;
  return [...parts, { part: 'session time', amount: sessionS, of: 's', usd: cost?.durationUsd ?? null }];
}

/** What of the transcription is in no sum, or in one by more than it may have cost. */
function transcriptionNotes(usage: Usage, prices: Prices['transcription']): string[] {
  const notes: string[] = [];
  const { transcriptionSeconds, transcriptionTokens } = usage;
  if (transcriptionSeconds > 0 && prices === null) {
    notes.push(
      `${Math.round(transcriptionSeconds)} s of transcription are in no sum: set pricing.transcription_model.`,
    );
  }
  if (transcriptionTokens > 0) {
    const tokens = `${plural(transcriptionTokens, 'token')} of transcription`;
    if (prices === null) notes.push(`${tokens} are in no sum: set pricing.transcription_model.`);
    else if (prices.usdPerMillion === null) {
      notes.push(`${tokens} are in no sum: ${prices.model} has a price by the minute, none by the token.`);
    } else {
      notes.push(`${tokens} are billed as output, which is the dearest: at most that much.`);
    }
  }
  return notes;
}

export function knownPrices(pricing: Judgement['pricing']): { prices: Prices | null; note: string | null } {
  try {
    return { prices: pricesFor(pricing), note: null };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // The run is over: its other figures must not be lost for a missing price.
    return { prices: null, note: `Costs are unknown: ${error.message}` };
  }
}

function ratio(value: number | null, by: number): number | null {
  return value === null || by <= 0 ? null : value / by;
}
