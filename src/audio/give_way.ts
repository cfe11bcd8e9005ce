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
  for (let i = 0; i < length; i++) {
    const turn = ((i + 0.5) / length) * (Math.PI / 2);
    const own = edge === 'begins' ? Math.sin(turn) : Math.cos(turn);
    const others = edge === 'begins' ? Math.cos(turn) : Math.sin(turn);
    const mixed = Math.round(own * (samples[i] as number) + others * (other[i] ?? 0));
    samples[i] = Math.max(-32_768, Math.min(32_767, mixed));
  }
}
