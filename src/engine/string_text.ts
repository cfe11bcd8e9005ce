/** A received message that is a string already, as k6 and the virtual engine have it. */

import { decodeBase64Into } from '../audio/base64.ts';
import type { WireText } from '../dialect/dialect.ts';

export class StringText implements WireText {
  text: string;
  /** A character is a byte then. */
  binary: boolean;

  constructor(text = '', binary = false) {
    this.text = text;
    this.binary = binary;
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

  decode(from: number, to: number, into: Uint8Array): number {
    const codes = new Uint8Array(to - from);
    this.copy(from, to, codes, 0);
    return decodeBase64Into(codes, 0, codes.length, into);
  }

  lasting(): WireText {
    return new StringText(this.text, this.binary);
  }

  copy(from: number, to: number, into: Uint8Array, at: number): void {
    for (let i = from; i < to; i++) {
      const code = this.text.charCodeAt(i);
      // Beyond a byte it would be cut to some other character.
      into[at + i - from] = code > 255 ? 255 : code;
    }
  }
}
