/**
 * Decodes an audio delta's payload as samples, a little at a time and no more than is asked for: most answers are audible within
 * a tenth of a second. One serves all that its driver receives, since reading is synchronous. Never throws on what a server sends.
 */

import { g711DecodeInto } from '../audio/g711.ts';
import { LITTLE_ENDIAN, pcm16FromBytes } from '../audio/pcm.ts';
import type { PcmReader } from '../core/call/event.ts';
import type { WireAudio, WireText } from '../dialect/dialect.ts';

/** Whole bytes in base64, and whole samples in all rates and formats that there are. */
export const SLICE_MS = 48;

export class PayloadReader implements PcmReader {
  readonly samplesPerMs: number;
  private readonly format: WireAudio['format'];
  private readonly sliceCharacters: number;
  private readonly sliceBytes: number;
  /** Made for the first answer; each slice overwrites the one before. */
  private scratch: Scratch | null = null;
  private wire: WireText | null = null;
  private at = 0;
  private end = 0;
  /** The first slice, read to see whether it is base64 at all. */
  private first: Int16Array | null = null;
  /** The first byte of a sample whose second is in the next piece; −1: there is none. */
  private carried = -1;
  /** Behind what could be read stands something that is no base64. */
  broken = false;

  constructor({ format, sampleRate, bytesPerMs }: WireAudio) {
    this.format = format;
    this.samplesPerMs = sampleRate / 1000;
    this.sliceBytes = SLICE_MS * bytesPerMs;
    this.sliceCharacters = charactersOf(this.sliceBytes);
  }

  /** `continues`: it goes on with the sample that the piece before broke off in. Null: what stands there is no base64. */
  open(wire: WireText, from: number, to: number, continues = false): PcmReader | null {
    this.wire = wire;
    this.at = from;
    this.end = to;
    this.broken = false;
    if (!continues) this.carried = -1;
    this.first = this.slice();
    return this.first === null ? null : this;
  }

  next(): Int16Array | null {
    const { first } = this;
    if (first !== null) {
      this.first = null;
      return first.length === 0 ? null : first;
    }
    return this.at >= this.end ? null : this.slice();
  }

  private slice(): Int16Array | null {
    const scratch = (this.scratch ??= new Scratch(this.sliceBytes));
    const to = Math.min(this.end, this.at + this.sliceCharacters);
    const carries = this.carried >= 0;
    const length = this.wire?.decode(this.at, to, carries ? scratch.afterOne : scratch.bytes) ?? -1;
    this.at = to;
    if (length === -1) {
      this.broken = true;
      this.at = this.end;
      return null;
    }
    if (this.format !== 'pcm16') return scratch.samples(0, length, this.format);
    if (carries) scratch.bytes[0] = this.carried;
    const bytes = length + (carries ? 1 : 0);
    this.carried = bytes % 2 === 1 ? (scratch.bytes[bytes - 1] as number) : -1;
    return scratch.samples(0, bytes, this.format);
  }
}

/** Of so many bytes in base64, without padding where they are whole threes. */
export function charactersOf(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

/** Memory for a slice, used again and again: a thousand calls' garbage is collected on the thread that paces their frames. */
export class Scratch {
  readonly bytes: Uint8Array;
  /** The same memory behind its first byte. */
  readonly afterOne: Uint8Array;
  private readonly pcm: Int16Array;
  /** For what has more samples than its bytes have room for; made for the first of it. */
  private wide: Int16Array | null = null;

  constructor(bytes: number) {
    const memory = new ArrayBuffer(bytes + 2 + (bytes % 2));
    this.bytes = new Uint8Array(memory);
    this.afterOne = this.bytes.subarray(1);
    this.pcm = new Int16Array(memory);
  }

  /** What these bytes are as samples; overwritten by what is decoded next. Half a sample at the end is left out. */
  samples(from: number, to: number, format: WireAudio['format']): Int16Array {
    switch (format) {
      case 'pcm16':
        return LITTLE_ENDIAN && from % 2 === 0
          ? this.pcm.subarray(from / 2, to >> 1)
          : pcm16FromBytes(this.bytes.subarray(from, to));
      case 'g711_ulaw':
        return g711DecodeInto(this.bytes, from, to, 'ulaw', this.companded());
      case 'g711_alaw':
        return g711DecodeInto(this.bytes, from, to, 'alaw', this.companded());
    }
  }

  private companded(): Int16Array {
    return (this.wide ??= new Int16Array(this.bytes.length));
  }
}
