/**
 * The faults at work in one session: what they make of its endings, answers, transcriptions, turns and events. Pure. Each
 * strike is written down with its instant, once it has changed something.
 */

import { ActiveFaults } from '../../fault/active_faults.ts';
import type { ArmedFault } from '../../fault/arm_fault.ts';
import { Endings } from '../../fault/endings.ts';
import { strike, type NoteStrike, type Struck } from '../../fault/strikes.ts';
import type { AgentRecord } from '../agent_record.ts';
import type { ServerEvent } from '../protocol/server_event.ts';
import { usualStream, type StreamManners } from './stream_manners.ts';
import type { AgentMoments, AnswerPlan, EndingPlan, Happening, TranscriptionPlan } from './moments.ts';

export interface SessionFaultsOptions {
  readonly faults: readonly ArmedFault<AgentMoments>[];
  readonly seed: number;
  readonly sessionId: string;
  /** Of the session among its server's, from 0. */
  readonly index: number;
  readonly log: (record: AgentRecord) => void;
}

export class SessionFaults {
  readonly rewrites: boolean;
  private readonly active: ActiveFaults<AgentMoments>;
  private readonly endings = new Endings<Happening, EndingPlan>();
  private readonly note: NoteStrike;
  private beganMs = 0;
  private answers = 0;

  constructor({ faults, seed, sessionId, index, log }: SessionFaultsOptions) {
    this.active = new ActiveFaults(faults, { seed, id: sessionId, index });
    this.rewrites = this.active.has('event');
    this.note = (fault, atMs) => log({ type: 'fault', sessionId, atMs, fault });
  }

  /** The session begins: what will end it is decided now, for each can be ended but once. */
  begin(atMs: number): void {
    this.beganMs = atMs;
    for (const ending of this.active.strikingOnce('ending')) this.endings.await(ending);
    this.happens('opened', atMs);
  }

  /** Something on which an ending may hang. */
  happens(what: Happening, atMs: number): void {
    this.endings.happens(what, atMs, atMs - this.beganMs);
  }

  nextDueMs(): number {
    return this.endings.nextDueMs();
  }

  /** The ending that is due. */
  takeEnding(atMs: number): EndingPlan | null {
    const due = this.endings.take(atMs);
    if (due === null) return null;
    this.note(due.fault, atMs);
    return due.plan;
  }

  answer(plan: AnswerPlan, atMs: number): Struck<AnswerPlan> {
    const nth = this.answers++;
    const striking = this.active.striking('answer', atMs - this.beganMs);
    const change = ({ effect, random }: (typeof striking)[number], before: AnswerPlan): AnswerPlan =>
      effect(before, nth, random);
    return strike(plan, striking, change, 'llmMs', this.note);
  }

  transcription(plan: TranscriptionPlan, atMs: number): Struck<TranscriptionPlan> {
    const striking = this.active.striking('transcription', atMs - this.beganMs);
    return strike(plan, striking, ({ effect }, before) => effect(before), 'delayMs', this.note);
  }

  /** Whether the end of the caller's turn is missed. */
  missesTurn(atMs: number): boolean {
    const striking = this.active.striking('turn', atMs - this.beganMs);
    for (const { name } of striking) this.note(name, atMs);
    return striking.length > 0;
  }

  /** A media stream begins. */
  stream(atMs: number): StreamManners {
    let manners = usualStream;
    for (const { name, effect } of this.active.striking('stream', atMs - this.beganMs)) {
      manners = effect(manners);
      this.note(name, atMs);
    }
    return manners;
  }

  /** What is sent in place of an event: the event itself, where nothing changes it. */
  rewrite(event: ServerEvent, atMs: number): readonly ServerEvent[] {
    let events: readonly ServerEvent[] = [event];
    for (const { name, effect, random } of this.active.striking('event', atMs - this.beganMs)) {
      const changed = events.flatMap((one) => effect(one, random));
      if (changed.length === events.length && changed.every((one, i) => one === events[i])) continue;
      events = changed;
      this.note(name, atMs);
    }
    return events;
  }
}
