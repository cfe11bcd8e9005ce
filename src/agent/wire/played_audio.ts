/**
 * What of an agent's voice its listener has been played, as far as marks tell: audio goes out item by item with marks between, and a
 * mark that comes back says that all before it has been heard. Pure; instants in ms.
 */

interface Item {
  readonly itemId: string;
  sentMs: number;
  /** As far as marks came back. */
  playedMs: number;
  markedMs: number;
}

export interface Unheard {
  readonly itemId: string;
  readonly heardMs: number;
}

/** So much audio has a mark of its own. */
const MARK_EVERY_MS = 1000;

export class PlayedAudio {
  /** Those of which something is unheard, in their order. */
  private items: Item[] = [];
  /** By name: up to where in its item. */
  private readonly marks = new Map<string, { readonly item: Item; readonly ms: number }>();
  /** Since when what comes next in the first of them is being played. */
  private sinceMs = 0;
  private numbered = 0;

  get playing(): boolean {
    return this.items.length > 0;
  }

  /** So much goes out. Gives the name of a mark to put behind it; null: none is due. */
  sends(itemId: string, ms: number, atMs: number): string | null {
    let item = this.items.at(-1);
    if (item?.itemId !== itemId) {
      if (this.items.length === 0) this.sinceMs = atMs;
      item = { itemId, sentMs: 0, playedMs: 0, markedMs: 0 };
      this.items.push(item);
    }
    item.sentMs += ms;
    return item.sentMs - item.markedMs < MARK_EVERY_MS ? null : this.mark(item);
  }

  /** An item is whole. Gives the name of its last mark; null: it has it, or nothing of it is unheard. */
  ends(itemId: string): string | null {
    const item = this.items.at(-1);
    return item?.itemId !== itemId || item.markedMs === item.sentMs ? null : this.mark(item);
  }

  private mark(item: Item): string {
    const name = `${item.itemId}:${this.numbered++}`;
    item.markedMs = item.sentMs;
    this.marks.set(name, { item, ms: item.sentMs });
    return name;
  }

  /** A mark came back. */
  played(name: string, atMs: number): void {
    const mark = this.marks.get(name);
    if (mark === undefined) return;
    this.marks.delete(name);
    mark.item.playedMs = mark.ms;
    this.sinceMs = atMs;
    const at = this.items.indexOf(mark.item);
    if (at === -1) return;
    // Whatever was sent before it has been played too.
    this.items = this.items.slice(mark.ms >= mark.item.sentMs ? at + 1 : at);
  }

  /** What is unheard is thrown away. Gives how much of each item was heard: of the first, up to now since the last mark. */
  clear(atMs: number): readonly Unheard[] {
    const unheard = this.items.map(({ itemId, playedMs, sentMs }, i) => {
      const sinceMs = i === 0 ? Math.max(0, atMs - this.sinceMs) : 0;
      return { itemId, heardMs: Math.floor(Math.min(sentMs, playedMs + sinceMs)) };
    });
    this.items = [];
    this.marks.clear();
    return unheard;
  }
}
