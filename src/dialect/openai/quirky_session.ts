/**
 * A session's settings as a service wants them that has them elsewhere, by other names, or not at all. Pure: what comes in is left
 * as it was. A path that leads nowhere changes nothing.
 */

import type { Json, JsonMap } from '../../core/plan/session_settings.ts';
import type { Quirks } from '../../core/plan/quirks.ts';

export function quirkySession(session: JsonMap, { detectors = {}, move = {}, omit = [] }: Quirks): JsonMap {
  let quirky = session;
  for (const path of ['turn_detection', 'audio.input.turn_detection']) {
    const type = at(quirky, [...path.split('.'), 'type']);
    const name = typeof type === 'string' ? detectors[type] : undefined;
    if (name !== undefined) quirky = put(quirky, [...path.split('.'), 'type'], name);
  }
  for (const [from, to] of Object.entries(move)) {
    const value = at(quirky, from.split('.'));
    if (value !== undefined) quirky = put(without(quirky, from.split('.')), to.split('.'), value);
  }
  for (const path of omit) quirky = without(quirky, path.split('.'));
  return quirky;
}

function at(node: Json | undefined, path: readonly string[]): Json | undefined {
  let found = node;
  for (const key of path) found = isMap(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return found;
}

function put(node: JsonMap, [key = '', ...rest]: readonly string[], value: Json): JsonMap {
  if (rest.length === 0) return { ...node, [key]: value };
  const inner = node[key];
  return { ...node, [key]: put(isMap(inner) ? inner : {}, rest, value) };
}

function without(node: JsonMap, [key = '', ...rest]: readonly string[]): JsonMap {
  if (!Object.hasOwn(node, key)) return node;
  const { [key]: inner, ...others } = node;
  if (rest.length === 0) return others;
  return isMap(inner) ? { ...node, [key]: without(inner, rest) } : node;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
