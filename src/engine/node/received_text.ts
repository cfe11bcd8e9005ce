/** A received message, read in place: its bytes as ws hands them over. */

import type { WireText } from '../../dialect/dialect.ts';

const PAD = 61;

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

  /** The platform's decoder passes over what is no base64: then there are fewer bytes than there have to be. */
  decode(from: number, to: number): Uint8Array | null {
    let end = to;
    while (end > from && this.bytes[end - 1] === PAD) end--;
    const bytes = Buffer.from(this.bytes.toString('latin1', from, end), 'base64');
    return bytes.length === Math.floor(((end - from) * 3) / 4) ? bytes : null;
  }

  copy(from: number, to: number, into: Uint8Array, at: number): void {
    this.bytes.copy(into, at, from, to);
  }
}
