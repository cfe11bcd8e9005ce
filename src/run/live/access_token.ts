/** What whoever watches a run has to know: drawn anew for each run, told to the one who started it, and kept nowhere. */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const BYTES = 24;

export class AccessToken {
  readonly text: string;
  private readonly digest: Buffer;

  constructor(text = randomBytes(BYTES).toString('base64url')) {
    this.text = text;
    this.digest = digestOf(text);
  }

  /** Takes as long for one that is nearly right as for any other. */
  matches(text: string): boolean {
    return timingSafeEqual(digestOf(text), this.digest);
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
