/** What a scenario gives raw, laid over what is made of its settings: maps key by key, anything else in place of what was there. Pure. */

import type { Json, JsonMap } from '../core/plan/session_settings.ts';

export function laidOver(under: Json | undefined, raw: Json): Json {
  if (!isMap(raw) || !isMap(under)) return raw;
  const joined: Record<string, Json> = { ...under };
  for (const [key, value] of Object.entries(raw)) joined[key] = laidOver(under[key], value);
  return joined;
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
