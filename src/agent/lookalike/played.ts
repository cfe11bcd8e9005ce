/** The lookalikes that the simulated agent plays, by the names that scenarios have for them. */

import type { Quirks } from '../../core/plan/quirks.ts';
import { isFields, type Fields } from '../protocol/event_shape.ts';
import { betaWords } from './beta_words.ts';
import type { Lookalike } from './lookalike.ts';
import { xaiWords } from './xai_words.ts';

const compact = (event: Fields): string => JSON.stringify(event);

const byName: Readonly<Record<string, Lookalike | null>> = {
  // The protocol as it is, at an address that is the agent's too.
  azure: null,
  'azure-preview': betaWords(['/openai/realtime'], compact),
  'azure-voice-live': betaWords(['/voice-live/realtime'], compact, azureDetection),
  beta: betaWords([], spaced),
  xai: xaiWords,
  unconfirmed: {
    paths: [],
    isBeta: false,
    hears: (event) => event,
    tells: (event) => (event['type'] === 'session.updated' ? null : event),
    write: compact,
  },
};

export const playedNames: readonly string[] = Object.keys(byName);

/** Null: the protocol as it is. */
export function lookalikeNamed(name: string | undefined): Lookalike | null {
  return name !== undefined && Object.hasOwn(byName, name) ? (byName[name] ?? null) : null;
}

/** The name of what a service is like that has these quirks; of those without a profile too. Undefined: the protocol as it is. */
export function playedFor(quirks: Quirks | undefined): string | undefined {
  return quirks?.profile ?? (quirks?.shape === 'beta' ? 'beta' : undefined);
}

/** Its own detections listen as the agent's does by its silences: what else they are told is let pass. */
function azureDetection(detection: Fields): Fields {
  if (!String(detection['type']).startsWith('azure_semantic_vad')) return detection;
  const kept = Object.entries(detection).filter(([name]) => !AZURES_OWN.has(name));
  return { ...Object.fromEntries(kept), type: 'server_vad' };
}

const AZURES_OWN = new Set([
  'speech_duration_ms',
  'end_of_utterance_detection',
  'remove_filler_words',
  'languages',
  'auto_truncate',
]);

/** As Python's encoder has it. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const pairs = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${pairs.map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`).join(', ')}}`;
}
