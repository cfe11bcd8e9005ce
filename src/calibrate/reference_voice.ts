/**
 * The reference agent's voice: digital silence of a known length, then a tone at once at full level. It is written in wire
 * codes, so that no encoder can move it. Pure.
 */

import { sampleAt, samplesPerMs, type WireFormat } from './reference_ear.ts';

/** A square wave of 500 Hz: each half of it lasts this long. */
const HALF_PERIOD_MS = 1;
/** −10 dBFS. */
const LEVEL = 10 ** (-10 / 20);
export const TONE_MS = 400;

/** `leadInSamples` of silence and then the tone, as the bytes that go over the wire. */
export function answerAudio(leadInSamples: number, format: WireFormat): Uint8Array {
  const half = HALF_PERIOD_MS * samplesPerMs(format);
  const length = leadInSamples + TONE_MS * samplesPerMs(format);
  const width = format === 'pcm16' ? 2 : 1;
  const [silent, high, low] = codesOf(format);
  const bytes = new Uint8Array(length * width);
  for (let i = 0; i < length; i++) {
    const within = i - leadInSamples;
    const code = within < 0 ? silent : Math.floor(within / half) % 2 === 0 ? high : low;
    bytes.set(code, i * width);
  }
  return bytes;
}

type Codes = readonly [silent: readonly number[], high: readonly number[], low: readonly number[]];

function codesOf(format: WireFormat): Codes {
  if (format === 'pcm16') {
    const step = Math.round(LEVEL * 32_768);
    return [[0, 0], [step & 0xff, step >> 8], wordOf(-step)];
  }
  const high = nearestCode(LEVEL, format);
  // In both laws the first bit is the sign, and nothing else.
  return [[nearestCode(0, format)], [high], [high ^ 0x80]];
}

function wordOf(step: number): readonly number[] {
  return [step & 0xff, (step >> 8) & 0xff];
}

function nearestCode(level: number, format: WireFormat): number {
  const far = (code: number): number => Math.abs(sampleAt(Uint8Array.of(code), 0, format) - level);
  let best = 0;
  for (let code = 1; code < 256; code++) if (far(code) <= far(best)) best = code;
  return best;
}
