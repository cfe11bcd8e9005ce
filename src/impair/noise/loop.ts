/**
 * Makes a loop of a stretch of noise: what would have come after its end is faded into its beginning, so that the wrap is like
 * any other place. Pure. The fade keeps the power, as two noises that know nothing of each other need it.
 */

const FADE_MS = 200;

/** Samples in the fade of a loop of so many: 200 ms, and a quarter of a shorter loop. */
export function fadeLength(length: number, sampleRate: number): number {
  return Math.min(Math.floor(length / 4), Math.round((sampleRate * FADE_MS) / 1000));
}

/** `make` is asked for more samples than the loop has, which are the fade's. */
export function looped(
  length: number,
  sampleRate: number,
  make: (length: number) => Float32Array,
): Float32Array {
  const fade = fadeLength(length, sampleRate);
  const long = make(length + fade);
  const loop = long.slice(0, length);
  for (let i = 0; i < fade; i++) {
    const angle = (Math.PI / 2) * ((i + 0.5) / fade);
    loop[i] = (long[i] as number) * Math.sin(angle) + (long[length + i] as number) * Math.cos(angle);
  }
  return loop;
}
