/**
 * Finds out whose calls a telephone server takes: calls it as each carrier does, one after another, and keeps what came of it. One that
 * cannot be reached is not called again.
 */

import { isCarrier } from '../core/plan/carrier.ts';
import type { Compiled } from '../scenario/compile.ts';
import { carriersToTry, type CallingName, type CarrierTrial, type TrialResult } from './carrier_trial.ts';
import type { ProbedTarget } from './probe_scenario.ts';

export interface TelephoneOptions {
  readonly compiled: (target: ProbedTarget) => Promise<Compiled>;
  /** Whose somebody takes it to be, called first. */
  readonly first?: CallingName;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly called: (carrier: CallingName, compiled: Compiled) => Promise<TrialResult>;
}

/** A target that is called by this carrier. */
export function telephoneTarget(carrier: CallingName): ProbedTarget {
  return {
    dialect: 'twilio-media-streams',
    quirks: {},
    ...(isCarrier(carrier) ? { carrier } : {}),
    speaksFirst: 'agent',
  };
}

export async function carriersTried(options: TelephoneOptions): Promise<readonly CarrierTrial[]> {
  const { first, compiled, called, signal, say } = options;
  const trials: CarrierTrial[] = [];
  for (const carrier of carriersToTry(first)) {
    if (signal.aborted) break;
    say(`calling it as ${carrier} does, for a few seconds`);
    const result = await called(carrier, await compiled(telephoneTarget(carrier)));
    trials.push({ carrier, result });
    if (result.type === 'unreachable') break;
  }
  return trials;
}
