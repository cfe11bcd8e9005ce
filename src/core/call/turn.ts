/**
 * One turn while it is still going on: the instants of the caller's utterance and of the agent's answer to it,
 * collected until both are over, then written down as a TurnRecord.
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
  failure: FailureCode | null = null;
  detail: string | null = null;
  /** When the agent began to be heard over this utterance. */
  private interruptedMs: number | null = null;
  /** The server has taken its words, or was asked to speak first, and no answer has begun since: one may, however late. */
  owed = false;
  /** First heard audio of an answer that started before the caller had finished. */
  private earlyHeard: number | null = null;
  private heardText: string | null = null;
  private committedItem: string | null = null;
  /** A transcription has come of it, or has failed. */
  private transcriptionOver = false;
  private answers = 0;
  answerAudioMs = 0;
  lostMs = 0;
  private underruns = 0;
  private underrunMs = 0;
  private heardUntilMs = -Infinity;
  private usage: Usage | null = null;

  constructor(start: TurnStart) {
    this.start = start;
    const { utterance, atMs } = start;
    this.marks = {
      speechStart: utterance === null ? null : atMs + utterance.speechStartMs,
      speechEnd: utterance === null ? (start.kind === 'silence' ? atMs : null) : atMs + utterance.speechEndMs,
      speechStartedEvent: null,
      speechStoppedEvent: null,
      committed: null,
      transcribed: null,
      answerCreated: null,
      firstContent: null,
      firstAudio: null,
      firstHeard: null,
      answerDone: null,
      lastHeard: null,
    };
  }

  /** An answer that counts has been heard, or will be. */
  get heard(): boolean {
    return this.marks.firstHeard !== null;
  }

  /** Whether its words could be heard by then: what the agent begins before that is no answer to them. */
  begunBy(atMs: number): boolean {
    return this.marks.speechStart === null || this.marks.speechStart <= atMs;
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
    if (this.marks.firstAudio === null) this.marks.speechStoppedEvent = atMs;
  }

  committed(itemId: string | null, atMs: number): void {
    if (this.marks.firstAudio !== null) return;
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

  answerCreated(atMs: number): void {
    this.answers++;
    this.owed = false;
    if (this.marks.firstAudio !== null) return;
    this.marks.answerCreated = atMs;
    this.marks.firstContent = null;
  }

  firstContent(atMs: number): void {
    if (this.marks.firstAudio === null) this.marks.firstContent ??= atMs;
  }

  audio(ms: number, atMs: number, heardAtMs: number, underrunMs: number): void {
    this.answerAudioMs += ms;
    this.heardUntilMs = heardAtMs + ms;
    if (underrunMs > 0) {
      this.underruns++;
      this.underrunMs += underrunMs;
    }
    if (this.marks.firstHeard !== null) return;
    const { speechEnd } = this.marks;
    if (speechEnd !== null && this.start.kind !== 'silence' && heardAtMs < speechEnd) {
      this.spokenOver(heardAtMs);
      this.earlyHeard ??= heardAtMs;
      return;
    }
    // An answer that began too early and was not cut off goes on: it is not a new, fast one.
    if (this.earlyHeard !== null && this.marks.answerCreated !== null && speechEnd !== null) {
      if (this.marks.answerCreated < speechEnd) return;
    }
    this.marks.firstContent ??= atMs;
    this.marks.firstAudio = atMs;
    this.marks.firstHeard = heardAtMs;
  }

  /** The agent begins to be heard, with whatever it says: an interruption while the utterance is going on. */
  spokenOver(heardAtMs: number): void {
    const { speechStart, speechEnd } = this.marks;
    if (speechStart === null || speechEnd === null) return;
    if (heardAtMs >= speechStart && heardAtMs < speechEnd) this.interruptedMs ??= heardAtMs;
  }

  /** The caller is cut off: what it was to say from this instant on is not said. */
  brokenOff(atMs: number): void {
    const { speechStart, speechEnd } = this.marks;
    if (speechStart !== null && speechEnd !== null && speechEnd > atMs) {
      this.marks.speechEnd = Math.max(speechStart, atMs);
    }
  }

  /** What was to be heard from this instant on is not. */
  hushed(atMs: number): void {
    if (this.interruptedMs !== null && this.interruptedMs >= atMs) this.interruptedMs = null;
  }

  /** So much of the answer was cut off before it was heard. */
  lost(ms: number, atMs: number): void {
    this.lostMs += ms;
    this.heardUntilMs = Math.min(this.heardUntilMs, atMs);
    // What was thrown away before its first sample was heard is no answer, however soon it came.
    if (this.earlyHeard !== null && this.earlyHeard >= atMs) this.earlyHeard = null;
    if (this.marks.firstHeard !== null && this.marks.firstHeard >= atMs) {
      this.marks.firstHeard = null;
      this.marks.firstAudio = null;
      this.marks.firstContent = null;
    }
    for (const tool of this.tools) if (tool.heardMs !== null && tool.heardMs >= atMs) tool.heardMs = null;
  }

  /** When an answer that talked over the caller was first heard: heard it was, though it is no answer in time. */
  get heardEarlyMs(): number | null {
    return this.earlyHeard;
  }

  text(said: string): void {
    this.heardText = this.heardText === null ? said : `${this.heardText} ${said}`;
  }

  answerDone(atMs: number, usage: Usage | null): void {
    this.marks.answerDone = atMs;
    if (usage !== null) this.bill(usage);
  }

  bill(usage: Usage): void {
    this.usage = this.usage === null ? usage : addUsage(this.usage, usage);
  }

  /** Nothing was heard in time: which tool call the answer waited for, or had been given the result of. */
  get awaitedTool(): string | null {
    const last = this.tools.at(-1);
    if (last === undefined) return null;
    if (last.answeredMs !== null) return `nothing was heard after the result of ${last.name}`;
    return last.outcome === 'never'
      ? `${last.name} never gave a result`
      : `${last.name} had not given its result yet`;
  }

  /** `outcome` null: by what happened. */
  record(
    call: { readonly index: number; readonly caller: string; readonly voice: string },
    atMs: number,
    rttMs: number | null,
    cutOff: boolean,
  ): TurnRecord {
    const { start, marks } = this;
    if (marks.firstHeard === null && this.earlyHeard !== null) marks.firstHeard = this.earlyHeard;
    marks.lastHeard = marks.firstHeard === null ? null : Math.min(this.heardUntilMs, atMs);
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
      outcome: this.outcome(cutOff),
      expectsAnswer: start.expectsAnswer,
      failure: this.failure,
      detail: this.detail,
      marks: { ...marks },
      speechEndFrame:
        start.utterance === null ? null : start.firstFrame + start.utterance.speechEndMs / start.frameMs,
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

  private outcome(cutOff: boolean): TurnOutcome {
    if (this.failure === 'no_answer') return 'unanswered';
    if (this.failure !== null) return 'failed';
    if (this.marks.firstHeard !== null) {
      return cutOff || (this.bargeIn !== null && this.bargeIn.stoppedMs !== null)
        ? 'interrupted'
        : 'answered';
    }
    return 'not_expected';
  }
}
