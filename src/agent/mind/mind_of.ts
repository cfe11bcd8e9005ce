/** The mind that a profile asks for. */

import type { Profile } from '../profile/profile.ts';
import { DialogueMind } from './dialogue_mind.ts';
import { ListMind } from './list_mind.ts';
import type { Mind } from './mind.ts';
import type { OwnWords } from './own_words.ts';

export function mindOf(profile: Profile, seed: number, sessionId: string, lines: OwnWords): Mind {
  return profile.mind.type === 'list'
    ? new ListMind(profile, profile.mind.answers, seed, sessionId)
    : new DialogueMind(profile, profile.mind.dialogue, lines);
}
