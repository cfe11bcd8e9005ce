/**
 * A caller's side of a conversation, from the moment it may speak until its script has run out: who has the floor, and what
 * is said next. What is heard meanwhile is the `ledger`'s, how long the caller listens its `attention`'s, how it speaks the
 * `mouth`'s, what becomes of it as connections come and go `connected_conversation.ts`'s. Pure: instants come in, effects go out.
 *
 *   activity    left when                              for
 *   ─────────   ────────────────────────────────────   ──────────────────────────────────────────────────
 *   pausing     its time is up and nobody speaks       speaking
 *   speaking    the last frame has left                the next step (back to listening: backchannel)
 *   listening   the answer is over                     the next step
 *               the caller gives up                    the next step, or the end in failure
 *               the caller cuts in                     speaking (pausing: there is nothing left to cut into)
 *   silent      its time is up                         the next step
 *               it makes a sound that asks for nothing speaking, and then silent again
 *               the agent has hung up, and was heard   over, where the step lets it
 *   parting     the agent has hung up, and was heard   over
 *               it has not in time                     over, in failure
 *   lingering   the last answer's words are there, or    over
 *               have not come in time
 *   over        —
 */

import type { Interruption } from './attention.ts';
import { ConnectedConversation } from './connected_conversation.ts';
import type { AgentEvent } from './event.ts';
import type { Turn } from './turn.ts';
import { listens, type PlanStep } from './script.ts';

export class Conversation extends ConnectedConversation {
  event(event: AgentEvent, atMs: number): void {
    this.ledger.event(event, atMs);
    if (this.lingers && !this.ledger.owesWords(atMs)) this.finish(null, null);
    this.consider(atMs);
  }

  /** The last frame of the utterance has left. */
  said(atMs: number): void {
    if (this.activity !== 'speaking') return;
    // Its last frame may be looked at before the alarm that is due with it.
    this.press(atMs);
    this.delivery.finish();
    this.spokeOut(atMs);
  }

  protected override spokeOut(atMs: number): void {
    if (this.soundsInSilence) {
      this.delivery.murmurs = false;
      this.activity = 'silent';
      this.mouth.pause(this.mouth.speechEndMs);
      this.activityWakeMs = this.quiet.wakeMs;
    } else if (this.delivery.murmurs && this.walk.hearsOut) {
      this.delivery.murmurs = false;
      this.listen(this.walk.current, atMs);
    } else {
      this.delivery.murmurs = false;
      this.advance(atMs, this.mouth.speechEndMs);
    }
    this.ledger.settle(atMs);
  }

  timer(atMs: number): void {
    if (this.ledger.timer(atMs) && this.activity === 'listening') this.waitedForMore(atMs);
    switch (this.activity) {
      case 'pausing':
        if (atMs >= this.activityWakeMs) this.tryToSpeak(atMs);
        break;
      case 'silent':
        if (atMs < this.activityWakeMs) break;
        if (this.goodbye.said) this.hearOut(atMs);
        else this.goOnSilent(atMs);
        break;
      case 'parting':
        if (atMs >= this.activityWakeMs) this.waitForGoodbye(atMs);
        break;
      case 'lingering':
        if (atMs >= this.activityWakeMs) this.finish(null, null);
        break;
      case 'listening':
        this.consider(atMs);
        break;
      case 'speaking':
        if (atMs >= this.activityWakeMs) this.press(atMs);
        break;
      case 'over':
        break;
    }
    this.ledger.settle(atMs);
  }

  /** On to the next step, or another. Where that is not to listen, the caller is silent of its own will since `silentSinceMs`. */
  protected override advance(atMs: number, silentSinceMs: number, to?: number): void {
    const step = this.walk.advance(to);
    this.attention.forgetCuttingIn();
    this.activityWakeMs = Infinity;
    if (!listens(step)) this.mouth.pause(silentSinceMs);
    if (step === undefined && !this.goodbye.said) return this.runOut(atMs);
    if (step === undefined || step.op === 'hangup' || this.goodbye.said) return this.finish(null, null);
    switch (step.op) {
      case 'say': {
        const speech = this.wording.of(step, this.walk.at);
        this.planToSpeak({ kind: 'say', speech }, step.pauseMs, atMs, silentSinceMs);
        break;
      }
      case 'dtmf':
        this.planToSpeak({ kind: 'dtmf', keys: step.keys }, step.pauseMs, atMs);
        break;
      case 'go':
        break;
      case 'interrupt':
      case 'backchannel':
        this.attention.wantToCutIn(this.mouth.utterance(step.speech), step.afterMs);
        this.listen(step, atMs);
        break;
      case 'hear':
        this.hearing.begin();
        this.listen(step, atMs);
        break;
      case 'listen':
        this.listen(step, atMs);
        break;
      case 'silence':
        this.activity = 'silent';
        this.open('silence', null, atMs, 0);
        this.quiet.begin(step, atMs);
        this.activityWakeMs = this.quiet.wakeMs;
        break;
      case 'hung_up':
        this.activity = 'parting';
        this.goodbye.expect(step.deadlineMs ?? this.spec.persona.patienceMs, atMs);
        this.waitForGoodbye(atMs);
        break;
    }
  }

  /** Silent: the time has come to make a sound, or it is up. */
  private goOnSilent(atMs: number): void {
    const step = this.walk.current;
    const sound = this.quiet.take(atMs);
    if (step?.op !== 'silence' || sound === null) this.advance(atMs, atMs);
    else if (this.connected) this.murmur(step, sound.utterance, sound.slotMs);
    else this.activityWakeMs = this.quiet.wakeMs;
  }

  private tryToSpeak(atMs: number): void {
    if (!this.connected) {
      this.activityWakeMs = Infinity;
      return;
    }
    const freeMs = this.floor.freeMs();
    if (freeMs > atMs) {
      this.activityWakeMs = freeMs;
      return;
    }
    const intention = this.floor.take();
    if (intention === null) return;
    const utterance =
      'keys' in intention ? this.mouth.typed(intention.keys) : this.mouth.utterance(intention.speech);
    this.speak(intention.kind, utterance, this.mouth.slotNow(atMs, utterance));
  }

  /** Starts to wait for the answer, or goes on waiting after a backchannel. */
  private listen(step: PlanStep | undefined, atMs: number): void {
    const turn = this.ledger.current ?? this.ledger.turns.openUnasked(atMs);
    const patienceMs = step !== undefined && 'deadlineMs' in step ? step.deadlineMs : undefined;
    this.activity = 'listening';
    this.mouth.resume(atMs);
    this.attention.listen(turn, patienceMs ?? this.spec.persona.patienceMs, atMs);
    this.consider(atMs);
  }

  /** Listening: does what the time has come for, or sets the next wake-up. */
  protected override consider(atMs: number): void {
    const turn = this.ledger.current;
    if (this.activity !== 'listening' || turn === undefined) return;
    const decision = this.attention.consider(turn, atMs);
    const step = this.walk.current;
    const hears = step?.op === 'hear' && !this.goodbye.said ? step : null;
    if (decision === 'wait') {
      this.activityWakeMs = this.attention.wakeMs;
      const to = hears === null ? null : this.hearing.whileItGoesOn(hears, turn, atMs);
      if (to !== null) this.advance(atMs, atMs, to);
    } else if (decision === 'over') {
      const to = hears === null ? undefined : this.hearing.heardOut(hears, turn, atMs);
      if (to === null) this.activityWakeMs = this.hearing.wakeMs;
      else this.heardOut(turn, atMs, to);
    } else if (decision === 'give_up') this.giveUp(turn, atMs);
    else this.cutIn(decision, atMs);
  }

  /** The answer is over, and the caller goes on: with the next step, or with another. */
  private heardOut(turn: Turn, atMs: number, to?: number): void {
    this.hearing.remember(turn, atMs);
    this.ledger.heardEnough(atMs);
    // Its end may have been told by ear: the wait for that was the caller's, and no silence of the agent's.
    const silentSinceMs = this.ledger.playback.audibleUntil(atMs);
    this.mouth.pause(silentSinceMs);
    this.emit({ type: 'moment', moment: 'between', step: turn.start.step, atMs });
    this.advance(atMs, silentSinceMs, to);
  }

  private cutIn({ utterance, slotMs, stillSpeaking }: Interruption, atMs: number): void {
    const step = this.walk.current;
    if (step?.op === 'backchannel') {
      if (stillSpeaking && this.connected) this.murmur(step, utterance, slotMs);
      else this.consider(atMs);
    } else if (step?.op === 'interrupt') {
      // An answer shorter than the caller's wish to cut in leaves these as simply the next words.
      if (stillSpeaking && this.connected) this.speak('interrupt', utterance, slotMs);
      else this.planToSpeak({ kind: 'say', speech: step.speech }, undefined, atMs);
    }
  }

  private giveUp(turn: Turn, atMs: number): void {
    turn.missDeadline();
    const step = this.walk.current;
    const to = step?.op === 'hear' ? this.hearing.heardNothing(step, turn) : null;
    if (to !== null) this.advance(atMs, atMs, to);
    else if (step !== undefined && 'onTimeout' in step && step.onTimeout === 'continue')
      this.advance(atMs, atMs);
    else this.finish(turn.failure, turn.detail);
  }
}
