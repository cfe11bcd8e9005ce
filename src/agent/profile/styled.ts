/**
 * The words of a profile in its style: what it says in a style of its own where its voice has it so (`formal-goodbye` for
 * `goodbye`), and as it stands where not. The friendly style is how the lines stand. Pure.
 */

import type { Profile } from './profile.ts';

/** `lines`: what the voice can say. */
export function inStyle(profile: Profile, lines: ReadonlyMap<string, string> = new Map()): Profile {
  const { mind, manners, greeting } = profile;
  const own = (utterance: string): string => {
    const styled = `${manners.style}-${utterance}`;
    return lines.has(styled) ? styled : utterance;
  };
  const { silence } = manners;
  const said = {
    ...profile,
    greeting: own(greeting),
    manners: {
      ...manners,
      fillers: manners.fillers.map(own),
      silence: {
        ...silence,
        prompts: silence.prompts.map(own),
        end: silence.end === null ? null : own(silence.end),
      },
    },
  };
  if (mind.type === 'list') return { ...said, mind: { type: 'list', answers: mind.answers.map(own) } };
  const { intents, slots, tools, troubles, fallbacks, handover, idle } = mind.dialogue;
  return {
    ...said,
    mind: {
      type: 'dialogue',
      dialogue: {
        ...mind.dialogue,
        // What it follows on is what was said.
        intents: intents.map((intent) => ({
          ...intent,
          say: intent.say.map(own),
          after: intent.after.map(own),
        })),
        slots: mapped(slots, (slot) => ({ ...slot, ask: own(slot.ask), noted: own(slot.noted) })),
        tools: mapped(tools, (tool) => ({ ...tool, onError: own(tool.onError) })),
        troubles: mapped(troubles, own),
        fallbacks: mapped(fallbacks, (fallback) => ({ ...fallback, say: own(fallback.say) })),
        handover: { ...handover, say: own(handover.say) },
        idle: own(idle),
      },
    },
  };
}

function mapped<K extends string, V>(map: Readonly<Record<K, V>>, change: (value: V) => V): Record<K, V> {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, change(value as V)])) as Record<
    K,
    V
  >;
}
