/** Samples as a session sends them, and back: 16-bit linear, or G.711. Pure. What a code stands for comes back as it was. */

import type { SessionSettings } from '../core/plan/plan.ts';
import { g711Decode, g711Encode } from './g711.ts';
import { pcm16FromBytes, pcm16ToBytes } from './pcm.ts';

export type WireFormat = SessionSettings['format'];

export function samplesToWire(samples: Int16Array, format: WireFormat): Uint8Array {
  switch (format) {
    case 'pcm16':
      return pcm16ToBytes(samples);
    case 'g711_ulaw':
      return g711Encode(samples, 'ulaw');
    case 'g711_alaw':
      return g711Encode(samples, 'alaw');
  }
}

/** In memory of their own. Half a sample at the end is left out. */
export function samplesFromWire(bytes: Uint8Array, format: WireFormat): Int16Array {
  switch (format) {
    case 'pcm16':
      return pcm16FromBytes(bytes);
    case 'g711_ulaw':
      return g711Decode(bytes, 'ulaw');
    case 'g711_alaw':
      return g711Decode(bytes, 'alaw');
  }
}
