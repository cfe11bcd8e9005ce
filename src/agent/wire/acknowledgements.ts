/**
 * What the agent says when it has delegated a task ("let me see"): said so long after the delegation as the session's settings have it,
 * and not at all where the result has come before. Holds back what belongs to it, and gives that when its time has come. Pure; instants in ms.
 */

/** A piece of the voice that waits. */
export type HeldVoice =
  | { readonly type: 'audio'; readonly itemId: string; readonly base64: string }
  | { readonly type: 'words'; readonly text: string };

interface Held {
  /** Calls without a result; what is held is said only while there are any. */
  readonly open: Set<string>;
  /** Infinity: the task has not been delegated yet. */
  dueMs: number;
  voice: HeldVoice[];
  /** Of which no more is said. */
  dropped: boolean;
  /** Nothing more of it will come. */
  over: boolean;
}

export class Acknowledgements {
  /** 0: nothing is held back. */
  delayMs = 0;
  /** By the response that calls. */
  private readonly held = new Map<string, Held>();

  /** When the next of them is due. */
  get wakeMs(): number {
    let wakeMs = Infinity;
    for (const { dueMs, dropped } of this.held.values()) if (!dropped) wakeMs = Math.min(wakeMs, dueMs);
    return wakeMs;
  }

  /** A response calls a tool, before it says anything. */
  called(responseId: string, callId: string): void {
    if (this.delayMs === 0) return;
    const known = this.held.get(responseId);
    if (known === undefined) {
      const open = new Set([callId]);
      this.held.set(responseId, { open, dueMs: Infinity, voice: [], dropped: false, over: false });
    } else known.open.add(callId);
  }

  /** The client has been told of the task: from now on it counts. */
  delegated(callId: string, atMs: number): void {
    for (const held of this.held.values())
      if (held.open.has(callId)) held.dueMs = Math.min(held.dueMs, atMs + this.delayMs);
  }

  /** A piece of a response's voice. False: it is not to be held back. */
  takes(responseId: string, piece: HeldVoice): boolean {
    const held = this.held.get(responseId);
    if (held === undefined) return false;
    if (!held.dropped) held.voice.push(piece);
    return true;
  }

  /** The result has come. Gives the items that are not said any more by that. */
  answered(callId: string): readonly string[] {
    const dropped: string[] = [];
    for (const [responseId, held] of this.held) {
      if (!held.open.delete(callId) || held.open.size > 0) continue;
      dropped.push(...this.drop(responseId, held));
    }
    return dropped;
  }

  /** The caller speaks: nobody is told to wait any more. Gives the items that are not said by that. */
  yields(): readonly string[] {
    return [...this.held].flatMap(([responseId, held]) => this.drop(responseId, held));
  }

  /** What is due, each with its response. */
  take(atMs: number): readonly { readonly responseId: string; readonly voice: readonly HeldVoice[] }[] {
    const due: { readonly responseId: string; readonly voice: readonly HeldVoice[] }[] = [];
    for (const [responseId, { dueMs, voice, dropped }] of this.held) {
      if (dropped || dueMs > atMs) continue;
      due.push({ responseId, voice });
      // What else comes of it is said as it comes.
      this.held.delete(responseId);
    }
    return due;
  }

  /** The response is over: nothing more of it will come. */
  over(responseId: string): void {
    const held = this.held.get(responseId);
    if (held === undefined) return;
    held.over = true;
    if (held.dropped) this.held.delete(responseId);
  }

  private drop(responseId: string, held: Held): readonly string[] {
    if (held.dropped) return [];
    const items = new Set(held.voice.flatMap((piece) => (piece.type === 'audio' ? [piece.itemId] : [])));
    held.dropped = true;
    held.voice = [];
    if (held.over) this.held.delete(responseId);
    return [...items];
  }
}
