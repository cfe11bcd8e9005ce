/**
 * The allowance of tokens that `rate_limits.updated` tells of: a bucket that refills evenly over a minute. Pure. At this
 * depth it only tells; nothing is refused.
 */

export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export class TokenBucket {
  private readonly perMinute: number;
  private level: number;
  private sinceMs: number | null = null;

  constructor(perMinute: number) {
    this.perMinute = perMinute;
    this.level = perMinute;
  }

  /** Takes what a response used, down to nothing at the lowest. */
  take(tokens: number, atMs: number): RateLimit {
    const elapsedMs = this.sinceMs === null ? 0 : Math.max(0, atMs - this.sinceMs);
    this.sinceMs = atMs;
    const refilled = Math.min(this.perMinute, this.level + (elapsedMs / 60_000) * this.perMinute);
    this.level = Math.max(0, refilled - tokens);
    return {
      limit: this.perMinute,
      remaining: Math.floor(this.level),
      resetSeconds: Math.round(((this.perMinute - this.level) / this.perMinute) * 60_000) / 1000,
    };
  }
}
