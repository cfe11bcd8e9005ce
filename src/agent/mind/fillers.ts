/** What the agent says while it goes to look: one after the other, and around again. Pure. */

export class Fillers {
  private readonly lines: readonly string[];
  private said = 0;

  constructor(lines: readonly string[]) {
    this.lines = lines;
  }

  /** The next one to say; nothing where there is none. */
  next(): readonly string[] {
    const { lines } = this;
    return lines.length === 0 ? [] : [lines[this.said++ % lines.length] as string];
  }
}
