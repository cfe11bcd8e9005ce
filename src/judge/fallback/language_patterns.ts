/**
 * What one language says for each label, as data: see phrase.ts for the notation. A phrase tells of the sentence that it stands in,
 * and only near its beginning; `unless` takes that back.
 */

import type { FallbackLabel, HeardReason } from './fallback_label.ts';
import { compilePhrase, findPhrase, type CompiledPhrase } from './phrase.ts';
import { plainWords, type Sentence } from './sentence.ts';

/** What a phrase can tell: a label, or something that keeps another one off. */
export type Telling =
  | FallbackLabel
  /** The end of a call, be it good or bad. */
  | 'goodbye'
  /** "Anything else?": it may be asked as often as one likes. */
  | 'more';

export interface PhraseGroup {
  readonly tells: Telling;
  /** Narrower than the label's own. */
  readonly reasons?: readonly HeardReason[];
  readonly say: readonly string[];
  readonly unless?: readonly string[];
  /** Words (characters, in a script without spaces) before it at most. */
  readonly within?: number;
}

export interface LanguagePatterns {
  readonly language: string;
  /** Written without spaces. */
  readonly joined?: true;
  /** Words that its sentences are full of, and other languages' are not. */
  readonly common: string;
  /** Words of a caller who says yes, no or thank you, and answers nothing that was asked. */
  readonly small: string;
  /** What a caller says who wants to hear it again. */
  readonly askedAgain: readonly string[];
  readonly groups: readonly PhraseGroup[];
}

/** A phrase further into its sentence is about something else. */
const WITHIN_WORDS = 16;
const WITHIN_CHARACTERS = 60;

interface CompiledGroup {
  readonly tells: Telling;
  readonly reasons: readonly HeardReason[] | null;
  readonly within: number;
  readonly say: readonly CompiledPhrase[];
  readonly unless: readonly CompiledPhrase[];
}

export interface Told {
  readonly tells: Telling;
  readonly reasons: readonly HeardReason[] | null;
}

interface Compiled {
  readonly groups: readonly CompiledGroup[];
  readonly again: readonly CompiledPhrase[];
  readonly small: ReadonlySet<string>;
}

export class PhraseBook {
  readonly language: string;
  readonly joined: boolean;
  private readonly patterns: LanguagePatterns;
  private compiled: Compiled | null = null;

  constructor(patterns: LanguagePatterns) {
    this.patterns = patterns;
    this.language = patterns.language;
    this.joined = patterns.joined === true;
  }

  /** Compiled when it is first opened: most runs hear one language. Throws PhraseMistake. */
  open(): Compiled {
    return (this.compiled ??= compiledPatterns(this.patterns, this.joined));
  }

  /** Of each label, what the first group that fits tells. */
  tellsOf({ plain }: Sentence): readonly Told[] {
    const told: Told[] = [];
    for (const { tells, reasons, within, say, unless } of this.open().groups) {
      if (told.some((other) => other.tells === tells)) continue;
      const fits = say.some((phrase) => {
        const at = findPhrase(phrase, plain, this.joined);
        return at !== null && at <= within;
      });
      if (!fits || unless.some((phrase) => findPhrase(phrase, plain, this.joined) !== null)) continue;
      told.push({ tells, reasons });
    }
    return told;
  }

  asksAgain({ plain }: Sentence): boolean {
    return this.open().again.some((phrase) => findPhrase(phrase, plain, this.joined) !== null);
  }

  /** Of these a caller's sentence is made who has answered nothing. */
  isSmall({ plain }: Sentence): boolean {
    const { small } = this.open();
    if (this.joined) return small.has(plain);
    return plain
      .trim()
      .split(' ')
      .every((word) => small.has(word));
  }
}

function compiledPatterns(patterns: LanguagePatterns, joined: boolean): Compiled {
  const compile = (phrases: readonly string[] = []): readonly CompiledPhrase[] =>
    phrases.map((phrase) => compilePhrase(phrase, joined));
  return {
    again: compile(patterns.askedAgain),
    small: new Set(joined ? patterns.small.split(' ') : plainWords(patterns.small)),
    groups: patterns.groups.map((group) => ({
      tells: group.tells,
      reasons: group.reasons ?? null,
      within: group.within ?? (joined ? WITHIN_CHARACTERS : WITHIN_WORDS),
      say: compile(group.say),
      unless: compile(group.unless),
    })),
  };
}
