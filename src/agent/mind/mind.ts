/**
 * What the agent says. At this depth it does not understand a word of what it hears: it greets, then draws its answers
 * from the profile's list, so that a conversation is varied but never to the point. Pure and seeded. An answer is
 * never the same as the one before it, and every answer comes up before any comes up again.
 */

import { Random } from '../../core/random.ts';
import type { Profile } from '../profile/profile.ts';

export class Mind {
  private readonly profile: Profile;
  private readonly random: Random;
  private bag: string[] = [];
  private last: string | null = null;
  private prompts = 0;

  constructor(profile: Profile, seed: number, sessionId: string) {
    this.profile = profile;
    this.random = new Random(seed, 'agent-mind', sessionId);
  }

  /** Utterance id of the first thing said in a conversation that is still empty. */
  greet(): string {
    this.last = this.profile.greeting;
    return this.profile.greeting;
  }

  /** Utterance id of an answer to whatever was said. */
  answer(): string {
    if (this.bag.length === 0) this.bag = this.shuffled(this.profile.answers);
    const next = this.bag.pop() as string;
    this.last = next;
    return next;
  }

  /** Utterance id for a caller who has been silent for too long: the prompts in their order, round again at the end. */
  prompt(): string {
    const { prompts } = this.profile;
    if (prompts.length === 0) return this.answer();
    this.last = prompts[this.prompts++ % prompts.length] as string;
    return this.last;
  }

  private shuffled(answers: readonly string[]): string[] {
    const bag = [...answers];
    for (let i = bag.length - 1; i > 0; i--) {
      const j = this.random.below(i + 1);
      [bag[i], bag[j]] = [bag[j] as string, bag[i] as string];
    }
    // The next to be said is at the end: move it down when it was also the last of the former round.
    if (bag.length > 1 && bag[bag.length - 1] === this.last) {
      [bag[0], bag[bag.length - 1]] = [bag[bag.length - 1] as string, bag[0] as string];
    }
    return bag;
  }
}
