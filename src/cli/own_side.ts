/**
 * What the simulated agent has on its own side in protocols that leave it all to the server: its tools, whether it speaks first, and how
 * it tells turns. A user names a scenario for it; a run tells the agent that it starts over the channel between them.
 */

import { ownSideOf, type OwnSide } from '../agent/wire/own_side.ts';
import { ConfigError } from '../core/word/config_error.ts';

/** How a run says that it will tell; no option for people. */
export const TOLD_BY_PARENT = '--told-by-parent';

interface Told {
  readonly type: 'own_side';
  readonly ownSide: OwnSide;
}

/** Throws ConfigError or ConfigErrors where the scenario is wrong. */
export async function ownSideIn(scenario: string, cwd: string): Promise<OwnSide> {
  const { loadScenario } = await import('../scenario/load_scenario.ts');
  return ownSideOf((await loadScenario(scenario, { cwd })).scenario);
}

export function toldOwnSide(ownSide: OwnSide): Told {
  return { type: 'own_side', ownSide };
}

/** Waits for what the run tells. */
export async function ownSideFromParent(): Promise<OwnSide> {
  if (process.channel === undefined) {
    throw new ConfigError(`${TOLD_BY_PARENT} is for a run that starts the agent`, {
      code: 'option_invalid',
      path: TOLD_BY_PARENT,
    });
  }
  return new Promise((resolve) => {
    const hear = (message: unknown): void => {
      if (!isTold(message)) return;
      process.off('message', hear);
      process.channel?.unref();
      resolve(message.ownSide);
    };
    process.on('message', hear);
  });
}

/** It comes from the same program. */
function isTold(message: unknown): message is Told {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'own_side';
}
