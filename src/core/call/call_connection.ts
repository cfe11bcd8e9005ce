/**
 * The connection that a call has, or has not any more, what the agent complained of on it, and how the call comes by another.
 * It says what is to be dialled and dropped, and decides nothing. Pure.
 */

import type { Effect } from './effect.ts';

export class CallConnection {
  /** Its number; null: there is none, or none any more. */
  current: number | null = null;
  /** The last error that the agent told of on it. */
  lastError: { readonly code: string; readonly message: string } | null = null;
  private count = 0;
  private announced = false;
  private readonly emit: (effect: Effect) => void;

  constructor(emit: (effect: Effect) => void) {
    this.emit = emit;
  }

  /** The server has announced that it will close it, and what was said is not lost with it. */
  get closesSoon(): boolean {
    return this.announced;
  }

  announce(): void {
    this.announced = true;
  }

  /** How many were dialled. */
  get dialled(): number {
    return this.count;
  }

  /** Another one. */
  dial(): void {
    this.lastError = null;
    this.announced = false;
    this.current = this.count++;
    this.emit({ type: 'dial', connection: this.current });
  }

  /** It is closed, and the call is not over with it. */
  leave(): void {
    if (this.current === null) return;
    this.current = null;
    this.emit({ type: 'leave', code: 1000 });
  }

  /** It is given up without a word. */
  drop(): void {
    if (this.current === null) return;
    this.current = null;
    this.emit({ type: 'drop' });
  }
}
