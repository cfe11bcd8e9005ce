/**
 * The faults at work in one session. Pure and seeded: each fault draws from a stream of its own whether it strikes, at each
 * opportunity it has, so that one more fault does not change when the others do; and each strike is written down with its
 * instant. A session without faults pays nothing for it.
 */

import { Random } from '../../core/random.ts';
import type { AgentRecord } from '../agent_record.ts';
import type { ServerEvent } from '../protocol/server_event.ts';
import type {
  AnswerPlan,
  EndingPlan,
  FaultHooks,
  FaultMoment,
  Happening,
  TranscriptionPlan,
} from './fault.ts';
import type { ArmedFault } from './read_fault.ts';

interface Working {
  readonly name: string;
  readonly share: number;
  readonly hooks: FaultHooks;
  readonly strikes: Random;
  readonly random: Random;
}

/** An ending that has been decided on, and waits for what it hangs on. */
interface Awaited {
  readonly name: string;
  readonly plan: EndingPlan;
  dueMs: number;
}

export class Mischief {
  private readonly sessionId: string;
  private readonly log: (record: AgentRecord) => void;
  private readonly working: readonly Working[];
  private readonly happened = new Map<Happening, number>();
  private readonly endings: Awaited[] = [];
  private answers = 0;
  readonly rewrites: boolean;

  constructor(
    armed: readonly ArmedFault[],
    seed: number,
    sessionId: string,
    log: (record: AgentRecord) => void,
  ) {
    this.sessionId = sessionId;
    this.log = log;
    this.working = armed.map(({ fault, share, args }, index) => ({
      name: fault.name,
      share,
      hooks: fault.hooks(args),
      strikes: new Random(seed, 'fault', sessionId, fault.name, index),
      random: new Random(seed, 'fault-draw', sessionId, fault.name, index),
    }));
    this.rewrites = this.working.some(({ hooks }) => hooks.event !== undefined);
  }

  /** The session begins: what will end it is decided now. */
  begin(atMs: number): void {
    for (const working of this.striking('ending', atMs, false)) {
      const plan = working.hooks.ending?.();
      if (plan !== undefined) this.endings.push({ name: working.name, plan, dueMs: Infinity });
    }
    this.happens('opened', atMs);
  }

  /** Something on which an ending may hang. */
  happens(what: Happening, atMs: number): void {
    const nth = (this.happened.get(what) ?? 0) + 1;
    this.happened.set(what, nth);
    for (const ending of this.endings) {
      const { plan } = ending;
      if (plan.on === what && plan.nth === nth) ending.dueMs = atMs + plan.afterMs;
    }
  }

  nextDueMs(): number {
    let nextMs = Infinity;
    for (const { dueMs } of this.endings) nextMs = Math.min(nextMs, dueMs);
    return nextMs;
  }

  /** The ending that is due. */
  takeEnding(atMs: number): EndingPlan | null {
    const due = this.endings.find(({ dueMs }) => dueMs <= atMs);
    if (due === undefined) return null;
    this.endings.length = 0;
    this.note(due.name, atMs);
    return due.plan;
  }

  answer(plan: AnswerPlan, atMs: number): AnswerPlan {
    const nth = this.answers++;
    let changed = plan;
    for (const { hooks, random } of this.striking('answer', atMs)) {
      changed = hooks.answer?.(changed, nth, random) ?? changed;
    }
    return changed;
  }

  transcription(plan: TranscriptionPlan, atMs: number): TranscriptionPlan {
    let changed = plan;
    for (const { hooks } of this.striking('transcription', atMs)) {
      changed = hooks.transcription?.(changed) ?? changed;
    }
    return changed;
  }

  /** Whether the end of the caller's turn is missed. */
  missesTurn(atMs: number): boolean {
    return this.striking('turn', atMs).length > 0;
  }

  /** What is sent in place of an event. */
  rewrite(event: ServerEvent, atMs: number): readonly ServerEvent[] {
    let events: readonly ServerEvent[] = [event];
    for (const { hooks, random } of this.striking('event', atMs)) {
      events = events.flatMap((one) => hooks.event?.(one, random) ?? [one]);
    }
    return events;
  }

  private striking(moment: FaultMoment, atMs: number, noted = true): readonly Working[] {
    if (this.working.length === 0) return none;
    const striking = this.working.filter(
      ({ hooks, share, strikes }) => hooks[moment] !== undefined && strikes.chance(share),
    );
    if (noted) for (const { name } of striking) this.note(name, atMs);
    return striking;
  }

  private note(fault: string, atMs: number): void {
    this.log({ type: 'fault', sessionId: this.sessionId, atMs, fault });
  }
}

const none: readonly Working[] = [];

/** Whether a handshake is refused, and with which HTTP status; by the number of the connection, for there is no session yet. */
export function refusedHandshake(
  armed: readonly ArmedFault[],
  seed: number,
  connection: number,
): { readonly fault: string; readonly status: number } | null {
  for (const [index, { fault, share, args }] of armed.entries()) {
    const { handshake } = fault.hooks(args);
    if (handshake === undefined) continue;
    if (new Random(seed, 'fault-handshake', connection, fault.name, index).chance(share)) {
      return { fault: fault.name, status: handshake() };
    }
  }
  return null;
}
