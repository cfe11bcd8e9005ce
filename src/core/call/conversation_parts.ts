/** What a caller's side of a conversation is made of, and how it begins and ends. What happens between is `conversation.ts`'s. Pure. */

import { Attention } from './attention.ts';
import type { CallSpec } from './call_spec.ts';
import { Delivery } from './delivery.ts';
import type { Effect } from './effect.ts';
import { Floor, type Intention } from './floor.ts';
import { Goodbye } from './goodbye.ts';
import { Hearing } from './hearing.ts';
import { Keypad } from './keypad.ts';
import { History } from './history.ts';
import { Ledger } from './ledger.ts';
import { murmurKindOf } from './murmur.ts';
import { Mouth } from './mouth.ts';
import { Outage } from './outage.ts';
import type { PlaybackObserver } from './playback.ts';
import type { FailureCode } from '../log/failure.ts';
import type { TurnKind } from '../log/record.ts';
import type { Plan } from '../plan/plan.ts';
import { Quiet } from './quiet.ts';
import type { PlanStep } from './script.ts';
import { ScriptWalk } from './script_walk.ts';
import type { Turn } from './turn.ts';
import type { Understanding } from './understanding.ts';
import type { Utterance } from './utterance.ts';
import { Wording } from './wording.ts';

/** For the words of the last answer, from the end of the script on. */
const LAST_WORDS_WITHIN_MS = 1500;

export type Activity = 'pausing' | 'speaking' | 'listening' | 'silent' | 'parting' | 'lingering' | 'over';

/** How the conversation ended, once it is over. */
export type Ending = { readonly failure: FailureCode | null; readonly detail: string | null };

export abstract class ConversationParts {
  ending: Ending | null = null;
  protected activity: Activity = 'pausing';
  /** When the activity wants to be looked at again. */
  protected activityWakeMs = Infinity;
  /** There is a connection to speak into. */
  protected connected = false;
  readonly ledger: Ledger;
  readonly mouth: Mouth;
  protected readonly plan: Plan;
  protected readonly spec: CallSpec;
  protected readonly emit: (effect: Effect) => void;
  protected readonly floor: Floor;
  protected readonly attention: Attention;
  protected readonly walk: ScriptWalk;
  protected readonly hearing: Hearing;
  protected readonly wording: Wording;
  protected readonly delivery: Delivery;
  protected readonly keypad = new Keypad();
  protected readonly goodbye: Goodbye;
  protected readonly quiet: Quiet;
  /** Null: a new session is told nothing of what was said. */
  protected readonly outage: Outage | null;

  /** `replays`: after the loss of a connection the new session is told what was said. */
  constructor(
    plan: Plan,
    spec: CallSpec,
    emit: (effect: Effect) => void,
    replays = false,
    observer: PlaybackObserver | null = null,
    understanding: Understanding | null = null,
  ) {
    this.plan = plan;
    this.spec = spec;
    this.emit = emit;
    const history = replays ? new History() : null;
    this.ledger = new Ledger(plan, spec, emit, history, observer);
    this.mouth = new Mouth(plan, spec);
    this.attention = new Attention(plan, this.ledger, this.mouth);
    this.floor = new Floor(plan, spec, this.ledger.playback);
    this.walk = new ScriptWalk(spec);
    this.hearing = new Hearing(spec, this.ledger, this.walk, understanding);
    this.wording = new Wording(plan, spec);
    this.delivery = new Delivery(plan, this.ledger, this.mouth, emit);
    this.quiet = new Quiet(this.mouth);
    this.goodbye = new Goodbye(plan, this.ledger.playback, this.mouth);
    this.outage = history === null ? null : new Outage(plan, this.ledger, history, emit);
  }

  /** For the activity, or for a tool's result. */
  get wakeMs(): number {
    return Math.min(this.activityWakeMs, this.ledger.wakeMs);
  }

  protected connect(atMs: number): void {
    this.connected = true;
    this.ledger.phantoms.connected(atMs);
    this.emit({ type: 'mic', atMs: this.mouth.open(atMs) });
  }

  /** Ends once nothing is left to hear. */
  protected hearOut(atMs: number): void {
    const endsMs = this.ledger.playback.endsMs();
    if (atMs >= endsMs) this.finish(null, null);
    else this.activityWakeMs = endsMs;
  }

  protected waitForGoodbye(atMs: number): void {
    const { said, deadlineMs, missed } = this.goodbye;
    if (said) this.hearOut(atMs);
    else if (atMs < deadlineMs) this.activityWakeMs = deadlineMs;
    else this.finish('not_hung_up', missed);
  }

  /** The script has run out: nothing that happens from now on is of consequence to how the call ends. */
  get lingers(): boolean {
    return this.activity === 'lingering';
  }

  /** Nothing is left to do. Where somebody judges what was said, the words of the last answer may still come. */
  protected runOut(atMs: number): void {
    const judged = this.walk.hears || (this.plan.judgement.expectations ?? []).length > 0;
    if (!judged || !this.ledger.owesWords(atMs)) this.finish(null, null);
    else {
      this.activity = 'lingering';
      this.activityWakeMs = atMs + LAST_WORDS_WITHIN_MS;
    }
  }

  protected finish(failure: FailureCode | null, detail: string | null): void {
    this.activity = 'over';
    this.activityWakeMs = Infinity;
    this.ending = { failure, detail };
  }

  /** The call is over: whatever is still open is written as it stands. */
  close(failure: FailureCode | null, detail: string | null, atMs: number): void {
    if (this.activity === 'listening' && this.ledger.current?.heard === true) this.waitedForMore(atMs);
    this.activity = 'over';
    this.mouth.resume(atMs);
    this.ledger.close(failure, detail, atMs);
  }

  /** An answer was heard, and its end was not told: that wait was the caller's, and no silence of the agent's. */
  protected waitedForMore(atMs: number): void {
    const { quietMs } = this.plan.limits;
    this.mouth.pause(Math.max(this.ledger.playback.audibleUntil(atMs), atMs - quietMs));
    this.mouth.resume(atMs);
  }

  protected open(kind: TurnKind, utterance: Utterance | null, atMs: number, firstFrame: number): Turn {
    const turn = this.ledger.turns.open({ kind, utterance, atMs, firstFrame, ...this.walk.turn(kind) });
    if (utterance !== null) this.ledger.says(turn, utterance.transcript);
    return turn;
  }

  protected planToSpeak(
    intention: Intention,
    pauseMs: number | undefined,
    atMs: number,
    sinceMs = atMs,
  ): void {
    this.activity = 'pausing';
    this.activityWakeMs = this.floor.want(intention, pauseMs, atMs, sinceMs);
  }

  protected speak(kind: TurnKind, utterance: Utterance, slotMs: number): void {
    this.activity = 'speaking';
    this.keypad.begin(utterance, slotMs);
    this.activityWakeMs = this.keypad.wakeMs;
    const startMs = slotMs + utterance.speechStartMs;
    this.emit({ type: 'moment', moment: 'utterance', step: this.walk.at, atMs: startMs });
    this.delivery.begin(kind, utterance, slotMs);
    if (!this.delivery.murmurs) this.open(kind, utterance, slotMs, this.mouth.frameAt(slotMs));
  }

  /** Tells the keys that have been let go by now. */
  protected press(atMs: number): void {
    const { keypad } = this;
    for (let key = keypad.take(atMs); key !== null; key = keypad.take(atMs))
      this.emit({ type: 'press', key });
    this.activityWakeMs = keypad.wakeMs;
  }

  /** Makes a sound that asks for nothing. */
  protected murmur(step: PlanStep, utterance: Utterance, slotMs: number): void {
    const as = 'as' in step ? step.as : undefined;
    this.delivery.murmurs = true;
    this.delivery.murmurAs = as ?? murmurKindOf(utterance.said.split(' '));
    this.speak('say', utterance, slotMs);
  }

  /** A silence of the script’s goes on around a sound. */
  protected get soundsInSilence(): boolean {
    return this.activity === 'speaking' && this.delivery.murmurs && this.walk.current?.op === 'silence';
  }
}
