/**
 * The agent's last words that are worth saying again. Pure. What nobody has heard was not said: then those before it are the
 * last.
 */

export class LastWords {
  /** Ids of utterances, in their order. */
  lines: readonly string[] = [];
  private before: readonly string[] = [];
  /** The lines that were said last, and the whole reply in which they were. */
  private reply: readonly [lines: readonly string[], all: readonly string[]] | null = null;

  /** The last utterance of them. Empty: there is none. */
  get line(): string {
    return this.lines.at(-1) ?? '';
  }

  say(lines: readonly string[]): void {
    this.before = this.lines;
    this.lines = lines;
    this.reply = [lines, lines];
  }

  /** What was to be said so is said in a longer reply. */
  within(lines: readonly string[], all: readonly string[]): void {
    if (this.reply?.[0] === lines) this.reply = [lines, all];
  }

  /** This reply was not heard: gives the last lines, if they were in it. They are still to be said, and not the last any more. */
  takeBack(all: readonly string[]): readonly string[] {
    const unheard = this.lines;
    if (this.reply?.[1] !== all || this.reply[0] !== unheard) return [];
    this.lines = this.before;
    return unheard;
  }
}
