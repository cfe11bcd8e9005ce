/**
 * Numbers the sessions of an agent, which draw by their number: in the order in which they come, unless a client says which of its
 * calls it makes. Then that is the number, so that the same call meets the same session whenever it comes, and by itself.
 */

import type { IncomingMessage } from 'node:http';

export const CALL_HEADER = 'callstorm-call';
/** Where clients number their calls, all other sessions are numbered from here on. */
const BEYOND_CALLS = 2 ** 30;

export class SessionNumbers {
  private next = 0;
  private readonly taken = new Set<number>();

  of(request: Pick<IncomingMessage, 'headers'>): number {
    const told = request.headers[CALL_HEADER];
    const call = typeof told === 'string' && /^\d{1,9}$/.test(told) ? Number(told) : null;
    if (call === null || this.taken.has(call) || (this.taken.size === 0 && call < this.next))
      return this.next++;
    if (this.taken.size === 0) this.next = Math.max(this.next, BEYOND_CALLS);
    this.taken.add(call);
    return call;
  }
}
