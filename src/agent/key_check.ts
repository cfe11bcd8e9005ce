/**
 * Whether a client presents the server's key, in any of the protocol's places for one: the bearer of `Authorization`, the
 * header `api-key`, or a browser's second subprotocol. Neither key is kept or told to anyone: what is compared, in constant
 * time, is their hashes.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const BROWSER_KEY = 'openai-insecure-api-key.';

export type KeyVerdict = 'right' | 'wrong' | 'missing';

export class KeyCheck {
  private readonly digest: Buffer;

  constructor(key: string) {
    this.digest = digestOf(key);
  }

  verdict(headers: IncomingHttpHeaders): KeyVerdict {
    const presented = presentedKeys(headers);
    if (presented.length === 0) return 'missing';
    // All of them are looked at, whichever fits.
    let right = false;
    for (const key of presented) right = timingSafeEqual(digestOf(key), this.digest) || right;
    return right ? 'right' : 'wrong';
  }
}

function presentedKeys(headers: IncomingHttpHeaders): readonly string[] {
  const keys: string[] = [];
  const [, bearer] = /^bearer\s+(\S+)\s*$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer !== undefined) keys.push(bearer);
  const apiKey = headers['api-key'];
  if (typeof apiKey === 'string' && apiKey !== '') keys.push(apiKey);
  for (const protocol of (headers['sec-websocket-protocol'] ?? '').split(',')) {
    const name = protocol.trim();
    if (name.startsWith(BROWSER_KEY)) keys.push(name.slice(BROWSER_KEY.length));
  }
  return keys;
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
