/**
 * A caller's side of a conversation, from the moment it may speak until its script has run out: who has the floor,
 * what is said next and when. What is heard meanwhile is `hearing`'s. Pure: instants come in, effects go out.
 *
 *   activity   left when                                      for
 *   ────────   ────────────────────────────────────────────   ─────────────────────────────────────────────
 *   pausing    its time is up and nobody speaks               speaking
 *   speaking   the last frame has left                        the next step (back to hearing: backchannel)
 *   awaiting   answer audio comes                             hearing
 *              the deadline passes                            the next step, or the end in failure
 *   hearing    the answer is done and has been heard, and no  the next step
 *              tool that the agent called is waited for
 *              nothing is heard in time of what a tool gave   the next step, or the end in failure
 *              the caller wants to cut in                     speaking
 *              it has gone on for too long                    the next step
 *   silent     its time is up                                 the next step
 *   over       —
 */

import type { CallSpec } from './call_spec.ts';
import type { Effect } from './effect.ts';
import type { AgentEvent } from './event.ts';
import type { Exchange } from './exchange.ts';
import type { FailureCode } from './failure.ts';
import { Hearing } from './hearing.ts';
import type { Plan } from './plan.ts';
import type { Interval } from './playback.ts';
import { Random } from './random.ts';
import type { TurnKind } from './record.ts';
import { resolveSpeech, type PlanStep, type SpeechPart } from './script.ts';
import { layOut, type Utterance } from './utterance.ts';

type Activity = 'pausing' | 'speaking' | 'awaiting' | 'hearing' | 'silent' | 'over';

/** How the conversation ended, once it is over. */
export type Ending = { readonly failure: FailureCode | null; readonly detail: string | null };

export class Conversation {
  readonly hearing: Hearing;
  /** When the caller was audible. */
  readonly spoken: Interval[] = [];
  ending: Ending | null = null;

  private readonly plan: Plan;
  private readonly spec: CallSpec;
  private readonly emit: (effect: Effect) => void;
  private readonly pauses: Random;
  private readonly manual: boolean;
  private micAtMs = 0;
  private step = -1;
  private activity: Activity = 'pausing';
  /** When the activity wants to be looked at again. */
  private activityWakeMs = Infinity;
  /** Said next, while pausing. */
  private pending: { readonly speech: readonly SpeechPart[]; readonly kind: TurnKind } | null = null;
  private pauseMs = 0;
  private floorDeadlineMs = Infinity;
  /** While awaiting or hearing: what the caller shall cut in with, and after how much of the answer. */
  private cutIn: { readonly utterance: Utterance; readonly afterMs: number } | null = null;
  /** The time to cut in came while the agent was silent over a tool call: it counts anew from what is said next. */
  private cutInWaits = false;
  private endsAtMs = Infinity;
  /** While hearing: when the answer was first heard. */
  private hearingSinceMs = 0;
  private backchannelling = false;

  constructor(plan: Plan, spec: CallSpec, emit: (effect: Effect) => void) {
    this.plan = plan;
    this.spec = spec;
    this.emit = emit;
    this.hearing = new Hearing(plan, spec, emit);
    this.pauses = new Random(plan.seed, 'pause', spec.index);
    this.manual = plan.target.session.turnDetection === null;
  }

  /** For the activity, or for a tool's result. */
  get wakeMs(): number {
    return Math.min(this.activityWakeMs, this.hearing.application.wakeMs);
  }

  /** How many frames the microphone has had to send by an instant. */
  framesDue(atMs: number): number {
    return this.micAtMs === 0 ? 0 : Math.max(0, Math.floor((atMs - this.micAtMs) / this.plan.frameMs) + 1);
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

  event(event: AgentEvent, atMs: number): void {
    this.hearing.event(event, atMs);
    this.consider(atMs);
  }

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
    this.hearing.settle(atMs);
  }

  timer(atMs: number): void {
    this.hearing.timer(atMs);
    switch (this.activity) {
      case 'pausing':
        if (atMs >= this.activityWakeMs) this.tryToSpeak(atMs);
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
    this.hearing.settle(atMs);
  }

  private currentStep(): PlanStep | undefined {
    return this.spec.caller.steps[this.step];
  }

  private advance(atMs: number): void {
    this.step++;
    this.cutIn = null;
    this.cutInWaits = false;
    this.endsAtMs = Infinity;
    this.activityWakeMs = Infinity;
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
        this.activityWakeMs = this.endsAtMs;
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
    this.activityWakeMs = Math.max(atMs, this.hearing.playback.endsMs()) + this.pauseMs;
  }

  /** Speaks when the floor has been free for the pause; after too long a wait, over whoever has it. */
  private tryToSpeak(atMs: number): void {
    const freeMs = this.hearing.playback.endsMs() + this.pauseMs;
    if (freeMs > atMs && atMs < this.floorDeadlineMs) {
      this.activityWakeMs = Math.min(freeMs, this.floorDeadlineMs);
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
    this.activityWakeMs = Infinity;
    const startMs = slotMs + utterance.speechStartMs;
    for (const part of utterance.audible) {
      this.spoken.push({ startMs: slotMs + part.startMs, endMs: slotMs + part.endMs });
    }
    this.emit({ type: 'speak', playlist: utterance.playlist, atMs: slotMs });
    if (this.backchannelling) {
      this.hearing.current?.backchannels.push({ atMs: startMs, stoppedMs: null });
    } else {
      if (this.manual) this.hearing.application.spoke();
      const former = this.hearing.current;
      if (kind === 'interrupt' && former !== undefined) former.bargeIn = { atMs: startMs, stoppedMs: null };
      if (kind === 'interrupt' && this.manual) {
        if (this.hearing.speaking) this.emit({ type: 'send', command: { type: 'cancel' } });
        this.hearing.stopListening(startMs);
      }
      this.open(kind, utterance, slotMs, Math.round((slotMs - this.micAtMs) / this.plan.frameMs));
    }
  }

  /** Starts to wait for the answer, or goes on waiting after a backchannel. */
  private listen(step: PlanStep | undefined, atMs: number): void {
    const exchange = this.hearing.current ?? this.hearing.openUnasked(atMs);
    const { start, marks } = exchange;
    const patience = step !== undefined && 'deadlineMs' in step ? step.deadlineMs : undefined;
    const originMs =
      start.kind === 'silence'
        ? atMs
        : Math.max(marks.speechEnd ?? start.atMs, this.backchannelEndMs(exchange));
    exchange.patienceMs = patience ?? this.spec.persona.patienceMs;
    exchange.deadlineMs = originMs + exchange.patienceMs;
    this.activity = exchange.heard ? 'hearing' : 'awaiting';
    this.startHearing(exchange, atMs);
    this.activityWakeMs = exchange.deadlineMs;
  }

  private startHearing(exchange: Exchange, atMs: number): void {
    this.hearingSinceMs = exchange.marks.firstHeard ?? exchange.heardEarlyMs ?? atMs;
    this.endsAtMs = this.hearingSinceMs + this.plan.limits.answerMs;
  }

  private backchannelEndMs(exchange: Exchange): number {
    return exchange.backchannels.length === 0 ? -Infinity : (this.spoken.at(-1)?.endMs ?? -Infinity);
  }

  /** Awaiting or hearing: has the time come to go on, to cut in, or to give up? Sets the next wake-up. */
  private consider(atMs: number): void {
    if (this.activity !== 'awaiting' && this.activity !== 'hearing') return;
    const exchange = this.hearing.current;
    if (exchange === undefined) return;
    // Cut off before any of it was heard: there is no answer yet.
    if (this.activity === 'hearing' && !exchange.heard && exchange.heardEarlyMs === null)
      this.activity = 'awaiting';
    if (this.activity === 'awaiting') {
      const { firstHeard } = exchange.marks;
      const inTime = firstHeard !== null && firstHeard <= exchange.deadlineMs;
      const talkedOver =
        firstHeard === null && exchange.heardEarlyMs !== null && this.hearing.playback.playing(atMs);
      if (!inTime && !talkedOver) {
        if (atMs >= exchange.deadlineMs) this.giveUp(exchange, atMs);
        else this.activityWakeMs = exchange.deadlineMs;
        return;
      }
      this.activity = 'hearing';
      exchange.failure = null;
      exchange.detail = null;
      this.startHearing(exchange, atMs);
    }
    const patienceMs = this.hearing.toolDeadlineMs(exchange);
    if (patienceMs === null) this.hearToolAnswer(exchange);
    const giveUpMs = patienceMs === null ? Infinity : Math.min(patienceMs, this.endsAtMs);
    if (atMs >= giveUpMs) {
      this.giveUp(exchange, atMs);
    } else if (this.cutIn !== null && !this.cutInWaits) {
      this.considerCuttingIn(this.cutIn.utterance, this.hearingSinceMs + this.cutIn.afterMs, giveUpMs, atMs);
    } else if (patienceMs !== null) {
      this.activityWakeMs = giveUpMs;
    } else {
      const overMs = Math.min(this.hearing.answerOverMs(exchange), this.endsAtMs);
      if (atMs >= overMs) this.advance(atMs);
      else this.activityWakeMs = overMs;
    }
  }

  /** What is said of a tool's result is an answer like any other, to be heard out or to be spoken over. */
  private hearToolAnswer(exchange: Exchange): void {
    let heardMs = -Infinity;
    for (const tool of exchange.tools) heardMs = Math.max(heardMs, tool.heardMs ?? -Infinity);
    this.endsAtMs = Math.max(this.endsAtMs, heardMs + this.plan.limits.answerMs);
    if (!this.cutInWaits) return;
    this.cutInWaits = false;
    this.hearingSinceMs = Math.max(this.hearingSinceMs, heardMs);
  }

  /**
   * Speaks so that the first audible sample falls at, or within a frame after, the wanted instant. `giveUpMs` is not
   * Infinity while a tool is waited for: a silence of the agent's is not its answer then, and nothing to cut into.
   */
  private considerCuttingIn(utterance: Utterance, wantedMs: number, giveUpMs: number, atMs: number): void {
    const { frameMs } = this.plan;
    const frame = Math.max(0, Math.ceil((wantedMs - utterance.speechStartMs - this.micAtMs) / frameMs));
    const wantedSlotMs = this.micAtMs + frame * frameMs;
    if (atMs < wantedSlotMs - frameMs) {
      this.activityWakeMs = Math.min(wantedSlotMs - frameMs, giveUpMs);
      return;
    }
    const slotMs = Math.max(wantedSlotMs, this.slotAfter(atMs));
    const audible = this.hearing.playback.endsMs() > slotMs + utterance.speechStartMs;
    if (!audible && giveUpMs !== Infinity) {
      this.cutInWaits = true;
      this.activityWakeMs = giveUpMs;
      return;
    }
    const stillSpeaking = audible || this.hearing.speaking;
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
    if (exchange.failure === null) {
      exchange.failure = 'no_answer';
      exchange.detail = exchange.awaitedTool;
    }
    const step = this.currentStep();
    if (step !== undefined && 'onTimeout' in step && step.onTimeout === 'continue') this.advance(atMs);
    else this.finish(exchange.failure, exchange.detail);
  }

  private finish(failure: FailureCode | null, detail: string | null): void {
    this.activity = 'over';
    this.activityWakeMs = Infinity;
    this.ending = { failure, detail };
  }

  /** The call is over: whatever is still open is written as it stands. */
  close(failure: FailureCode | null, detail: string | null, atMs: number): void {
    this.activity = 'over';
    this.hearing.close(failure, detail, atMs);
  }

  private open(kind: TurnKind, utterance: Utterance | null, atMs: number, firstFrame: number): void {
    const next = this.spec.caller.steps[kind === 'greeting' ? 0 : this.step + 1];
    this.hearing.open({
      step: Math.max(0, this.step),
      kind,
      expectsAnswer: kind !== 'silence' && listens(next),
      utterance,
      atMs,
      firstFrame,
    });
  }
}

/** Whether a step waits for an answer. */
function listens(step: PlanStep | undefined): boolean {
  return step?.op === 'listen' || step?.op === 'interrupt' || step?.op === 'backchannel';
}
