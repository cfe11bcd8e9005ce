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

/** A lost connection ends the call. */
const NEVER: Redials = {
  tries: 0,
  backoffMs: 0,
  maxMs: 0,
  jitter: 'none',
  replay: false,
  giveUpMs: Infinity,
  ofCall: true,
};

export class Redialing {
  /** What came of each loss so far. */
  readonly losses: OpenReconnect[] = [];
  private readonly rules: Redials;
  private readonly key: readonly (string | number)[];
  /** Of the tries that count. */
  private spent = 0;
  /** Draws of the call. */
  private drawn = 0;
  /** Before a session was, nothing is spent that could count anew. */
  private lastReadyMs = 0;
  /** What it has not come back from yet. Null: there is a session. */
  private loss: OpenReconnect | null = null;
  /** What the session came back from, until its first answer is over. */
  private unpaid: OpenReconnect | null = null;

  constructor(plan: Plan, spec: CallSpec) {
    this.rules = redialsOf(plan, spec.caller) ?? NEVER;
    this.key = [plan.seed, 'redial', spec.index];
  }

  /** The conversation is told to the new session, and goes on there. */
  get replays(): boolean {
    return this.rules.replay;
  }

  /** Without a session by then there will be none; Infinity while there is one. */
  get givesUpMs(): number {
    return this.loss === null ? Infinity : this.loss.lostMs + this.rules.giveUpMs;
  }

  mayRedial(failure: FailureCode, atMs: number): boolean {
    const { rules } = this;
    if (atMs >= this.givesUpMs || this.spentBy(atMs) >= rules.tries) return false;
    return rules.ofCall ? mayPass(failure) : mayPassWithCare(failure);
  }

  /** It will dial again, at this instant. */
  next(atMs: number): number {
    const { rules } = this;
    if (this.loss === null) {
      this.spent = this.spentBy(atMs);
      this.loss = { lostMs: atMs, readyMs: null, tries: 0, replayedItems: 0 };
      this.losses.push(this.loss);
    }
    const boundMs = Math.min(rules.maxMs, rules.backoffMs * 2 ** this.spent);
    this.spent++;
    const draw = rules.jitter === 'none' ? 1 : new Random(...this.key, this.drawn++).next();
    return Math.min(atMs + boundMs * draw, this.givesUpMs);
  }

  /** The call leaves a connection that was about to be closed: nobody waits, and nothing is spent. */
  leaves(atMs: number): void {
    this.loss = { lostMs: atMs, readyMs: null, tries: 0, replayedItems: 0, announced: true };
    this.losses.push(this.loss);
  }

  /** Tries that count for what is lost at an instant: none once a session has lasted. */
  private spentBy(atMs: number): number {
    const { rules, loss, lastReadyMs } = this;
    const lasted = loss === null && atMs - lastReadyMs >= rules.maxMs;
    return lasted && !rules.ofCall ? 0 : this.spent;
  }

  /** It dials. */
  tries(): void {
    if (this.loss !== null) this.loss.tries++;
  }

  /** The session is ready, the first or another. */
  ready(atMs: number): void {
    if (this.loss !== null) this.loss.readyMs = atMs;
    this.unpaid = this.loss;
    this.loss = null;
    this.lastReadyMs = atMs;
  }

  /** An answer is over: what the first one of a session that was told of another used is what coming back cost. */
  answered(usage: Usage | null): void {
    if (this.unpaid !== null && usage !== null) this.unpaid.firstUsage = usage;
    this.unpaid = null;
  }

  /** Why there is no connection any more. */
  givenUp(atMs: number): string {
    const { lostMs = atMs, tries = 0 } = this.loss ?? {};
    const dialled = tries === 1 ? 'one try' : `${tries} tries`;
    return `no session again within ${Math.round(atMs - lostMs)} ms, after ${dialled}`;
  }

  /** The new session was told so many items of what was said. */
  replayed(items: number): void {
    const loss = this.losses.at(-1);
    if (loss !== undefined) loss.replayedItems = items;
  }
}
