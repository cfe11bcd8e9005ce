/**
 * How long the caller has been silent where something is expected of them, and when that is too long. Pure. It counts from the
 * agent's last word, or, before anybody has said anything, from when the agent is the one to speak up:
 *
 *   opened ──────────────────────→ counts where the agent answers by itself and the client has set no time of its own
 *   the agent's last word ───────→ counts
 *   a turn, the agent's floor ───→ nothing counts
 */

import type { TurnRules } from '../../protocol/settings.ts';

export class CallerSilence {
  /** After which the agent speaks up, where the client has not set a time of its own. */
  private readonly usualMs: number;
  private rules: TurnRules | null = null;
  private counted: { readonly dueMs: number; readonly sinceMs: number } | null = null;
  /** Nobody has said anything yet: from when on that is the caller's silence. */
  private openedMs: number | null = null;

  constructor(usualMs: number) {
    this.usualMs = usualMs;
  }

  /** Infinity: it does not count. */
  get dueMs(): number {
    return this.counted?.dueMs ?? Infinity;
  }

  /** A caller may be silent from the start. */
  open(nowMs: number): void {
    this.openedMs = nowMs;
  }

  configure(rules: TurnRules | null, nowMs: number): void {
    const answered = this.rules?.createResponse === true;
    this.rules = rules;
    // Until now the answers were the client's to ask for: its silence was no caller's.
    if (this.openedMs !== null && !answered) this.openedMs = nowMs;
    if (this.openedMs !== null) this.awaitFirstWord(this.openedMs);
    else if (this.allowedMs() === Infinity) this.counted = null;
  }

  /** The agent's last word is heard at this instant. */
  expectCaller(sinceMs: number): void {
    this.openedMs = null;
    const allowedMs = this.allowedMs();
    if (allowedMs !== Infinity) this.counted = { dueMs: sinceMs + allowedMs, sinceMs };
  }

  /** Silence is as it should be. */
  expectNothing(): void {
    this.openedMs = null;
    this.counted = null;
  }

  /** It is told of once: since when it has lasted. Null: it does not count. */
  take(): number | null {
    const sinceMs = this.counted?.sinceMs ?? null;
    this.counted = null;
    return sinceMs;
  }

  /** The client's own timeout counts from the agent's last word, and there is none yet: this is the usual one. */
  private awaitFirstWord(sinceMs: number): void {
    const { rules, usualMs } = this;
    const counts = rules?.createResponse === true && rules.idleTimeoutMs === null && usualMs !== Infinity;
    this.counted = counts ? { dueMs: sinceMs + usualMs, sinceMs } : null;
  }

  private allowedMs(): number {
    const { rules } = this;
    if (rules === null) return Infinity;
    // A client that asks for each answer itself wants none for nothing either, unless it has set a time for one.
    return rules.idleTimeoutMs ?? (rules.createResponse ? this.usualMs : Infinity);
  }
}
