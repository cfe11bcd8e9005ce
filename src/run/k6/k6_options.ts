/** What k6 is told of a plan: so many VUs, each for one iteration that lasts as long as its calls do, and thresholds. Pure. */

import type { Options } from 'k6/options';
import { placesOf, plannedCalls } from '../../core/load/selection.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import type { K6Thresholds } from './k6_threshold.ts';

/** More on one event loop send their frames late. */
export const SESSIONS_A_VU = 20;
/** For a target that closes slowly, and for what is still printed. */
const SLACK_MS = 60_000;

/** `peak`: calls that are expected at once. Throws ConfigError where there are to be more than can have a call. */
export function vusFor({ load }: Pick<Plan, 'load'>, peak: number, asked?: number): number {
  const most = Math.max(1, Math.min(placesOf(load), plannedCalls(load) ?? Infinity));
  if (asked === undefined) return Math.min(most, Math.max(1, Math.ceil(peak / SESSIONS_A_VU)));
  if (asked <= most) return asked;
  throw new ConfigError(`expected at most ${most} VUs, one for each call at once, found ${asked}`, {
    code: 'option_invalid',
    path: '--vus',
    hint: `Leave it out: about ${SESSIONS_A_VU} calls go on in one VU.`,
  });
}

export function k6Options(plan: Plan, vus: number, { thresholds }: K6Thresholds): Options {
  return {
    scenarios: {
      callstorm: {
        executor: 'per-vu-iterations',
        vus,
        iterations: 1,
        maxDuration: `${Math.ceil(longestMs(plan) / 1000)}s`,
        gracefulStop: '30s',
      },
    },
    thresholds: thresholds as NonNullable<Options['thresholds']>,
    summaryTrendStats: ['count', 'min', 'avg', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
  };
}

/** The run takes no longer: k6 would cut off what goes on then. */
function longestMs({ load, limits }: Plan): number {
  const lastStartMs = load.mode === 'open' ? (load.startsMs.at(-1) ?? 0) : load.rampMs + load.holdMs;
  return lastStartMs + limits.callMs + limits.closeMs + SLACK_MS;
}
