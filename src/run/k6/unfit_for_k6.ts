/** What k6 cannot do of a plan, refused before anything is written, each with the way out. Pure. */

import type { Plan } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';

const ELSEWHERE = 'callstorm run (its own engine) can.';

/** Throws ConfigError. */
export function refuseUnfitForK6(plan: Plan): void {
  const { target, network = [], load } = plan;
  if (plan.dialect === 'own') {
    throw unfit('a dialect of your own', 'target.dialect', `k6 has no place for its code; ${ELSEWHERE}`);
  }
  if (/^https?:/i.test(target.url)) {
    const hint = `Give the stream's own address: --target wss://…. A voice webhook is asked by callstorm run alone.`;
    throw unfit('a voice webhook', 'target.url', hint);
  }
  if (target.authTokenEnv !== undefined) {
    throw unfit(
      'requests that are signed',
      'target.auth_token_env',
      `k6 signs none of its own; ${ELSEWHERE}`,
    );
  }
  if (network.length > 0) {
    throw unfit(
      'a bad network',
      'network',
      `Leave it out here: a script under k6 has no hand in what its connections carry; ${ELSEWHERE}`,
    );
  }
  if (load.steered !== undefined) {
    throw unfit('a load that is steered', 'load', `A search for capacity is callstorm capacity's.`);
  }
}

function unfit(what: string, path: string, hint: string): ConfigError {
  return new ConfigError(`k6 cannot make calls with ${what}`, { code: 'k6_unfit', path, hint });
}
