/** What a protocol without turns has no words for, and a scenario asks of it all the same: said before anything is dialled. Pure. */

import type { DialectName, SessionSettings } from '../core/plan/plan.ts';
import { get } from '../config/source.ts';
import type { Issue } from '../config/source.ts';

/** In these the model hears by itself when a caller has finished, and nobody can tell it. */
const HEARS_BY_ITSELF: ReadonlySet<unknown> = new Set<DialectName>(['gpt-live']);

export function dialectIssues(data: unknown): readonly Issue[] {
  return [...compressionIssues(data), ...detectionIssues(data)];
}

function compressionIssues(data: unknown): readonly Issue[] {
  const path = ['target', 'session', 'context_compression'];
  const trigger = get(data, ...path, 'trigger_tokens');
  const target = get(data, ...path, 'target_tokens');
  if (typeof trigger !== 'number' || typeof target !== 'number' || target < trigger) return [];
  const message = `expected fewer than trigger_tokens, ${trigger}, found ${target}`;
  const hint = 'What is left of the conversation is shorter than what sets its shortening off.';
  return [{ path: [...path, 'target_tokens'], on: 'value', message, hint }];
}

function detectionIssues(data: unknown): readonly Issue[] {
  const dialect = get(data, 'target', 'dialect');
  if (!HEARS_BY_ITSELF.has(dialect)) return [];
  const detection = get(data, 'target', 'session', 'turn_detection');
  const path = ['target', 'session', 'turn_detection'];
  const hint = 'Leave turn_detection out: the model hears by itself when a caller has finished.';
  if (detection === null) {
    return [{ path, on: 'value', message: `${String(dialect)} knows no push-to-talk`, hint }];
  }
  if (get(data, 'target', 'session', 'turn_detection', 'create_response') !== false) return [];
  const message = `${String(dialect)} cannot be asked for an answer`;
  return [{ path: [...path, 'create_response'], on: 'value', message, hint }];
}

/** What of the settings this protocol cannot do; null: nothing. */
export function unsaidIn(
  dialect: DialectName,
  { turnDetection }: Pick<SessionSettings, 'turnDetection'>,
): string | null {
  if (!HEARS_BY_ITSELF.has(dialect)) return null;
  if (turnDetection === null) return `the scenario pushes to talk, and ${dialect} has no push-to-talk`;
  return turnDetection.createResponse
    ? null
    : `the scenario asks for its answers (create_response: false), and ${dialect} cannot be asked`;
}
