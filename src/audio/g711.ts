/**
 * G.711, the telephone's 8-bit companding (ITU-T G.711, µ-law and A-law), between 16-bit samples and bytes. One byte
 * a sample, whatever the rate; the rate is 8 kHz on any real line. Decoding a code and encoding it again gives the
 * same code, but for µ-law's negative zero (0x7F), which comes back as zero (0xFF).
 */

// Node sees one default export (the package's CommonJS build); the linter reads its other build.
// oxlint-disable import/default, import/no-named-as-default-member
import alawmulaw from 'alawmulaw';

export type G711Law = 'ulaw' | 'alaw';

/** The byte that stands for silence: what a padded frame holds. */
export const G711_SILENCE: Readonly<Record<G711Law, number>> = { ulaw: 0xff, alaw: 0xd5 };

/** The largest sample that there is a code for. */
export const G711_FULL_SCALE: Readonly<Record<G711Law, number>> = { ulaw: 32_124, alaw: 32_256 };

export function g711Encode(samples: Int16Array, law: G711Law): Uint8Array {
  return law === 'ulaw' ? alawmulaw.mulaw.encode(samples) : alawmulaw.alaw.encode(samples);
}

export function g711Decode(bytes: Uint8Array, law: G711Law): Int16Array {
  return law === 'ulaw' ? alawmulaw.mulaw.decode(bytes) : alawmulaw.alaw.decode(bytes);
}

const EVERY_CODE = Uint8Array.from({ length: 256 }, (_, code) => code);
const DECODED: Readonly<Record<G711Law, Int16Array>> = {
  ulaw: g711Decode(EVERY_CODE, 'ulaw'),
  alaw: g711Decode(EVERY_CODE, 'alaw'),
};

/** The same into memory that is there already, from its beginning: one table look-up a sample. */
export function g711DecodeInto(
  bytes: Uint8Array,
  from: number,
  to: number,
  law: G711Law,
  into: Int16Array,
): Int16Array {
  const table = DECODED[law];
  for (let i = from; i < to; i++) into[i - from] = table[bytes[i] as number] as number;
  return into.subarray(0, to - from);
}
