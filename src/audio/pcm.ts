/**
 * The three shapes of linear audio: 16-bit samples, the same as little-endian bytes, and floats in ±1. Pure, and
 * free of Node's Buffer. Converting to 16 bits rounds and saturates; it never wraps.
 */

/** The machine's samples lie in memory as they do on the wire. */
export const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Largest positive 16-bit sample as a float. */
export const PCM16_FULL_SCALE = 32767 / 32768;

/** Little-endian bytes of the samples, in memory of their own. */
export function pcm16ToBytes(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  bytes.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength));
  return LITTLE_ENDIAN ? bytes : swapPairs(bytes);
}

/** Samples from little-endian bytes at any alignment. Half a sample at the end is left out. */
export function pcm16FromBytes(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  const own = new Uint8Array(samples.buffer);
  own.set(bytes.subarray(0, own.length));
  if (!LITTLE_ENDIAN) swapPairs(own);
  return samples;
}

/** ±1 floats: 32768 steps to the unit, so that the way back is exact. */
export function pcm16ToFloat(samples: Int16Array): Float32Array {
  const floats = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) floats[i] = (samples[i] as number) / 32768;
  return floats;
}

/** Rounded to the nearest step; what lies outside ±1 is held at full scale. */
export function pcm16FromFloat(floats: Float32Array): Int16Array {
  const samples = new Int16Array(floats.length);
  for (let i = 0; i < floats.length; i++) {
    const step = Math.round((floats[i] as number) * 32768);
    samples[i] = step > 32767 ? 32767 : step < -32768 ? -32768 : step;
  }
  return samples;
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const low = bytes[i] as number;
    bytes[i] = bytes[i + 1] as number;
    bytes[i + 1] = low;
  }
  return bytes;
}
