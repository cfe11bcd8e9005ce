/**
 * The audio of a GPT-Live session, and how it becomes the audio of the session behind, which speaks PCM at 24 kHz and G.711 at 8 kHz, and
 * back. Pure.
 */

import type { AudioFormat } from 'openai-live/resources/live/live';
import type { AudioFormat as OwnFormat } from '../protocol/settings.ts';

export interface WireFormat {
  readonly name: OwnFormat;
  readonly sampleRate: number;
  readonly bytesPerMs: number;
  /** Of the agent's voice; a whole number of threes of bytes, so that base64 can be cut as it stands. */
  readonly pieceMs: number;
  /** As the session behind has it. */
  readonly own:
    | { readonly type: 'audio/pcm'; readonly rate: 24000 }
    | { readonly type: 'audio/pcmu' | 'audio/pcma' };
  /** From the session's bytes to the wire's; null: they are the same, and so is their base64 wherever it is cut. */
  readonly fromOwn: ((bytes: Uint8Array) => Uint8Array) | null;
}

export function wireFormatOf(format: AudioFormat = { type: 'audio/pcm', rate: 24000 }): WireFormat {
  switch (format.type) {
    case 'audio/pcm': {
      const own = { type: 'audio/pcm', rate: 24000 } as const;
      return format.rate === 16000
        ? { name: 'pcm16', sampleRate: 16000, bytesPerMs: 32, pieceMs: 90, own, fromOwn: threeToTwo }
        : { name: 'pcm16', sampleRate: 24000, bytesPerMs: 48, pieceMs: 100, own, fromOwn: null };
    }
    case 'audio/pcmu':
      return telephone('ulaw', 'audio/pcmu');
    case 'audio/pcma':
      return telephone('alaw', 'audio/pcma');
  }
}

function telephone(name: 'ulaw' | 'alaw', type: 'audio/pcmu' | 'audio/pcma'): WireFormat {
  return { name, sampleRate: 8000, bytesPerMs: 8, pieceMs: 90, own: { type }, fromOwn: (bytes) => bytes };
}

/** 24 kHz to 16 kHz: of each three samples two, each the mean of what lies around it. */
function threeToTwo(bytes: Uint8Array): Uint8Array {
  const groups = Math.floor(bytes.length / 6);
  const into = new Uint8Array(groups * 4);
  for (let i = 0; i < groups; i++) {
    const a = sampleAt(bytes, 6 * i);
    const b = sampleAt(bytes, 6 * i + 2);
    const c = sampleAt(bytes, 6 * i + 4);
    put(into, 4 * i, Math.round((2 * a + b) / 3));
    put(into, 4 * i + 2, Math.round((b + 2 * c) / 3));
  }
  return into;
}

/** 16 kHz to 24 kHz, each piece by itself: lines between its samples. Half a sample at its end stays one, and is refused as such. */
export function twoToThree(bytes: Uint8Array): Uint8Array {
  const samples = Math.floor(bytes.length / 2);
  const wanted = Math.floor((samples * 3) / 2);
  const into = new Uint8Array(wanted * 2 + (bytes.length % 2));
  for (let i = 0; i < wanted; i++) {
    const at = (i * 2) / 3;
    const left = Math.floor(at);
    const a = sampleAt(bytes, 2 * left);
    const b = left + 1 < samples ? sampleAt(bytes, 2 * left + 2) : a;
    put(into, 2 * i, Math.round(a + (b - a) * (at - left)));
  }
  return into;
}

function sampleAt(bytes: Uint8Array, at: number): number {
  return (((bytes[at + 1] as number) << 24) >> 16) | (bytes[at] as number);
}

function put(bytes: Uint8Array, at: number, sample: number): void {
  bytes[at] = sample & 0xff;
  bytes[at + 1] = (sample >> 8) & 0xff;
}
