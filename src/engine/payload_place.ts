/** Where a dialect's messages of audio have it: what stands before and after is the same in all of them. */

import type { Dialect } from '../dialect/dialect.ts';

export interface PayloadPlace {
  /** Characters before the audio. */
  readonly before: number;
  /** And behind it. */
  readonly after: number;
}

/** Of any encoding. */
const PROBE = 'AAECAwQF';

export function payloadPlace(dialect: Pick<Dialect, 'append'>): PayloadPlace {
  const probe = dialect.append(PROBE);
  const before = probe.indexOf(PROBE);
  return { before, after: probe.length - before - PROBE.length };
}
