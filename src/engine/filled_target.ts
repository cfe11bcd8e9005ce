/**
 * A plan's target with values where the scenario has names of variables: what an environment holds is never in a plan. Pure: who
 * calls says what a name stands for, and refuses what is missing.
 */

import type { PlanTarget } from '../core/plan/plan.ts';
import type { Json, JsonMap } from '../core/plan/session_settings.ts';
import { filled } from '../core/word/env_text.ts';

/** `path`: where it is asked for, as in a scenario. A header's value is more than any text may be. */
export type ValueOf = (name: string, path: string, isHeader: boolean) => string;

export function filledTarget(target: PlanTarget, valueOf: ValueOf): PlanTarget {
  const { headers, query, session } = target;
  const all = (values: Readonly<Record<string, string>>, where: 'headers' | 'query') =>
    Object.fromEntries(
      Object.entries(values).map(([name, text]) => [
        name,
        filled(text, (variable) => valueOf(variable, `target.${where}.${name}`, where === 'headers')),
      ]),
    );
  return {
    ...target,
    ...(headers === undefined ? {} : { headers: all(headers, 'headers') }),
    ...(query === undefined ? {} : { query: all(query, 'query') }),
    ...(session.raw === undefined
      ? {}
      : { session: { ...session, raw: deep(session.raw, (name) => valueOf(name, RAW, false)) as JsonMap } }),
  };
}

const RAW = 'target.session.raw';

function deep(value: Json, valueOf: (name: string) => string): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => deep(each, valueOf));
  const entries = Object.entries(value as Readonly<Record<string, Json>>);
  const [only, ...more] = entries;
  if (only?.[0] === 'env' && more.length === 0 && typeof only[1] === 'string') return valueOf(only[1]);
  return Object.fromEntries(entries.map(([name, each]) => [name, deep(each, valueOf)]));
}
