/**
 * Reads what somebody writes of their own agent's fallbacks (the key `fallbacks` of a scenario) and says each mistake with its path
 * and what was expected. Pure.
 *
 *   fallbacks:
 *     language: en
 *     phrases:
 *       en:
 *         cannot_do: [that one is above my pay grade]
 *         filler: { say: [crunching the numbers], unless: [numbers for you] }
 *     handover_tools: [warm_intro]
 *     other_tools: [transfer_points]
 */

import { didYouMean } from '../../core/word/nearest.ts';
import type { FallbackOptions } from './call_fallbacks.ts';
import { labelNames, type FallbackLabel } from './fallback_label.ts';
import { compilePhrase, noSize, PhraseMistake } from './phrase.ts';
import { joinedLanguages, type OwnPhrases } from './phrase_books.ts';

export interface OwnMistake {
  readonly path: readonly (string | number)[];
  readonly on: 'key' | 'value';
  readonly message: string;
}

/** Beyond these a phrase could take long on a text that is made to fit it badly. */
const MOST_LENGTH = 200;
const MOST_GAPS = 3;
const MOST_GROUPS = 6;
const MOST_ALTERNATIVES = 60;
const MOST_PHRASES = 200;
const MOST_TOOLS = 200;

const keys = ['language', 'phrases', 'handover_tools', 'other_tools'];

export function readOwnFallbacks(data: unknown): {
  readonly options: FallbackOptions;
  readonly mistakes: readonly OwnMistake[];
} {
  const reader = new OwnReader();
  const options = reader.read(data);
  return { options, mistakes: reader.mistakes };
}

type Path = readonly (string | number)[];

class OwnReader {
  readonly mistakes: OwnMistake[] = [];

  read(data: unknown): FallbackOptions {
    const map = this.mapAt([], data, keys);
    if (map === null) return {};
    const language = map['language'];
    const code = language === undefined ? undefined : this.language(['language'], language);
    const phrases = map['phrases'] === undefined ? undefined : this.phrases(map['phrases']);
    const handoverTools = this.names(['handover_tools'], map['handover_tools']);
    const otherTools = this.names(['other_tools'], map['other_tools']);
    return {
      ...(code === undefined ? {} : { language: code }),
      ...(phrases === undefined ? {} : { phrases }),
      ...(handoverTools === undefined ? {} : { handoverTools }),
      ...(otherTools === undefined ? {} : { otherTools }),
    };
  }

  private phrases(data: unknown): OwnPhrases {
    const languages = this.mapAt(['phrases'], data, null) ?? {};
    const own: Record<string, OwnPhrases[string]> = {};
    for (const [code, labels] of Object.entries(languages)) {
      const path = ['phrases', code];
      if (!LANGUAGE.test(code)) {
        this.wrong(path, 'key', `expected a language, as en or ja, found ${shown(code)}`);
        continue;
      }
      const map = this.mapAt(path, labels, labelNames) ?? {};
      const joined = joinedLanguages.has(code);
      const read: Partial<Record<FallbackLabel, { say?: readonly string[]; unless?: readonly string[] }>> =
        {};
      for (const [label, value] of Object.entries(map)) {
        if ((labelNames as readonly string[]).includes(label)) {
          read[label as FallbackLabel] = this.label([...path, label], value, joined);
        }
      }
      own[code] = read;
    }
    return own;
  }

  private label(
    path: Path,
    value: unknown,
    joined: boolean,
  ): { say?: readonly string[]; unless?: readonly string[] } {
    if (Array.isArray(value)) return { say: this.list(path, value, joined) };
    if (typeof value !== 'object' || value === null) {
      this.wrong(path, 'value', `expected a list of phrases, or say and unless, found ${shown(value)}`);
      return {};
    }
    const map = this.mapAt(path, value, ['say', 'unless']) ?? {};
    return {
      ...(map['say'] === undefined ? {} : { say: this.list([...path, 'say'], map['say'], joined) }),
      ...(map['unless'] === undefined
        ? {}
        : { unless: this.list([...path, 'unless'], map['unless'], joined) }),
    };
  }

  private list(path: Path, value: unknown, joined: boolean): readonly string[] {
    if (!Array.isArray(value)) {
      this.wrong(path, 'value', `expected a list of phrases, found ${shown(value)}`);
      return [];
    }
    if (value.length > MOST_PHRASES) {
      this.wrong(path, 'value', `expected at most ${MOST_PHRASES} phrases, found ${value.length}`);
      return [];
    }
    return value.filter((phrase: unknown, i): phrase is string => this.phrase([...path, i], phrase, joined));
  }

  private phrase(path: Path, phrase: unknown, joined: boolean): boolean {
    const message =
      typeof phrase === 'string' ? mistakeIn(phrase, joined) : `expected a phrase, found ${shown(phrase)}`;
    if (message !== null) this.wrong(path, 'value', message);
    return message === null;
  }

  private names(path: Path, value: unknown): readonly string[] | undefined {
    if (value === undefined) return undefined;
    const fits = Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
    if (fits && value.length <= MOST_TOOLS) return value as string[];
    const expected = `expected a list of at most ${MOST_TOOLS} names of tools`;
    this.wrong(
      path,
      'value',
      fits ? `${expected}, found ${(value as unknown[]).length}` : `${expected}, found ${shown(value)}`,
    );
    return undefined;
  }

  private language(path: Path, value: unknown): string | undefined {
    if (typeof value === 'string' && /^[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*$/i.test(value)) return value;
    this.wrong(path, 'value', `expected a language, as en or pt-BR, found ${shown(value)}`);
    return undefined;
  }

  private mapAt(
    path: Path,
    data: unknown,
    known: readonly string[] | null,
  ): Readonly<Record<string, unknown>> | null {
    if (typeof data !== 'object' || data === null || Array.isArray(data)) {
      const what = known === null ? 'languages' : known.join(', ');
      this.wrong(path, 'value', `expected a map of ${what}, found ${shown(data)}`);
      return null;
    }
    for (const key of known === null ? [] : Object.keys(data)) {
      if (known?.includes(key) === true) continue;
      const expected = `unknown key ${shown(key)}, expected one of ${known?.join(', ')}`;
      this.wrong([...path, key], 'key', expected + didYouMean(key, known ?? []));
    }
    return data as Readonly<Record<string, unknown>>;
  }

  private wrong(path: Path, on: OwnMistake['on'], message: string): void {
    this.mistakes.push({ path, on, message });
  }
}

const LANGUAGE = /^[a-z]{2,3}$/;

/** What is wrong with a phrase. Null: nothing is. */
export function mistakeIn(phrase: string, joined: boolean): string | null {
  if (phrase.length > MOST_LENGTH) {
    return `expected a phrase of at most ${MOST_LENGTH} characters, found ${phrase.length}`;
  }
  const size = noSize();
  try {
    compilePhrase(phrase, joined, size);
  } catch (error) {
    if (error instanceof PhraseMistake) return error.message;
    throw error;
  }
  if (size.gaps > MOST_GAPS) return `expected at most ${MOST_GAPS} gaps (*), found ${size.gaps}`;
  if (size.groups > MOST_GROUPS) return `expected at most ${MOST_GROUPS} brackets, found ${size.groups}`;
  return size.alternatives > MOST_ALTERNATIVES
    ? `expected at most ${MOST_ALTERNATIVES} alternatives, found ${size.alternatives}`
    : null;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
