/** What of the usage was told, and the notes that a reader of the costs must have: what is unknown, what is bounded. Pure. */

import type { Judgement } from '../core/plan/plan.ts';
import type { Usage } from '../core/log/record.ts';
import type { Prices } from '../pricing/prices.ts';
import type { CallBill } from './bill.ts';
import { count, plural, seconds } from './figure.ts';
import type { ReportedUsage } from './cost_summary.ts';

export function reportedOf(bills: readonly CallBill[], usage: Usage, prices: Prices | null): ReportedUsage {
  const unreported = usage.unreported ?? 0;
  const begun = bills.reduce((total, { answers }) => total + answers, 0);
  return {
    // Some servers do not say that an answer begins.
    responses: Math.max(begun, unreported),
    unreported,
    unreportedTranscriptions: usage.unreportedTranscriptions ?? 0,
    cutOff: usage.cutOff ?? 0,
    impossible: usage.impossible ?? 0,
    unsplitTokens: (usage.unsplitIn ?? 0) + (usage.unsplitOut ?? 0),
    unknownCalls: prices === null ? bills.length : bills.filter(({ usd }) => usd === null).length,
    lostCalls: bills.filter(({ call }) => call.lost).length,
  };
}

export function billNotes(
  reported: ReportedUsage,
  usage: Usage,
  prices: Prices | null,
  { budget }: Pick<Judgement, 'budget'>,
  sessionS = 0,
): string[] {
  const notes: string[] = [];
  const { responses, unreported, cutOff, impossible, lostCalls, unsplitTokens } = reported;
  const byTokens = prices?.model.kind !== 'duration';
  const counted = byTokens ? 0 : (usage.sessionSeconds ?? 0);
  if (counted > 0) {
    notes.push(
      `The service counted ${seconds(counted)} of sessions that lasted ${seconds(sessionS)} by the callers' clocks. The cost is by the latter: what it bills is its own to say.`,
    );
  }
  // Where sessions are counted, none of their answers is.
  if (unreported > 0 && counted === 0) {
    const rest = byTokens ? ': what they cost is unknown, and so is the total' : '';
    notes.push(`Usage missing on ${count(unreported)} of ${plural(responses, 'response')}${rest}.`);
    if (byTokens && budget?.maxUsd !== undefined) {
      notes.push('The budget could not be watched: it saw only what was told.');
    }
  }
  if (cutOff > 0) {
    const rest = byTokens ? ': what they cost is unknown, and so is the total' : '';
    notes.push(
      `${plural(cutOff, 'response')} told no usage before the end of ${cutOff === 1 ? 'its call' : 'their calls'} cut ${cutOff === 1 ? 'it' : 'them'} off${rest}.`,
    );
  }
  if (impossible > 0) {
    notes.push(
      `Usage that cannot be (negative, broken or too large figures, more cached than there was) was told ${plural(impossible, 'time')}: bounded or left out, and counted in protocol_violations.`,
    );
  }
  if (lostCalls > 0) {
    notes.push(
      `The cost of ${plural(lostCalls, 'call')} is unknown: nobody saw ${lostCalls === 1 ? 'its' : 'their'} end. What was told before it counts at the least.`,
    );
  }
  if (byTokens && (unsplitTokens > 0 || (usage.unsplitCached ?? 0) > 0)) {
    const tokens = Math.max(unsplitTokens, usage.unsplitCached ?? 0);
    notes.push(
      `Of ${plural(tokens, 'token')} nobody told whether they were text or audio${prices === null ? '.' : ': costs are between the price of the cheapest and that of the dearest, and at most what is shown.'}`,
    );
  }
  return prices === null ? notes : [...notes, ...transcriptionNotes(usage, prices.transcription)];
}

/** What of the transcription is in no sum, or in one by more than it may have cost. */
function transcriptionNotes(usage: Usage, prices: Prices['transcription']): string[] {
  const notes: string[] = [];
  const { transcriptionSeconds, transcriptionTokens, unreportedTranscriptions = 0 } = usage;
  if (unreportedTranscriptions > 0) {
    const rest = prices === null ? '' : ': what they cost is unknown, and so is the total';
    notes.push(`Usage missing on ${plural(unreportedTranscriptions, 'transcription')}${rest}.`);
  }
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
