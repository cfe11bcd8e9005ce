/** A received message that is a string already, as k6 and the virtual engine have it. */

import { decodeBase64 } from '../audio/base64.ts';
import type { WireText } from '../dialect/dialect.ts';

export class StringText implements WireText {
  text: string;

  constructor(text = '') {
    this.text = text;
  }

  get length(): number {
    return this.text.length;
  }

  head(length: number): string {
    return length >= this.text.length ? this.text : this.text.slice(0, length);
  }

  quoteAfter(from: number): number {
    return this.text.indexOf('"', from);
  }

  has(code: number, from: number, to: number): boolean {
    const at = this.text.indexOf(String.fromCharCode(code), from);
    return at !== -1 && at < to;
  }

  codeAt(index: number): number {
    return this.text.charCodeAt(index);
  }

  decode(from: number, to: number): Uint8Array | null {
    const text = this.text.slice(from, to);
    return decoded(text) ?? decoded(plain(text));
  }

  copy(from: number, to: number, into: Uint8Array, at: number): void {
    for (let i = from; i < to; i++) into[at + i - from] = this.text.charCodeAt(i);
  }
}

/** Null: it is not in the standard alphabet, padded. */
function decoded(base64: string): Uint8Array | null {
  try {
    return decodeBase64(base64);
  } catch {
    return null;
  }
}

/** From the other alphabet, or without padding, to what is decoded quickly. */
function plain(base64: string): string {
  const bare = base64.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  return bare.padEnd(Math.ceil(bare.length / 4) * 4, '=');
}
