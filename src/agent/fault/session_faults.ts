/**
 * The faults at work in one session. Pure and seeded: each fault draws from a stream of its own whether it strikes, at each
 * opportunity it has, so that one more fault does not change when the others do. Each strike is written down with its instant,
 * once it has changed something. A session without faults pays nothing for it.
 */

import { Random } from '../../core/word/random.ts';
import type { AgentRecord } from '../agent_record.ts';
import type { ServerEvent } from '../protocol/server_event.ts';
import { Endings } from './endings.ts';
import type {
  AnswerPlan,
  EndingPlan,
  FaultHooks,
  FaultMoment,
  Happening,
  TranscriptionPlan,
} from './fault.ts';
import { numbered } from './numbered.ts';
import { Occasions, falls, type When } from './occasions.ts';
import type { ArmedFault } from './read_fault.ts';
import { Strikes, type Struck } from './strikes.ts';

interface Working {
  readonly name: string;
  readonly share: number;
  readonly hooks: FaultHooks;
  readonly when: When;
  readonly occasions: Occasions;
  readonly draws: Random;
  readonly random: Random;
}

export interface SessionFaultsOptions {
  readonly faults: readonly ArmedFault[];
  readonly seed: number;
  readonly sessionId: string;
  /** Of the session among its server's, from 0. */
  readonly index: number;
  readonly log: (record: AgentRecord) => void;
}

export class SessionFaults {
  readonly rewrites: boolean;
  private readonly options: SessionFaultsOptions;
  private readonly working: readonly Working[];
  private readonly endings = new Endings();
  private readonly unstruck = new Strikes<object>(() => {});
  private beganMs = 0;
  private answers = 0;

  constructor(options: SessionFaultsOptions) {
    const { faults, seed, sessionId, index } = options;
    this.options = options;
    this.working = numbered(faults).map(({ armed: { fault, share, args, when }, number }) => {
      // A seed of a fault's own is to strike the same sessions, whatever their ids are by the agent's.
      const key = when.seed === null ? [seed, sessionId, fault.name, number] : [when.seed, index, fault.name];
      return {
        name: fault.name,
        share,
        hooks: fault.hooks(args),
        when,
        occasions: new Occasions(when),
        draws: new Random('fault', ...key),
        random: new Random('fault-draw', ...key),
      };
    });
    this.rewrites = this.working.some(({ hooks }) => hooks.event !== undefined);
  }

  /** The session begins: what will end it is decided now. */
  begin(atMs: number): void {
    this.beganMs = atMs;
    for (const { name, share, hooks, when, draws } of this.working) {
      // What is counted are the sessions of the server: each can be ended but once.
      if (hooks.ending === undefined || !falls(when, this.options.index + 1)) continue;
      if (draws.chance(share)) this.endings.await(name, hooks.ending(), when);
    }
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
    const change = ({ hooks, random }: Working, before: AnswerPlan): AnswerPlan =>
      hooks.answer?.(before, nth, random) ?? before;
    return this.strike('answer', plan, 'llmMs', change, atMs);
  }

  transcription(plan: TranscriptionPlan, atMs: number): Struck<TranscriptionPlan> {
    const change = ({ hooks }: Working, before: TranscriptionPlan): TranscriptionPlan =>
      hooks.transcription?.(before) ?? before;
    return this.strike('transcription', plan, 'delayMs', change, atMs);
  }

  /** Whether the end of the caller's turn is missed. */
  missesTurn(atMs: number): boolean {
    const striking = this.striking('turn', atMs);
    for (const { name } of striking) this.note(name, atMs);
    return striking.length > 0;
  }

  /** What is sent in place of an event: the event itself, where nothing changes it. */
  rewrite(event: ServerEvent, atMs: number): readonly ServerEvent[] {
    let events: readonly ServerEvent[] = [event];
    for (const { name, hooks, random } of this.striking('event', atMs)) {
      const changed = events.flatMap((one) => hooks.event?.(one, random) ?? [one]);
      if (changed.length === events.length && changed.every((one, i) => one === events[i])) continue;
      events = changed;
      this.note(name, atMs);
    }
    return events;
  }

  private strike<Plan extends object>(
    moment: FaultMoment,
    plan: Plan,
    addsUp: keyof Plan,
    change: (working: Working, before: Plan) => Plan,
    atMs: number,
  ): Struck<Plan> {
    const striking = this.striking(moment, atMs);
    if (striking.length === 0) return { plan, strikes: this.unstruck };
    const strikes = new Strikes<Plan>((fault, doneMs) => this.note(fault, doneMs));
    let changed = plan;
    for (const working of striking) {
      const before = changed;
      changed = change(working, before);
      strikes.add(working.name, before, changed, addsUp);
    }
    return { plan: changed, strikes };
  }

  private striking(moment: FaultMoment, atMs: number): readonly Working[] {
    if (this.working.length === 0) return none;
    return this.working.filter(
      ({ hooks, share, occasions, draws }) =>
        hooks[moment] !== undefined && occasions.next(atMs - this.beganMs) && draws.chance(share),
    );
  }

  private note(fault: string, atMs: number): void {
    const { sessionId, log } = this.options;
    log({ type: 'fault', sessionId, atMs, fault });
  }
}

const none: readonly Working[] = [];
