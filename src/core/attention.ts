/**
 * A caller that listens: whether it goes on listening, has heard enough, cuts in, or gives up. It decides, and leaves it to the
 * conversation to do so. Pure; instants in ms.
 *
 *   phase      left when                                      for
 *   ────────   ────────────────────────────────────────────   ─────────────────────────────────
 *   awaiting   answer audio comes                             hearing
 *              the deadline passes                            giving up
 *   hearing    the answer is done and has been heard, and no  over
 *              tool that the agent called is waited for
 *              nothing is heard in time of what a tool gave   giving up
 *              the caller wants to cut in                     cutting in
 *              it has gone on for too long                    over
 *              it was cut off before any of it was heard      awaiting
 */

import { CutIn, type Wish } from './cut_in.ts';
import type { Exchange } from './exchange.ts';
import type { Hearing } from './hearing.ts';
import type { Mouth } from './mouth.ts';
import type { Plan } from './plan.ts';
import type { Utterance } from './utterance.ts';

export type Decision =
  /** Look again at `wakeMs`, if nothing happens before. */
  | 'wait'
  /** The answer has been heard, or as much of it as the caller listens to. */
  | 'over'
  | 'give_up'
  | Interruption;

/** Cut in, from this slot on. */
export interface Interruption {
  readonly utterance: Utterance;
  readonly slotMs: number;
  /** There is an answer to speak over. */
  readonly stillSpeaking: boolean;
}

export class Attention {
  private readonly plan: Plan;
  private readonly hearing: Hearing;
  private readonly mouth: Mouth;
  private readonly cutIn = new CutIn();
  /** When the caller, waiting, wants to look again. */
  wakeMs = Infinity;
  private phase: 'awaiting' | 'hearing' = 'awaiting';
  /** Longer than until then no answer is listened to. */
  private endsAtMs = Infinity;

  constructor(plan: Plan, hearing: Hearing, mouth: Mouth) {
    this.plan = plan;
    this.hearing = hearing;
    this.mouth = mouth;
  }

  /** The caller shall speak over the answer that it is about to listen to, once so much of it has been heard. */
  wantToCutIn(utterance: Utterance, afterMs: number): void {
    this.cutIn.want(utterance, afterMs);
  }

  forgetCuttingIn(): void {
    this.cutIn.forget();
  }

  /** Starts to wait for the answer, or goes on waiting after a backchannel. */
  listen(exchange: Exchange, patienceMs: number, atMs: number): void {
    const { start, marks, backchannels } = exchange;
    const murmuredMs = backchannels.length === 0 ? -Infinity : this.mouth.speechEndMs;
    const originMs = start.kind === 'silence' ? atMs : Math.max(marks.speechEnd ?? start.atMs, murmuredMs);
    exchange.patienceMs = patienceMs;
    exchange.deadlineMs = originMs + patienceMs;
    this.phase = exchange.heard ? 'hearing' : 'awaiting';
    this.startHearing(exchange, atMs);
  }

  /** Has the time come to go on, to cut in, or to give up? */
  consider(exchange: Exchange, atMs: number): Decision {
    // Cut off before any of it was heard: there is no answer yet.
    if (this.phase === 'hearing' && !exchange.heard && exchange.heardEarlyMs === null) {
      this.phase = 'awaiting';
    }
    if (this.phase === 'awaiting') {
      const { firstHeard } = exchange.marks;
      const inTime = firstHeard !== null && firstHeard <= exchange.deadlineMs;
      const talkedOver =
        firstHeard === null && exchange.heardEarlyMs !== null && this.hearing.playback.playing(atMs);
      if (!inTime && !talkedOver) {
        return atMs >= exchange.deadlineMs ? 'give_up' : this.wait(exchange.deadlineMs);
      }
      this.phase = 'hearing';
      exchange.failure = null;
      exchange.detail = null;
      this.startHearing(exchange, atMs);
    }
    const patienceMs = this.hearing.toolDeadlineMs(exchange);
    if (patienceMs === null) this.hearToolAnswer(exchange);
    const giveUpMs = patienceMs === null ? Infinity : Math.min(patienceMs, this.endsAtMs);
    if (atMs >= giveUpMs) return 'give_up';
    const { due } = this.cutIn;
    if (due !== null) return this.considerCuttingIn(due, giveUpMs, atMs);
    if (patienceMs !== null) return this.wait(giveUpMs);
    const overMs = Math.min(this.hearing.answerOverMs(exchange), this.endsAtMs);
    return atMs >= overMs ? 'over' : this.wait(overMs);
  }

  /** Asked for each piece of audio: nothing is made for it. */
  private wait(untilMs: number): 'wait' {
    this.wakeMs = untilMs;
    return 'wait';
  }

  private startHearing(exchange: Exchange, atMs: number): void {
    const sinceMs = exchange.marks.firstHeard ?? exchange.heardEarlyMs ?? atMs;
    this.cutIn.countFrom(sinceMs);
    this.endsAtMs = sinceMs + this.plan.limits.answerMs;
  }

  /** What is said of a tool's result is an answer like any other, to be heard out or to be spoken over. */
  private hearToolAnswer(exchange: Exchange): void {
    let heardMs = -Infinity;
    for (const tool of exchange.tools) heardMs = Math.max(heardMs, tool.heardMs ?? -Infinity);
    this.endsAtMs = Math.max(this.endsAtMs, heardMs + this.plan.limits.answerMs);
    this.cutIn.resume(heardMs);
  }

  /**
   * Speaks so that the first audible sample falls at, or within a frame after, the wanted instant. `giveUpMs` is not
   * Infinity while a tool is waited for: a silence of the agent's is not its answer then, and nothing to cut into.
   */
  private considerCuttingIn(wish: Wish, giveUpMs: number, atMs: number): Decision {
    const { utterance } = wish;
    const { frameMs } = this.plan;
    const wantedSlotMs = this.mouth.slotToBeHeardAt(this.cutIn.wantedMs(wish), utterance);
    if (atMs < wantedSlotMs - frameMs) {
      return this.wait(Math.min(wantedSlotMs - frameMs, giveUpMs));
    }
    const slotMs = Math.max(wantedSlotMs, this.mouth.slotAfter(atMs));
    const audible = this.hearing.playback.endsMs() > slotMs + utterance.speechStartMs;
    if (!audible && giveUpMs !== Infinity) {
      this.cutIn.postpone();
      return this.wait(giveUpMs);
    }
    this.cutIn.forget();
    return { utterance, slotMs, stillSpeaking: audible || this.hearing.speaking };
  }
}
