/**
 * The ledger of a call: the turns that are still open, and the answers to them. Events of the agent come in, marks are set, and
 * each turn is written down once nothing of it can change any more. What of the answers is heard is the `listening`'s.
 */

import type { Answer } from './answers.ts';
import { LedgerParts } from './ledger_parts.ts';
import type { AgentEvent, AnswerEvent } from './event.ts';
import type { LossOfTurn } from './outage.ts';
import type { Turn } from './turn.ts';
import type { FailureCode } from '../log/failure.ts';
import { transcriptionUsageOf, usageOf } from './told_usage.ts';

export class Ledger extends LedgerParts {
  private repeated = 0;
  /** The item that the server has taken, and has heard nothing since. */
  private takenItem: string | null = null;
  /** Turns of whose answer the rest was lost with the last connection. */
  private brokenOff: ReadonlySet<Turn> = new Set();

  /** Answers whose end was never announced, as it always is; events told twice; names used again. */
  get violations(): number {
    return this.endless + this.repeated + this.names.violations;
  }

  /** The caller listens no longer to an answer: where nothing of it is left to hear, its end is missing. */
  heardEnough(atMs: number): void {
    if (!this.playback.playing(atMs)) this.answers.giveUpWaiting();
  }

  /** When `timer` has something to do. */
  get wakeMs(): number {
    return Math.min(this.desk.wakeMs, this.waiting.heldUpUntilMs);
  }

  /** Results of tools have fallen due. True: what they were held up by was waited for in vain until now. */
  timer(atMs: number): boolean {
    if (atMs >= this.desk.wakeMs) this.desk.work(atMs);
    if (atMs < this.waiting.heldUpUntilMs) return false;
    this.answers.giveUpWaiting();
    this.desk.work(atMs, atMs - this.plan.limits.quietMs);
    return true;
  }

  /**
   * The connection is lost. What has come of an answer is still heard; nothing more of it will come, and no result of a tool is
   * wanted for now. A turn in which the caller goes without the rest fails with it, unless it is heard after all; one that has
   * heard nothing waits on.
   */
  disconnected(failure: LossOfTurn): void {
    this.waiting.speechTaken();
    this.takenItem = null;
    this.reported.forgetNames();
    const brokenOff = new Set(this.answers.abandon().map(({ turn }) => turn));
    for (const turn of this.turns.unwritten) {
      if (this.desk.waitsSinceMs(turn) !== null) brokenOff.add(turn);
      if (this.history !== null) turn.owed = false;
      if (!brokenOff.has(turn) || !turn.heard || !turn.expectsAnswer) continue;
      turn.fail(failure, 'the connection broke in the middle of the answer');
    }
    this.brokenOff = brokenOff;
    if (this.history === null) this.desk.abandon();
    else this.desk.suspend();
  }

  /** The caller of this turn went without its answer, or the rest of it, as the connection was lost. */
  lacks(turn: Turn): boolean {
    return !turn.heard || this.brokenOff.has(turn);
  }

  /** The agent has ended the call, as it may: nothing more comes of any answer, and nobody goes without one. */
  hungUp(): void {
    this.waiting.speechTaken();
    this.answers.abandon();
    this.desk.abandon();
    for (const turn of this.turns.unwritten) turn.release();
  }

  /** What the agent's side says or does. */
  event(event: AgentEvent, atMs: number): void {
    const { turns } = this;
    switch (event.type) {
      case 'speech_started':
        this.waiting.speechStarted();
        this.takenItem = null;
        this.phantoms.heardSpeech(atMs);
        turns.spoken(atMs)?.speechStarted(atMs);
        this.desk.spoke();
        if (this.flushes) this.stopListening(atMs);
        break;
      case 'interrupted':
        this.writer.stopsUntold = false;
        this.desk.spoke();
        this.stopListening(atMs);
        break;
      case 'speech_stopped':
        this.waiting.speechStopped(atMs);
        this.takenItem = null;
        turns.spoken(atMs)?.speechStopped(atMs);
        break;
      case 'committed':
        this.committed(event.itemId, atMs);
        break;
      case 'transcribed':
        this.transcribed(event, atMs);
        break;
      case 'used':
        this.used(event);
        break;
      case 'tools_cancelled':
        this.desk.cancelled(event.callIds, atMs);
        break;
      case 'other':
        if (event.ofAnswer === true) this.waiting.came(atMs);
        break;
      case 'error':
        if (event.busy === true) this.desk.refused();
        break;
      case 'answer_created':
      case 'answer_content':
      case 'audio':
      case 'audio_tail':
      case 'answer_text':
      case 'tool_call':
      case 'answer_done':
        this.waiting.came(atMs);
        this.answerEvent(event, atMs);
        break;
      default:
        break;
    }
    this.settle(atMs);
  }

  private answerEvent(event: AnswerEvent, atMs: number): void {
    switch (event.type) {
      case 'answer_created':
        this.answerCreated(event, atMs);
        break;
      case 'answer_content': {
        const answer = this.names.of(event.responseId, event.itemId, atMs);
        if (event.itemId !== '') answer.itemId = event.itemId;
        if (this.byEar) answer.turn.told.worded = true;
        else answer.turn.firstContent(atMs);
        if (event.text !== undefined) this.history?.writes(answer, event.text);
        break;
      }
      case 'audio': {
        const answer = this.names.of(event.responseId, event.itemId, atMs);
        if (event.onsetMs !== undefined) this.beginsByEar(answer);
        this.listening.audio(answer, event, atMs);
        break;
      }
      case 'audio_tail': {
        const answer = this.answers.get(event.responseId);
        if (answer !== undefined) this.listening.fallSilent(answer, event.inaudibleMs);
        break;
      }
      case 'answer_text': {
        const answer = this.answers.get(event.responseId);
        if (answer === undefined) break;
        this.answers.wrote(answer);
        answer.turn.text(event.text);
        this.history?.wrote(answer, event.text);
        break;
      }
      case 'tool_call':
        this.called(event, atMs);
        break;
      case 'answer_done':
        this.answerDone(event, atMs);
        break;
    }
  }

  private committed(itemId: string | null, atMs: number): void {
    this.waiting.speechTaken();
    if (itemId !== null && itemId === this.takenItem) {
      this.repeated++;
      return;
    }
    this.takenItem = itemId;
    this.reported.taken(itemId);
    this.turns.committed(itemId, atMs);
    this.answers.committed();
    if (this.plan.target.session.turnDetection?.createResponse === false) {
      this.emit({ type: 'send', command: { type: 'respond', to: 'words' } });
    }
  }

  private transcribed(event: Extract<AgentEvent, { type: 'transcribed' }>, atMs: number): void {
    const { itemId, text, usageTrouble } = event;
    const usage = transcriptionUsageOf(event);
    const told = text !== null || usageTrouble !== undefined;
    if (told && !this.reported.transcription(itemId, usage)) {
      this.repeated++;
      return;
    }
    const turn = this.turns.unwritten.findLast((open) => open.transcribed(itemId, text === null, atMs));
    if (turn === undefined) return;
    if (usage !== null) turn.bill(usage);
    if (text !== null) this.history?.transcribed(turn, text);
  }

  private answerCreated(event: Extract<AgentEvent, { type: 'answer_created' }>, atMs: number): void {
    const answer = this.names.created(event.responseId, atMs);
    if (answer === null) return;
    answer.announced = true;
    if (event.inferred === true) answer.turn.answerHeard();
    else answer.turn.answerCreated(atMs);
  }

  private called(event: Extract<AgentEvent, { type: 'tool_call' }>, atMs: number): void {
    if (this.desk.knows(event.callId)) return;
    const { responseId } = event;
    const answer = responseId === null ? this.answers.newest() : this.names.of(responseId, '', atMs);
    const open = answer !== null && this.turns.unwritten.includes(answer.turn) ? answer.turn : undefined;
    const turn = open ?? this.current ?? this.turns.openUnasked(atMs);
    const moot = answer?.muted === true || this.waiting.spokenTo(atMs);
    this.desk.called(event, answer, turn, moot, atMs);
    this.emit({ type: 'moment', moment: 'tool', step: turn.start.step, atMs });
  }

  /** Nobody announces it. */
  private beginsByEar(answer: Answer): void {
    if (answer.announced) return;
    answer.announced = true;
    answer.turn.answerHeard();
  }

  private answerDone(event: Extract<AgentEvent, { type: 'answer_done' }>, atMs: number): void {
    const { responseId, status, reason } = event;
    const billed = usageOf(event, (this.answers.get(responseId)?.audio ?? null) !== null);
    if (!this.reported.answer(responseId, billed)) {
      this.repeated++;
      return;
    }
    const answer = this.answers.get(responseId) ?? this.answers.begin(responseId, '', this.turns.asked(atMs));
    this.answers.end(answer);
    if (event.usageFollows === true) this.reported.owes();
    answer.turn.answerDone(atMs, { ...event, usage: billed });
    if (event.byEar === true) {
      this.beginsByEar(answer);
      if (answer.onset === null) answer.turn.fellSilent(this.playback.audibleUntil(answer.endsMs));
    }
    if (status === 'failed' && this.missed(answer)) {
      const code = event.rateLimited ? 'rate_limited' : 'answer_failed';
      answer.turn.fail(code, reason ?? 'response failed without a reason');
    }
    this.desk.work(atMs);
  }

  private used({ responseId, usage }: Extract<AgentEvent, { type: 'used' }>): void {
    this.reported.used(usage);
    this.answers.get(responseId)?.turn.bill(usage);
  }

  /** The agent heard the caller: a client stops playing at once. */
  stopListening(atMs: number): void {
    this.listening.stop(atMs);
  }

  /**
   * What is told when only what it costs still counts: the call is decided, or its connection is another by now than
   * `elsewhere`.
   */
  bill(event: Extract<AgentEvent, { type: 'answer_done' | 'used' }>, elsewhere?: number): void {
    if (event.type === 'used') {
      this.reported.used(event.usage);
      return;
    }
    const answer = elsewhere === undefined ? this.answers.get(event.responseId) : undefined;
    const name = elsewhere === undefined ? event.responseId : `${elsewhere}/${event.responseId}`;
    if (!this.reported.answer(name, usageOf(event, (answer?.audio ?? null) !== null))) return;
    if (answer !== undefined) this.answers.end(answer);
  }

  /** A round trip was measured. */
  ping(ms: number): void {
    this.writer.rttMs = ms;
  }

  /** Writes down the turns of which nothing can change any more. */
  settle(atMs: number): void {
    this.writer.settle(atMs);
  }

  /** The call is over: whatever is still open is written as it stands. */
  close(failure: FailureCode | null, detail: string | null, atMs: number): void {
    this.writer.close(this.listening.cutOff(atMs), failure, detail, atMs);
  }
}
