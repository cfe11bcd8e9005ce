/** Calls that failed, in all and by code, and turns that went wrong in calls that may have gone on. */

import { failures, type FailureCode } from '../../core/log/failure.ts';
import type { AccountedCall } from '../account.ts';
import { cutOffByHarness } from '../cut_off.ts';
import type { Family, RateMeasure } from './family.ts';

type ByCode = { readonly [Code in FailureCode as `error_rate.${Code}`]: RateMeasure };

const byCode = Object.fromEntries(
  (Object.keys(failures) as FailureCode[]).map((code): [string, RateMeasure] => [
    `error_rate.${code}`,
    { always: true, byEnding: true, ofCall: (call) => (wasStarted(call) ? failureOf(call) === code : null) },
  ]),
) as unknown as ByCode;

export const errorRate = {
  error_rate: {
    always: true,
    byEnding: true,
    // What the harness itself put an end to is no error of the target's.
    ofCall: (call) => (wasStarted(call) && !cutOffByHarness(call) ? call.outcome === 'failed' : null),
    isBad: (rate) => rate > 0.01,
  },
  ...byCode,
  turn_error_rate: {
    always: true,
    ofTurn: ({ turn }) => turn.outcome === 'failed' || turn.outcome === 'unanswered',
  },
} as const satisfies Family;

function wasStarted({ outcome }: AccountedCall): boolean {
  return outcome === 'completed' || outcome === 'failed';
}

function failureOf({ outcome, failure }: AccountedCall): FailureCode | null {
  return outcome === 'failed' ? (failure ?? 'engine_error') : null;
}
