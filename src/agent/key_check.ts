/**
 * Whether a client presents the server's key, in any of the protocol's places for one: the bearer of `Authorization`, the
 * headers `api-key` and `x-goog-api-key`, a browser's second subprotocol, or the query's `key` and `access_token`. Neither key is kept or told to anyone: what is compared, in constant
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

  verdict(headers: IncomingHttpHeaders, url = ''): KeyVerdict {
    const presented = [...presentedKeys(headers), ...keysInQuery(url)];
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
  for (const name of ['api-key', 'x-goog-api-key']) {
    const apiKey = headers[name];
    if (typeof apiKey === 'string' && apiKey !== '') keys.push(apiKey);
  }
  for (const protocol of (headers['sec-websocket-protocol'] ?? '').split(',')) {
    const name = protocol.trim();
    if (name.startsWith(BROWSER_KEY)) keys.push(name.slice(BROWSER_KEY.length));
  }
  return keys;
}

function keysInQuery(url: string): readonly string[] {
  const at = url.indexOf('?');
  if (at === -1) return [];
  const query = new URLSearchParams(url.slice(at + 1));
  return ['key', 'access_token'].flatMap((name) => query.getAll(name)).filter((key) => key !== '');
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest();
}
