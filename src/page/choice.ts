/**
 * What of the run its reader has chosen to look at: a stretch of it, a kind of caller, a code. The parts of the page that can be
 * filtered listen to it. Kept in the browser alone.
 */

export interface Choice {
  /** On the axis of `Recorded`. Null: the whole run. */
  readonly stretch: { readonly fromMs: number; readonly untilMs: number } | null;
  /** Index in `Recorded.callers`. Null: all. */
  readonly caller: number | null;
  /** Index in `Recorded.codes`: calls that failed with it, or had a turn that did. Null: all. */
  readonly code: number | null;
}

export const everything: Choice = { stretch: null, caller: null, code: null };

export function isEverything({ stretch, caller, code }: Choice): boolean {
  return stretch === null && caller === null && code === null;
}

export class Chosen {
  private choice = everything;
  private readonly listeners = new Set<(choice: Choice) => void>();

  get now(): Choice {
    return this.choice;
  }

  change(part: Partial<Choice>): void {
    this.choice = { ...this.choice, ...part };
    for (const listener of this.listeners) listener(this.choice);
  }

  listen(listener: (choice: Choice) => void): void {
    this.listeners.add(listener);
  }
}
