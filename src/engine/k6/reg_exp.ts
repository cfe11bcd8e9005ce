/**
 * `RegExp` in the script for k6, put in its place by the bundler, which also has patterns made by it that name letters by \p{…}: they are
 * given to k6's engine as ranges. Such a pattern is made once. Any other is made as it always is.
 */

import { rangesOf } from './unicode_class.ts';

const Native = /x/.constructor as RegExpConstructor;
const made = new Map<string, RegExp>();

function withRanges(pattern: string | RegExp, flags?: string): RegExp {
  if (typeof pattern !== 'string' || !pattern.includes('\\p{')) return new Native(pattern, flags);
  const key = `${flags ?? ''}/${pattern}`;
  let known = made.get(key);
  if (known === undefined) made.set(key, (known = new Native(spelledOut(pattern), flags)));
  // As of a new one.
  known.lastIndex = 0;
  return known;
}

/** Throws SyntaxError for a name that is not known. */
export function spelledOut(pattern: string): string {
  let inBrackets = false;
  return pattern.replace(/\\p\{([^}]*)\}|\\.|\[|\]/gs, (text, name: string | undefined) => {
    if (name !== undefined) {
      const ranges = rangesOf(name);
      if (ranges === null) throw new SyntaxError(`no ranges are known of \\p{${name}}`);
      return inBrackets ? ranges : `[${ranges}]`;
    }
    if (text === '[') inBrackets = true;
    else if (text === ']') inBrackets = false;
    return text;
  });
}

export { withRanges as RegExp };
