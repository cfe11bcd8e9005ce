/**
 * Keeps the token of one run good: has it fetched before the first call, and again before it runs out, for the calls that are yet
 * to be dialled. One that cannot be had again is told once; the calls go on with the one there is, and what the target says to that
 * is in the log. It shows no token to anybody but whom it was made for.
 */

import type { PlanTarget } from '../../core/plan/plan.ts';
import { fetchToken, type TokenCommand } from './fetch_token.ts';
import type { Token } from './token_text.ts';

/** So long before its end it is fetched anew, or a fifth of its life before, where that is less. */
const AHEAD_MS = 60_000;
const AHEAD_OF_LIFE = 0.2;
/** Never more often than this, whatever the end that is told. */
const LEAST_BETWEEN_MS = 1000;
const TRIED_AGAIN_AFTER_MS = 5000;
/** Timers cannot wait for longer. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export class TokenKeeper {
  private readonly command: TokenCommand;
  private readonly stopping = new AbortController();
  private token: Token | null = null;
  private timer: NodeJS.Timeout | null = null;
  private complained = false;

  constructor(command: TokenCommand) {
    this.command = command;
  }

  /** Fetched once, however often it is asked for. Rejects with a ConfigError where there is none to be had. */
  async first(): Promise<string> {
    this.token ??= await fetchToken(this.command, this.stopping.signal);
    return this.token.token;
  }

  /** From now on: `onToken` is handed each new one, `warn` told that there is none. */
  keep(onToken: (token: string) => void, warn: (text: string) => void): void {
    const { token } = this;
    if (token === null || token.expiresAtMs === null || this.stopping.signal.aborted) return;
    this.after(waitMs(token.expiresAtMs, Date.now()), onToken, warn);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.stopping.abort();
  }

  private after(delayMs: number, onToken: (token: string) => void, warn: (text: string) => void): void {
    const due = (): void => void this.renew(onToken, warn);
    this.timer = setTimeout(due, Math.min(delayMs, LONGEST_WAIT_MS));
    this.timer.unref();
  }

  private async renew(onToken: (token: string) => void, warn: (text: string) => void): Promise<void> {
    try {
      this.token = await fetchToken(this.command, this.stopping.signal);
    } catch (error) {
      if (this.stopping.signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      if (!this.complained) warn(`the target’s token could not be fetched again, and runs out: ${why}`);
      this.complained = true;
      this.after(TRIED_AGAIN_AFTER_MS, onToken, warn);
      return;
    }
    if (this.stopping.signal.aborted) return;
    this.complained = false;
    onToken(this.token.token);
    this.keep(onToken, warn);
  }
}

/** From now until it is fetched anew. */
export function waitMs(expiresAtMs: number, nowMs: number): number {
  const lifeMs = expiresAtMs - nowMs;
  return Math.max(LEAST_BETWEEN_MS, lifeMs - Math.min(AHEAD_MS, lifeMs * AHEAD_OF_LIFE));
}

/** Null: the target has no such command. `folder`: where the scenario is. */
export function tokenKeeperFor(
  { url, tokenCommand }: Pick<PlanTarget, 'url' | 'tokenCommand'>,
  around: { readonly env: TokenCommand['env']; readonly folder: string },
): TokenKeeper | null {
  if (tokenCommand === undefined || url === 'simulator') return null;
  return new TokenKeeper({ argv: tokenCommand, ...around });
}
