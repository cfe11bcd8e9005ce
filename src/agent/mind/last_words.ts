/**
 * The agent's last words that are worth saying again. Pure. What nobody has heard was not said: then those before it are the
 * last.
 */

export class LastWords {
  /** Ids of utterances, in their order. */
  lines: readonly string[] = [];
  private before: readonly string[] = [];

  /** The last utterance of them. Empty: there is none. */
  get line(): string {
    return this.lines.at(-1) ?? '';
  }

  say(lines: readonly string[]): void {
    this.before = this.lines;
    this.lines = lines;
  }

  /** These, if they were the last, were not heard. */
  takeBack(lines: readonly string[]): void {
    if (lines === this.lines) this.lines = this.before;
  }
}
