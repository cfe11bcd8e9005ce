/**
 * Judges the turns of one call, in their order, as they come. Pure: the same turns give the same findings. Evidence counts in this
 * order: tool or end of the call, phrase, repetition; a label is found once a turn, by the best. What could not be judged is said
 * to be so, and is never "none".
 */

import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import { cut } from '../../core/word/visible.ts';
import { endOf } from './call_end.ts';
import {
  isFallback,
  reasonsOf,
  type FallbackLabel,
  type Finding,
  type HeardReason,
} from './fallback_label.ts';
import { isHandoverTool } from './handover_tool.ts';
import type { PhraseBook } from './language_patterns.ts';
import { phraseBooks, type OwnPhrases, type PhraseBooks } from './phrase_books.ts';
import { alike, saidAgain, spoken, type Spoken } from './repetition.ts';
import { sentencesOf } from './sentence.ts';
import { LanguageVote } from './spoken_language.ts';

/** Of a turn's record, or as much of one. */
export type AgentTurn = Pick<TurnRecord, 'heardText'> & {
  readonly tools?: readonly { readonly name: string }[];
} & Partial<Pick<TurnRecord, 'transcript' | 'kind' | 'outcome' | 'heardMs'>>;

export type CallEnd = Pick<CallRecord, 'failure'> & Partial<Pick<CallRecord, 'detail'>>;

export interface FallbackOptions {
  /** Of the agent's words, as `en` or `en-GB`. Absent: by the words themselves. */
  readonly language?: string;
  /** Beside those that are shipped. */
  readonly phrases?: OwnPhrases;
  /** Names of tools that hand the caller over, whatever they are called; and of those that do not. */
  readonly handoverTools?: readonly string[];
  readonly otherTools?: readonly string[];
}

/** Whether the words of a turn were judged, and if not, why. */
export type PhraseJudgement =
  | 'judged'
  /** Nothing was to be heard in this turn: there are no words to judge. */
  | 'nothing_said'
  | 'no_transcript'
  | 'unknown_language';

export interface TurnFallbacks {
  readonly findings: readonly Finding[];
  /** `no_transcript` and `unknown_language`: without a finding nobody knows whether this was a fallback. */
  readonly phrases: PhraseJudgement;
  /** Of the words. Null: not known. */
  readonly language: string | null;
}

/** True, false, or null where nobody knows. */
export function wasFallback({ findings, phrases }: TurnFallbacks): boolean | null {
  if (findings.some(isFallback)) return true;
  return phrases === 'no_transcript' || phrases === 'unknown_language' ? null : false;
}

/** Evidence is kept for people to read. */
const MOST_SHOWN = 160;
/** Without a label of these a turn may be a repetition. */
const besideRepetition: ReadonlySet<FallbackLabel> = new Set(['clarify', 'confirm']);

interface Before {
  readonly sentences: readonly Spoken[];
  readonly caller: ReadonlySet<string>;
  readonly interrupted: boolean;
}

/** Of several sentences, one of them a question: every kind of pattern is tried. */
const WARMING =
  'I am sorry, I did not get that. Could you say it again? Let me put you through to a colleague.';

/** A language is compiled when it is first heard: the one that is expected had better be so before a call than in it. */
export function warm(options: FallbackOptions, books: PhraseBooks): void {
  const call = new CallFallbacks(options, books);
  for (let time = 0; time < 3; time++) call.turn({ heardText: WARMING });
}

export class CallFallbacks {
  private readonly options: FallbackOptions;
  private readonly known: PhraseBooks;
  private readonly vote: LanguageVote;
  private readonly handsOver: (tool: string) => boolean;
  private before: Before | null = null;
  /** The last words were a goodbye. */
  private saidGoodbye = false;

  constructor(options: FallbackOptions = {}, known: PhraseBooks = phraseBooks(options.phrases)) {
    this.options = options;
    this.known = known;
    this.vote = new LanguageVote(known.common);
    const own = new Set(options.handoverTools);
    const other = new Set(options.otherTools);
    this.handsOver = (tool) => own.has(tool) || (!other.has(tool) && isHandoverTool(tool));
  }

  turn(turn: AgentTurn): TurnFallbacks {
    const findings = new Findings();
    for (const { name } of turn.tools ?? []) {
      if (this.handsOver(name))
        findings.add('handover.done', null, { by: 'tool', what: cut(name, MOST_SHOWN) });
    }
    const words = turn.heardText ?? '';
    if (!/[\p{L}\p{N}]/u.test(words)) {
      const phrases = turn.heardMs === 0 ? 'nothing_said' : 'no_transcript';
      if (phrases === 'no_transcript') this.before = null;
      return { findings: findings.all, phrases, language: null };
    }
    const { language } = this.options;
    const code = language === undefined ? this.vote.of(words) : primary(language);
    const book = code === null ? undefined : this.known.books.get(code);
    this.judge(turn, words, book, findings);
    return {
      findings: findings.all,
      phrases: book === undefined ? 'unknown_language' : 'judged',
      language: book?.language ?? code,
    };
  }

  /** What the way in which the call ended says of it, beyond its turns. */
  ended(end: CallEnd): readonly Finding[] {
    const label = endOf(end, this.saidGoodbye);
    if (label === null) return [];
    const what = cut(end.detail ?? end.failure ?? '', MOST_SHOWN);
    return [{ label, reasons: reasonsOf[label], evidence: { by: 'end', what } }];
  }

  private judge(turn: AgentTurn, words: string, book: PhraseBook | undefined, findings: Findings): void {
    const joined = book?.joined === true;
    const sentences = sentencesOf(words, joined);
    const said: Spoken[] = [];
    this.saidGoodbye = false;
    for (const sentence of sentences) {
      const all = book?.tellsOf(sentence) ?? [];
      // "I can't hear anybody, so I'll end the call" asks for nothing any more.
      const ends = all.some(({ tells }) => tells === 'hangup.polite');
      const told = ends ? all.filter(({ tells }) => !tells.startsWith('reprompt.')) : all;
      for (const { tells, reasons } of told) {
        if (tells === 'goodbye' || tells === 'hangup.polite') this.saidGoodbye = true;
        if (tells === 'goodbye' || tells === 'more') continue;
        const what = cut(sentence.text, MOST_SHOWN);
        findings.add(tells, reasons, { by: 'phrase', what, language: (book as PhraseBook).language });
      }
      const courtesy = told.some(
        ({ tells }) => tells === 'more' || tells === 'goodbye' || tells === 'filler',
      );
      if (!courtesy) said.push(spoken(sentence.text, sentence.question, joined));
    }
    const caller = this.callerWords(turn, book);
    const { before } = this;
    this.before = { sentences: said, caller: caller.words, interrupted: turn.outcome === 'interrupted' };
    if (before === null || before.interrupted || caller.asksAgain || caller.small) return;
    if (!findings.onlyOf(besideRepetition)) return;
    if (alike(caller.words, before.caller) >= 0.8) return;
    const again = saidAgain(said, before.sentences);
    if (again === null) return;
    const label = turn.kind === 'silence' ? 'reprompt.no_input' : 'reprompt.no_match';
    findings.add(label, null, { by: 'repetition', what: cut(again, MOST_SHOWN) });
  }

  private callerWords(turn: AgentTurn, book: PhraseBook | undefined): Caller {
    const text = turn.transcript ?? '';
    const joined = book?.joined === true;
    const sentences = sentencesOf(text, joined);
    return {
      words: spoken(text, false, joined).words,
      asksAgain: sentences.some((sentence) => book?.asksAgain(sentence) === true),
      small: sentences.length > 0 && sentences.every((sentence) => book?.isSmall(sentence) === true),
    };
  }
}

interface Caller {
  readonly words: ReadonlySet<string>;
  /** Wants to hear it again. */
  readonly asksAgain: boolean;
  /** Has answered nothing: whatever was asked still is. */
  readonly small: boolean;
}

class Findings {
  private readonly found = new Map<FallbackLabel, Finding>();

  /** The first evidence stays; narrower reasons of a later sentence say more. */
  add(label: FallbackLabel, narrow: readonly HeardReason[] | null, evidence: Finding['evidence']): void {
    const known = this.found.get(label);
    const wide: readonly HeardReason[] = reasonsOf[label];
    if (known === undefined) {
      this.found.set(label, { label, reasons: narrow ?? wide, evidence });
    } else if (narrow !== null && known.reasons.length > narrow.length) {
      this.found.set(label, { ...known, reasons: narrow });
    }
  }

  get all(): readonly Finding[] {
    return [...this.found.values()];
  }

  onlyOf(labels: ReadonlySet<FallbackLabel>): boolean {
    return [...this.found.keys()].every((label) => labels.has(label));
  }
}

/** `en-GB` → `en` */
function primary(language: string): string {
  return (language.toLowerCase().split(/[-_]/)[0] ?? '').trim();
}
