/**
 * One turn while it is still going on: the instants of the caller's utterance and of the agent's answer to it, collected
 * until both are over, then written down as a TurnRecord. What counts as an answer is what is audible of it: audio that
 * nobody can hear leaves the turn as it was.
 */

import type { BargeIn, TurnOutcome, TurnRecord, Usage } from '../log/record.ts';
import { addUsage } from '../log/usage.ts';
import type { OpenMurmur } from './murmur.ts';
import { AnswerAccount, type AnswerAudio, type AnswerDone } from './answer_account.ts';
import { Interruptions } from './interruptions.ts';
import { awaitedTool, type OpenToolRecord } from './open_tool.ts';
import { TurnFate } from './turn_fate.ts';
import { firstMarks, type OpenMarks, type TurnStart } from './turn_start.ts';

type OpenBargeIn = { -readonly [K in keyof BargeIn]: BargeIn[K] };

export class Turn extends TurnFate {
  readonly start: TurnStart;
  readonly marks: OpenMarks;
  bargeIn: OpenBargeIn | null = null;
  readonly backchannels: OpenMurmur[] = [];
  /** What the agent called, in the order in which it did. */
  readonly tools: OpenToolRecord[] = [];
  deadlineMs = Infinity;
  /** How long the caller waits in silence for an answer. */
  patienceMs = Infinity;
  /** The server has taken its words, or was asked to speak first, and no answer has begun since: one may, however late. */
  owed = false;
  private readonly interruptions = new Interruptions();
  /** When an answer that started before the caller had finished was first heard. */
  private earlyHeard: number | null = null;
  readonly told = new AnswerAccount();
  private released = false;
  private committedItem: string | null = null;
  /** A transcription has come of it, or has failed. */
  private transcriptionOver = false;
  private answers = 0;
  private answerAudioMs = 0;
  /**
   * Of its audio, what was never played, and how long it was waited for; null: nothing, of most turns. From 0, a whole number, V8 would
   * go over to fractions at the first of them, in the middle of a run, and make anew all code that knows of turns.
   */
  private lostMs: number | null = null;
  private underruns = 0;
  private underrunMs: number | null = null;
  heardUntilMs = -Infinity;
  private usage: Usage | null = null;

  constructor(start: TurnStart) {
    super();
    this.start = start;
    this.marks = firstMarks(start);
  }

  private get cameMs(): number {
    return this.answerAudioMs - (this.lostMs ?? 0);
  }

  /** The script waits for an answer to it. */
  get expectsAnswer(): boolean {
    return this.start.expectsAnswer && !this.released;
  }

  /** The agent has ended the call, as the script lets it: nobody waits for its answer any more. */
  release(): void {
    if (!this.heard) this.released = true;
  }

  /** Its deadline has passed, and nothing was heard. */
  missDeadline(): void {
    const { cameMs } = this;
    if (!this.heard && this.earlyHeard === null && cameMs > 0) {
      this.fail('inaudible', `${Math.round(cameMs)} ms of audio came, and nothing of it was audible`);
    } else if (this.answerAudioMs === 0 && this.told.written) {
      this.fail('text_only', this.told.cutShort ?? 'words came, and no audio');
    } else this.fail('no_answer', awaitedTool(this.tools) ?? this.told.cutShort);
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
    // A protocol that names nothing that it has heard means the last words.
    const isLast = itemId === '' && this.committedItem === null && this.start.utterance !== null;
    if (!isLast && (this.committedItem === null || itemId !== this.committedItem)) return false;
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

  get heard(): boolean {
    return this.marks.firstHeard !== null;
  }

  answerCreated(atMs: number): void {
    this.answers++;
    this.owed = false;
    if (this.heard) return;
    this.marks.answerCreated = atMs;
    this.marks.firstContent = null;
  }

  /** An answer begins by ear. */
  answerHeard(): void {
    this.answers++;
    this.owed = false;
  }

  firstContent(atMs: number): void {
    this.told.worded = true;
    if (!this.heard) this.marks.firstContent ??= atMs;
  }

  /** A piece of audio, audible or not. */
  audio(ms: number, underrunMs: number): void {
    this.answerAudioMs += ms;
    if (underrunMs === 0) return;
    this.underruns++;
    this.underrunMs = (this.underrunMs ?? 0) + underrunMs;
  }

  /** A piece that came of an answer already cut off. */
  unheard(ms: number): void {
    this.answerAudioMs += ms;
    this.lostMs = (this.lostMs ?? 0) + ms;
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
    if (audio.byEar !== true) marks.firstContent = Math.min(marks.firstContent ?? Infinity, audio.receivedMs);
    marks.firstAudio = audio.receivedMs;
    marks.firstPlayed = audio.playedMs;
    marks.firstHeard = audibleMs;
  }

  /** The agent begins to be heard, with whatever it says: an interruption while the utterance is going on. */
  spokenOver(audibleMs: number): void {
    const { speechStart, speechEnd } = this.marks;
    if (speechStart === null || speechEnd === null) return;
    if (audibleMs >= speechStart && audibleMs < speechEnd) this.interruptions.add(audibleMs);
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
    this.interruptions.hushed(atMs);
  }

  /** So much of the answer was cut off before it was heard. */
  lost(ms: number, atMs: number): void {
    this.lostMs = (this.lostMs ?? 0) + ms;
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

  /** An answer is over, by ear. Where it was spoken over, that is when it stopped; unless it was silent already. */
  fellSilent(audibleUntilMs: number): void {
    const { bargeIn } = this;
    if (bargeIn === null || bargeIn.stoppedMs !== null) return;
    if (audibleUntilMs >= bargeIn.atMs) bargeIn.stoppedMs = audibleUntilMs;
    else this.bargeIn = null;
  }

  text(said: string): void {
    this.told.said(said);
  }

  answerDone(atMs: number, done: AnswerDone): void {
    this.marks.answerDone = atMs;
    this.told.done(done);
    if (done.usage !== null) this.bill(done.usage);
  }

  bill(usage: Usage): void {
    this.usage = this.usage === null ? usage : addUsage(this.usage, usage);
  }

  record(
    call: { readonly index: number; readonly caller: string; readonly voice: string },
    atMs: number,
    rttMs: number | null,
    cutOff: boolean,
    stopsUntold = false,
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
      heardText: this.told.text,
      outcome: this.outcome(firstHeard !== null, cutOff),
      expectsAnswer: this.expectsAnswer,
      failure: this.failure,
      detail: this.detail,
      marks: { ...marks, firstHeard, lastHeard },
      speechEndFrame:
        start.utterance === null ? null : start.firstFrame + start.utterance.speechEndDueMs / start.frameMs,
      ...this.interruptions.told,
      bargeIn: this.bargeIn,
      backchannels: this.backchannels,
      ...this.phantoms,
      ...(stopsUntold ? { stopsUntold } : {}),
      answers: this.answers,
      answerStatus: this.told.status,
      answerReason: this.told.reason,
      answerAudioMs: this.answerAudioMs,
      heardMs: Math.max(0, this.cameMs),
      underruns: { count: this.underruns, ms: this.underrunMs ?? 0 },
      rttMs,
      usage: this.usage,
      tools: this.tools.map((tool) => ({ ...tool })),
      ...(this.heardAs.length === 0 ? {} : { heardAs: [...this.heardAs] }),
    };
  }

  private outcome(heard: boolean, cutOff: boolean): TurnOutcome {
    if (this.late) return 'unanswered';
    if (this.failure !== null) return 'failed';
    if (!heard) return 'not_expected';
    return cutOff || (this.bargeIn !== null && this.bargeIn.stoppedMs !== null) ? 'interrupted' : 'answered';
  }
}
