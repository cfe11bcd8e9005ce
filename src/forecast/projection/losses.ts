/**
 * What went wrong and what it cost: calls with it against calls without, of the same kind of caller, or by the calls’ own figures
 * where the bill says it outright. Pure; seeded. Where nothing can be compared that is said, and no figure is given.
 */

import { Random } from '../../core/word/random.ts';
import { mean } from './caller_sample.ts';
import { drawnQuantile } from './carried.ts';
import type { Loss, Pair } from './forecast.ts';
import { byCaller, type CallSign, type MeasuredCall } from './measured_call.ts';

const DRAWS = 1000;
/** Calls with it, and calls without, of a kind, or the kind is left out. */
const ENOUGH_OF_EACH = 5;

/** `callsOf`: a month’s calls of a kind. */
type MonthlyCalls = (caller: string) => number;

export function lossesOf(calls: readonly MeasuredCall[], callsOf: MonthlyCalls): readonly Loss[] {
  const losses = [
    compared('faults', 'fault', 'struck by a fault', calls, callsOf),
    compared('interruptions', 'interruption', 'in which the caller interrupted', calls, callsOf),
    compared('agent_interruptions', 'agent_interruption', 'in which the agent interrupted', calls, callsOf),
    billed(
      'silences',
      'turns in which the caller said nothing, and dead air where time is billed',
      calls,
      ({ own }) => own.silenceUsd,
      callsOf,
    ),
    billed(
      'retries',
      'input of the first answer after a reconnect: the conversation told again',
      calls,
      ({ own }) => own.replayUsd,
      callsOf,
    ),
    billed(
      'failed',
      'all that calls cost which then failed',
      calls,
      ({ failed, usd }) => (failed ? usd.most : 0),
      callsOf,
    ),
    billed(
      'unheard',
      'output audio that came and was never heard',
      calls,
      ({ own }) => own.unheardUsd,
      callsOf,
    ),
  ];
  return losses.filter((loss): loss is Loss => loss !== null);
}

/** By the bill itself. */
function billed(
  what: Loss['what'],
  words: string,
  calls: readonly MeasuredCall[],
  usdOf: (call: MeasuredCall) => number,
  callsOf: MonthlyCalls,
): Loss | null {
  const having = calls.filter((call) => usdOf(call) > 0).length;
  if (having === 0) return null;
  const groups = [...byCaller(calls)].map(([caller, own]) => ({
    monthly: callsOf(caller),
    values: own.map(usdOf),
  }));
  const total = (pick: (values: readonly number[]) => number): number =>
    groups.reduce((sum, { monthly, values }) => sum + monthly * pick(values), 0);
  return {
    what,
    usdPerMonth: total(mean),
    p90: interval(what, total),
    calls: having,
    how: `billed: ${words}`,
  };
}

/** With it against without, within each kind of caller. */
function compared(
  what: Loss['what'],
  sign: CallSign,
  words: string,
  calls: readonly MeasuredCall[],
  callsOf: MonthlyCalls,
): Loss | null {
  const having = calls.filter(({ signs }) => signs.includes(sign)).length;
  if (having === 0) return null;
  const groups: { share: number; monthly: number; having: number[]; lacking: number[] }[] = [];
  const left: string[] = [];
  for (const [caller, own] of byCaller(calls)) {
    const costs = (with_: boolean): number[] =>
      own.filter(({ signs }) => signs.includes(sign) === with_).map(({ usd }) => (usd.least + usd.most) / 2);
    const [a, b] = [costs(true), costs(false)];
    if (a.length === 0) continue;
    if (a.length < ENOUGH_OF_EACH || b.length < ENOUGH_OF_EACH) {
      left.push(`${caller} (${a.length} with, ${b.length} without)`);
      continue;
    }
    groups.push({ share: a.length / own.length, monthly: callsOf(caller), having: a, lacking: b });
  }
  const without =
    left.length === 0
      ? ''
      : `; not compared: ${left.join(', ')}, for which it takes ${ENOUGH_OF_EACH} of each: a run with it and one without`;
  if (groups.length === 0) {
    return { what, usdPerMonth: null, p90: null, calls: having, how: `cannot be told apart${without}` };
  }
  const total = (pick: (values: readonly number[]) => number): number =>
    groups.reduce(
      (sum, { share, monthly, having: a, lacking: b }) => sum + monthly * share * (pick(a) - pick(b)),
      0,
    );
  return {
    what,
    usdPerMonth: total(mean),
    p90: interval(what, total),
    calls: having,
    how: `calls ${words} against those of the same caller that were not${without}`,
  };
}

/** Of a total of means, by bootstrap: each mean is of as many calls drawn again. */
function interval(what: Loss['what'], total: (pick: (values: readonly number[]) => number) => number): Pair {
  const random = new Random('forecast', 'loss', what);
  const again = (values: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += random.pick(values);
    return sum / values.length;
  };
  const drawn = Float64Array.from({ length: DRAWS }, () => total(again)).sort();
  return [drawnQuantile(drawn, 0.05), drawnQuantile(drawn, 0.95)];
}
