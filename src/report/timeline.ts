/**
 * One call as a list of what happened in it and when, in ms since it was to start: for laying two makings of the same call side by
 * side. Pure.
 */

import type { HearingRecord } from '../core/log/hearing_record.ts';
import { latencies } from '../core/log/timing.ts';
import type { CallLine, CallRecord, StrikeRecord, TurnRecord } from '../core/log/record.ts';

export interface Happening {
  /** The same in both makings: what is laid side by side goes by it. */
  readonly name: string;
  readonly atMs: number | null;
  /** How it turned out, where there is more to say than that it happened. */
  readonly outcome: string;
}

export interface MadeCall {
  readonly call: CallRecord | null;
  readonly turns: readonly TurnRecord[];
  readonly strikes: readonly StrikeRecord[];
}

/** The records of one call among those of many. */
export function madeCall(records: Iterable<CallLine>, call: number): MadeCall {
  const own = [...records].filter((record) => record.call === call);
  return {
    call: own.find((record) => record.type === 'call') ?? null,
    turns: own.filter((record) => record.type === 'turn'),
    strikes: own.filter((record) => record.type === 'strike'),
  };
}

/** In the order of time; what has no instant stands where it would have been. */
export function timelineOf({ call, turns, strikes }: MadeCall): readonly Happening[] {
  const startMs = call?.scheduledMs ?? 0;
  const since = (atMs: number | null): number | null => (atMs === null ? null : atMs - startMs);
  const happenings: Happening[] = [
    { name: 'connected', atMs: since(call?.connectedMs ?? null), outcome: '' },
    { name: 'ready', atMs: since(call?.readyMs ?? null), outcome: '' },
  ];
  for (const turn of turns) {
    const { marks } = turn;
    const name = `turn ${turn.turn} ${turn.kind}`;
    if (marks.speechEnd !== null) {
      happenings.push({
        name: `${name}: caller falls silent`,
        atMs: since(marks.speechEnd),
        outcome: turn.said,
      });
    }
    const { responseLatency } = latencies(turn);
    happenings.push({
      name: `${name}: agent is heard`,
      atMs: since(marks.firstHeard),
      outcome: [
        turn.outcome + (turn.failure === null ? '' : ` (${turn.failure})`),
        ...(responseLatency === null ? [] : [`after ${Math.round(responseLatency)} ms`]),
      ].join(' '),
    });
    for (const [index, heard] of (turn.heardAs ?? []).entries()) {
      happenings.push({ name: `${name}: caller goes on ${index + 1}`, atMs: null, outcome: wayOf(heard) });
    }
  }
  for (const [index, strike] of strikes.entries()) {
    happenings.push({
      name: `strike ${index}: ${strike.fault}`,
      atMs: since(strike.atMs),
      outcome: strike.detail ?? '',
    });
  }
  happenings.push({
    name: 'end',
    atMs: since(call?.endedMs ?? null),
    outcome:
      call === null ? 'no record of it' : call.outcome + (call.failure === null ? '' : ` (${call.failure})`),
  });
  return sorted(happenings);
}

function wayOf({ by, branch = 0, spent }: HearingRecord): string {
  const past = spent === true ? ', and has come back often enough' : '';
  switch (by) {
    case 'when':
      return `by branch ${branch + 1}${past}`;
    case 'else':
      return `by no branch${past}`;
    case 'plain':
      return `in the plain order, for want of a transcript${past}`;
    case 'nothing':
      return `having heard nothing${past}`;
  }
}

/** Stable: what happened at no known instant keeps its place behind what stood before it. */
function sorted(happenings: readonly Happening[]): readonly Happening[] {
  let lastMs = 0;
  const placed = happenings.map((happening) => {
    lastMs = happening.atMs ?? lastMs;
    return { happening, atMs: lastMs };
  });
  return placed.toSorted((a, b) => a.atMs - b.atMs).map(({ happening }) => happening);
}

export interface SideBySide {
  readonly name: string;
  readonly first: Happening | null;
  readonly again: Happening | null;
}

/** Both makings in one list, in the order of the first; what only the second has stands where it happened. */
export function sideBySide(first: MadeCall, again: MadeCall): readonly SideBySide[] {
  const one = timelineOf(first);
  const two = new Map(timelineOf(again).map((happening) => [happening.name, happening]));
  const rows: SideBySide[] = one.map((happening) => ({
    name: happening.name,
    first: happening,
    again: two.get(happening.name) ?? null,
  }));
  const known = new Set(one.map(({ name }) => name));
  for (const happening of two.values()) {
    if (known.has(happening.name)) continue;
    const at = rows.findIndex(
      ({ first, again }) => ((first ?? again)?.atMs ?? 0) > (happening.atMs ?? Infinity),
    );
    rows.splice(at === -1 ? rows.length : at, 0, { name: happening.name, first: null, again: happening });
  }
  return rows;
}

/** Whether both came to the same: the same turns with the same outcomes, the same strikes, the same end. */
export function sameResults(first: MadeCall, again: MadeCall): boolean {
  const told = ({ call, turns, strikes }: MadeCall): string =>
    JSON.stringify([
      call?.outcome,
      call?.failure,
      turns.map(({ kind, said, outcome, failure }) => [kind, said, outcome, failure]),
      strikes.map(({ fault }) => fault),
      call?.expectations?.map(({ expectation, turn, met }) => [expectation, turn, met]),
    ]);
  return told(first) === told(again);
}
