/**
 * Decodes an audio delta's payload as samples, a little at a time and no more than is asked for: most answers are audible within
 * a tenth of a second. One serves all that its driver receives, since reading is synchronous. Never throws on what a server sends.
 */

import { g711Decode } from '../audio/g711.ts';
import { pcm16FromBytes } from '../audio/pcm.ts';
import type { PcmReader } from '../core/call/event.ts';
import type { WireAudio, WireText } from '../dialect/dialect.ts';

/** Whole bytes in base64, and whole samples in all rates and formats that there are. */
export const SLICE_MS = 48;

export class PayloadReader implements PcmReader {
  readonly samplesPerMs: number;
  private readonly format: WireAudio['format'];
  private readonly sliceCharacters: number;
  private wire: WireText | null = null;
  private at = 0;
  private end = 0;
  /** The first slice, read to see whether it is base64 at all. */
  private first: Int16Array | null = null;

  constructor({ format, sampleRate, bytesPerMs }: WireAudio) {
    this.format = format;
    this.samplesPerMs = sampleRate / 1000;
    this.sliceCharacters = charactersOf(SLICE_MS * bytesPerMs);
  }

  /** Null: what stands there is no base64. */
  open(wire: WireText, from: number, to: number): PcmReader | null {
    this.wire = wire;
    this.at = from;
    this.end = to;
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
    const to = Math.min(this.end, this.at + this.sliceCharacters);
    const bytes = this.wire?.decode(this.at, to) ?? null;
    this.at = to;
    return bytes === null ? null : samplesOf(bytes, this.format);
  }
}

/** Of so many bytes in base64, without padding where they are whole threes. */
export function charactersOf(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

export function samplesOf(bytes: Uint8Array, format: WireAudio['format']): Int16Array {
  switch (format) {
    case 'pcm16':
      return pcm16FromBytes(bytes);
    case 'g711_ulaw':
      return g711Decode(bytes, 'ulaw');
    case 'g711_alaw':
      return g711Decode(bytes, 'alaw');
  }
}
