/**
 * A caller's side of a conversation, from the moment it may speak until its script has run out: who has the floor,
 * what is said next and when, which answer belongs to which turn. Pure: instants come in, effects go out.
 *
 *   activity   left when                                      for
 *   ────────   ────────────────────────────────────────────   ─────────────────────────────────────────────
 *   pausing    its time is up and nobody speaks               speaking
 *   speaking   the last frame has left                        the next step (back to hearing: backchannel)
 *   awaiting   answer audio comes                             hearing
 *              the deadline passes                            the next step, or the end in failure
 *   hearing    the answer is done and has been heard          the next step
 *              the caller wants to cut in                     speaking
 *              it has gone on for too long                    the next step
 *   silent     its time is up                                 the next step
 *   over       —
 */

import { Answers, type Answer } from './answers.ts';
import type { CallSpec } from './call_spec.ts';
import type { Effect } from './effect.ts';
import type { AgentEvent, AudioEvent } from './event.ts';
import { Exchange } from './exchange.ts';
import type { FailureCode } from './failure.ts';
import type { Plan } from './plan.ts';
import { Playback, type Interval } from './playback.ts';
import { Random } from './random.ts';
import type { TurnKind, Usage } from './record.ts';
import { resolveSpeech, type PlanStep, type SpeechPart } from './script.ts';
import { addUsage, noUsage } from './usage.ts';
import { layOut, type Utterance } from './utterance.ts';

type Activity = 'pausing' | 'speaking' | 'awaiting' | 'hearing' | 'silent' | 'over';

/** How the conversation ended, once it is over. */
export type Ending = { readonly failure: FailureCode | null; readonly detail: string | null };

export class Conversation {
  readonly playback: Playback;
  /** When the caller was audible. */
  readonly spoken: Interval[] = [];
  usage: Usage = noUsage;
  turns = 0;
  rttMs: number | null = null;
  ending: Ending | null = null;
  wakeMs = Infinity;

  private readonly plan: Plan;
  private readonly spec: CallSpec;
  private readonly emit: (effect: Effect) => void;
  private readonly pauses: Random;
  private readonly manual: boolean;
  private readonly flushes: boolean;
  private micAtMs = 0;
  private step = -1;
  private activity: Activity = 'pausing';
  /** Said next, while pausing. */
  private pending: { readonly speech: readonly SpeechPart[]; readonly kind: TurnKind } | null = null;
  private pauseMs = 0;
  private floorDeadlineMs = Infinity;
  /** While awaiting or hearing: what the caller shall cut in with, and after how much of the answer. */
  private cutIn: { readonly utterance: Utterance; readonly afterMs: number } | null = null;
  private endsAtMs = Infinity;
  private backchannelling = false;
  private readonly exchanges: Exchange[] = [];
  private readonly answers = new Answers();
  /** The server has heard speech start, and not yet stop. */
  private hearsSpeech = false;

  constructor(plan: Plan, spec: CallSpec, emit: (effect: Effect) => void) {
    this.plan = plan;
    this.spec = spec;
    this.emit = emit;
    this.playback = new Playback(plan.playback.bufferMs);
    this.pauses = new Random(plan.seed, 'pause', spec.index);
    const detection = plan.target.session.turnDetection;
    this.manual = detection === null;
    this.flushes = detection?.interruptResponse !== false;
  }

  begin(atMs: number): void {
    // The first frame has to be recorded before it can be sent.
    this.micAtMs = atMs + this.plan.frameMs * (1 + this.spec.microphonePhase);
    this.emit({ type: 'mic', atMs: this.micAtMs });
    if (this.plan.target.speaksFirst === 'agent') {
      this.open('greeting', null, atMs, 0);
      this.emit({ type: 'send', command: { type: 'respond' } });
    }
    this.advance(atMs);
  }

  // ── What the agent does ───────────────────────────────────────────────────────────────────────────────────────

  event(event: AgentEvent, atMs: number): void {
    const exchange = this.exchanges.at(-1);
    switch (event.type) {
      case 'speech_started':
        this.hearsSpeech = true;
        exchange?.speechStarted(atMs);
        if (this.flushes) this.stopListening(atMs);
        break;
      case 'speech_stopped':
        this.hearsSpeech = false;
        exchange?.speechStopped(atMs);
        break;
      case 'committed':
        this.hearsSpeech = false;
        exchange?.committed(event.itemId, atMs);
        this.answers.committed();
        if (this.plan.target.session.turnDetection?.createResponse === false) {
          this.emit({ type: 'send', command: { type: 'respond' } });
        }
        break;
      case 'transcribed':
        this.transcribed(event, atMs);
        break;
      case 'answer_created':
        this.answerOf(event.responseId, '').exchange.answerCreated(atMs);
        break;
      case 'answer_content': {
        const answer = this.answerOf(event.responseId, event.itemId);
        if (event.itemId !== '') answer.itemId = event.itemId;
        answer.exchange.firstContent(atMs);
        break;
      }
      case 'audio':
        this.audio(event, atMs);
        break;
      case 'answer_text':
        this.answers.get(event.responseId)?.exchange.text(event.text);
        break;
      case 'answer_done':
        this.answerDone(event, atMs);
        break;
      default:
        break;
    }
    this.settle(atMs);
    this.consider(atMs);
  }

  private transcribed(event: Extract<AgentEvent, { type: 'transcribed' }>, atMs: number): void {
    const exchange = this.exchanges.findLast((candidate) => candidate.transcribed(event.itemId, atMs));
    if (event.seconds === 0 && event.tokens === 0) return;
    const usage: Usage = {
      ...noUsage,
      transcriptionSeconds: event.seconds,
      transcriptionTokens: event.tokens,
    };
    this.usage = addUsage(this.usage, usage);
    exchange?.bill(usage);
  }

  private answerOf(responseId: string, itemId: string): Answer {
    return (
      this.answers.get(responseId) ??
      this.answers.begin(
        responseId,
        itemId,
        this.exchanges.at(-1) ?? this.open('greeting', null, this.micAtMs, 0),
      )
    );
  }

  private audio(event: AudioEvent, atMs: number): void {
    const answer = this.answerOf(event.responseId, event.itemId);
    const { exchange } = answer;
    if (answer.muted) {
      this.playback.discard(event.ms);
      exchange.answerAudioMs += event.ms;
      exchange.lostMs += event.ms;
      return;
    }
    const continues = answer.itemMs > 0 && answer.itemId === event.itemId;
    if (!continues) answer.itemMs = 0;
    answer.itemId = event.itemId;
    answer.itemMs += event.ms;
    const { heardAtMs, underrunMs } = this.playback.push(event.ms, atMs, continues);
    exchange.audio(event.ms, atMs, heardAtMs, underrunMs);
  }

  private answerDone(event: Extract<AgentEvent, { type: 'answer_done' }>, atMs: number): void {
    const answer = this.answerOf(event.responseId, '');
    this.answers.end(answer);
    if (event.usage !== null) this.usage = addUsage(this.usage, event.usage);
    answer.exchange.answerDone(atMs, event.usage);
    if (event.status === 'failed' && !answer.exchange.heard) {
      answer.exchange.detail = event.reason ?? 'response failed without a reason';
      answer.exchange.failure = event.rateLimited ? 'rate_limited' : 'answer_failed';
    }
  }

  /** The agent heard the caller: a client stops playing at once, and says how much of the answer was heard. */
  private stopListening(atMs: number): void {
    const answer = this.cutOff(atMs);
    if (answer === null) return;
    const { exchange } = answer;
    if (exchange.bargeIn !== null) exchange.bargeIn.stoppedMs ??= atMs;
    const murmur = exchange.backchannels.at(-1);
    if (murmur !== undefined && atMs >= murmur.atMs) murmur.stoppedMs ??= atMs;
    if (answer.itemId !== '') {
      const heardMs = Math.max(0, answer.itemMs - answer.lostMs);
      this.emit({ type: 'send', command: { type: 'truncate', itemId: answer.itemId, heardMs } });
    }
  }

  /** Nothing that has come and is still unheard, and nothing more of what is being made, will be heard. */
  private cutOff(atMs: number): Answer | null {
    this.answers.mute();
    if (!this.playback.playing(atMs)) return null;
    const lostMs = this.playback.flush(atMs);
    const answer = this.answers.lastHeard();
    if (answer === undefined) return null;
    answer.lostMs = lostMs;
    answer.exchange.lost(lostMs, atMs);
    return answer;
  }

  // ── What the caller does ──────────────────────────────────────────────────────────────────────────────────────

  /** The last frame of the utterance has left. */
  said(atMs: number): void {
    if (this.activity !== 'speaking') return;
    if (this.manual && !this.backchannelling) {
      this.emit({ type: 'send', command: { type: 'commit' } });
      this.emit({ type: 'send', command: { type: 'respond' } });
    }
    if (this.backchannelling && !listens(this.spec.caller.steps[this.step + 1])) {
      this.backchannelling = false;
      this.listen(this.currentStep(), atMs);
      this.consider(atMs);
    } else {
      this.backchannelling = false;
      this.advance(atMs);
    }
    this.settle(atMs);
  }

  timer(atMs: number): void {
    switch (this.activity) {
      case 'pausing':
        this.tryToSpeak(atMs);
        break;
      case 'silent':
        if (atMs >= this.endsAtMs) this.advance(atMs);
        break;
      case 'awaiting':
      case 'hearing':
        this.consider(atMs);
        break;
      case 'speaking':
      case 'over':
        break;
    }
    this.settle(atMs);
  }

  private currentStep(): PlanStep | undefined {
    return this.spec.caller.steps[this.step];
  }

  private advance(atMs: number): void {
    this.step++;
    this.cutIn = null;
    this.endsAtMs = Infinity;
    this.wakeMs = Infinity;
    const step = this.currentStep();
    if (step === undefined || step.op === 'hangup') {
      this.finish(null, null);
      return;
    }
    switch (step.op) {
      case 'say':
        this.planToSpeak('say', step.speech, step.pauseMs, atMs);
        break;
      case 'interrupt':
      case 'backchannel':
        this.cutIn = { utterance: this.utteranceOf(step.speech), afterMs: step.afterMs };
        this.listen(step, atMs);
        this.consider(atMs);
        break;
      case 'listen':
        this.listen(step, atMs);
        this.consider(atMs);
        break;
      case 'silence':
        this.activity = 'silent';
        this.open('silence', null, atMs, 0);
        this.endsAtMs = atMs + step.durationMs;
        this.wakeMs = this.endsAtMs;
        break;
    }
  }

  private planToSpeak(
    kind: TurnKind,
    speech: readonly SpeechPart[],
    pauseMs: number | undefined,
    atMs: number,
  ): void {
    const [least, most] = this.spec.persona.pauseMs;
    this.activity = 'pausing';
    this.pending = { speech, kind };
    this.pauseMs = pauseMs ?? this.pauses.between(least, most);
    this.floorDeadlineMs = atMs + this.plan.limits.answerMs;
    this.wakeMs = Math.max(atMs, this.playback.endsMs()) + this.pauseMs;
  }

  /** Speaks when the floor has been free for the pause; after too long a wait, over whoever has it. */
  private tryToSpeak(atMs: number): void {
    const freeMs = this.playback.endsMs() + this.pauseMs;
    if (freeMs > atMs && atMs < this.floorDeadlineMs) {
      this.wakeMs = Math.min(freeMs, this.floorDeadlineMs);
      return;
    }
    const { pending } = this;
    if (pending === null) return;
    const utterance = this.utteranceOf(pending.speech);
    this.pending = null;
    this.speak(pending.kind, utterance, this.slotAfter(atMs));
  }

  private utteranceOf(speech: readonly SpeechPart[]): Utterance {
    const { frameMs, clips } = this.plan;
    return layOut(resolveSpeech(speech, this.spec.persona, frameMs), clips, frameMs);
  }

  /** The due instant of the first frame that has certainly not been sent yet. */
  private slotAfter(atMs: number): number {
    const { frameMs } = this.plan;
    const frame = Math.max(0, Math.floor((atMs + 1 - this.micAtMs) / frameMs) + 1);
    return this.micAtMs + frame * frameMs;
  }

  private speak(kind: TurnKind, utterance: Utterance, slotMs: number): void {
    this.activity = 'speaking';
    this.wakeMs = Infinity;
    const startMs = slotMs + utterance.speechStartMs;
    this.spoken.push({ startMs, endMs: slotMs + utterance.speechEndMs });
    this.emit({ type: 'speak', playlist: utterance.playlist, atMs: slotMs });
    if (this.backchannelling) {
      this.exchanges.at(-1)?.backchannels.push({ atMs: startMs, stoppedMs: null });
    } else {
      const former = this.exchanges.at(-1);
      if (kind === 'interrupt' && former !== undefined) former.bargeIn = { atMs: startMs, stoppedMs: null };
      if (kind === 'interrupt' && this.manual) {
        if (this.answers.speaking) this.emit({ type: 'send', command: { type: 'cancel' } });
        this.stopListening(startMs);
      }
      this.open(kind, utterance, slotMs, Math.round((slotMs - this.micAtMs) / this.plan.frameMs));
    }
  }

  private open(kind: TurnKind, utterance: Utterance | null, atMs: number, firstFrame: number): Exchange {
    const next = this.spec.caller.steps[kind === 'greeting' ? 0 : this.step + 1];
    const exchange = new Exchange({
      turn: this.turns++,
      step: Math.max(0, this.step),
      kind,
      expectsAnswer: kind !== 'silence' && listens(next),
      utterance,
      atMs,
      firstFrame,
      frameMs: this.plan.frameMs,
    });
    this.exchanges.push(exchange);
    return exchange;
  }

  /** Starts to wait for the answer, or goes on waiting after a backchannel. */
  private listen(step: PlanStep | undefined, atMs: number): void {
    const exchange = this.exchanges.at(-1) ?? this.open('greeting', null, atMs, 0);
    const { start, marks } = exchange;
    const patience = step !== undefined && 'deadlineMs' in step ? step.deadlineMs : undefined;
    const originMs =
      start.kind === 'silence'
        ? atMs
        : Math.max(marks.speechEnd ?? start.atMs, this.backchannelEndMs(exchange));
    exchange.deadlineMs = originMs + (patience ?? this.spec.persona.patienceMs);
    this.activity = exchange.heard ? 'hearing' : 'awaiting';
    this.endsAtMs = (marks.firstHeard ?? atMs) + this.plan.limits.answerMs;
    this.wakeMs = exchange.deadlineMs;
  }

  private backchannelEndMs(exchange: Exchange): number {
    return exchange.backchannels.length === 0 ? -Infinity : (this.spoken.at(-1)?.endMs ?? -Infinity);
  }

  /** Awaiting or hearing: has the time come to go on, to cut in, or to give up? Sets the next wake-up. */
  private consider(atMs: number): void {
    if (this.activity !== 'awaiting' && this.activity !== 'hearing') return;
    const exchange = this.exchanges.at(-1);
    if (exchange === undefined) return;
    if (this.activity === 'awaiting') {
      const { firstHeard } = exchange.marks;
      const inTime = firstHeard !== null && firstHeard <= exchange.deadlineMs;
      const talkedOver = firstHeard === null && exchange.acceptEarly() && this.playback.playing(atMs);
      if (!inTime && !talkedOver) {
        if (atMs >= exchange.deadlineMs) this.giveUp(exchange, atMs);
        else this.wakeMs = exchange.deadlineMs;
        return;
      }
      this.activity = 'hearing';
      exchange.failure = null;
      exchange.detail = null;
      this.endsAtMs = (firstHeard ?? atMs) + this.plan.limits.answerMs;
    }
    if (this.cutIn !== null) {
      this.considerCuttingIn(
        this.cutIn.utterance,
        (exchange.marks.firstHeard ?? atMs) + this.cutIn.afterMs,
        atMs,
      );
      return;
    }
    const overMs = Math.min(this.answerOverMs(exchange), this.endsAtMs);
    if (atMs >= overMs) this.advance(atMs);
    else this.wakeMs = overMs;
  }

  /** When the answer will have been heard; Infinity while more of it may come. */
  private answerOverMs(exchange: Exchange): number {
    if (this.answers.speaking) return Infinity;
    const playedMs = this.playback.endsMs();
    if (this.answers.owing || this.hearsSpeech) return Math.max(playedMs, exchange.deadlineMs);
    return playedMs;
  }

  /** Speaks so that the first audible sample falls at, or within a frame after, the wanted instant. */
  private considerCuttingIn(utterance: Utterance, wantedMs: number, atMs: number): void {
    const { frameMs } = this.plan;
    const frame = Math.max(0, Math.ceil((wantedMs - utterance.speechStartMs - this.micAtMs) / frameMs));
    const wantedSlotMs = this.micAtMs + frame * frameMs;
    if (atMs < wantedSlotMs - frameMs) {
      this.wakeMs = wantedSlotMs - frameMs;
      return;
    }
    const slotMs = Math.max(wantedSlotMs, this.slotAfter(atMs));
    const stillSpeaking = this.playback.endsMs() > slotMs + utterance.speechStartMs || this.answers.speaking;
    const step = this.currentStep();
    this.cutIn = null;
    if (step?.op === 'backchannel') {
      if (stillSpeaking) {
        this.backchannelling = true;
        this.speak('say', utterance, slotMs);
      } else this.consider(atMs);
    } else if (step?.op === 'interrupt') {
      // An answer shorter than the caller's wish to cut in leaves these as simply the next words.
      if (stillSpeaking) this.speak('interrupt', utterance, slotMs);
      else this.planToSpeak('say', step.speech, undefined, atMs);
    }
  }

  private giveUp(exchange: Exchange, atMs: number): void {
    exchange.failure ??= 'no_answer';
    const step = this.currentStep();
    if (step !== undefined && 'onTimeout' in step && step.onTimeout === 'continue') this.advance(atMs);
    else this.finish(exchange.failure, exchange.detail);
  }

  private finish(failure: FailureCode | null, detail: string | null): void {
    this.activity = 'over';
    this.wakeMs = Infinity;
    this.ending = { failure, detail };
  }

  // ── Writing turns down ────────────────────────────────────────────────────────────────────────────────────────

  /** Records each turn that a newer one has followed, once nothing of its answer is on its way or being heard. */
  private settle(atMs: number): void {
    while (this.exchanges.length > 1) {
      const exchange = this.exchanges[0] as Exchange;
      if (this.answers.unfinished(exchange)) return;
      if (exchange.heard && this.exchanges[1]?.heard !== true && this.playback.playing(atMs)) return;
      this.exchanges.shift();
      this.write(exchange, false, atMs);
    }
  }

  /** The call is over: whatever is still open is written as it stands. */
  close(failure: FailureCode | null, detail: string | null, atMs: number): void {
    const playing = this.playback.playing(atMs);
    this.cutOff(atMs);
    for (const exchange of this.exchanges.splice(0)) {
      if (failure !== null && exchange.start.expectsAnswer && !exchange.heard && exchange.failure === null) {
        exchange.failure = failure;
        exchange.detail = detail;
      }
      this.write(exchange, playing && exchange.heard, atMs);
    }
    this.activity = 'over';
  }

  private write(exchange: Exchange, cutOff: boolean, atMs: number): void {
    const { index, caller, persona } = this.spec;
    const call = { index, caller: caller.name, voice: persona.voice };
    this.emit({ type: 'record', record: exchange.record(call, atMs, this.rttMs, cutOff) });
  }
}

/** Whether a step waits for an answer. */
function listens(step: PlanStep | undefined): boolean {
  return step?.op === 'listen' || step?.op === 'interrupt' || step?.op === 'backchannel';
}
