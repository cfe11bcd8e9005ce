/** Where in a session the caller said what is written down, in ms from its beginning. Pure. */

export class CallerWords {
  /** The caller is speaking. */
  speaking = false;
  private readonly fromMs = new Map<string, number>();
  private untilMs = 0;

  begins(itemId: string, atMs: number): void {
    this.speaking = true;
    this.fromMs.set(itemId, Math.round(atMs));
  }

  ends(atMs: number): void {
    this.speaking = false;
    this.untilMs = Math.round(atMs);
  }

  /** Asked once of each item. */
  take(itemId: string): { readonly startMs: number; readonly endMs: number } {
    const startMs = this.fromMs.get(itemId) ?? this.untilMs;
    this.fromMs.delete(itemId);
    return { startMs, endMs: Math.max(startMs, this.untilMs) };
  }
}
