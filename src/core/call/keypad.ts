/**
 * The keys of a caller's telephone: a number laid out in time, and which of its keys have been let go by an instant. A key is held and
 * let go, and told to the agent as it is let go, as a telephone line tells it; then nothing for a moment before the next. `w` is no
 * key: it waits. Nothing is heard of it in the caller's voice. Pure; instants in ms.
 */

import type { Persona } from '../plan/persona.ts';
import type { KeyPart } from './script.ts';
import type { Utterance } from './utterance.ts';

const HELD_MS = 100;
const APART_MS = 100;
const WAIT_MS = 500;
export const WAIT = 'w';

/** `atMs`: when it is let go, from the beginning on. */
export interface KeyPress {
  readonly key: string;
  readonly atMs: number;
}

/** What this persona types. */
export function keysOf(parts: readonly KeyPart[], persona: Persona): string {
  return parts.map((part) => ('keys' in part ? part.keys : persona[part.number])).join('');
}

/** Laid on the microphone's grid, as silence. Throws RangeError where there is no key among them. */
export function layOutKeys(keys: string, frameMs: number): Utterance {
  const presses: KeyPress[] = [];
  let endMs = 0;
  for (const key of keys) {
    if (key === WAIT) endMs += WAIT_MS;
    else {
      presses.push({ key, atMs: endMs + HELD_MS });
      endMs += HELD_MS + APART_MS;
    }
  }
  const [first] = presses;
  const last = presses.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('no key is pressed');
  const frames = Math.ceil(endMs / frameMs);
  const startMs = first.atMs - HELD_MS;
  return {
    playlist: [-frames],
    frames,
    speechStartMs: startMs,
    speechEndMs: last.atMs,
    speechStartDueMs: startMs,
    speechEndDueMs: last.atMs,
    audible: [{ startMs, endMs: last.atMs }],
    said: keys,
    transcript: keys,
    presses,
  };
}

export class Keypad {
  private presses: readonly KeyPress[] = [];
  private next = 0;
  private startMs = 0;

  /** These keys are pressed from an instant on. */
  begin({ presses = [] }: Utterance, startMs: number): void {
    this.presses = presses;
    this.next = 0;
    this.startMs = startMs;
  }

  /** When the next key is let go; Infinity: none is held, or to be. */
  get wakeMs(): number {
    const press = this.presses[this.next];
    return press === undefined ? Infinity : this.startMs + press.atMs;
  }

  /** The next key that has been let go by an instant; null: there is none. */
  take(atMs: number): string | null {
    const press = this.presses[this.next];
    if (press === undefined || this.startMs + press.atMs > atMs) return null;
    this.next++;
    return press.key;
  }

  /** Nothing more is pressed. */
  stop(): void {
    this.presses = [];
  }
}
