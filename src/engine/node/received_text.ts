/** A received message, read in place: its bytes as ws hands them over. */

import type { WireText } from '../../dialect/dialect.ts';

export class ReceivedText implements WireText {
  bytes: Buffer = Buffer.alloc(0);

  get length(): number {
    return this.bytes.length;
  }

  /** Whole messages are UTF-8; the head of a longer one only serves to look for ASCII keys. */
  head(length: number): string {
    return length >= this.bytes.length
      ? this.bytes.toString('utf8')
      : this.bytes.toString('latin1', 0, length);
  }

  quoteAfter(from: number): number {
    return this.bytes.indexOf(34, from);
  }

  has(code: number, from: number, to: number): boolean {
    const at = this.bytes.indexOf(code, from);
    return at !== -1 && at < to;
  }

  codeAt(index: number): number {
    return this.bytes[index] as number;
  }

  base64(from: number, to: number): string {
    return this.bytes.toString('latin1', from, to);
  }

  keep(from: number, to: number): () => string {
    const { bytes } = this;
    return () => bytes.toString('latin1', from, to);
  }

  copy(from: number, to: number, into: Uint8Array, at: number): void {
    this.bytes.copy(into, at, from, to);
  }
}
