/**
 * What a telephone server's messages show of whose call it takes this for: audible audio in the carrier's own words, on its own stream,
 * and coded as that carrier codes it. A server answers many a call that it does not understand, so that an answer alone says little.
 * Pure; total.
 */

import { decodeBase64 } from '../audio/base64.ts';
import { g711Decode } from '../audio/g711.ts';
import type { Carrier } from '../dialect/twilio/carrier.ts';
import { readMessage } from '../dialect/twilio/stream_message.ts';
import type { StreamIds } from '../dialect/twilio/stream_ids.ts';

export type Coding = 'pcm16' | 'g711_ulaw';

/** So much of what is audible tells by its sound how it is coded. */
const TELLING_MS = 300;
const PIECE_MS = 10;
const LOUDEST = 32_768;
/** Neighbouring samples are so much more alike in one reading than in the other. */
const CLEARLY = 0.15;

export class CarrierEvidence {
  /** When the first audible audio in its words came; null: none has. */
  heardMs: number | null = null;
  /** Audio in its words came, audible or not. */
  audio = false;
  /** All of that named this stream, by the key that this carrier has for it. */
  named = true;
  /** The first message that this carrier does not take, as it would be warned of; null: there was none. */
  wrong: string | null = null;
  private readonly carrier: Carrier;
  private readonly ids: StreamIds;
  private readonly audibleRms: number;
  private readonly kept: Uint8Array[] = [];
  private keptMs = 0;

  /** `ids`: as the carrier gives them. */
  constructor(carrier: Carrier, ids: StreamIds, audibleDbfs: number) {
    this.carrier = carrier;
    this.ids = ids;
    this.audibleRms = LOUDEST * 10 ** (audibleDbfs / 20);
  }

  /** Null: nothing but what is to be played or warned of. Otherwise the mark that wants an answer. */
  take(text: string, atMs: number): string | null {
    const { carrier, ids } = this;
    const { event, warning, payload } = readMessage(text, ids, carrier);
    // What is warned of and played is understood.
    if (warning !== null && event === null)
      this.wrong ??= `${carrier.warning(warning.code)}: ${warning.message}`;
    if (payload !== undefined) this.hear(text, payload, atMs);
    return event?.type === 'mark' ? event.name : null;
  }

  binary(): void {
    this.wrong ??= `${this.carrier.warning('twilio_31950')}: a binary message`;
  }

  /** Enough has been heard to tell. */
  get tells(): boolean {
    return this.heardMs !== null && this.keptMs >= TELLING_MS;
  }

  /** By its sound; null: it could be either. */
  get coding(): Coding | null {
    const whole = joined(this.kept);
    const ulaw = alike(g711Decode(whole, 'ulaw'));
    const pcm = alike(samplesOf(whole));
    if (Math.abs(ulaw - pcm) < CLEARLY) return null;
    return ulaw > pcm ? 'g711_ulaw' : 'pcm16';
  }

  private hear(text: string, payload: string, atMs: number): void {
    this.audio = true;
    if (!this.names(text)) this.named = false;
    if (this.keptMs >= TELLING_MS) return;
    const bytes = bytesOf(payload);
    const { bytesPerMs, format } = this.carrier.audio;
    for (let from = 0; from < bytes.length && this.keptMs < TELLING_MS; from += PIECE_MS * bytesPerMs) {
      const piece = bytes.subarray(from, from + PIECE_MS * bytesPerMs);
      if (rms(format === 'pcm16' ? samplesOf(piece) : g711Decode(piece, 'ulaw')) < this.audibleRms) continue;
      this.heardMs ??= atMs;
      this.kept.push(piece);
      this.keptMs += PIECE_MS;
    }
  }

  private names(text: string): boolean {
    const message = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return message[this.carrier.streamKey] === this.ids.streamSid;
  }
}

function bytesOf(base64: string): Uint8Array {
  try {
    return decodeBase64(base64);
  } catch {
    return new Uint8Array(0);
  }
}

function samplesOf(bytes: Uint8Array): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => view.getInt16(2 * i, true));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((bytes, piece) => bytes + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function rms(samples: Int16Array): number {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(power / samples.length);
}

/** How much each sample is like the one before it, −1 to 1: a voice's are, and noise's are not. */
function alike(samples: Int16Array): number {
  let power = 0;
  let product = 0;
  for (let i = 1; i < samples.length; i++) {
    const sample = samples[i] as number;
    power += sample * sample;
    product += sample * (samples[i - 1] as number);
  }
  return power === 0 ? 0 : product / power;
}
