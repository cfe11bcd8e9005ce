/**
 * The calls of a run as a forecast takes them, and their turns as its what-ifs do. Pure. A call of which not everything was told lies
 * between two bounds: what was told, and that with every answer nobody told of as dear as the dearest that was.
 */

import type { HeaderRecord, TurnRecord } from '../../core/log/record.ts';
import { noUsage } from '../../core/log/usage.ts';
import type { CallSign, MeasuredCall } from '../../forecast/projection/measured_call.ts';
import { reckoned } from '../../forecast/what_if/reckon.ts';
import type { RecordedCall, RecordedTurn } from '../../forecast/what_if/recorded_call.ts';
import type { WhatIf } from '../../forecast/what_if/what_if.ts';
import { costBetween, costOf, type CostParts } from '../../pricing/cost.ts';
import type { Prices } from '../../pricing/prices.ts';
import { accountOf, type AccountedCall } from '../account.ts';
import { billOf, type CallBill } from '../bill.ts';
import { callNumbers } from '../call_numbers.ts';
import type { RunLog } from '../log.ts';

/** Nobody is known by this name. */
const NOBODY = '(unknown)';

/** Its turns are made anew for whoever asks: all of a long run’s at once would fill the memory. */
export interface BilledCall {
  readonly bill: Omit<CallBill, 'call'>;
  readonly call: Omit<AccountedCall, 'turns'>;
  readonly turns: readonly TurnRecord[];
  readonly struck: boolean;
  readonly unit: string;
}

/** Of calls that got a session. `without`: how many did not. */
export function billedCalls(
  log: RunLog,
  prices: Prices,
): { readonly billed: readonly BilledCall[]; readonly without: number } {
  const billed: BilledCall[] = [];
  let without = 0;
  for (const run of log.runs) {
    const struck = new Set(run.strikes.map(({ call }) => call));
    for (const index of callNumbers(run)) {
      const own = accountOf(
        run.calls.get(index),
        run.turns.get(index) ?? [],
        0,
        run.started.get(index)?.caller ?? null,
      );
      const billOfCall = billOf(own, prices);
      if (billOfCall === null) {
        without++;
        continue;
      }
      const { turns: _, ...call } = own;
      const { call: __, ...bill } = billOfCall;
      billed.push({
        bill,
        call,
        get turns() {
          return run.turns.get(index) ?? [];
        },
        struck: struck.has(index),
        unit: `${log.header.plan} ${index}`,
      });
    }
  }
  return { billed, without };
}

export function measuredCalls(
  billed: readonly BilledCall[],
  recorded: readonly RecordedCall[],
  prices: Prices,
  whatIfs: readonly WhatIf[],
): readonly MeasuredCall[] {
  return billed.map((one, at): MeasuredCall => {
    const { bill, call, turns, struck, unit } = one;
    const record = recorded[at] as RecordedCall;
    const cost = costBetween(call.usage, prices, bill.sessionS);
    const most = cost.most.totalUsd + record.untoldUsd;
    return {
      caller: call.caller ?? NOBODY,
      unit,
      usd: { least: Math.min(cost.leastUsd, most), most },
      untold: bill.usd === null,
      failed: call.outcome === 'failed',
      minutes: bill.sessionS > 0 ? bill.sessionS / 60 : null,
      parts: partsOf(cost.most, record.untoldUsd),
      signs: signsOf(call, turns, struck),
      own: {
        unheardUsd: bill.wastedUsd ?? 0,
        silenceUsd: silenceUsd(call, turns, prices),
        replayUsd: bill.replays.reduce((sum, { usd }) => sum + (usd ?? 0), 0),
      },
      otherwise: whatIfs.map((whatIf) => reckoned(record, whatIf)),
    };
  });
}

/** The same calls for what-ifs. */
export function recordedCalls(
  billed: readonly BilledCall[],
  { target }: Pick<HeaderRecord, 'target'>,
  prices: Prices,
): readonly RecordedCall[] {
  const dearest = dearestOf(billed, prices);
  return billed.map((one): RecordedCall => {
    const { bill, call } = one;
    return {
      get turns() {
        return one.turns.flatMap(recordedTurn);
      },
      usage: call.usage,
      sessionS: bill.sessionS,
      prices,
      untoldUsd: bill.usd === null ? untoldUsd(one, dearest, prices) : 0,
      silenceMs: target.silenceDurationMs ?? null,
      reconnected: (call.record?.reconnects ?? []).length > 0,
    };
  });
}

function recordedTurn(turn: TurnRecord): readonly RecordedTurn[] {
  const { usage, answers, answerAudioMs, heardMs, kind, agentInterrupted, agentInterruptions, tools } = turn;
  if (usage === null) return [];
  const cut = turn.outcome === 'interrupted' || turn.bargeIn !== null;
  return [
    {
      usage,
      answers: Math.max(1, answers),
      heardShare: cut && answerAudioMs > 0 ? Math.min(1, heardMs / answerAudioMs) : 1,
      heardS: cut ? null : heardMs / 1000,
      called: (tools ?? []).length > 0,
      tooEarly: agentInterrupted ? (agentInterruptions ?? 1) : 0,
      spoken: kind === 'say' || kind === 'interrupt',
    },
  ];
}

/** What was billed while a caller said nothing on purpose; where time is billed, while nobody said anything. */
function silenceUsd({ record }: BilledCall['call'], turns: readonly TurnRecord[], prices: Prices): number {
  const deadS = (record?.deadAirMs.total ?? 0) / 1000;
  const timeUsd = prices.model.kind === 'duration' ? costOf(noUsage, prices, deadS).durationUsd : 0;
  return turns
    .filter(({ kind }) => kind === 'silence')
    .reduce((sum, { usage }) => sum + (usage === null ? 0 : costOf(usage, prices, 0).totalUsd), timeUsd);
}

interface Dearest {
  readonly answerUsd: number;
  /** By caller; the dearest of all under the empty name. */
  readonly callUsd: ReadonlyMap<string, number>;
}

function dearestOf(billed: readonly BilledCall[], prices: Prices): Dearest {
  let answerUsd = 0;
  const callUsd = new Map<string, number>();
  for (const { bill, call, turns } of billed) {
    for (const { usage } of turns)
      if (usage !== null) answerUsd = Math.max(answerUsd, costOf(usage, prices, 0).totalUsd);
    for (const name of [call.caller ?? NOBODY, ''])
      callUsd.set(name, Math.max(callUsd.get(name) ?? 0, bill.usd ?? bill.leastUsd ?? 0));
  }
  return { answerUsd, callUsd };
}

/** How much more than what was told it can have cost. */
function untoldUsd({ bill, call }: BilledCall, dearest: Dearest, prices: Prices): number {
  const { unreported = 0, cutOff = 0, unreportedTranscriptions = 0 } = call.usage;
  const answers = prices.model.kind === 'tokens' ? (unreported + cutOff) * dearest.answerUsd : 0;
  // No transcription is longer than its call.
  const transcribed =
    unreportedTranscriptions > 0 ? (bill.sessionS / 60) * (prices.transcription?.usdPerMinute ?? 0) : 0;
  const told = bill.leastUsd ?? 0;
  const whole = dearest.callUsd.get(call.caller ?? NOBODY) ?? dearest.callUsd.get('') ?? 0;
  const lost = call.lost ? Math.max(0, whole - told) : 0;
  return Math.max(answers + transcribed, lost);
}

function signsOf(
  call: BilledCall['call'],
  turns: readonly TurnRecord[],
  struck: boolean,
): readonly CallSign[] {
  const signs: CallSign[] = [];
  if (struck) signs.push('fault');
  if (turns.some(({ kind, bargeIn }) => kind === 'interrupt' || bargeIn !== null)) signs.push('interruption');
  if (turns.some(({ agentInterrupted }) => agentInterrupted)) signs.push('agent_interruption');
  if (turns.some(({ kind }) => kind === 'silence')) signs.push('silence');
  if ((call.record?.reconnects ?? []).length > 0) signs.push('reconnect');
  return signs;
}

const UNTOLD = 'not told';

/** By the names that a bill’s parts have: `audioInUsd` is audio in. */
function partsOf(cost: CostParts, untold: number): MeasuredCall['parts'] {
  const parts: Record<string, number> = {};
  for (const [name, usd] of Object.entries(cost) as [string, unknown][]) {
    if (name === 'totalUsd' || typeof usd !== 'number' || usd <= 0) continue;
    parts[partName(name)] = usd;
  }
  if (untold > 0) parts[UNTOLD] = untold;
  return parts;
}

function partName(name: string): string {
  if (name === 'durationUsd') return 'session time';
  return name.replace(/Usd$/, '').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
