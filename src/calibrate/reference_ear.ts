/**
 * The reference agent's hearing: which message carried the last loud sample of what its client said, when that arrived, and
 * how much of it came after. It decodes and decides by itself, sample by sample; nothing in here comes from the code whose
 * figures it checks. Pure; the instants are handed in.
 */

import type { SessionSettings } from '../core/plan/plan.ts';

export type WireFormat = SessionSettings['format'];

export interface SpeechEnd {
  readonly arrivedMs: number;
  readonly afterMs: number;
}

/** The energy of a sample at −40 dBFS, full scale being 1. */
const LOUD_ENERGY = 1e-4;
/** So much without a loud sample ends an utterance. */
const SILENCE_MS = 200;

export class ReferenceEar {
  private readonly format: WireFormat;
  private readonly samplesPerMs: number;
  private end: SpeechEnd | null = null;
  private quietSamples = 0;

  constructor(format: WireFormat) {
    this.format = format;
    this.samplesPerMs = samplesPerMs(format);
  }

  /** Something loud was heard, and its end is not certain yet. */
  get hearing(): boolean {
    return this.end !== null;
  }

  /** One message's audio, as it came off the wire at this instant. Gives the end of an utterance once it is certain. */
  hear(bytes: Uint8Array, arrivedMs: number): SpeechEnd | null {
    const { format } = this;
    const samples = format === 'pcm16' ? bytes.length >> 1 : bytes.length;
    let last = -1;
    for (let i = samples - 1; i >= 0; i--) {
      if (sampleAt(bytes, i, format) ** 2 < LOUD_ENERGY) continue;
      last = i;
      break;
    }
    if (last >= 0) {
      const after = samples - 1 - last;
      this.quietSamples = after;
      this.end = { arrivedMs, afterMs: after / this.samplesPerMs };
    } else if (this.end !== null) this.quietSamples += samples;
    if (this.end === null || this.quietSamples < SILENCE_MS * this.samplesPerMs) return null;
    const { end } = this;
    this.end = null;
    return end;
  }
}

export function samplesPerMs(format: WireFormat): number {
  return format === 'pcm16' ? 24 : 8;
}

/** From −1 to 1. */
export function sampleAt(bytes: Uint8Array, index: number, format: WireFormat): number {
  switch (format) {
    case 'pcm16': {
      const word = (bytes[2 * index] as number) | ((bytes[2 * index + 1] as number) << 8);
      return (word > 32_767 ? word - 65_536 : word) / 32_768;
    }
    case 'g711_ulaw':
      return expandedUlaw(bytes[index] as number);
    case 'g711_alaw':
      return expandedAlaw(bytes[index] as number);
  }
}

/** ITU-T G.711, table 2: the code is sent inverted; the sign bit is set for what is negative. */
function expandedUlaw(code: number): number {
  const bits = ~code & 0xff;
  const size = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 0x07)) - 0x84;
  return ((bits & 0x80) === 0 ? size : -size) / 32_768;
}

/** ITU-T G.711, table 1: even bits are sent inverted; the sign bit is set for what is positive. */
function expandedAlaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 0x07;
  const step = ((bits & 0x0f) << 4) + 8;
  const size = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return ((bits & 0x80) === 0 ? -size : size) / 32_768;
}
