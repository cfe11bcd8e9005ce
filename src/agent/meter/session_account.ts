/**
 * What a session's responses may cost and have cost: each is let in against its context's limit and the server's allowance,
 * and billed when it is over. Pure.
 */

import type { RateLimitsUpdatedEvent, RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import type { ContextToRead, MeteredInput } from './meter.ts';
import { Meter, usageOf } from './meter.ts';
import type { RateLimit, TokenBucket } from './rate_limit.ts';
import type { Refusal } from './refusal.ts';
import { contextTooLong, rateLimited } from './refusal.ts';
import type { ItemTokens } from './tokens.ts';

export type RateLimits = RateLimitsUpdatedEvent['rate_limits'];

export class SessionAccount {
  private readonly meter: Meter;
  private readonly contextTokens: number;
  private readonly allowance: TokenBucket;

  constructor(contextTokens: number, allowance: TokenBucket) {
    this.meter = new Meter(contextTokens);
    this.contextTokens = contextTokens;
    this.allowance = allowance;
  }

  /** What the response reads, paid for; or why there will be none. */
  admit(context: ContextToRead, model: string, atMs: number): MeteredInput | Refusal {
    const input = this.meter.input(context, atMs);
    if (input === null) return contextTooLong(this.contextTokens);
    const shortage = this.allowance.admit(input.text + input.audio, atMs);
    return shortage === null ? input : rateLimited(model, shortage);
  }

  /** Refuses on purpose what was just let in, in the words and figures of an allowance that is used up. */
  refuse(
    admitted: MeteredInput,
    model: string,
    atMs: number,
  ): { readonly refusal: Refusal; readonly limits: RateLimits } {
    const tokens = admitted.text + admitted.audio;
    // The other sessions are not to pay for it.
    this.allowance.take(-tokens, atMs);
    const { shortage, state } = this.allowance.empty(tokens);
    return { refusal: rateLimited(model, shortage), limits: published(state) };
  }

  /** Null: it was refused, and cost nothing. */
  bill(
    input: MeteredInput | null,
    output: ItemTokens,
    atMs: number,
  ): { usage: RealtimeResponseUsage; limits: RateLimits } {
    const state = this.allowance.take(output.text + output.audio, atMs);
    return {
      usage: usageOf(input ?? { text: 0, audio: 0, cachedText: 0, cachedAudio: 0 }, output),
      limits: published(state),
    };
  }
}

function published({ limit, remaining, resetSeconds }: RateLimit): RateLimits {
  return [{ name: 'tokens', limit, remaining, reset_seconds: resetSeconds }];
}
