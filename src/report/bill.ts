/**
 * What the calls cost, each for itself and all together. Pure. A model without known prices gives tokens and seconds,
 * and null for every sum of money. What nobody told is not zero: a call of which some usage is missing, or that was lost
 * before its end, has no cost, and a run with such a call no total, only what it cost at the least.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type { Judgement } from '../core/plan/plan.ts';
import type { Usage } from '../core/log/record.ts';
import { addUsage, cachedTokens, inputTokens, noUsage } from '../core/log/usage.ts';
import { costBetween, costOf, wastedUsd, withCachedKinds } from '../pricing/cost.ts';
import { pricesFor, type Prices } from '../pricing/prices.ts';
import { hasTurns, type AccountedCall } from './account.ts';
import { billNotes, reportedOf } from './bill_note.ts';
import { replaysOf, type Replay } from './replay_cost.ts';
import { sum } from './statistics.ts';
import { machineNote, publishedAt, timeParts, timePrices } from './time_bill.ts';
import type { CostPart, CostSummary } from './cost_summary.ts';

export interface CallBill {
  readonly call: AccountedCall;
  /** At the most. Null: no prices are known, or not all that it used. */
  readonly usd: number | null;
  /** Null: no prices are known. */
  readonly leastUsd: number | null;
  /** Session ready → end. */
  readonly sessionS: number;
  /** Output audio that was received and never heard. */
  readonly wastedS: number;
  readonly wastedUsd: number | null;
  /** Of its turns with reported usage, and how many have an answer that reported none. */
  readonly turnsUsd: readonly number[];
  readonly turnsUnknown: number;
  /** That began in its turns. */
  readonly answers: number;
  /** What the input was, and cost, of each session's first answer that was told of another: the replayed conversation and all. */
  readonly replays: readonly Replay[];
}

export interface Bill {
  /** Of calls whose session was ready, or that nobody saw end: nothing else can cost or be heard. */
  readonly calls: readonly CallBill[];
  readonly usage: Usage;
  readonly summary: CostSummary;
  readonly notes: readonly string[];
}

export class BillTally {
  private readonly judgement: Judgement;
  private readonly known: ReturnType<typeof knownPrices>;
  private readonly bills: CallBill[] = [];

  constructor(judgement: Judgement) {
    this.judgement = judgement;
    this.known = knownPrices(judgement.pricing);
  }

  /** Of each, for whoever else asks. */
  turnsUsd(turns: AccountedCall['turns']): readonly TurnUsd[] {
    return turnsUsdOf(turns, this.known.prices);
  }

  /** `turnsUsd`: of each of its turns. */
  call(call: AccountedCall, turnsUsd: readonly TurnUsd[]): void {
    const own = billOf(call, this.known.prices, turnsUsd);
    if (own !== null) this.bills.push(own);
  }

  /** Of the calls so far. */
  bill(): Bill {
    return billFor(this.bills, this.known, this.judgement);
  }
}

function billFor(
  bills: readonly CallBill[],
  { prices, note }: ReturnType<typeof knownPrices>,
  judgement: Judgement,
): Bill {
  const notes = note === null ? [] : [note];
  const usage = bills.reduce((total, { call }) => addUsage(total, call.usage), noUsage);
  const sessionS = sum(bills.map((entry) => entry.sessionS));
  const reported = reportedOf(bills, usage, prices);
  notes.push(...billNotes(reported, usage, prices, judgement), ...machineNote(bills, prices));
  return {
    calls: bills,
    usage,
    notes,
    summary: { ...summaryOf(bills, usage, sessionS, prices, judgement), reported },
  };
}

function summaryOf(
  bills: readonly CallBill[],
  usage: Usage,
  sessionS: number,
  prices: Prices | null,
  judgement: Judgement,
): Omit<CostSummary, 'reported'> {
  const known = prices !== null && bills.every(({ usd }) => usd !== null);
  const totalUsd = known ? sum(bills.map((entry) => entry.usd ?? 0)) : null;
  const perCallUsd = ratio(totalUsd, bills.length);
  const callsPerMonth = judgement.pricing.callsPerMonth ?? null;
  const turns = bills.reduce((total, { turnsUsd }) => total + turnsUsd.length, 0);
  const timed = bills.filter((entry) => entry.sessionS > 0);
  return {
    totalUsd,
    leastUsd: prices === null ? null : sum(bills.map((entry) => entry.leastUsd ?? 0)),
    perCallUsd,
    // The length of a lost call is not known: neither its minutes nor its cost count here.
    perMinuteUsd: totalUsd === null ? null : ratio(sum(timed.map((entry) => entry.usd ?? 0)), sessionS / 60),
    perTurnUsd: ratio(totalUsd, turns),
    parts: partsOf(bills, sessionS, prices),
    wasted: {
      audioS: sum(bills.map((entry) => entry.wastedS)),
      usd: prices === null ? null : sum(bills.map((entry) => entry.wastedUsd ?? 0)),
    },
    cacheHitRate: ratio(cachedTokens(usage), inputTokens(usage)),
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
            source: publishedAt(prices.model.source),
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
            ...timePrices(prices),
          },
    budgetUsd: judgement.budget?.maxUsd ?? null,
  };
}

/** Null: the call got no session, so that nothing of it can cost or be heard. */
export function billOf(
  call: AccountedCall,
  prices: Prices | null,
  ofTurns = turnsUsdOf(call.turns, prices),
): CallBill | null {
  if (!gotThrough(call)) return null;
  const readyMs = call.record?.readyMs ?? null;
  const endedMs = call.record?.endedMs ?? null;
  const sessionS = readyMs === null || endedMs === null ? 0 : Math.max(0, endedMs - readyMs) / 1000;
  const wastedS = Math.max(0, call.receivedMs - call.heardMs) / 1000;
  const cost = prices === null ? null : costBetween(call.usage, prices, sessionS);
  const known = prices !== null && !call.lost && isKnown(call.usage, prices);
  // A list that grew has room for more; its copy has none.
  const turnsUsd = ofTurns.filter((one) => typeof one === 'number').slice();
  const replays = replaysOf(call, prices);
  return {
    call,
    usd: cost === null || !known ? null : cost.most.totalUsd,
    leastUsd: cost === null ? null : cost.leastUsd,
    sessionS,
    wastedS,
    wastedUsd: prices === null ? null : wastedUsd(wastedS, prices),
    turnsUsd: turnsUsd.length === 0 ? NONE : turnsUsd,
    turnsUnknown: ofTurns.reduce<number>((total, one) => (one === 'unknown' ? total + 1 : total), 0),
    answers: call.turns.reduce((total, turn) => total + turn.answers, 0),
    replays: replays.length === 0 ? NONE : replays,
  };
}

/** Whether all was told that costs something by these prices. */
export function isKnown(usage: Usage, { model, transcription }: Prices): boolean {
  const untold = (usage.unreported ?? 0) + (usage.cutOff ?? 0);
  if (model.kind === 'tokens' && untold > 0) return false;
  return transcription === null || (usage.unreportedTranscriptions ?? 0) === 0;
}

/** What a turn cost; null: it has no price of its own, or used nothing that was told of; or not all was told. */
export type TurnUsd = number | null | 'unknown';

/** Of each, in their order. */
export function turnsUsdOf(turns: AccountedCall['turns'], prices: Prices | null): readonly TurnUsd[] {
  // A turn has no length of its own to be billed by.
  if (prices === null || prices.model.kind === 'duration') return NONE;
  return turns.map(({ usage }) => {
    if (usage === null) return null;
    return isKnown(usage, prices) ? costOf(usage, prices, 0).totalUsd : 'unknown';
  });
}

/** One for all: a long run has tens of thousands of bills. */
const NONE: readonly never[] = [];

function gotThrough(call: AccountedCall): boolean {
  // What it will have cost is not known before it ends.
  if (call.outcome === 'going_on') return false;
  return call.lost || hasTurns(call) || (call.record !== null && call.record.readyMs !== null);
}

function partsOf(bills: readonly CallBill[], sessionS: number, prices: Prices | null): CostPart[] {
  const model = prices?.model;
  const usage = bills.reduce(
    (total, { call }) =>
      addUsage(total, model?.kind === 'tokens' ? withCachedKinds(call.usage, model) : call.usage),
    noUsage,
  );
  const cost = prices === null ? null : costOf(usage, prices, sessionS);
  const tokens = (part: CostPart['part'], amount: number, usd: number | undefined): CostPart => ({
    part,
    amount,
    of: 'tokens',
    usd: usd ?? null,
  });
  const fresh = (input: number, cached: number): number => Math.max(0, input - cached);
  const unsplitCached = usage.unsplitCached ?? 0;
  const perToken = prices?.transcription?.usdPerMillion ?? null;
  const seldom = [
    tokens('image in', fresh(usage.imageIn, usage.imageCached), cost?.imageInUsd),
    tokens('image cached', usage.imageCached, cost?.imageCachedUsd),
    tokens('unsplit in', fresh(usage.unsplitIn ?? 0, unsplitCached), cost?.unsplitInUsd),
    tokens('unsplit cached', unsplitCached, cost?.unsplitCachedUsd),
    tokens('unsplit out', usage.unsplitOut ?? 0, cost?.unsplitOutUsd),
    tokens(
      'transcription tokens',
      usage.transcriptionTokens,
      perToken === null ? undefined : cost?.transcriptionTokensUsd,
    ),
  ];
  const parts = [
    tokens('text in', fresh(usage.textIn, usage.textCached), cost?.textInUsd),
    tokens('text cached', usage.textCached, cost?.textCachedUsd),
    tokens('text out', usage.textOut, cost?.textOutUsd),
    tokens('audio in', fresh(usage.audioIn, usage.audioCached), cost?.audioInUsd),
    tokens('audio cached', usage.audioCached, cost?.audioCachedUsd),
    tokens('audio out', usage.audioOut, cost?.audioOutUsd),
    {
      part: 'transcription',
      amount: usage.transcriptionSeconds,
      of: 's',
      usd: prices?.transcription === null ? null : (cost?.transcriptionUsd ?? null),
    },
    ...seldom.filter(({ amount }) => amount > 0),
  ] satisfies CostPart[];
  return [...parts, ...timeParts(bills, sessionS, prices)];
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
