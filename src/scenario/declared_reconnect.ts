/**
 * What a scenario says of coming back after a lost connection, on the whole or on one caller, in the plan's words. A caller's own
 * words stand before the scenario's, each for itself. Pure.
 */

import type { Reconnect } from '../core/plan/reconnect.ts';
import { found, get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';
import { defaults } from './defaults.ts';
import type { ReconnectFile } from './schema/reconnect_schema.ts';

/** Undefined: nobody says anything, or that it never dials again. */
export function reconnectOf(
  scenario: ReconnectFile | undefined,
  caller: ReconnectFile | undefined,
): Reconnect | undefined {
  if (scenario === undefined && caller === undefined) return undefined;
  const said = { ...scenario, ...caller };
  const { reconnect } = defaults;
  const tries = said.tries ?? reconnect.tries;
  if (tries === 0) return undefined;
  const backoffMs = durationMs(said.backoff) ?? reconnect.backoffMs;
  return {
    tries,
    backoffMs,
    maxMs: durationMs(said.max) ?? Math.max(reconnect.maxMs, backoffMs),
    jitter: said.jitter ?? reconnect.jitter,
    replay: said.replay ?? reconnect.replay,
    giveUpMs: durationMs(said.give_up) ?? reconnect.giveUpMs,
  };
}

export function reconnectIssues(data: unknown): readonly Issue[] {
  const scenario = get(data, 'reconnect');
  return [
    ...issuesAt(scenario, undefined, ['reconnect']),
    ...listAt(data, 'callers').flatMap(([index, caller]) =>
      issuesAt(get(caller, 'reconnect'), scenario, ['callers', index, 'reconnect']),
    ),
  ];
}

/** `other`: what holds where this one says nothing. */
function issuesAt(said: unknown, other: unknown, path: Path): readonly Issue[] {
  const of = (key: string): number | undefined => durationMs(get(said, key) ?? get(other, key));
  const [backoffMs, maxMs] = [of('backoff'), of('max')];
  const bound = backoffMs ?? defaults.reconnect.backoffMs;
  if (said === undefined || maxMs === undefined || maxMs >= bound) return [];
  const key = get(said, 'max') === undefined ? 'backoff' : 'max';
  const message = `expected no first wait (${bound}ms) longer than the longest (${maxMs}ms), found ${found(get(said, key))}`;
  return [{ path: [...path, key], on: 'value', message }];
}
