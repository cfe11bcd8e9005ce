/** The tools that were called and have not answered yet, and when their time is up. Pure. */

export class OpenCalls {
  private readonly calls = new Map<string, { readonly tool: string; readonly dueMs: number }>();

  /** `dueMs`: Infinity where it may take as long as it likes. */
  opened(callId: string, tool: string, dueMs: number): void {
    // Called again: the former is waited for no longer.
    for (const [id, call] of this.calls) if (call.tool === tool) this.calls.delete(id);
    this.calls.set(callId, { tool, dueMs });
  }

  /** The tool that was called so; undefined where there is no such call, or it was answered. */
  answered(callId: string): string | undefined {
    const call = this.calls.get(callId);
    this.calls.delete(callId);
    return call?.tool;
  }

  nextDueMs(): number {
    let nextMs = Infinity;
    for (const { dueMs } of this.calls.values()) nextMs = Math.min(nextMs, dueMs);
    return nextMs;
  }

  /** A call whose time is up at this instant; it is forgotten, so that a late result means nothing. */
  takeOverdue(atMs: number): string | undefined {
    for (const [callId, { tool, dueMs }] of this.calls) {
      if (dueMs > atMs) continue;
      this.calls.delete(callId);
      return tool;
    }
    return undefined;
  }
}
