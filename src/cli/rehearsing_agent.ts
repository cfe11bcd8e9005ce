/** The simulated agent that a rehearsal, or an estimate by one, is made with: the scenario's profile, and faults as asked for. */

import { dirname, resolve } from 'node:path';
import { loadAgent, type Agent } from '../agent/simulator.ts';
import type { Plan } from '../core/plan/plan.ts';
import { readFaultText } from '../fault/fault_wish.ts';
import { PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';

export interface RehearsedWith {
  /** The scenario's own file. */
  readonly path: string;
  readonly fixturesDirs: readonly string[];
  readonly faults: readonly string[] | undefined;
}

export function rehearsingAgent(
  { seed, target: { profile } }: Plan,
  { path, fixturesDirs, faults = [] }: RehearsedWith,
): Promise<Agent> {
  return loadAgent({
    seed,
    ...(profile === undefined ? {} : { profile: resolve(dirname(path), profile) }),
    fixturesDirs: [PACKAGE_FIXTURES_DIR, ...fixturesDirs.slice(1)],
    // Each was read, and found right, as the command line was.
    faults: faults.flatMap((text) => {
      const reading = readFaultText(text);
      return 'ok' in reading ? [reading.ok] : [];
    }),
  });
}
