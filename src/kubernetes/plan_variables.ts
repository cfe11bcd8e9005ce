/** The environment variables that a plan names, which every machine that makes its calls has to have. Pure. */

import type { Plan } from '../core/plan/plan.ts';
import { namesIn } from '../core/word/env_text.ts';

/** Each once, in order of the alphabet. */
export function planVariables({ target }: Pick<Plan, 'target'>): readonly string[] {
  const { keyEnv, authTokenEnv, headers = {}, query = {}, tokenCommand = [], session } = target;
  const texts = [...Object.values(headers), ...Object.values(query), ...tokenCommand];
  const names = [
    ...(keyEnv === undefined ? [] : [keyEnv]),
    ...(authTokenEnv === undefined ? [] : [authTokenEnv]),
    ...texts.flatMap((text) => namesIn(text)),
    ...namedWithin(session.raw),
  ];
  return [...new Set(names)].sort();
}

/** `{ env: NAME }`, anywhere in it. */
function namedWithin(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const [only, ...more] = entries;
  if (only?.[0] === 'env' && more.length === 0 && typeof only[1] === 'string') return [only[1]];
  return entries.flatMap(([, each]) => namedWithin(each));
}
