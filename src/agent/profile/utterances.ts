/** Everything that the agent of a profile may ever say. Pure. */

import type { Profile } from './profile.ts';

export function utterancesOf(profile: Profile): ReadonlySet<string> {
  const { mind, manners, greeting } = profile;
  const { prompts, end } = manners.silence;
  const said = new Set([greeting, ...manners.fillers, ...prompts]);
  if (end !== null) said.add(end);
  if (mind.type === 'list') {
    for (const answer of mind.answers) said.add(answer);
    return said;
  }
  const { intents, slots, tools, troubles, fallbacks, handover, idle } = mind.dialogue;
  for (const { say } of intents) for (const utterance of say) said.add(utterance);
  for (const { ask, noted } of Object.values(slots)) said.add(ask).add(noted);
  for (const { onError } of Object.values(tools)) said.add(onError);
  for (const utterance of Object.values(troubles)) said.add(utterance);
  for (const { say } of Object.values(fallbacks)) said.add(say);
  return said.add(handover.say).add(idle);
}
