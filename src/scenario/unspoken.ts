/**
 * What scripts say, and which of somebody's own words nobody has recorded yet. It reads the raw data, whatever steps there are:
 * what stands under a `say` is said. Pure.
 */

import { didYouMean } from '../core/word/nearest.ts';
import { visible } from '../core/word/visible.ts';
import { get, type Issue, type Path } from '../config/source.ts';
import { normalText, textFault, textUtterance } from '../fixture/said_text.ts';
import { saidKeys } from './schema/script_schema.ts';
import { digitUtterances, hasRecording, type Repertoire } from './repertoire.ts';

export interface Saying {
  readonly utterance: string;
  /** Own words. Undefined: the id of a recording. */
  readonly text?: string;
  readonly path: Path;
}

/** What is said by whom. */
export interface SpokenScript {
  /** Undefined: whoever can. */
  readonly voices: readonly string[] | undefined;
  readonly sayings: readonly Saying[];
}

/** Own words, and the voice that lacks them; undefined: no voice has them. */
export interface Unspoken {
  readonly saying: Saying & { readonly text: string };
  readonly voice: string | undefined;
}

/** Those of each caller; then, for all of them, what stands elsewhere. */
export function spokenScripts(data: unknown): readonly SpokenScript[] {
  const callers = get(data, 'callers');
  const own = (Array.isArray(callers) ? callers : []).map((caller: unknown, i): SpokenScript => {
    const voices = get(caller, 'persona', 'voices');
    const named = Array.isArray(voices) ? voices.filter((voice) => typeof voice === 'string') : [];
    return { voices: named.length === 0 ? undefined : named, sayings: sayingsBelow(caller, ['callers', i]) };
  });
  const all = own.every(({ voices }) => voices !== undefined);
  const elsewhere = Object.entries(Object(data) as object)
    .filter(([key]) => !NOT_SCRIPTS.has(key))
    .flatMap(([key, value]) => sayingsBelow(value, [key]));
  if (elsewhere.length === 0) return own;
  const voices = all ? [...new Set(own.flatMap(({ voices }) => voices ?? []))] : undefined;
  return [...own, { voices, sayings: elsewhere }];
}

const NOT_SCRIPTS: ReadonlySet<string> = new Set([
  'callers',
  'target',
  'tools',
  'load',
  'thresholds',
  'fallbacks',
  'expect',
]);

function sayingsBelow(node: unknown, path: Path): readonly Saying[] {
  if (typeof node !== 'object' || node === null) return [];
  const entries = Array.isArray(node) ? [...node.entries()] : Object.entries(node);
  return entries.flatMap(([key, value]: [string | number, unknown]) => {
    const at = [...path, key];
    return key === 'say' ? said(value, at) : sayingsBelow(value, at);
  });
}

function said(speech: unknown, path: Path): readonly Saying[] {
  if (typeof speech === 'string') return speech === '' ? [] : [{ utterance: speech, path }];
  if (Array.isArray(speech)) return speech.flatMap((part: unknown, i) => said(part, [...path, i]));
  const at = (key: string): string | undefined => {
    const value = get(speech, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [text, utterance] = [at('text'), at('utterance')];
  // Which of two things is meant is told elsewhere.
  if (text !== undefined && saidKeys.filter((key) => get(speech, key) !== undefined).length > 1) return [];
  if (text !== undefined) return [{ utterance: textUtterance(text), text, path: [...path, 'text'] }];
  if (utterance !== undefined) return [{ utterance, path: [...path, 'utterance'] }];
  if (at('number') !== undefined || at('digits') !== undefined) {
    return digitUtterances().map((digit) => ({ utterance: digit, path }));
  }
  return get(speech, 'speech') === undefined ? [] : said(get(speech, 'speech'), [...path, 'speech']);
}

/** Each in a voice once. A caller that may have any voice has one that says all of its own words. */
export function unspokenIn(scripts: readonly SpokenScript[], repertoire: Repertoire): readonly Unspoken[] {
  const missing = new Map<string, Unspoken>();
  for (const { voices, sayings } of scripts) {
    const texts = sayings.filter(isText);
    for (const voice of voices ?? [fullest(texts, repertoire)]) {
      for (const saying of texts) {
        if (voice !== undefined && hasRecording(repertoire, saying.utterance, voice)) continue;
        const key = `${saying.utterance} ${voice ?? ''}`;
        if (!missing.has(key)) missing.set(key, { saying, voice });
      }
    }
  }
  return [...missing.values()];
}

/** What cannot be spoken at all, and, once, what has not been yet: where it stands first, and what makes it. */
export function unspokenIssues(data: unknown, repertoire: Repertoire, file: string): readonly Issue[] {
  const scripts = spokenScripts(data);
  const faults = scripts.flatMap(({ sayings }) =>
    sayings.filter(isText).flatMap(({ text, path }): readonly Issue[] => {
      const message = textFault(text);
      return message === null ? [] : [{ path, on: 'value', message }];
    }),
  );
  if (faults.length > 0) return faults;
  const missing = unspokenIn(scripts, repertoire);
  const [first] = missing;
  if (first === undefined) return [];
  const named = (voice: string): string =>
    repertoire.voices.includes(voice) ? voice : `${visible(voice)}${didYouMean(voice, repertoire.voices)}`;
  const voicesOf = new Map<string, string[]>();
  for (const { saying, voice } of missing) {
    const text = normalText(saying.text);
    voicesOf.set(text, [...(voicesOf.get(text) ?? []), ...(voice === undefined ? [] : [voice])]);
  }
  const texts = [...voicesOf].map(([text, voices]) => {
    const shown = visible(text.length > 60 ? `${text.slice(0, 57)}…` : text);
    return `“${shown}”${voices.length === 0 ? '' : ` (in voice ${voices.map(named).join(', ')})`}`;
  });
  const more = texts.length > MOST_TOLD ? ` and ${texts.length - MOST_TOLD} more` : '';
  const message = `nobody has recorded ${texts.slice(0, MOST_TOLD).join(', ')}${more} yet`;
  const hint = `\`callstorm fixtures speak ${quoted(file)}\` makes what is missing with a synthesiser; \`callstorm fixtures speak --help\` tells how.`;
  return [{ path: first.saying.path, on: 'value', message, hint }];
}

const MOST_TOLD = 5;

/** As a shell takes it. */
function quoted(file: string): string {
  return /^[\w./:@%+=-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

/** As if everything had been recorded: for whoever is about to. */
export function asIfSpoken(data: unknown, repertoire: Repertoire): Repertoire {
  const any = [...repertoire.recordings.values()].flatMap((voices) => [...voices.values()])[0];
  if (any === undefined) return repertoire;
  const scripts = spokenScripts(data);
  const voices = [...new Set([...repertoire.voices, ...scripts.flatMap(({ voices }) => voices ?? [])])];
  const said = scripts.flatMap(({ sayings }) => sayings.filter(isText).map(({ utterance }) => utterance));
  const utterances = [...new Set([...repertoire.recordings.keys(), ...said])];
  const recordings = new Map(
    utterances.map((utterance) => [
      utterance,
      new Map(voices.map((voice) => [voice, { ...any, voice, utterance }])),
    ]),
  );
  return { ...repertoire, voices, recordings };
}

/** The voice that has recorded the most of these; undefined where none has any. */
function fullest(texts: readonly Saying[], repertoire: Repertoire): string | undefined {
  const counts = repertoire.voices.map((voice) => ({
    voice,
    count: texts.filter(({ utterance }) => hasRecording(repertoire, utterance, voice)).length,
  }));
  return counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)[0]?.voice;
}

export function isText(saying: Saying): saying is Saying & { readonly text: string } {
  return saying.text !== undefined;
}
