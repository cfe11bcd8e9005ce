/**
 * A caller that goes on by what it hears: which way, and when that can be told. Transcripts come after the audio, so that it waits
 * for one, bounded; a tool that is called needs none. It decides, and leaves it to the conversation to go. Pure; instants in ms.
 *
 *   by        when                                                            way
 *   ───────   ─────────────────────────────────────────────────────────────   ─────────────────────────────────────
 *   when      the answer is over, its words are there (or a tool was called   the first branch that holds
 *             that a branch is about, and none before it is about words)
 *   else      the same, and no branch holds                                   otherwise
 *   plain     no branch holds, and of one at least nobody can tell            the likely branch, or else otherwise
 *   nothing   the deadline has passed                                         the branch for that; without one: none
 */

import type { CallSpec } from './call_spec.ts';
import type { Ledger } from './ledger.ts';
import type { ScriptWalk } from './script_walk.ts';
import type { Condition } from '../plan/expectation.ts';
import type { HearingRecord } from '../log/hearing_record.ts';
import type { TurnRecord } from '../log/record.ts';
import { plainWay, type PlanStep, type Way } from './script.ts';
import type { Turn } from './turn.ts';
import type { Understanding } from './understanding.ts';

type HearStep = Extract<PlanStep, { op: 'hear' }>;

/** From the last that was heard of an answer on: so long its transcript is waited for. */
const TRANSCRIPT_WITHIN_MS = 1500;
/** What somebody may need in order to tell that an agent repeats itself. */
const TURNS_KEPT = 4;

export class Hearing {
  /** Until when it waits for a transcript. */
  wakeMs = Infinity;
  private readonly spec: CallSpec;
  private readonly ledger: Ledger;
  private readonly walk: ScriptWalk;
  private readonly understanding: Understanding | null;
  private recent: readonly TurnRecord[] = [];
  /** Null: the answer is not over. */
  private transcriptMs: number | null = null;
  private toolsSeen = 0;

  constructor(spec: CallSpec, ledger: Ledger, walk: ScriptWalk, understanding: Understanding | null) {
    this.spec = spec;
    this.ledger = ledger;
    this.walk = walk;
    this.understanding = understanding;
  }

  /** The caller begins to listen. */
  begin(): void {
    this.transcriptMs = null;
    this.toolsSeen = 0;
  }

  /** An answer was heard out in whatever step: what is said next may be the same once more. */
  remember(turn: Turn, atMs: number): void {
    if (!this.walk.hears) return;
    const { index, caller, persona } = this.spec;
    const call = { index, caller: caller.name, voice: persona.voice };
    const record = turn.record(call, atMs, null, false);
    this.recent = [...this.recent.filter((known) => known.turn !== record.turn), record].slice(-TURNS_KEPT);
  }

  /** The answer goes on: the index of the step to go on at all the same, as a tool was called; null: none was. O(1) as a rule. */
  whileItGoesOn(step: HearStep, turn: Turn, atMs: number): number | null {
    this.transcriptMs = null;
    if (turn.tools.length === this.toolsSeen) return null;
    this.toolsSeen = turn.tools.length;
    this.remember(turn, atMs);
    for (const [branch, way] of step.branches.entries()) {
      if (way.when === null) continue;
      if (!isOfCalls(way.when)) return null;
      if (this.holds(way.when) === true) return this.goes(step, turn, { by: 'when', branch }, way);
    }
    return null;
  }

  /** The answer is over: the index of the step to go on at; null: its transcript is waited for, until `wakeMs`. */
  heardOut(step: HearStep, turn: Turn, atMs: number): number | null {
    this.transcriptMs ??= this.ledger.playback.audibleUntil(atMs) + TRANSCRIPT_WITHIN_MS;
    this.wakeMs = this.transcriptMs;
    const needsWords = step.branches.some(({ when }) => when !== null && !isOfCalls(when));
    if (needsWords && atMs < this.transcriptMs && !this.ledger.hasWordsOf(turn)) return null;
    this.remember(turn, atMs);
    let untold = false;
    for (const [branch, way] of step.branches.entries()) {
      if (way.when === null) continue;
      const holds = this.holds(way.when);
      if (holds === true) return this.goes(step, turn, { by: 'when', branch }, way);
      untold ||= holds === null;
    }
    if (!untold) return this.goes(step, turn, { by: 'else' }, step.otherwise);
    return this.goes(step, turn, { by: 'plain' }, plainWay(step));
  }

  /** Nothing was heard in time: the index of the step to go on at; null: the script has none for that. */
  heardNothing(step: HearStep, turn: Turn): number | null {
    const branch = step.branches.findIndex(({ when }) => when === null);
    const way = step.branches[branch];
    return way === undefined ? null : this.goes(step, turn, { by: 'nothing', branch }, way);
  }

  private holds(condition: Condition): boolean | null {
    const { persona } = this.spec;
    return this.understanding?.holds(condition, { turns: this.recent, persona }) ?? null;
  }

  private goes(step: HearStep, turn: Turn, told: Omit<HearingRecord, 'step'>, way: Way): number {
    const takes = this.walk.takes(way);
    turn.heardAs.push({ step: this.walk.at, ...told, ...(takes ? {} : { spent: true }) });
    return takes ? way.to : step.past;
  }
}

/** It is told by tool calls alone, and once it holds it goes on to. */
function isOfCalls(condition: Condition): boolean {
  switch (condition.is) {
    case 'tool':
      return true;
    case 'all':
    case 'any':
      return condition.of.every(isOfCalls);
    default:
      return false;
  }
}
