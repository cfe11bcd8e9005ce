/**
 * One sound gives way to another where they meet, at equal power: two noises that know nothing of each other meet in a step, which
 * in a low rumble is heard as a click. Pure; in place.
 */

/** So long: whole bytes of base64 in every rate and format that there are. */
export const GIVE_WAY_MS = 12;

/** Where of a recording: its first samples come out of the other sound, its last go over into it. */
export type Edge = 'begins' | 'ends';

/** All of `samples`, over as much of the `other` sound. */
export function giveWay(samples: Int16Array, other: Int16Array, edge: Edge): void {
  const { length } = samples;
  const rising = risingOver(length);
  for (let i = 0; i < length; i++) {
    const up = rising[i] as number;
    const down = rising[length - 1 - i] as number;
    const [own, others] = edge === 'begins' ? [up, down] : [down, up];
    const mixed = Math.round(own * (samples[i] as number) + others * (other[i] ?? 0));
    samples[i] = Math.max(-32_768, Math.min(32_767, mixed));
  }
}

/** A quarter of a sine, whose mirror image is the cosine: made once for each length. */
function risingOver(length: number): Float64Array {
  const known = made.get(length);
  if (known !== undefined) return known;
  const rising = Float64Array.from({ length }, (_, i) => Math.sin(((i + 0.5) / length) * (Math.PI / 2)));
  made.set(length, rising);
  return rising;
}

const made = new Map<number, Float64Array>();
