/** The languages that come with patterns, each compiled once, when it is first heard; and somebody's own patterns merged into them. */

import type { FallbackLabel } from './fallback_label.ts';
import { english } from './language/english.ts';
import { french } from './language/french.ts';
import { german } from './language/german.ts';
import { japanese } from './language/japanese.ts';
import { portuguese } from './language/portuguese.ts';
import { spanish } from './language/spanish.ts';
import { PhraseBook, type LanguagePatterns, type PhraseGroup } from './language_patterns.ts';

const shippedLanguages: readonly LanguagePatterns[] = [
  english,
  spanish,
  german,
  french,
  portuguese,
  japanese,
];

/** language → label → phrases; `unless` takes back what any phrase of that label found, the shipped ones too. */
export type OwnPhrases = Readonly<
  Record<
    string,
    Partial<
      Readonly<
        Record<FallbackLabel, { readonly say?: readonly string[]; readonly unless?: readonly string[] }>
      >
    >
  >
>;

export interface PhraseBooks {
  readonly books: ReadonlyMap<string, PhraseBook>;
  /** language → its common words */
  readonly common: ReadonlyMap<string, string>;
}

let shipped: PhraseBooks | null = null;

/** Throws PhraseMistake on a phrase that cannot be read: `readOwnFallbacks` finds these first. */
export function phraseBooks(own: OwnPhrases = {}): PhraseBooks {
  if (Object.keys(own).length > 0) {
    const all = compiled(merged(own));
    for (const language of Object.keys(own)) all.books.get(language)?.open();
    return all;
  }
  shipped ??= compiled(shippedLanguages);
  return shipped;
}

function compiled(languages: readonly LanguagePatterns[]): PhraseBooks {
  return {
    books: new Map(languages.map((patterns) => [patterns.language, new PhraseBook(patterns)])),
    common: new Map(languages.map(({ language, common }) => [language, common])),
  };
}

/** Scripts that are written without spaces. */
export const joinedLanguages: ReadonlySet<string> = new Set(['ja', 'zh', 'yue', 'th', 'km', 'lo', 'my']);

function merged(own: OwnPhrases): readonly LanguagePatterns[] {
  const languages = new Map(shippedLanguages.map((patterns) => [patterns.language, patterns]));
  for (const [language, labels] of Object.entries(own)) {
    const known: LanguagePatterns = languages.get(language) ?? {
      language,
      ...(joinedLanguages.has(language) ? { joined: true } : {}),
      common: '',
      small: '',
      askedAgain: [],
      groups: [],
    };
    const groups: PhraseGroup[] = [];
    const unless = (tells: string): readonly string[] => labels[tells as FallbackLabel]?.unless ?? [];
    for (const [label, phrases] of Object.entries(labels)) {
      const say = phrases?.say ?? [];
      if (say.length > 0) groups.push({ tells: label as FallbackLabel, say, unless: unless(label) });
    }
    const theirs = known.groups.map((group) => ({
      ...group,
      unless: [...(group.unless ?? []), ...unless(group.tells)],
    }));
    languages.set(language, { ...known, groups: [...groups, ...theirs] });
  }
  return [...languages.values()];
}
