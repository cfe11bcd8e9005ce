/**
 * Whether a profile's intents do something, and whether each utterance means one thing: where two lay claim to it, only the
 * first would ever be heard. Pure.
 */

import { found, get, type Issue, type Path } from '../../config/source.ts';

/** Where an utterance stands, and after which of the agent's lines it counts there (none: at any time). */
interface Claim {
  readonly path: Path;
  readonly after: readonly unknown[];
}

export function intentIssues(data: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  const claims = new Map<unknown, Claim[]>();
  const claim = (path: Path, after: readonly unknown[]): void => {
    for (const [where, utterance] of entriesAt(data, path)) {
      const others = claims.get(utterance) ?? [];
      const other = others.find((one) => clash(one.after, after));
      if (other === undefined) claims.set(utterance, [...others, { path: where, after }]);
      else {
        const message = `${found(utterance)} is taken by ${other.path
          .filter((part) => typeof part === 'string')
          .slice(0, 2)
          .join('.')} already`;
        issues.push({ path: where, on: 'value', message });
      }
    }
  };

  claim(['backchannels'], []);
  for (const reason of keysAt(data, 'fallbacks')) claim(['fallbacks', reason, 'heard'], []);
  for (const slot of keysAt(data, 'slots')) claim(['slots', slot, 'openers'], []);
  for (const intent of keysAt(data, 'intents')) {
    const path = ['intents', intent] as const;
    claim(
      [...path, 'heard'],
      entriesAt(data, [...path, 'after']).map(([, line]) => line),
    );
    const { say, repeat, handover } = (get(data, ...path) ?? {}) as Record<string, unknown>;
    if (say === undefined && repeat !== true && handover !== true)
      issues.push({
        path,
        on: 'key',
        message: 'expected something to `say`, `repeat: true` or `handover: true`',
      });
  }
  return issues;
}

function clash(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === 0 || b.length === 0 ? a.length === b.length : a.some((line) => b.includes(line));
}

/** What stands at a path, be it one or a list. */
export function entriesAt(data: unknown, path: Path): (readonly [Path, unknown])[] {
  const value = get(data, ...path);
  if (value === undefined) return [];
  return Array.isArray(value) ? value.map((entry: unknown, i) => [[...path, i], entry]) : [[path, value]];
}

export function keysAt(data: unknown, ...path: Path): readonly string[] {
  return Object.keys((get(data, ...path) as object | undefined) ?? {});
}
