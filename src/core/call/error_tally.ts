/**
 * The errors that an agent told of and the session survived, by code: how often, and what the first of each said. Bounded, whatever
 * an agent sends. Pure.
 */

import type { AgentErrorCount } from '../log/record.ts';

/** An agent that makes up a code for each error is told of under one. */
const MOST_CODES = 20;
const OTHER_CODES = 'other codes';
const MOST_CHARACTERS = 300;

export class ErrorTally {
  private readonly byCode = new Map<string, { count: number; message: string }>();

  add(code: string, message: string): void {
    const key = this.byCode.has(code) || this.byCode.size < MOST_CODES ? code : OTHER_CODES;
    const known = this.byCode.get(key);
    if (known === undefined) this.byCode.set(key, { count: 1, message: cut(message) });
    else known.count++;
  }

  /** In the order in which the codes came. */
  counts(): readonly AgentErrorCount[] {
    return [...this.byCode].map(([code, { count, message }]) => ({ code, count, message }));
  }
}

function cut(message: string): string {
  return message.length <= MOST_CHARACTERS ? message : `${message.slice(0, MOST_CHARACTERS)}…`;
}
