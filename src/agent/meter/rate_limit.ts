/**
 * The allowance of tokens: a bucket that refills evenly over a minute. Pure. All sessions of a server share one. A response is
 * let in when its input is there, and pays for its output afterwards, which may leave a debt: the next ones wait for that.
 */

/** As `rate_limits.updated` tells it. */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export interface Shortage {
  readonly limit: number;
  readonly used: number;
  readonly requested: number;
  /** Infinity: it is more than the bucket holds. */
  readonly waitMs: number;
}

const MINUTE_MS = 60_000;

export class TokenBucket {
  private readonly perMinute: number;
  private level: number;
  private sinceMs: number | null = null;

  constructor(perMinute: number) {
    this.perMinute = perMinute;
    this.level = perMinute;
  }

  /** Takes them, or says what is short and takes nothing. */
  admit(tokens: number, atMs: number): Shortage | null {
    this.refill(atMs);
    // Nothing can be had from an empty bucket, not even nothing.
    const wanted = Math.max(1, tokens);
    if (wanted <= this.level) {
      this.level -= tokens;
      return null;
    }
    return this.short(tokens, this.level);
  }

  /** What it would say to so many tokens if it were empty. */
  empty(tokens: number): { readonly shortage: Shortage; readonly state: RateLimit } {
    return { shortage: this.short(tokens, 0), state: this.state(0) };
  }

  /** Takes them, whether they are there or not. */
  take(tokens: number, atMs: number): RateLimit {
    this.refill(atMs);
    this.level -= tokens;
    return this.state(this.level);
  }

  private short(tokens: number, level: number): Shortage {
    const { perMinute } = this;
    const wanted = Math.max(1, tokens);
    const waitMs = wanted > perMinute ? Infinity : ((wanted - level) / perMinute) * MINUTE_MS;
    return { limit: perMinute, used: Math.ceil(perMinute - level), requested: tokens, waitMs };
  }

  private state(level: number): RateLimit {
    const { perMinute } = this;
    return {
      limit: perMinute,
      remaining: Math.max(0, Math.floor(level)),
      resetSeconds: Math.round(((perMinute - level) / perMinute) * MINUTE_MS) / 1000,
    };
  }

  private refill(atMs: number): void {
    const elapsedMs = this.sinceMs === null ? 0 : Math.max(0, atMs - this.sinceMs);
    this.sinceMs = atMs;
    this.level = Math.min(this.perMinute, this.level + (elapsedMs / MINUTE_MS) * this.perMinute);
  }
}
