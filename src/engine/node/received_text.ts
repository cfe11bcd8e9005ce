/** A received message, read in place: its bytes as ws hands them over. */

import type { WireText } from '../../dialect/dialect.ts';
import { decodeNatively } from './native_base64.ts';

export class ReceivedText implements WireText {
  bytes: Buffer = Buffer.alloc(0);
  binary = false;
  readonly decodeCopied = decodeNatively;
  /** The text of the bytes it was last asked of as a whole: of a short message that is asked for twice, to be skimmed and to be read. */
  private text = '';
  private textOf: Buffer | null = null;

  get length(): number {
    return this.bytes.length;
  }

  /** Whole messages are UTF-8; the head of a longer one only serves to look for ASCII keys. */
  head(length: number): string {
    return length >= this.bytes.length ? this.whole() : this.bytes.toString('latin1', 0, length);
  }

  private whole(): string {
    if (this.textOf !== this.bytes) {
      this.text = this.bytes.toString('utf8');
      this.textOf = this.bytes;
    }
    return this.text;
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

  decode(from: number, to: number, into: Uint8Array): number {
    return decodeNatively(this.bytes, from, to, into);
  }

  copy(from: number, to: number, into: Uint8Array, at: number): void {
    this.bytes.copy(into, at, from, to);
  }
}
