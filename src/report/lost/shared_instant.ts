/**
 * Calls that were lost at one instant of the run: a restart, or an outage of some length. Pure. Against chance: calls that are lost
 * as likely at one time as at any other at which as many are up.
 */

import { count, ms, seconds } from '../figure.ts';
import { clusters } from './cluster.ts';
import { Exposure } from './exposure.ts';
import { wasThere, type LivedCall } from './lived_call.ts';
import type { FoundTrait } from './lost_together.ts';

const WINDOWS_MS = [2000, 10_000, 60_000] as const;
/** Who got no connection was there for a moment as well, and many may come at once. */
const LEAST_LIFE_MS = 1000;

export function sharedInstants(calls: readonly LivedCall[], most: number): readonly FoundTrait[] {
  const there = calls.filter(wasThere);
  const lost = there.filter(({ fate }) => fate === 'lost');
  const spans = there.map(
    ({ dialedMs, endedMs }) => [dialedMs, Math.max(endedMs, dialedMs + LEAST_LIFE_MS)] as const,
  );
  const exposure = new Exposure(spans);
  return clusters(
    lost.map(({ endedMs }) => endedMs),
    exposure,
    WINDOWS_MS.map((wideMs) => () => wideMs),
    most,
  ).map(({ members, fromMs, untilMs, windowMs, chance }): FoundTrait => {
    const atOnce = exposure.at(fromMs);
    const short = windowMs === WINDOWS_MS[0];
    const when = `from ${seconds(fromMs / 1000)} to ${seconds(untilMs / 1000)} into the run`;
    return {
      trait: 'instant',
      value: String(Math.round(fromMs)),
      count: members.length,
      of: lost.length,
      others: null,
      chance,
      text:
        `${count(members.length)} of ${count(lost.length)} lost calls ended within ${ms(windowMs)}, ${when}, when ` +
        `${count(atOnce)} were up: ${short ? 'as in a restart' : 'as in an outage'}`,
      fromMs,
      untilMs,
      calls: members.map((member) => (lost[member] as LivedCall).call),
    };
  });
}
