/**
 * Which calls of a run are worth a look, the worthiest first: those that were asked for, then by turns one of each kind of
 * trouble (failed, by code; slow; something expected that was not met; struck, by fault) and one of a sample. However few of
 * them there is room for, each kind is among them. Pure, and for one seed always the same.
 */

import { Random } from '../../core/word/random.ts';
import type { CallFacts } from './call_facts.ts';

export interface Candidate {
  readonly run: string;
  readonly call: number;
  readonly facts: CallFacts;
}

export interface Chosen {
  readonly run: string;
  readonly call: number;
  /** Why it is worth a look. */
  readonly reason: string;
}

/** Every candidate once, at most `most` of them. `asked`: numbers of calls that somebody wants to see. */
export function chooseCalls(
  candidates: readonly Candidate[],
  seed: number,
  most: number,
  asked: readonly number[] = [],
): readonly Chosen[] {
  const chosen = new Map<Candidate, string>();
  for (const candidate of candidates) if (asked.includes(candidate.call)) chosen.set(candidate, 'asked for');
  const queues = queuesOf(candidates, seed).map(({ reason, calls }) => ({ reason, calls: calls.values() }));
  for (let open = queues; open.length > 0 && chosen.size < most;) {
    open = open.filter(({ reason, calls }) => {
      // A call is of several kinds: each kind goes on to its next that is not there yet.
      for (const candidate of calls) {
        if (chosen.has(candidate)) continue;
        chosen.set(candidate, reason(candidate.facts));
        return true;
      }
      return false;
    });
  }
  // The last round may have taken more than there is room for.
  return [...chosen].slice(0, most).map(([{ run, call }, reason]) => ({ run, call, reason }));
}

interface Queue {
  readonly reason: (facts: CallFacts) => string;
  readonly calls: readonly Candidate[];
}

function queuesOf(candidates: readonly Candidate[], seed: number): readonly Queue[] {
  const slowness = ({ facts }: Candidate): number => facts.slowestMs ?? 0;
  const slowestFirst = candidates.toSorted((a, b) => slowness(b) - slowness(a));
  const failed = grouped(slowestFirst, ({ facts }) => (facts.code === null ? [] : [facts.code]));
  const struck = grouped(slowestFirst, ({ facts }) => facts.faults);
  const unmet = candidates
    .filter(({ facts }) => facts.unmet.length > 0)
    .toSorted((a, b) => b.facts.unmet.length - a.facts.unmet.length);
  const drawn = candidates
    .map((candidate) => ({ candidate, draw: new Random(seed, 'inspector', candidate.call).next() }))
    .toSorted((a, b) => a.draw - b.draw)
    .map(({ candidate }) => candidate);
  return [
    ...failed.map(([code, calls]) => ({
      reason: ({ ofTurn }: CallFacts) => (ofTurn ? `a turn failed: ${code}` : `failed: ${code}`),
      calls,
    })),
    {
      reason: ({ slowestMs }) => `slow: an answer took ${Math.round(slowestMs ?? 0)} ms`,
      calls: slowestFirst.filter(({ facts }) => facts.slowestMs !== null),
    },
    { reason: () => 'something expected was not met', calls: unmet },
    ...struck.map(([fault, calls]) => ({ reason: () => `struck by ${fault}`, calls })),
    { reason: () => 'of the sample', calls: drawn },
  ];
}

/** The most frequent kind first. */
function grouped(
  candidates: readonly Candidate[],
  kindsOf: (candidate: Candidate) => readonly string[],
): readonly (readonly [string, readonly Candidate[]])[] {
  const kinds = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const kind of kindsOf(candidate)) {
      const calls = kinds.get(kind);
      if (calls === undefined) kinds.set(kind, [candidate]);
      else calls.push(candidate);
    }
  }
  return [...kinds].toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
}
