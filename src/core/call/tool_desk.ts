/**
 * The desk behind the caller’s client: it answers the agent's tool calls, each once its latency is over, and then
 * asks for the answer that is made from the results. The calls of one response are one errand.
 *
 *   errand     left when                                                              for
 *   ────────   ────────────────────────────────────────────────────────────────────   ───────
 *   working    each call has its result, the response that made them is over and no   waiting
 *              other is being made or owed: then an answer is asked for, once
 *              one of its calls never gets a result                                   waiting
 *              somebody has spoken since                                              over
 *   waiting    an answer that began after the asking (or the hanging call) is heard   over
 *              the service was busy with another answer: it is asked again            working
 *              somebody has spoken since                                              over
 *   over       —
 *
 * Results are sent whatever has become of their errand, as long as the call goes on. Nobody asks for an answer to a
 * question that the caller has spoken over: the service answers the new words, with the results in its context.
 */

import { cut } from '../word/visible.ts';
import type { Answer, Answers } from './answers.ts';
import { awaits, goesOn, unsent, type Errand } from './errand.ts';
import type { Effect } from './effect.ts';
import type { AgentEvent } from './event.ts';
import type { History } from './history.ts';
import type { OpenToolRecord } from './open_tool.ts';
import type { Turn } from './turn.ts';
import type { Plan } from '../plan/plan.ts';
import { Random } from '../word/random.ts';
import { replyOf } from '../plan/tool.ts';

export type ToolCall = Extract<AgentEvent, { type: 'tool_call' }>;

/** What the log keeps of a call: an agent may write without end. */
const MOST_NAME_CHARACTERS = 200;
const MOST_ARGUMENT_CHARACTERS = 20_000;

export class ToolDesk {
  /** When the next result is due. */
  wakeMs = Infinity;

  private readonly plan: Plan;
  private readonly call: number;
  private readonly answers: Answers;
  private readonly emit: (effect: Effect) => void;
  private readonly history: History | null;
  private readonly seen = new Set<string>();
  /** There is no session to give anything to. */
  private suspended = false;
  /** Nothing tells of answers: one more may be "let me see". */
  private readonly byEar: boolean;
  /** When the session at hand took over from one that was lost: nobody was given anything before. */
  private resumedMs = -Infinity;
  /** Those that are not over, or still have a result to send. */
  private errands: Errand[] = [];

  constructor(
    plan: Plan,
    call: number,
    answers: Answers,
    history: History | null,
    emit: (effect: Effect) => void,
  ) {
    this.history = history;
    this.plan = plan;
    this.byEar = plan.limits.gapMs !== undefined;
    this.call = call;
    this.answers = answers;
    this.emit = emit;
  }

  /** It has heard of this call. */
  knows(callId: string): boolean {
    return this.seen.has(callId);
  }

  /** A call was made that it does not know yet. `moot`: somebody is speaking, or has, and waits for an answer. */
  called(call: ToolCall, answer: Answer | null, turn: Turn, moot: boolean, atMs: number): void {
    const random = new Random(this.plan.seed, 'tool', this.call, this.seen.size);
    this.seen.add(call.callId);
    this.history?.called(call);
    const { tools = [] } = this.plan;
    const { outcome, output, latencyMs } = replyOf(tools, call.name, random);
    const givesCancelled = tools.find(({ name }) => name === call.name)?.givesCancelled === true;
    const record: OpenToolRecord = {
      name: cut(call.name, MOST_NAME_CHARACTERS),
      callId: call.callId,
      arguments: cut(call.arguments, MOST_ARGUMENT_CHARACTERS),
      calledMs: atMs,
      outcome,
      answeredMs: null,
      heardMs: null,
    };
    turn.tools.push(record);
    const errand = this.errandOf(answer, turn, atMs);
    const dueMs = output === null ? Infinity : atMs + latencyMs;
    errand.calls.push({ record, output, dueMs, givesCancelled });
    if (moot) {
      errand.state = 'over';
      errand.passedMs = Math.min(errand.passedMs, atMs);
    } else if (output === null && errand.state === 'working') this.wait(errand, false, atMs);
    this.work(atMs);
  }

  /**
   * Sends the results that are due, and asks for an answer where that is all it takes. `heldUpSinceMs`: since when nothing held
   * it up but the wait for an end that was not told, which is the harness's time and nobody else's.
   */
  work(atMs: number, heldUpSinceMs = atMs): void {
    this.wakeMs = Infinity;
    if (this.errands.length === 0 || this.suspended) return;
    for (const { calls, passedMs } of this.errands) {
      for (const { record, output, dueMs } of calls) {
        if (output === null || record.answeredMs !== null) continue;
        if (dueMs > atMs) this.wakeMs = Math.min(this.wakeMs, dueMs);
        else {
          // A generator that is late shows in what is counted from here, and never shortens it.
          record.answeredMs = Math.max(dueMs, this.resumedMs);
          if (record.cancelledMs === undefined && passedMs <= record.answeredMs) record.late = true;
          this.history?.gave(record.callId, output);
          this.emit({ type: 'send', command: { type: 'tool_result', callId: record.callId, output } });
        }
      }
    }
    this.ask(atMs, heldUpSinceMs);
    this.errands = this.errands.filter((errand) => errand.state !== 'over' || errand.calls.some(unsent));
  }

  private ask(atMs: number, heldUpSinceMs: number): void {
    if (this.answers.active || this.answers.owing || this.errands.some((errand) => this.requested(errand))) {
      return;
    }
    const ready = this.errands.filter(({ state, calls }) => state === 'working' && !calls.some(unsent));
    if (ready.length === 0) return;
    for (const errand of ready) {
      this.wait(errand, true, atMs);
      for (const { record } of errand.calls) {
        const heldMs = record.answeredMs === null ? 0 : atMs - Math.max(record.answeredMs, heldUpSinceMs);
        if (heldMs > 0) record.heldMs = heldMs;
      }
    }
    this.emit({ type: 'send', command: { type: 'respond', to: 'tools' } });
  }

  /** A result is still to be given, or an answer to be made of one. */
  get busy(): boolean {
    return this.errands.length > 0;
  }

  /** All results of an errand are out, and an answer is asked for once the one that is being listened to is over. */
  get heldUp(): boolean {
    if (this.errands.length === 0 || !this.answers.speaking) return false;
    return this.errands.some(({ state, calls }) => state === 'working' && !calls.some(unsent));
  }

  /** Its answer was asked for and has not begun. */
  private requested(errand: Errand): boolean {
    return errand.state === 'waiting' && errand.asked && errand.sinceSerial === this.answers.latest;
  }

  private wait(errand: Errand, asked: boolean, atMs: number): void {
    errand.state = 'waiting';
    errand.asked = asked;
    errand.sinceMs = atMs;
    errand.sinceSerial = this.answers.latest;
  }

  /** The service would not begin the answer that was asked for, since it is busy with another. */
  refused(): void {
    for (const errand of this.errands) {
      if (errand.state === 'waiting' && errand.asked) errand.state = 'working';
    }
  }

  /** Somebody has spoken: the answer that comes next is to that. */
  spoke(): void {
    for (const errand of this.errands) errand.state = 'over';
  }

  /** The caller begins to say something else: what has not come by then comes late. */
  passed(atMs: number): void {
    for (const errand of this.errands) errand.passedMs = Math.min(errand.passedMs, atMs);
  }

  /** The agent has taken these calls back: nobody wants their results, and there is nothing to wait for. A careful client gives none. */
  cancelled(callIds: readonly string[], atMs: number): void {
    for (const errand of this.errands) {
      const open = errand.calls.filter((call) => unsent(call) && callIds.includes(call.record.callId));
      if (open.length === 0) continue;
      for (const call of open) {
        call.record.cancelledMs = atMs;
        if (!call.givesCancelled) errand.calls.splice(errand.calls.indexOf(call), 1);
      }
      errand.state = 'over';
    }
    this.work(atMs);
  }

  /** The session that made the calls is gone: nobody wants their results. */
  abandon(): void {
    this.errands = [];
    this.wakeMs = Infinity;
  }

  /** The session is gone, and another will take over: until then nobody is given anything, and nothing is asked for. */
  suspend(): void {
    this.suspended = true;
    this.wakeMs = Infinity;
    this.spoke();
  }

  /** The caller goes without the answer to this turn, or the rest of it: it is asked for as soon as it can be. */
  wantAgain(turn: Turn): void {
    const own = this.errands.filter((errand) => errand.turn === turn);
    if (own.length === 0) own.push(this.begin(null, turn, -Infinity));
    for (const errand of own) {
      errand.state = 'working';
      errand.asked = false;
    }
  }

  /** Another session has been told of the calls that were made: what they are due is given there. */
  resume(atMs: number): void {
    this.suspended = false;
    this.resumedMs = atMs;
    this.work(atMs);
  }

  /** The first of an answer is heard. */
  heard(answer: Answer, heardAtMs: number): void {
    for (const errand of this.errands) {
      if (!awaits(errand, answer)) {
        if (!this.byEar && goesOn(errand, answer)) errand.passedMs = Math.min(errand.passedMs, heardAtMs);
        continue;
      }
      errand.state = 'over';
      for (const { record } of errand.calls) if (record.answeredMs !== null) record.heardMs = heardAtMs;
      errand.turn.heardAfterAll();
    }
  }

  /** Whether an answer is the one that is waited for. */
  awaited(answer: Answer): boolean {
    return this.errands.some((errand) => awaits(errand, answer));
  }

  /** Since when a turn has had nothing to wait for but the agent; Infinity: a result is not out yet; null: it does not wait. */
  waitsSinceMs(turn: Turn): number | null {
    let since: number | null = null;
    for (const errand of this.errands) {
      if (errand.turn !== turn || errand.state === 'over') continue;
      since = Math.max(since ?? -Infinity, errand.state === 'working' ? Infinity : errand.sinceMs);
    }
    return since;
  }

  /** An answer from this turn's results was asked for, and has not begun. */
  awaitsAnswer(turn: Turn): boolean {
    return this.errands.some((errand) => errand.turn === turn && this.requested(errand));
  }

  /** A result of this turn has yet to be sent. */
  owes(turn: Turn): boolean {
    return this.errands.some((errand) => errand.turn === turn && errand.calls.some(unsent));
  }

  private errandOf(answer: Answer | null, turn: Turn, atMs: number): Errand {
    const open = this.errands.find((errand) => errand.answer !== null && errand.answer === answer);
    return open !== undefined && !open.asked ? open : this.begin(answer, turn, atMs);
  }

  private begin(answer: Answer | null, turn: Turn, atMs: number): Errand {
    const errand: Errand = {
      answer,
      turn,
      calls: [],
      state: 'working',
      asked: false,
      sinceMs: atMs,
      sinceSerial: this.answers.latest,
      passedMs: Infinity,
    };
    this.errands.push(errand);
    return errand;
  }
}
