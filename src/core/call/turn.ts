/**
 * One turn while it is still going on: the instants of the caller's utterance and of the agent's answer to it, collected
 * until both are over, then written down as a TurnRecord. What counts as an answer is what is audible of it: audio that
 * nobody can hear leaves the turn as it was. A turn fails in one way, `fail`, whoever finds out.
 */

import type { FailureCode } from '../log/failure.ts';
import type { BargeIn, TurnKind, TurnMarks, TurnOutcome, TurnRecord, Usage } from '../log/record.ts';
import type { ToolRecord } from '../plan/tool.ts';
import { addUsage } from '../log/usage.ts';
import type { Utterance } from './utterance.ts';

type OpenBargeIn = { -readonly [K in keyof BargeIn]: BargeIn[K] };
type OpenMarks = { -readonly [K in keyof TurnMarks]: TurnMarks[K] };
export type OpenToolRecord = { -readonly [K in keyof ToolRecord]: ToolRecord[K] };

export interface TurnStart {
  readonly turn: number;
  readonly step: number;
  readonly kind: TurnKind;
  readonly expectsAnswer: boolean;
  readonly utterance: Utterance | null;
  /** Due instant of the utterance's first frame; for a silence, when it began. */
  readonly atMs: number;
  /** Index of the utterance's first frame since the microphone opened. */
  readonly firstFrame: number;
  readonly frameMs: number;
}

/** The audio of one answer as it first came, before anything of it was audible. */
export interface AnswerAudio {
  /** When the first of it was received, and when that was played. */
  readonly receivedMs: number;
  readonly playedMs: number;
}
const MOST_HEARD_CHARACTERS = 20_000;

export class Turn {
  readonly start: TurnStart;
  readonly marks: OpenMarks;
  bargeIn: OpenBargeIn | null = null;
  readonly backchannels: OpenBargeIn[] = [];
  /** What the agent called, in the order in which it did. */
  readonly tools: OpenToolRecord[] = [];
  deadlineMs = Infinity;
  /** How long the caller waits in silence for an answer. */
  patienceMs = Infinity;
  /** The server has taken its words, or was asked to speak first, and no answer has begun since: one may, however late. */
  owed = false;
  private failed: { readonly code: FailureCode; readonly detail: string | null } | null = null;
  /** When the agent began to be heard over this utterance. */
  private interruptedMs: number | null = null;
  /** When an answer that started before the caller had finished was first heard. */
  private earlyHeard: number | null = null;
  private heardText: string | null = null;
  private committedItem: string | null = null;
  /** A transcription has come of it, or has failed. */
  private transcriptionOver = false;
  private answers = 0;
  private answerAudioMs = 0;
  private lostMs = 0;
  private underruns = 0;
  private underrunMs = 0;
  private heardUntilMs = -Infinity;
  private usage: Usage | null = null;

  constructor(start: TurnStart) {
    this.start = start;
    const { utterance, atMs } = start;
    const at = (ms: number | undefined): number | null => (ms === undefined ? null : atMs + ms);
    this.marks = {
      speechStart: at(utterance?.speechStartMs),
      speechEnd: utterance === null && start.kind === 'silence' ? atMs : at(utterance?.speechEndMs),
      speechEndDue: at(utterance?.speechEndDueMs),
      speechStartedEvent: null,
      speechStoppedEvent: null,
      committed: null,
      transcribed: null,
      answerCreated: null,
      firstContent: null,
      firstAudio: null,
      firstPlayed: null,
      firstHeard: null,
      answerDone: null,
      lastHeard: null,
    };
  }

  // ── How it fails ──────────────────────────────────────────────────────────────────────────────────────────────

  get failure(): FailureCode | null {
    return this.failed?.code ?? null;
  }

  get detail(): string | null {
    return this.failed?.detail ?? null;
  }

  /** Of several failed answers the last one tells why; what else befalls a turn that has failed changes nothing. */
  fail(code: FailureCode, detail: string | null): void {
    const standing = this.failed?.code;
    if (standing !== undefined && !(ofAnAnswer.has(standing) && ofAnAnswer.has(code))) return;
    this.failed = { code, detail };
  }

  /** Its deadline has passed, and nothing was heard. */
  missDeadline(): void {
    if (this.inaudible) {
      const came = Math.round(this.answerAudioMs - this.lostMs);
      this.fail('inaudible', `${came} ms of audio came, and nothing of it was audible`);
    } else this.fail('no_answer', this.awaitedTool);
  }

  /** An answer was heard by its deadline: whatever went wrong before, the caller has it. */
  heardInTime(): void {
    this.failed = null;
  }

  /** An answer that had failed came after all. One that came too late did not come in time. */
  heardAfterAll(): void {
    if (!this.late) this.failed = null;
  }

  /** Its deadline passed with nothing heard. */
  get late(): boolean {
    return this.failure === 'no_answer' || this.failure === 'inaudible';
  }

  // ── The caller's words ────────────────────────────────────────────────────────────────────────────────────────

  /** Whether its words could be heard by then: what the agent begins before that is no answer to them. */
  begunBy(atMs: number): boolean {
    const { utterance } = this.start;
    return utterance === null || this.start.atMs + utterance.speechStartDueMs <= atMs;
  }

  /** Words that the server has not taken yet, nor answered. */
  get untaken(): boolean {
    return this.start.utterance !== null && this.marks.committed === null && this.answers === 0;
  }

  speechStarted(atMs: number): void {
    this.marks.speechStartedEvent ??= atMs;
  }

  /** Of an utterance that the agent took for several, the last end before the answer is the one that counts. */
  speechStopped(atMs: number): void {
    if (!this.heard) this.marks.speechStoppedEvent = atMs;
  }

  committed(itemId: string | null, atMs: number): void {
    if (this.heard) return;
    this.owed = true;
    this.marks.committed = atMs;
    this.committedItem = itemId;
    // Of an utterance that the agent took for several, the last part's is the one that counts.
    this.marks.transcribed = null;
    this.transcriptionOver = false;
  }

  /** Whether the transcription is of this turn's words; a failed one leaves no mark. */
  transcribed(itemId: string | null, failed: boolean, atMs: number): boolean {
    if (this.committedItem === null || itemId !== this.committedItem) return false;
    if (!failed) this.marks.transcribed ??= atMs;
    this.transcriptionOver = true;
    return true;
  }

  /** Whether what the server took after this instant is still to be transcribed. */
  awaitsTranscription(sinceMs: number): boolean {
    if (this.committedItem === null || this.transcriptionOver) return false;
    return (this.marks.committed ?? -Infinity) > sinceMs;
  }

  // ── The agent's answer ────────────────────────────────────────────────────────────────────────────────────────

  /** An answer that counts has been heard, or will be. */
  get heard(): boolean {
    return this.marks.firstHeard !== null;
  }

  /** Audio came, and nothing of it could be heard. */
  private get inaudible(): boolean {
    return !this.heard && this.earlyHeard === null && this.answerAudioMs > this.lostMs;
  }

  answerCreated(atMs: number): void {
    this.answers++;
    this.owed = false;
    if (this.heard) return;
    this.marks.answerCreated = atMs;
    this.marks.firstContent = null;
  }

  firstContent(atMs: number): void {
    if (!this.heard) this.marks.firstContent ??= atMs;
  }

  /** A piece of audio, audible or not. */
  audio(ms: number, underrunMs: number): void {
    this.answerAudioMs += ms;
    if (underrunMs === 0) return;
    this.underruns++;
    this.underrunMs += underrunMs;
  }

  /** A piece that came of an answer already cut off. */
  unheard(ms: number): void {
    this.answerAudioMs += ms;
    this.lostMs += ms;
  }

  /** The agent is audible in this turn up to an instant, as things stand. */
  heardUntil(untilMs: number): void {
    this.heardUntilMs = untilMs;
  }

  /** An answer begins to be audible. */
  heardFrom(audibleMs: number, audio: AnswerAudio): void {
    const { marks } = this;
    if (marks.firstHeard !== null) return;
    const { speechEnd } = marks;
    if (speechEnd !== null && this.start.kind !== 'silence' && audibleMs < speechEnd) {
      this.spokenOver(audibleMs);
      this.earlyHeard ??= audibleMs;
      return;
    }
    // An answer that began too early and was not cut off goes on: it is not a new, fast one.
    if (this.earlyHeard !== null && marks.answerCreated !== null && speechEnd !== null) {
      if (marks.answerCreated < speechEnd) return;
    }
    marks.firstContent = Math.min(marks.firstContent ?? Infinity, audio.receivedMs);
    marks.firstAudio = audio.receivedMs;
    marks.firstPlayed = audio.playedMs;
    marks.firstHeard = audibleMs;
  }

  /** The agent begins to be heard, with whatever it says: an interruption while the utterance is going on. */
  spokenOver(audibleMs: number): void {
    const { speechStart, speechEnd } = this.marks;
    if (this.start.kind === 'silence' || speechStart === null || speechEnd === null) return;
    if (audibleMs >= speechStart && audibleMs < speechEnd) this.interruptedMs ??= audibleMs;
  }

  /** The caller is cut off: what it was to say from this instant on is not said. */
  brokenOff(atMs: number): void {
    const { speechStart, speechEnd } = this.marks;
    if (speechStart === null || speechEnd === null || speechEnd <= atMs) return;
    this.marks.speechEnd = Math.max(speechStart, atMs);
    this.marks.speechEndDue = this.marks.speechEnd;
  }

  /** What was to be heard from this instant on is not. */
  hushed(atMs: number): void {
    if (this.interruptedMs !== null && this.interruptedMs >= atMs) this.interruptedMs = null;
  }

  /** So much of the answer was cut off before it was heard. */
  lost(ms: number, atMs: number): void {
    this.lostMs += ms;
    this.heardUntilMs = Math.min(this.heardUntilMs, atMs);
    // What was thrown away before it was audible is no answer, however soon it came.
    if (this.earlyHeard !== null && this.earlyHeard >= atMs) this.earlyHeard = null;
    const { marks } = this;
    if (marks.firstHeard !== null && marks.firstHeard >= atMs) {
      marks.firstHeard = null;
      marks.firstPlayed = null;
      marks.firstAudio = null;
      marks.firstContent = null;
    }
    for (const tool of this.tools) if (tool.heardMs !== null && tool.heardMs >= atMs) tool.heardMs = null;
  }

  /** When an answer that talked over the caller was first heard: heard it was, though it is no answer in time. */
  get heardEarlyMs(): number | null {
    return this.earlyHeard;
  }

  text(said: string): void {
    // Answers without end are for the ear: their beginning tells which they are.
    if (this.heardText === null) this.heardText = said;
    else if (this.heardText.length < MOST_HEARD_CHARACTERS) this.heardText = `${this.heardText} ${said}`;
  }

  answerDone(atMs: number, usage: Usage | null): void {
    this.marks.answerDone = atMs;
    if (usage !== null) this.bill(usage);
  }

  bill(usage: Usage): void {
    this.usage = this.usage === null ? usage : addUsage(this.usage, usage);
  }

  /** Nothing was heard in time: which tool call the answer waited for, or had been given the result of. */
  private get awaitedTool(): string | null {
    const last = this.tools.at(-1);
    if (last === undefined) return null;
    if (last.answeredMs !== null) return `nothing was heard after the result of ${last.name}`;
    return last.outcome === 'never'
      ? `${last.name} never gave a result`
      : `${last.name} had not given its result yet`;
  }

  // ── Written down ──────────────────────────────────────────────────────────────────────────────────────────────

  record(
    call: { readonly index: number; readonly caller: string; readonly voice: string },
    atMs: number,
    rttMs: number | null,
    cutOff: boolean,
  ): TurnRecord {
    const { start, marks } = this;
    const firstHeard = marks.firstHeard ?? this.earlyHeard;
    const lastHeard = firstHeard === null ? null : Math.max(firstHeard, Math.min(this.heardUntilMs, atMs));
    return {
      type: 'turn',
      call: call.index,
      turn: start.turn,
      step: start.step,
      kind: start.kind,
      caller: call.caller,
      voice: call.voice,
      said: start.utterance?.said ?? '',
      transcript: start.utterance?.transcript ?? null,
      heardText: this.heardText,
      outcome: this.outcome(firstHeard !== null, cutOff),
      expectsAnswer: start.expectsAnswer,
      failure: this.failure,
      detail: this.detail,
      marks: { ...marks, firstHeard, lastHeard },
      speechEndFrame:
        start.utterance === null ? null : start.firstFrame + start.utterance.speechEndDueMs / start.frameMs,
      agentInterrupted: this.interruptedMs !== null,
      bargeIn: this.bargeIn,
      backchannels: this.backchannels,
      answers: this.answers,
      answerAudioMs: this.answerAudioMs,
      heardMs: Math.max(0, this.answerAudioMs - this.lostMs),
      underruns: { count: this.underruns, ms: this.underrunMs },
      rttMs,
      usage: this.usage,
      tools: this.tools.map((tool) => ({ ...tool })),
    };
  }

  private outcome(heard: boolean, cutOff: boolean): TurnOutcome {
    if (this.late) return 'unanswered';
    if (this.failed !== null) return 'failed';
    if (!heard) return 'not_expected';
    return cutOff || (this.bargeIn !== null && this.bargeIn.stoppedMs !== null) ? 'interrupted' : 'answered';
  }
}

/** Failures that an answer was told of: another answer may come of the same turn, and fail for another reason. */
const ofAnAnswer: ReadonlySet<FailureCode> = new Set(['answer_failed', 'rate_limited']);
