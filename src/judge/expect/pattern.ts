/** A plan's patterns as regular expressions: each made once, whatever it is asked. */

import type { Pattern } from '../../core/plan/expectation.ts';

/** Longer texts are looked at up to here: a pattern is its author's, and the text anybody's. */
const MOST_CHARACTERS = 20_000;

const made = new WeakMap<Pattern, RegExp>();

export function matches(pattern: Pattern, text: string): boolean {
  return regExpOf(pattern).test(text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text);
}

/** Throws SyntaxError where it is none: the scenario's checks have seen to that. */
function regExpOf(pattern: Pattern): RegExp {
  let regExp = made.get(pattern);
  if (regExp === undefined) {
    // `g` and `y` would remember where they stopped.
    regExp = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, ''));
    made.set(pattern, regExp);
  }
  return regExp;
}
