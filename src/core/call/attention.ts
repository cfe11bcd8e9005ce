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
import type { Turn } from './turn.ts';
import type { Ledger } from './ledger.ts';
import type { Mouth } from './mouth.ts';
import type { Plan } from '../plan/plan.ts';
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
  private readonly ledger: Ledger;
  private readonly mouth: Mouth;
  private readonly cutIn = new CutIn();
  /** When the caller, waiting, wants to look again. */
  wakeMs = Infinity;
  private phase: 'awaiting' | 'hearing' = 'awaiting';
  /** Longer than until then no answer is listened to. */
  private endsAtMs = Infinity;

  constructor(plan: Plan, ledger: Ledger, mouth: Mouth) {
    this.plan = plan;
    this.ledger = ledger;
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
  listen(turn: Turn, patienceMs: number, atMs: number): void {
    const { start, marks, backchannels } = turn;
    const murmuredMs = backchannels.length === 0 ? -Infinity : this.mouth.speechEndMs;
    const originMs = start.kind === 'silence' ? atMs : Math.max(marks.speechEnd ?? start.atMs, murmuredMs);
    turn.patienceMs = patienceMs;
    turn.deadlineMs = originMs + patienceMs;
    this.phase = turn.heard ? 'hearing' : 'awaiting';
    this.startHearing(turn, atMs);
  }

  /** Has the time come to go on, to cut in, or to give up? */
  consider(turn: Turn, atMs: number): Decision {
    // Cut off before any of it was heard: there is no answer yet.
    if (this.phase === 'hearing' && !turn.heard && turn.heardEarlyMs === null) {
      this.phase = 'awaiting';
    }
    if (this.phase === 'awaiting') {
      const { firstHeard } = turn.marks;
      const inTime = firstHeard !== null && firstHeard <= turn.deadlineMs;
      const talkedOver =
        firstHeard === null && turn.heardEarlyMs !== null && this.ledger.playback.playing(atMs);
      if (!inTime && !talkedOver) {
        return atMs >= turn.deadlineMs ? 'give_up' : this.wait(turn.deadlineMs);
      }
      this.phase = 'hearing';
      turn.heardInTime();
      this.startHearing(turn, atMs);
    }
    const patienceMs = this.ledger.waiting.toolDeadlineMs(turn);
    if (patienceMs === null) this.hearToolAnswer(turn);
    const giveUpMs = patienceMs === null ? Infinity : Math.min(patienceMs, this.endsAtMs);
    if (atMs >= giveUpMs) return 'give_up';
    const { due } = this.cutIn;
    if (due !== null) return this.considerCuttingIn(due, giveUpMs, atMs);
    if (patienceMs !== null) return this.wait(giveUpMs);
    const overMs = Math.min(this.ledger.waiting.answerOverMs(turn), this.endsAtMs);
    return atMs >= overMs ? 'over' : this.wait(overMs);
  }

  /** Asked for each piece of audio: nothing is made for it. */
  private wait(untilMs: number): 'wait' {
    this.wakeMs = untilMs;
    return 'wait';
  }

  private startHearing(turn: Turn, atMs: number): void {
    const sinceMs = turn.marks.firstHeard ?? turn.heardEarlyMs ?? atMs;
    this.cutIn.countFrom(sinceMs);
    this.endsAtMs = sinceMs + this.plan.limits.answerMs;
  }

  /** What is said of a tool's result is an answer like any other, to be heard out or to be spoken over. */
  private hearToolAnswer(turn: Turn): void {
    let heardMs = -Infinity;
    for (const tool of turn.tools) heardMs = Math.max(heardMs, tool.heardMs ?? -Infinity);
    this.endsAtMs = Math.max(this.endsAtMs, heardMs + this.plan.limits.answerMs);
    this.cutIn.resume(heardMs);
  }

  /**
   * Speaks so that the first audible sample falls at, or within a frame after, the wanted instant. `giveUpMs` is not
   * Infinity while a tool is waited for: a silence of the agent's is not its answer then, and nothing to cut into.
   */
  private considerCuttingIn(wish: Wish, giveUpMs: number, atMs: number): Decision {
    const { utterance } = wish;
    const { noticeMs } = this.mouth;
    const wantedSlotMs = this.mouth.slotToBeHeardAt(this.cutIn.wantedMs(wish), utterance);
    if (atMs < wantedSlotMs - noticeMs) {
      return this.wait(Math.min(wantedSlotMs - noticeMs, giveUpMs));
    }
    const slotMs = Math.max(wantedSlotMs, this.mouth.slotNow(atMs, utterance));
    const audible = this.ledger.playback.endsMs() > slotMs + utterance.speechStartMs;
    if (!audible && giveUpMs !== Infinity) {
      this.cutIn.postpone();
      return this.wait(giveUpMs);
    }
    this.cutIn.forget();
    return { utterance, slotMs, stillSpeaking: audible || this.ledger.speaking };
  }
}
