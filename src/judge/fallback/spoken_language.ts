/**
 * Which language a transcript is in, by the words that each language is full of: votes of a transcript, and of the call where that is
 * too short to tell. Pure. Languages that nobody has patterns for vote too, so that an Italian is not taken for a Spaniard.
 */

import { plainWords } from './sentence.ts';

/** Of languages without patterns: who is nearest to one of these is none of ours. */
const others: Readonly<Record<string, string>> = {
  it: 'il lo la gli le un una di del della che e è per con non sono sei ho ha mi ti si ci vi più ma come cosa posso può potrebbe grazie mio suo questo questa anche prego buongiorno scusi al alla nel mia sua se',
  nl: 'de het een en van ik u je niet dat die is zijn was met voor op aan er maar om te hebben heb heeft kunt kan uw mijn wat hoe bedankt graag goedemorgen ook geen nog naar bij als',
  sv: 'och att det som en ett är jag du inte på för med av har kan vad hur tack om till den vi er från mig dig så men eller',
  da: 'og at det som en et er jeg du ikke på for med af har kan hvad hvordan tak om til den vi fra mig dig så men eller',
  pl: 'i w na z się nie to jest że do jak czy ja pan pani dziękuję proszę co mam może dla o od po jestem mogę',
  ca: 'el la els les un una de del que i a per amb no és són em et es li més però com què pot gràcies si us plau aquest aquesta tinc està',
  tr: 've bir bu için ile ne nasıl size siz ben evet hayır lütfen teşekkürler var yok mi mı daha çok',
  id: 'yang dan di ke dari untuk dengan tidak saya anda ini itu apa bisa terima kasih ada akan',
};

/** Of its words so many have to be known: less is a name, a number, or another language. */
const SURE_SHARE = 0.15;
/** A call says no more than it has said by then. */
const MOST_WORDS = 400;

/** word → languages */
type Languages = ReadonlyMap<string, readonly string[]>;

/** Every call has a vote of its own, and all of them the same words. */
const known = new WeakMap<ReadonlyMap<string, string>, Languages>();

function languagesOf(common: ReadonlyMap<string, string>): Languages {
  const made = known.get(common);
  if (made !== undefined) return made;
  const languages = new Map<string, string[]>();
  for (const [language, words] of [...common, ...Object.entries(others)]) {
    for (const word of new Set(plainWords(words))) {
      const own = languages.get(word);
      if (own === undefined) languages.set(word, [language]);
      else own.push(language);
    }
  }
  known.set(common, languages);
  return languages;
}

export class LanguageVote {
  private readonly ours: ReadonlySet<string>;
  private readonly languages: Languages;
  /** Of the call so far. */
  private readonly votes = new Map<string, number>();
  private words = 0;

  /** language → its common words */
  constructor(common: ReadonlyMap<string, string>) {
    this.ours = new Set(common.keys());
    this.languages = languagesOf(common);
  }

  /** Null: none of those with patterns, or nobody knows. */
  of(transcript: string): string | null {
    const script = scriptOf(transcript);
    if (script === 'kana') return this.ours.has('ja') ? 'ja' : null;
    if (script === 'other') return null;
    const words = plainWords(transcript.slice(0, 4000));
    const votes = this.count(words, transcript);
    const own = winner(votes, words.length);
    if (this.words < MOST_WORDS) {
      this.words += words.length;
      for (const [language, count] of votes)
        this.votes.set(language, (this.votes.get(language) ?? 0) + count);
    }
    // A sentence of its own counts; what is too short for it is in the language of the call.
    const language = own ?? winner(this.votes, this.words);
    return language !== null && this.ours.has(language) ? language : null;
  }

  private count(words: readonly string[], transcript: string): Map<string, number> {
    const votes = new Map<string, number>();
    const vote = (language: string, weight: number): void => {
      votes.set(language, (votes.get(language) ?? 0) + weight);
    };
    for (const word of words.slice(0, MOST_WORDS)) {
      const those = this.languages.get(word) ?? [];
      // What several have in common tells less of each.
      for (const language of those) vote(language, 1 / Math.sqrt(those.length));
    }
    for (const [letters, language] of telling) if (letters.test(transcript)) vote(language, 1.5);
    return votes;
  }
}

/** Letters and marks that only some write. */
const telling: readonly (readonly [RegExp, string])[] = [
  [/[ñ¿¡]/iu, 'es'],
  [/[ßäöü]/iu, 'de'],
  [/[ãõ]/iu, 'pt'],
  [/[œêèùû]|\b[ljdnc]['’]/iu, 'fr'],
  [/[òì]/iu, 'it'],
  [/[åø]/iu, 'da'],
  [/[ąęłśżźć]/iu, 'pl'],
  [/[ığş]/u, 'tr'],
];

function winner(votes: ReadonlyMap<string, number>, words: number): string | null {
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] < SURE_SHARE * words) return null;
  return second !== undefined && first[1] - second[1] < 0.25 ? null : first[0];
}

function scriptOf(text: string): 'kana' | 'latin' | 'other' {
  const beginning = text.slice(0, 4000);
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(beginning)) return 'kana';
  return /\p{Script=Latin}/u.test(beginning) ? 'latin' : 'other';
}
