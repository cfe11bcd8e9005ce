/**
 * How a call gets its connection back: whether it may dial again after a loss, how long it waits before it does, and until when it
 * goes on trying. The waits are drawn by the seed: the same call waits as long on every engine. It dials nothing itself. Pure;
 * instants in ms.
 */

import type { FailureCode } from '../log/failure.ts';
import type { ReconnectRecord, Usage } from '../log/record.ts';
import type { Plan } from '../plan/plan.ts';
import { redialsOf, type Redials } from '../plan/reconnect.ts';
import { Random } from '../word/random.ts';
import type { CallSpec } from './call_spec.ts';
import { mayPass, mayPassWithCare } from './closing.ts';

type OpenReconnect = { -readonly [K in keyof ReconnectRecord]: ReconnectRecord[K] };

export class Redialing {
  /** What came of each loss so far. */
  readonly losses: OpenReconnect[] = [];
  private readonly rules: Redials | null;
  private readonly key: readonly (string | number)[];
  /** Of the tries that count. */
  private spent = 0;
  /** Draws of the call. */
  private drawn = 0;
  private lastReadyMs = -Infinity;
  /** There is a session. */
  private back = true;
  /** Its first answer is over. */
  private paid = false;

  constructor(plan: Plan, spec: CallSpec) {
    this.rules = redialsOf(plan, spec.caller);
    this.key = [plan.seed, 'redial', spec.index];
  }

  /** The conversation is told to the new session, and goes on there. */
  get replays(): boolean {
    return this.rules?.replay === true;
  }

  /** Without a session by then there will be none; Infinity while there is one. */
  get givesUpMs(): number {
    const loss = this.losses.at(-1);
    return this.rules === null || this.back || loss === undefined
      ? Infinity
      : loss.lostMs + this.rules.giveUpMs;
  }

  mayRedial(failure: FailureCode, atMs: number): boolean {
    const { rules } = this;
    if (rules === null || atMs >= this.givesUpMs) return false;
    const renewed = !rules.ofCall && this.back && atMs - this.lastReadyMs >= rules.maxMs;
    const spent = renewed ? 0 : this.spent;
    return spent < rules.tries && (rules.ofCall ? mayPass(failure) : mayPassWithCare(failure));
  }

  /** It will dial again, at this instant. */
  next(atMs: number): number {
    const { rules } = this;
    if (rules === null) throw new RangeError('this call does not dial again');
    if (this.back) {
      if (!rules.ofCall && atMs - this.lastReadyMs >= rules.maxMs) this.spent = 0;
      this.losses.push({ lostMs: atMs, readyMs: null, tries: 0, replayedItems: 0 });
      this.back = false;
    }
    const boundMs = Math.min(rules.maxMs, rules.backoffMs * 2 ** this.spent);
    this.spent++;
    const draw = rules.jitter === 'none' ? 1 : new Random(...this.key, this.drawn++).next();
    return Math.min(atMs + boundMs * draw, this.givesUpMs);
  }

  /** It dials. */
  tries(): void {
    const loss = this.losses.at(-1);
    if (loss !== undefined) loss.tries++;
  }

  /** The session is ready, the first or another. */
  ready(atMs: number): void {
    const loss = this.losses.at(-1);
    if (loss !== undefined) loss.readyMs = atMs;
    this.back = true;
    this.paid = false;
    this.lastReadyMs = atMs;
  }

  /** An answer is over: what the first one of a session that was told of another used is what coming back cost. */
  answered(usage: Usage | null): void {
    const loss = this.losses.at(-1);
    if (loss === undefined || !this.back || this.paid) return;
    this.paid = true;
    if (usage !== null) loss.firstUsage = usage;
  }

  /** Why there is no connection any more. */
  givenUp(atMs: number): string {
    const { lostMs = atMs, tries = 0 } = this.losses.at(-1) ?? {};
    const dialled = tries === 1 ? 'one try' : `${tries} tries`;
    return `no session again within ${Math.round(atMs - lostMs)} ms, after ${dialled}`;
  }

  /** The new session was told so many items of what was said. */
  replayed(items: number): void {
    const loss = this.losses.at(-1);
    if (loss !== undefined) loss.replayedItems = items;
  }
}
