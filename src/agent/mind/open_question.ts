/**
 * What the agent has asked its caller for and still waits to be told, what is to be done once it knows, and what it knows already.
 * Pure. It hears and says nothing itself.
 */

import type { Dialogue, Intent, Slot } from '../profile/profile.ts';

export class OpenQuestion {
  /** Of slots, as far as they are known. */
  readonly values = new Map<string, string>();
  private readonly slots: Dialogue['slots'];
  private asked: { readonly slot: string; readonly intent: Intent | null } | null = null;

  constructor(slots: Dialogue['slots']) {
    this.slots = slots;
  }

  /** The slot that was asked for. Null: it has asked for nothing. */
  get slot(): string | null {
    return this.asked?.slot ?? null;
  }

  /** What the caller wants, once that slot is known; null where it is not known itself. */
  get intent(): Intent | null {
    return this.asked?.intent ?? null;
  }

  /** The utterance that asks for it. */
  get line(): string | null {
    return this.asked === null ? null : (this.slots[this.asked.slot] as Slot).ask;
  }

  /** A slot is to be asked for, whatever is known of it. */
  ask(slot: string, intent: Intent): Slot {
    this.values.delete(slot);
    this.asked = { slot, intent };
    return this.slots[slot] as Slot;
  }

  /** An agent has ended with this line elsewhere. False: it asks for no slot. */
  recall(line: string): boolean {
    const slot = Object.keys(this.slots).find((name) => this.slots[name]?.ask === line);
    if (slot === undefined) return false;
    this.asked = { slot, intent: this.asked?.slot === slot ? this.asked.intent : null };
    return true;
  }

  close(): void {
    this.asked = null;
  }
}
