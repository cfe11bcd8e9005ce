/** The environment variables that a plan names, which every machine that makes its calls has to have, and which of them are keys. Pure. */

import type { Plan } from '../core/plan/plan.ts';
import { namesIn } from '../core/word/env_text.ts';
import { namesSecret } from '../core/word/secret.ts';

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

/** Those that are keys: by what they are for, by the header, the parameter or the setting they stand in, or by their own name. */
export function planKeys(plan: Pick<Plan, 'target'>): readonly string[] {
  const { keyEnv, authTokenEnv, headers = {}, query = {}, session } = plan.target;
  const inKeys = [...Object.entries(headers), ...Object.entries(query)]
    .filter(([name]) => namesSecret(name))
    .flatMap(([, text]) => namesIn(text));
  const keys = new Set([keyEnv, authTokenEnv, ...inKeys, ...namedWithin(session.raw, namesSecret)]);
  return planVariables(plan).filter((name) => keys.has(name) || namesSecret(name));
}

/** `{ env: NAME }`, anywhere in it. `under`: below a setting of such a name alone. */
function namedWithin(value: unknown, under?: (name: string) => boolean): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const [only, ...more] = entries;
  if (only?.[0] === 'env' && more.length === 0 && typeof only[1] === 'string') {
    return under === undefined ? [only[1]] : [];
  }
  return entries.flatMap(([name, each]) => namedWithin(each, under?.(name) === true ? undefined : under));
}
