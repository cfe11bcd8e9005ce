/**
 * Does to one call what goes wrong in it on purpose: takes what the saboteur has due, has the host do it, and writes it down,
 * only where something was really done. What comes of it is the harness's doing and no failure of the target's, as far as it is
 * known to be. A call in which nothing goes wrong has none.
 */

import type { Deed, LineDeed } from '../chaos/deed.ts';
import type { ChaosMoment } from '../chaos/moments.ts';
import type { Saboteur, Strike } from '../chaos/saboteur.ts';
import type { CallInput } from '../core/call/effect.ts';
import type { AgentEvent, Command } from '../core/call/event.ts';
import type { Misspoken } from '../core/call/misspoken.ts';
import type { FailureCode } from '../core/log/failure.ts';
import type { CallRecord, TurnRecord } from '../core/log/record.ts';
import type { DialectSession } from '../dialect/dialect.ts';
import { Aftermath } from './aftermath.ts';
import type { Closing, Host } from './host.ts';

/** The call that it is done to. */
export interface Victim {
  /** The number of its connection; null: there is none. */
  readonly connected: number | null;
  readonly decided: boolean;
  /** Its script is under way on a connection that is ready. */
  readonly talking: boolean;
  sessionOf(connection: number): DialectSession;
  input(input: CallInput, atMs: number): void;
}

/** How a call ends that waits in vain. */
const WAITED: ReadonlySet<FailureCode> = new Set([
  'setup_timeout',
  'no_answer',
  'not_hung_up',
  'call_timeout',
]);
/** Broken off, or a defect: no reason that anybody gave. */
const UNREASONED: ReadonlySet<number> = new Set([1005, 1006, 1011]);
/** More than any answer lasts. */
const BEYOND_MS = 3_600_000;

export class Striker {
  private readonly saboteur: Saboteur;
  private readonly call: number;
  private readonly host: Host;
  private readonly victim: Victim;
  private readonly aftermath: Aftermath;
  /** What keeps the call from getting anywhere, and until when. */
  private obstacle: { readonly fault: string; readonly untilMs: number } | null = null;
  private withheld = false;
  private frozen = false;
  /** An answer was being made as it froze: its end will not be read. */
  private unfinished = false;
  private settings: Command | null = null;
  /** The step that the call was in when it last told of one. */
  private step = 0;
  /** The response that is being made. */
  private making: string | null = null;
  /** The answer's item whose audio came last. */
  private item = '';
  private sent = 0;

  constructor(saboteur: Saboteur, call: number, host: Host, victim: Victim) {
    this.saboteur = saboteur;
    this.call = call;
    this.host = host;
    this.victim = victim;
    this.aftermath = new Aftermath((strike) => host.record(strike));
  }

  get wakeMs(): number {
    return Math.min(this.saboteur.wakeMs, this.aftermath.wakeMs);
  }

  begins(atMs: number): void {
    this.saboteur.begins(atMs);
  }

  happens(moment: ChaosMoment, step: number, atMs: number): void {
    this.step = step;
    this.saboteur.happens(moment, step, atMs);
  }

  /** Another connection: what kept the one before from getting anywhere is over. */
  dials(): void {
    this.obstacle = null;
    this.withheld = false;
    this.frozen = false;
    this.unfinished = false;
    this.making = null;
    this.item = '';
  }

  /** Of a connection, and done at once where it is due: before anything else is. */
  reaches(moment: 'opened' | 'ready', atMs: number): void {
    this.strike(this.saboteur.reach(moment, this.step, atMs), atMs);
  }

  due(atMs: number): void {
    this.strike(this.saboteur.take(atMs), atMs);
    this.aftermath.pass(atMs);
  }

  /** Whether it is really sent. */
  sends(command: Command): boolean {
    if (command.type !== 'configure') return true;
    this.settings = command;
    return !this.withheld;
  }

  sounds(itemId: string): void {
    this.item = itemId;
  }

  /** True: it is what came of a strike, and nothing of the call's. */
  event(connection: number, event: AgentEvent, atMs: number): boolean {
    if (event.type === 'answer_created') {
      this.making = event.responseId;
      this.saboteur.happens('making', this.step, atMs);
    } else if (event.type === 'answer_done' && event.responseId === this.making) this.making = null;
    else if (event.type === 'error')
      return this.aftermath.answered(connection, event, atMs) && event.fatal === null;
    return false;
  }

  /** How the end of a connection is to be understood. */
  closed(connection: number, closing: Closing, atMs: number): Closing {
    if (this.victim.decided || connection !== this.victim.connected) return closing;
    const { code, reason } = closing;
    const fault = this.aftermath.closed(connection, code, reason, atMs);
    if (fault === null || UNREASONED.has(code)) return closing;
    return { ...closing, failure: 'disconnected', detail: `closed by the target after ${fault}` };
  }

  /** A record as it is to be written. */
  told(record: TurnRecord | CallRecord, atMs: number): TurnRecord | CallRecord {
    if (record.type === 'turn') return this.excused(record, atMs);
    this.aftermath.end();
    return this.excused(this.unfinished ? withCutAnswer(record) : record, atMs);
  }

  private excused<R extends TurnRecord | CallRecord>(record: R, atMs: number): R {
    const { obstacle } = this;
    const { failure, detail } = record;
    if (obstacle === null || failure === null || atMs >= obstacle.untilMs || !WAITED.has(failure))
      return record;
    const why = `${obstacle.fault} on purpose${detail === null ? '' : `: ${detail}`}`;
    return { ...record, outcome: 'failed', failure: 'disconnected', detail: why };
  }

  private strike(strikes: readonly Strike[], atMs: number): void {
    for (const strike of strikes) {
      const connection = this.victim.connected;
      if (this.victim.decided || connection === null || this.frozen) continue;
      this.does(strike, connection, atMs);
    }
  }

  private does({ fault, deed }: Strike, connection: number, atMs: number): void {
    const { host, victim } = this;
    const strike = { type: 'strike', call: this.call, atMs, fault, connection } as const;
    switch (deed.type) {
      case 'cut':
        // A storm comes to whoever is talking.
        if (!victim.talking) break;
        host.drop();
        host.record(strike);
        this.ends(connection, 1006, 'cut on purpose', atMs);
        break;
      case 'close':
        host.leave(deed.code);
        host.record(strike);
        this.ends(connection, deed.code, 'closed on purpose', atMs);
        break;
      case 'hang_up':
        host.record(strike);
        victim.input({ type: 'stop', failure: 'disconnected', detail: 'hung up on purpose' }, atMs);
        break;
      case 'withhold_settings':
        this.withheld = true;
        this.obstacle = { fault, untilMs: Infinity };
        host.record(strike);
        break;
      case 'misspeak': {
        const eventId = `misspoken_${this.sent}`;
        if (!this.says(deed.says, eventId, connection)) break;
        this.sent++;
        this.aftermath.await({ strike, eventId });
        break;
      }
      case 'dial_beside': {
        let outcome: string | null = null;
        host.dialBeside((told) => {
          outcome = told;
        });
        this.aftermath.await({ strike, eventId: null, detail: () => outcome });
        break;
      }
      default:
        this.afflicts(fault, deed, atMs);
        host.record(strike);
    }
  }

  private ends(connection: number, code: number, detail: string, atMs: number): void {
    const failure = 'disconnected';
    this.victim.input({ type: 'closed', connection, code, reason: '', failure, detail }, atMs);
  }

  private afflicts(fault: string, deed: Extract<Deed, LineDeed>, atMs: number): void {
    this.host.afflict(deed, atMs);
    // A caller that is not heard for a while is for the agent to deal with.
    if (deed.type === 'mute') return;
    if (deed.type === 'freeze') {
      this.frozen = true;
      this.unfinished = this.making !== null;
    }
    const untilMs = deed.type === 'freeze' ? Infinity : atMs + deed.forMs;
    if (untilMs > (this.obstacle?.untilMs ?? -Infinity)) this.obstacle = { fault, untilMs };
  }

  /** False: there is no occasion for it now, or no way to say it. */
  private says(says: Misspoken, eventId: string, connection: number): boolean {
    const { host, item, settings } = this;
    const session = this.victim.sessionOf(connection);
    if (says === 'settings_mid_answer') {
      if (this.making === null || settings === null) return false;
      for (const text of session.write(settings)) host.send(text);
      return true;
    }
    if (says === 'second_response' && this.making === null) return false;
    if (says === 'cancel_nothing' && this.making !== null) return false;
    if ((says === 'truncate_beyond' || says === 'truncate_to_zero') && item === '') return false;
    const heardMs = says === 'truncate_beyond' ? BEYOND_MS : 0;
    const messages = session.misspeak?.(says, { eventId, itemId: item, heardMs }) ?? null;
    if (messages === null) return false;
    for (const message of messages) host.send(message);
    return true;
  }
}

/** The answer whose end is missing was cut off by us: the agent violates no protocol, and owes no usage of it. */
function withCutAnswer(record: CallRecord): CallRecord {
  const { usage, protocolViolations } = record;
  const { unreported = 0, cutOff = 0, ...rest } = usage;
  if (cutOff > 0 || protocolViolations === 0 || unreported === 0) return record;
  const left = unreported === 1 ? {} : { unreported: unreported - 1 };
  return {
    ...record,
    usage: { ...rest, ...left, cutOff: 1 },
    protocolViolations: protocolViolations - 1,
  };
}
