/**
 * What of a response's input has been read before: the longest head that it has in common with a context read lately. Pure.
 * Any change in an item ends the common head there, so that new instructions, a deletion or a truncation cost what they cost
 * at the service. A context that nothing was read from for five minutes is forgotten: OpenAI's guide to prompt caching gives
 * 5 to 10 minutes of inactivity, and this takes the lower end.
 */

export const IDLE_MS = 5 * 60_000;

/** More than one, so that a response out of band does not push the conversation out. */
const CONTEXTS = 4;

interface Context {
  readonly keys: readonly string[];
  readonly usedMs: number;
}

export class PrefixCache {
  private contexts: Context[] = [];

  /** How many keys from the first on are known. From now on all of them are. */
  read(keys: readonly string[], atMs: number): number {
    let known = 0;
    const others: Context[] = [];
    for (const context of this.contexts) {
      if (atMs - context.usedMs > IDLE_MS) continue;
      const common = commonHead(context.keys, keys);
      known = Math.max(known, common);
      // What is all in the new one need not be kept beside it.
      if (common < context.keys.length) others.push(context);
    }
    this.contexts = [{ keys, usedMs: atMs }, ...others.slice(0, CONTEXTS - 1)];
    return known;
  }
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return same;
}
