/**
 * What a caller types on its telephone's keys, as a server takes it: a number is over with `#`, or once no key has come for a while.
 * Pure; instants in ms.
 */

/** As TwiML's own <Gather> has `finishOnKey`; and long enough for slow fingers. */
const ENDS = '#';
const QUIET_MS = 1500;
const MOST_KEYS = 64;

export class TypedDigits {
  private keys = '';
  private overMs = Infinity;

  press(key: string, atMs: number): void {
    if (key !== ENDS && this.keys.length < MOST_KEYS) this.keys += key;
    if (this.keys !== '') this.overMs = key === ENDS ? atMs : atMs + QUIET_MS;
  }

  /** When a number may be over; Infinity: none has begun. */
  get wakeMs(): number {
    return this.overMs;
  }

  /** A number that is over by an instant; null: there is none. */
  take(atMs: number): string | null {
    if (this.overMs > atMs) return null;
    const { keys } = this;
    this.keys = '';
    this.overMs = Infinity;
    return keys;
  }
}
