/** What of a target a telephone call has no place for: refused where it is written, with what there is instead. */

import type { DialectName, PlanTarget } from '../core/plan/plan.ts';
import { get, type Issue } from '../config/source.ts';

const NO_KEY = 'a telephone has no key to push: the server hears when its caller speaks';
const NO_QUERY = 'Twilio passes no query on to the server of a media stream';
const TELEPHONES: ReadonlySet<unknown> = new Set<DialectName>(['twilio-media-streams']);

export function telephoneIssues(data: unknown): readonly Issue[] {
  if (!TELEPHONES.has(get(data, 'target', 'dialect'))) return [];
  const detection = ['target', 'session', 'turn_detection'];
  const query = ['target', 'query'];
  const leaveOut = 'Leave turn_detection out: the server of a media stream has its own.';
  const parameters = 'Use parameters: they come in the start of each stream.';
  return [
    ...(get(data, ...detection) === null
      ? [{ path: detection, on: 'value' as const, message: NO_KEY, hint: leaveOut }]
      : []),
    ...(get(data, ...query) === undefined
      ? []
      : [{ path: query, on: 'key' as const, message: NO_QUERY, hint: parameters }]),
  ];
}

/** Why this target cannot be called in a protocol that the command line names. Null: it can. */
export function telephoneMistake(
  dialect: DialectName,
  { session, query }: Pick<PlanTarget, 'session' | 'query'>,
): string | null {
  if (!TELEPHONES.has(dialect)) return null;
  if (session.turnDetection === null) return `the scenario pushes to talk: ${NO_KEY}`;
  return query === undefined ? null : `the scenario has a query: ${NO_QUERY}`;
}
