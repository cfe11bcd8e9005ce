/**
 * What the agent says by the way: that it did not understand, whether somebody is still there, that it goes to look, that it says
 * something again. Pure. Whoever reads what was said elsewhere looks past these for what was last told or asked.
 */

import type { Dialogue, Profile } from '../profile/profile.ts';

export function remarksOf(
  { fillers, silence }: Profile['manners'],
  { troubles, intents }: Pick<Dialogue, 'troubles' | 'intents'>,
): ReadonlySet<string> {
  const announced = intents.flatMap(({ repeat, say }) => (repeat ? say : []));
  return new Set([...Object.values(troubles), ...silence.prompts, ...fillers, ...announced]);
}
