/** What the ledger of a call keeps its account with, and what can be asked of that. What is entered is `ledger.ts`'s. Pure. */

import { AnswerNames } from './answer_names.ts';
import { Answers, type Answer } from './answers.ts';
import { ToolDesk } from './tool_desk.ts';
import type { CallSpec } from './call_spec.ts';
import type { Effect } from './effect.ts';
import type { History } from './history.ts';
import type { Turn } from './turn.ts';
import { TurnWriter } from './turn_writer.ts';
import { Listening } from './listening.ts';
import { OpenTurns } from './open_turns.ts';
import { Phantoms } from './phantoms.ts';
import type { Plan } from '../plan/plan.ts';
import { Playback, type PlaybackObserver } from './playback.ts';
import { ReportedUsage } from './reported_usage.ts';
import { Waiting } from './waiting.ts';
import type { Usage } from '../log/record.ts';

export abstract class LedgerParts {
  readonly playback: Playback;
  readonly desk: ToolDesk;
  readonly turns: OpenTurns;
  readonly waiting: Waiting;
  readonly phantoms: Phantoms;

  protected readonly plan: Plan;
  protected readonly emit: (effect: Effect) => void;
  protected readonly flushes: boolean;
  /** Answers are found by ear: words of them tell nothing of when they were begun to be made. */
  protected readonly byEar: boolean;
  protected readonly writer: TurnWriter;
  protected readonly answers: Answers;
  protected readonly listening: Listening;
  protected readonly reported = new ReportedUsage();
  protected readonly names: AnswerNames;
  /** What was said, for another session; null: none is told. */
  protected readonly history: History | null;

  constructor(
    plan: Plan,
    spec: CallSpec,
    emit: (effect: Effect) => void,
    history: History | null = null,
    observer: PlaybackObserver | null = null,
  ) {
    this.plan = plan;
    this.byEar = plan.limits.gapMs !== undefined;
    this.emit = emit;
    this.playback = new Playback(plan.playback.bufferMs, observer);
    this.history = history;
    this.answers = new Answers(plan.playback.audibleDbfs, history);
    this.desk = new ToolDesk(plan, spec.index, this.answers, history, emit);
    this.turns = new OpenTurns(plan.frameMs, this.desk);
    this.phantoms = new Phantoms(plan);
    const { playback, answers, turns, desk, reported, phantoms } = this;
    this.names = new AnswerNames(answers, turns, reported, phantoms, playback);
    this.waiting = new Waiting({ answers, playback, desk, quietMs: plan.limits.quietMs });
    this.listening = new Listening({ playback, answers, turns, desk, history, phantoms, emit });
    const transcribes = plan.target.session.transcription !== undefined;
    this.writer = new TurnWriter({ spec, turns, answers, desk, playback, transcribes, emit });
    this.writer.stopsUntold = this.byEar;
    this.flushes = plan.target.session.turnDetection?.interruptResponse !== false;
  }

  /** The turn that what comes next belongs to. */
  get current(): Turn | undefined {
    return this.turns.current;
  }

  /** The caller says these words, in this turn. */
  says(turn: Turn, words: string): void {
    this.history?.said(turn, words);
  }

  /** More may come of an answer that the caller listens to. */
  get speaking(): boolean {
    return this.answers.speaking;
  }

  /** Nothing is being said, made, or waited for, if only to know what it has used. */
  isIdle(atMs: number): boolean {
    const { answers, desk, playback, reported, waiting } = this;
    if (answers.active || playback.playing(atMs) || reported.owed > 0) return false;
    return !desk.busy && !waiting.spokenTo(atMs);
  }

  /** Whether a delta of this answer has to be shown to the ear: nothing of it has been audible yet. */
  seeksOnset(responseId: string): boolean {
    const answer = this.answers.get(responseId);
    if (answer === undefined || this.answers.namesAnother(responseId)) return true;
    return answer.onset !== null && !answer.muted;
  }

  /** Whether the caller goes without what a failed answer was to say: all of it, or the rest, for which it still listened. */
  protected missed(answer: Answer): boolean {
    const brokeOff = answer.onset === null && !answer.muted;
    // After "let me see" the answer is what was to be said of the tool's result.
    return !answer.turn.heard || brokeOff || this.desk.awaited(answer);
  }

  /** All words of the answers to a turn are there. */
  hasWordsOf(turn: Turn): boolean {
    return turn.told.text !== null && !this.answers.unfinished(turn) && !this.answers.wordless(turn);
  }

  /** The last answer was heard out, and its words may still come from a service that writes down what it says. */
  owesWords(atMs: number): boolean {
    const { answers, current, playback, turns } = this;
    if (!answers.writes || current === undefined || playback.playing(atMs)) return false;
    if (!current.heard && current.start.kind !== 'silence') return false;
    return turns.unwritten.some((turn) => turn.heard && answers.wordless(turn));
  }

  /** Answers whose end is not announced though it was time. */
  get endless(): number {
    return this.answers.endless;
  }

  /** Answers whose end was never told, be it that the call was over before. */
  get unended(): number {
    return this.answers.unended + this.reported.owed;
  }

  /** All that was reported, of each answer once. */
  get usage(): Usage {
    return this.reported.total;
  }
}
