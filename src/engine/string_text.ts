/** A received message that is a string already, as k6 and the virtual engine have it. */

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

  base64(from: number, to: number): string {
    return this.text.slice(from, to);
  }

  keep(from: number, to: number): () => string {
    const { text } = this;
    return () => text.slice(from, to);
  }

  copy(from: number, to: number, into: Uint8Array, at: number): void {
    for (let i = from; i < to; i++) into[at + i - from] = this.text.charCodeAt(i);
  }
}
