/**
 * Whether what a profile names is there and goes together: utterances in the agent's voice and in the callers' mouths, slots,
 * tools, and all that a dialogue cannot do without. Pure. Looks at the data as it was read, so that mistakes of shape and of
 * meaning are told together.
 */

import { didYouMean } from '../../core/word/nearest.ts';
import { found, get, listAt, type Issue, type Path } from '../../config/source.ts';
import { armFault } from '../../fault/arm_fault.ts';
import { agentFaults } from '../fault/agent_faults.ts';
import { profileDefaults } from './complete.ts';
import { faultWishOf } from '../../fault/fault_wish.ts';
import { entriesAt, intentIssues, keysAt } from './meaning_intents.ts';

/** What can be said: utterance → transcript. */
export interface Words {
  /** By voice, of those with the role `agent`. */
  readonly voices: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly callers: ReadonlyMap<string, string>;
}

export function profileIssues(data: unknown, words: Words): readonly Issue[] {
  const issues: Issue[] = [];
  const wrong = (path: Path, message: string, on: Issue['on'] = 'value'): void => {
    issues.push({ path, on, message });
  };
  const missing = (key: string, why: string): void => {
    if (get(data, key) === undefined) wrong([key], `missing: ${why}`, 'key');
  };

  const voice = get(data, 'voice');
  const lines = typeof voice === 'string' ? words.voices.get(voice) : undefined;
  if (typeof voice === 'string' && lines === undefined) {
    const voices = [...words.voices.keys()];
    wrong(['voice'], `there is no agent voice ${found(voice)}${didYouMean(voice, voices)}`);
  }

  /** Everything at a path (one, or each of a list) has to be among these. */
  const known = (path: Path, among: ReadonlyMap<string, unknown> | undefined, what: string): void => {
    for (const [where, name] of entriesAt(data, path)) {
      if (typeof name !== 'string' || among === undefined || among.has(name)) continue;
      wrong(where, `${what} ${found(name)}${didYouMean(name, among.keys())}`);
    }
  };
  const limit = get(data, 'conversation', 'words') ?? profileDefaults.words;
  /** Heard, not read: what it says keeps to the length that the profile allows. */
  const short = (path: Path, ids: readonly unknown[]): void => {
    const texts = ids.map((id) => (typeof id === 'string' ? (lines?.get(id) ?? '') : ''));
    const count = texts.join(' ').split(/\s+/).filter(Boolean).length;
    if (typeof limit === 'number' && count > limit)
      wrong(path, `expected at most ${limit} words in an answer, found ${count}`);
  };
  const said = (...path: Path): void => {
    known(path, lines, `voice "${String(voice)}" cannot say`);
    for (const [where, id] of entriesAt(data, path)) short(where, [id]);
  };
  const heard = (...path: Path): void => known(path, words.callers, 'no caller says');
  said('greeting');
  said('answers');
  said('idle');
  said('conversation', 'fillers');
  said('conversation', 'silence', 'prompts');
  said('conversation', 'silence', 'end');
  heard('backchannels');
  const slots = new Map(keysAt(data, 'slots').map((name) => [name, null]));
  const tools = new Map(keysAt(data, 'tools').map((name) => [name, null]));
  for (const slot of slots.keys()) {
    said('slots', slot, 'ask');
    said('slots', slot, 'noted');
    heard('slots', slot, 'openers');
  }
  for (const tool of tools.keys()) {
    said('tools', tool, 'on_error');
    for (const argument of keysAt(data, 'tools', tool, 'arguments')) {
      known(['tools', tool, 'arguments', argument], slots, 'there is no slot');
    }
  }
  for (const intent of keysAt(data, 'intents')) {
    const path = ['intents', intent] as const;
    heard(...path, 'heard');
    known([...path, 'after'], lines, `voice "${String(voice)}" cannot say`);
    known([...path, 'say'], lines, `voice "${String(voice)}" cannot say`);
    short(
      [...path, 'say'],
      entriesAt(data, [...path, 'say']).map(([, id]) => id),
    );
    known([...path, 'needs'], slots, 'there is no slot');
    known([...path, 'calls'], tools, 'there is no tool');
  }
  for (const type of keysAt(data, 'errors')) said('errors', type);
  for (const reason of keysAt(data, 'fallbacks')) {
    said('fallbacks', reason, 'say');
    heard('fallbacks', reason, 'heard');
  }
  said('handover', 'say');
  for (const [i, entry] of listAt(data, 'misbehaviour')) {
    const wish = faultWishOf(entry);
    const reading = wish === null ? null : armFault(agentFaults, wish);
    if (reading === null || 'ok' in reading) continue;
    wrong(['misbehaviour', i, ...(reading.at === undefined ? [] : [reading.at])], reading.mistake);
  }

  const silence = ['conversation', 'silence'] as const;
  if (get(data, ...silence, 'prompts') !== undefined && get(data, ...silence, 'end') === undefined)
    wrong(
      [...silence, 'prompts'],
      'missing: `end`, said to a caller who stays silent, before the call is ended',
      'key',
    );

  if (get(data, 'intents') === undefined) {
    missing('answers', 'a profile has either intents, or a list of answers to draw from');
  } else {
    if (get(data, 'answers') !== undefined)
      wrong(['answers'], 'expected none beside intents, which say what is answered', 'key');
    const needed = 'a profile with intents says what it does in trouble';
    missing('errors', needed);
    missing('fallbacks', needed);
    missing('handover', needed);
    if (get(data, 'ear', 'recognition') === false) {
      wrong(['ear', 'recognition'], 'expected true: a profile with intents has to understand its callers');
    }
  }
  return [...issues, ...intentIssues(data)];
}
