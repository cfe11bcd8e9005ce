/** The calls of a log that began, each with what it may be chosen by. Pure. */

import type { StrikeRecord } from '../../core/log/record.ts';
import { account, type AccountedCall } from '../account.ts';
import type { Run, RunLog } from '../log.ts';
import { measuredTurn, type MeasuredTurn } from '../metric/family.ts';
import type { Candidate } from './call_choice.ts';
import { factsOf } from './call_facts.ts';

export function candidatesIn(log: RunLog): readonly Candidate[] {
  const candidates = new Candidates(log);
  for (const call of account(log).calls) candidates.add(call, call.turns.map(measuredTurn));
  return candidates.all;
}

/** Call by call: to go through the turns of a long run takes a second, and whoever does may do it for others too. */
export class Candidates {
  readonly all: Candidate[] = [];
  private readonly runs: readonly (Pick<Run, 'id' | 'started'> & {
    readonly strikes: ReadonlyMap<number, readonly StrikeRecord[]>;
  })[];

  constructor({ runs }: RunLog) {
    this.runs = runs.map(({ id, started, strikes }) => ({ id, started, strikes: byCall(strikes) }));
  }

  /** With its turns, worked out. */
  add({ index, run, record }: AccountedCall, measured: readonly MeasuredTurn[]): void {
    if (record !== null && (record.outcome === 'blocked' || record.outcome === 'not_started')) return;
    const of = this.runs[run];
    if (of === undefined) return;
    const turns = measured.map(({ turn }) => turn);
    const parts = {
      started: of.started.get(index) ?? null,
      call: record,
      turns,
      strikes: of.strikes.get(index) ?? [],
    };
    const facts = factsOf(parts, (at) => (measured[at] as MeasuredTurn).times);
    this.all.push({ run: of.id, call: index, facts });
  }
}

function byCall(strikes: readonly StrikeRecord[]): Map<number, StrikeRecord[]> {
  const found = new Map<number, StrikeRecord[]>();
  for (const strike of strikes) {
    const before = found.get(strike.call);
    if (before === undefined) found.set(strike.call, [strike]);
    else before.push(strike);
  }
  return found;
}
