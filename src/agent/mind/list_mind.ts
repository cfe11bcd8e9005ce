/**
 * A mind that does not understand a word: it greets, then draws its answers from a list, so that a conversation is varied but
 * never to the point. Pure and seeded. An answer is never the same as the one before it, and every answer comes up before
 * any comes up again. For load whose content does not matter.
 */

import { Random } from '../../core/word/random.ts';
import type { Profile } from '../profile/profile.ts';
import type { Mind } from './mind.ts';
import { words, type Reply, type ReplyKind } from './reply.ts';

export class ListMind implements Mind {
  tools: ReadonlySet<string> = new Set();
  private readonly profile: Profile;
  private readonly answers: readonly string[];
  private readonly random: Random;
  private bag: string[] = [];
  private last: string | null = null;
  private silences = 0;

  constructor(profile: Profile, answers: readonly string[], seed: number, sessionId: string) {
    this.profile = profile;
    this.answers = answers;
    this.random = new Random(seed, 'agent-mind', sessionId);
  }

  greet(): Reply {
    return words('greeting', (this.last = this.profile.greeting));
  }

  resume(next: Reply | null): Reply {
    return next ?? this.draw('answer');
  }

  hear(): Reply {
    this.silences = 0;
    return this.draw('answer');
  }

  overhear(): void {
    this.silences = 0;
  }

  finished(): boolean {
    return true;
  }

  recall(): void {}

  recallCall(): void {}

  /** Each prompt once, then the end, where the profile has one. */
  silence(): Reply | null {
    const { prompts, end } = this.profile.manners.silence;
    const prompt = prompts[this.silences++];
    if (prompt !== undefined) return words('silence', (this.last = prompt));
    return end === null ? null : words('end', end);
  }

  result(): Reply {
    return this.draw('answer');
  }

  overdue(): null {
    return null;
  }

  callFirst(): Reply {
    const [name = ''] = this.tools;
    return { kind: 'call', say: [], calls: [{ name, arguments: '{}' }] };
  }

  /** There is nothing to leave a trace of. */
  aside(): this {
    return this;
  }

  idle(): Reply {
    return this.draw('answer');
  }

  concluded(): void {}

  timeoutMs(): number {
    return Infinity;
  }

  private draw(kind: ReplyKind): Reply {
    if (this.bag.length === 0) this.bag = this.shuffled(this.answers);
    this.last = this.bag.pop() as string;
    return words(kind, this.last);
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
