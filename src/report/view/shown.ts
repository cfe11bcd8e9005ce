/**
 * A summary as the views for people take it: every text in it, whoever it is from, made visible and cut to a bound. Each of
 * them starts with this, so that none has to know which of its words came from a target or out of a log. Pure.
 */

import { cut, visible } from '../../core/word/visible.ts';
import type { Summary } from '../summary.ts';

const MOST_CHARACTERS = 2000;

/** Every view of a report asks for the same one. */
const known = new WeakMap<Summary, Summary>();

export function shown(summary: Summary): Summary {
  let made = known.get(summary);
  if (made === undefined) known.set(summary, (made = shownValue(summary) as Summary));
  return made;
}

function shownValue(value: unknown): unknown {
  if (typeof value === 'string') return visible(cut(value, MOST_CHARACTERS));
  if (Array.isArray(value)) return value.map(shownValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [visible(cut(name, MOST_CHARACTERS)), shownValue(inner)]),
  );
}
