/**
 * A conversation as its connections come and go: how it begins, what of it a loss breaks off and what is said once more after that,
 * and when the agent may end it. Who speaks in between is `conversation.ts`'s. Pure: instants come in, effects go out.
 */

import { ConversationParts } from './conversation_parts.ts';
import type { LossOfTurn, Outage } from './outage.ts';
import { mayBeHungUp } from './script.ts';

export abstract class ConnectedConversation extends ConversationParts {
  /** The last of what was being said has left, or was cut off. */
  protected abstract spokeOut(atMs: number): void;
  /** On to the next step. Where that is not to listen, the caller is silent of its own will since `silentSinceMs`. */
  protected abstract advance(atMs: number, silentSinceMs: number): void;
  /** Listening: does what the time has come for. */
  protected abstract consider(atMs: number): void;

  begin(atMs: number): void {
    this.connect(atMs);
    const { speaksFirst } = this.plan.target;
    if (speaksFirst !== 'caller') {
      // However late it begins, it is that, and no answer to what the caller says meanwhile.
      this.open('greeting', null, atMs, 0).owed = true;
      if (speaksFirst === 'agent') this.emit({ type: 'send', command: { type: 'respond', to: 'nothing' } });
    }
    this.advance(atMs, atMs);
  }

  /**
   * The connection broke. What was being said breaks off, and counts as said as far as it got; of the agent only that is still
   * heard which has come. A caller whose client comes back to the same conversation says what was cut once more, and waits for
   * what it had asked for until it is back; any other waits on, as long as it would have waited anyway.
   */
  disconnected(failure: LossOfTurn, atMs: number): void {
    this.connected = false;
    const cutShort = this.activity === 'speaking' && this.mouth.speechEndMs > atMs;
    this.mouth.shut(atMs);
    this.keypad.stop();
    const { outage } = this;
    this.ledger.disconnected(failure);
    if (this.activity === 'speaking') {
      // Of all words but those that are being said nothing is left to break off.
      for (const turn of this.ledger.turns.unwritten) turn.brokenOff(atMs);
      if (outage !== null && cutShort && !this.delivery.murmurs) this.sayAgain(outage, failure, atMs);
      else this.spokeOut(atMs);
    }
    if (this.activity !== 'listening') return;
    outage?.keepWaiting();
    this.consider(atMs);
  }

  /** The words that the loss of the connection cut are said once more: they are another turn of the same step. */
  private sayAgain(outage: Outage, failure: LossOfTurn, atMs: number): void {
    outage.lostWords(failure);
    const step = this.walk.current;
    if (step === undefined || !('speech' in step || 'keys' in step)) return;
    this.mouth.pause(atMs);
    if ('keys' in step) {
      this.planToSpeak({ kind: 'dtmf', keys: step.keys }, undefined, atMs);
      return;
    }
    const speech = step.op === 'say' ? this.wording.last : step.speech;
    this.planToSpeak({ kind: 'say', speech }, undefined, atMs);
  }

  /** Nobody speaks, and nobody waits for anything: a client may change its connection, and nothing is lost by it. */
  isQuiet(atMs: number): boolean {
    return (this.activity === 'pausing' || this.activity === 'silent') && this.ledger.isIdle(atMs);
  }

  /**
   * Whether the script lets the agent end the call now: in this step, or in the next, once its answer to this one has begun to be
   * heard.
   */
  mayBeHungUp(atMs: number): boolean {
    const { activity } = this;
    if (activity === 'silent' || activity === 'parting' || this.soundsInSilence)
      return mayBeHungUp(this.walk.current);
    const { current, playback } = this.ledger;
    const heard = current?.heard === true || playback.playing(atMs);
    return this.activity === 'listening' && heard && this.walk.mayBeHungUpNext;
  }

  /** The agent has ended the call, and may. What has come of it is still heard. */
  hungUp(atMs: number): void {
    this.connected = false;
    this.goodbye.said = true;
    this.mouth.shut(atMs);
    this.keypad.stop();
    this.ledger.hungUp();
    if (this.soundsInSilence) this.activity = 'silent';
    if (this.activity === 'listening') this.consider(atMs);
    else this.hearOut(atMs);
  }

  /**
   * There is a connection again, to a session that knows nothing of what was said, or `knows` all of it. Gives how many items it was
   * told of that.
   */
  reconnected(atMs: number, knows = false): number {
    const told = this.outage?.replay(atMs, knows) ?? 0;
    this.connect(atMs);
    const { current, desk } = this.ledger;
    const { speaksFirst } = this.plan.target;
    const greets = speaksFirst !== 'caller' && current?.start.kind === 'greeting' && !current.heard;
    if (greets && !desk.awaitsAnswer(current)) {
      current.owed = true;
      if (speaksFirst === 'agent') this.emit({ type: 'send', command: { type: 'respond', to: 'nothing' } });
    }
    if (this.activity === 'pausing' && this.activityWakeMs === Infinity) this.activityWakeMs = atMs;
    this.consider(atMs);
    return told;
  }
}
