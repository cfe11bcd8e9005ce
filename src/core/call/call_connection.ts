/**
 * The connection that a call has, or has not any more, what the agent complained of on it, and whether the call may dial again. It
 * dials nothing itself. Pure.
 */

import { mayPass } from './closing.ts';
import type { FailureCode } from '../log/failure.ts';

export class CallConnection {
  /** Its number; null: there is none, or none any more. */
  current: number | null = null;
  /** The last error that the agent told of on it. */
  lastError: { readonly code: string; readonly message: string } | null = null;
  private count = 0;
  private redialsLeft: number;

  constructor(redials: number) {
    this.redialsLeft = redials;
  }

  /** How many were dialled. */
  get dialled(): number {
    return this.count;
  }

  /** Another one; gives its number. */
  dial(): number {
    this.lastError = null;
    this.current = this.count++;
    return this.current;
  }

  mayRedial(failure: FailureCode): boolean {
    return this.redialsLeft > 0 && mayPass(failure);
  }

  redials(): void {
    this.redialsLeft--;
  }
}
