/**
 * What an utterance of the caller's means to the agent: something it can do, or a reason why it cannot. Pure. Some mean one
 * thing as the answer to the agent's last words and another at any other time.
 */

import type { Dialogue, Intent } from '../profile/profile.ts';
import type { FallbackReason } from './trouble.ts';

export type Meaning =
  | { readonly type: 'intent'; readonly intent: Intent }
  | { readonly type: 'fallback'; readonly reason: FallbackReason };

export class Meanings {
  private readonly dialogue: Dialogue;

  constructor(dialogue: Dialogue) {
    this.dialogue = dialogue;
  }

  /** `last`: what the agent last said. Undefined: it means nothing. */
  of(utterance: string, last: string): Meaning | undefined {
    const reason = this.fallbackFor(utterance);
    if (reason !== undefined) return { type: 'fallback', reason };
    const meant = this.dialogue.intents.filter(({ heard }) => heard.includes(utterance));
    const intent =
      meant.find(({ after }) => after.includes(last)) ?? meant.find(({ after }) => after.length === 0);
    return intent === undefined ? undefined : { type: 'intent', intent };
  }

  /** A yes or a no: it takes its meaning from a question, and this is not one that it answers. */
  answersNothing(utterance: string, last: string): boolean {
    const contexts = this.dialogue.intents
      .filter(({ heard }) => heard.includes(utterance))
      .flatMap(({ after }) => after);
    return contexts.length > 0 && !contexts.includes(last);
  }

  private fallbackFor(utterance: string): FallbackReason | undefined {
    const fallbacks = Object.entries(this.dialogue.fallbacks) as [
      FallbackReason,
      Dialogue['fallbacks'][FallbackReason],
    ][];
    return fallbacks.find(([, { heard }]) => heard.includes(utterance))?.[0];
  }
}
