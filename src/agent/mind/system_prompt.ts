/**
 * The system prompt that a profile stands for: what one would write for a model to be this agent. Pure. It is a session's
 * instructions until the client sends its own, is metered as such, and can be printed to be used elsewhere.
 */

import type { Profile } from '../profile/profile.ts';
import { styleInstructions } from './style.ts';

/** `words`: what an utterance of the agent's says. */
export function promptOf(profile: Profile, words: (utterance: string) => string): string {
  if (profile.instructions !== null) return profile.instructions;
  const { brief, manners } = profile;
  const silence = manners.silence.afterMs;
  return [
    `You are ${brief.role}.`,
    section('Greeting', [`Begin the conversation with: "${words(profile.greeting)}"`]),
    section('What you help with', bullets(brief.capabilities)),
    section('Rules', bullets(brief.constraints)),
    section('Voice', [brief.voiceStyle, ...styleInstructions(manners.style)]),
    section(
      'On the telephone',
      bullets([
        'Talk as people do on the telephone: plain words, short sentences, nothing that has to be seen.',
        'While you listen, show that you follow with a word or two: "I see", "Got it".',
        'Keep in mind what the caller has told you, and make use of it; ask for nothing twice.',
        `Keep an answer to ${manners.words} words or fewer: it is heard, not read.`,
        'Make sure that you have understood before you act, and ask where you are not sure.',
        'Stop when the caller interrupts; go on through a murmur that asks for nothing.',
        ...(manners.fillers.length === 0
          ? []
          : [
              `When you need a moment to think or to look something up, say so: "${words(manners.fillers[0] as string)}"`,
            ]),
        ...(silence === Infinity
          ? []
          : [
              `When the caller has said nothing for ${silence / 1000} seconds, ask whether they are still there; ` +
                `after ${manners.silence.prompts.length} such questions end the call politely.`,
            ]),
      ]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function section(title: string, lines: readonly string[]): string {
  const text = lines.filter((line) => line !== '');
  return text.length === 0 ? '' : `## ${title}\n${text.join('\n')}`;
}

function bullets(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `- ${line}`);
}
