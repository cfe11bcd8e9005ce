/**
 * Marks that an agent has put behind what it sent: each is answered once all that had come before it has been played, or was thrown
 * away. In their order. Pure; instants in ms.
 */

export class PlayMarks {
  private marks: { readonly name: string; readonly dueMs: number }[] = [];

  /** When the next is to be answered. */
  get wakeMs(): number {
    return this.marks[0]?.dueMs ?? Infinity;
  }

  /** `playedMs`: when what has come by now will have been played. */
  put(name: string, playedMs: number): void {
    this.marks.push({ name, dueMs: playedMs });
  }

  /** Those whose time has come. */
  take(atMs: number): readonly string[] {
    const count = this.marks.findIndex(({ dueMs }) => dueMs > atMs);
    return this.marks.splice(0, count === -1 ? this.marks.length : count).map(({ name }) => name);
  }

  /** What was queued before them is thrown away: all of them. */
  flush(): readonly string[] {
    return this.take(Infinity);
  }

  /** Nobody waits for them any more. */
  forget(): void {
    this.marks = [];
  }
}
