/**
 * Connections that were lost at the same age: a limit of that length, where none lived past it. Pure. Against chance: calls that
 * are lost as likely in one moment of their lives as in any other.
 */

import { count, ms } from '../figure.ts';
import { clusters } from './cluster.ts';
import { Exposure } from './exposure.ts';
import type { LivedCall } from './lived_call.ts';
import type { FoundTrait } from './lost_together.ts';

/** Of the age, and not less than a second: what a timer, a close and a slow network make of one limit. */
const TOLERANCE = 0.02;
const LEAST_WINDOW_MS = 1000;

type Aged = LivedCall & { readonly ageMs: number };

const windowMs = (ageMs: number): number => Math.max(LEAST_WINDOW_MS, ageMs * TOLERANCE);

export function sharedAges(calls: readonly LivedCall[], most: number): readonly FoundTrait[] {
  const aged = calls.filter((call): call is Aged => call.ageMs !== null);
  const lost = aged.filter(({ fate, timedOut }) => fate === 'lost' && !timedOut);
  const lived = aged.filter(({ fate, timedOut }) => fate !== 'lost' || timedOut);
  const exposure = new Exposure(aged.map(({ ageMs }) => [0, ageMs]));
  return clusters(
    lost.map(({ ageMs }) => ageMs),
    exposure,
    [windowMs],
    most,
  ).map(({ members, fromMs, untilMs, windowMs: wideMs, chance }): FoundTrait => {
    const middleMs = (lost[members[members.length >> 1] as number] as Aged).ageMs;
    const past = aged.filter(({ ageMs }) => ageMs > fromMs + wideMs).length;
    const older = lived.filter(({ ageMs }) => ageMs > fromMs + wideMs).length;
    const what = `${count(members.length)} of ${count(lost.length)} lost calls died ${ageText(middleMs)} after connecting (${spanText(fromMs, untilMs)}, a window of ${ms(wideMs)})`;
    return {
      trait: 'age',
      value: String(Math.round(middleMs)),
      count: members.length,
      of: lost.length,
      others: { count: older, of: lived.length },
      chance,
      text:
        past === 0
          ? `${what}, and no call lived past it: a configured ceiling, on sessions or on connections`
          : `${what}; ${count(past)} of ${count(aged.length)} calls lived past it`,
      fromMs,
      untilMs,
      calls: members.map((member) => (lost[member] as LivedCall).call),
    };
  });
}

function spanText(fromMs: number, untilMs: number): string {
  const [from, until] = [ageText(fromMs), ageText(untilMs)];
  return from === until ? `all at ${from}` : `from ${from} to ${until}`;
}

/** In seconds, however long: that is how limits are set. */
function ageText(ageMs: number): string {
  return ageMs < 10_000 ? ms(ageMs) : `${count(Math.round(ageMs / 100) / 10)} s`;
}
