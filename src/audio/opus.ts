/**
 * Opus and back, by libopus: what a caller's voice is after a call over the internet. Packets of 20 ms; what comes out is in
 * time with what went in, the codec's own delay taken off. Loaded only when it is asked for.
 */

import { pcm16FromFloat, pcm16FromBytes, pcm16ToBytes, pcm16ToFloat } from './pcm.ts';

/** Through the codec and back: as many samples, at 8, 12, 16, 24 or 48 kHz. RangeError for another rate. */
export type OpusTrip = (samples: Float32Array, sampleRate: number, kbps: number) => Float32Array;

const RATES = [8_000, 12_000, 16_000, 24_000, 48_000] as const;
const PACKET_MS = 20;
/** How far the encoder looks ahead. */
const DELAY_MS = 6.5;

export async function loadOpus(): Promise<OpusTrip> {
  const { default: OpusScript } = await import('opusscript');
  return (samples, sampleRate, kbps) => {
    const rate = RATES.find((each) => each === sampleRate);
    if (rate === undefined) throw new RangeError(`Opus has no rate of ${sampleRate} Hz`);
    const packet = (rate * PACKET_MS) / 1000;
    const delay = Math.round((rate * DELAY_MS) / 1000);
    const codec = new OpusScript(rate, 1, OpusScript.Application.VOIP);
    try {
      codec.setBitrate(kbps * 1000);
      const count = Math.ceil((samples.length + delay) / packet);
      const whole = new Float32Array(count * packet);
      whole.set(samples);
      const heard = new Float32Array(count * packet);
      for (let at = 0; at < whole.length; at += packet) {
        const bytes = pcm16ToBytes(pcm16FromFloat(whole.subarray(at, at + packet)));
        const coded = codec.encode(Buffer.from(bytes.buffer), packet);
        heard.set(pcm16ToFloat(pcm16FromBytes(codec.decode(coded))).subarray(0, packet), at);
      }
      return heard.slice(delay, delay + samples.length);
    } finally {
      codec.delete();
    }
  };
}
