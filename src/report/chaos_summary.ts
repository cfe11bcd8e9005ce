/**
 * What was done on purpose, and what became of the calls that it was done to: faults, impairments and toxics alike, each by its
 * name. Pure. Counts what struck, not what was asked for. A call that several struck is counted with each of them.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { ReconnectRecord, StrikeRecord } from '../core/log/record.ts';
import { cut } from '../core/word/visible.ts';
import { tidyOrNull } from './describe.ts';
import type { EndedCall } from './kept_calls.ts';
import type { Run } from './log.ts';
import { percentile, sortedValues } from './statistics.ts';

/** Codes of errors are the target's own words: a report takes no more of them than anybody reads. */
const MOST_CODES = 20;
const MOST_CHARACTERS = 2000;

export interface ChaosSummary {
  /** Calls that began. */
  readonly calls: number;
  /** Of these, calls that anything struck. */
  readonly struck: number;
  /** The one that struck most calls first. */
  readonly faults: readonly StruckSummary[];
}

export interface StruckSummary {
  readonly fault: string;
  /** A toxic: the network under the connections was bad. */
  readonly network: boolean;
  readonly strikes: number;
  /** Calls that it struck. */
  readonly calls: number;
  readonly completed: number;
  /** Of those calls, by code; one whose end is not told is in neither. */
  readonly failures: Readonly<Partial<Record<FailureCode, number>>>;
  /** What the agent made of what it should not have been sent; absent where nothing was. */
  readonly responses?: {
    readonly answered: Readonly<Record<string, number>>;
    readonly closed: Readonly<Record<string, number>>;
    readonly ignored: number;
  };
  /** Connections that were lost with this as the last strike before, and dialled again; absent where none was. */
  readonly reconnects?: {
    readonly lost: number;
    readonly back: number;
    readonly timeMs: {
      readonly p50: number | null;
      readonly p95: number | null;
      readonly max: number | null;
    };
  };
}

type Ending = Pick<EndedCall, 'outcome' | 'failure'>;

interface Found {
  readonly fault: string;
  readonly network: boolean;
  readonly strikes: StrikeRecord[];
  readonly calls: Map<string, Ending | null>;
  readonly losses: ReconnectRecord[];
}

/** Undefined: nothing struck. */
export function chaosOf(
  runs: readonly Pick<Run, 'calls' | 'strikes'>[],
  calls: number,
): ChaosSummary | undefined {
  const found = new Map<string, Found>();
  const struck = new Set<string>();
  for (const [number, run] of runs.entries()) {
    const ofCalls = new Map<number, StrikeRecord[]>();
    for (const strike of run.strikes) {
      const call = `${number} ${strike.call}`;
      struck.add(call);
      const one = entryOf(found, strike);
      one.strikes.push(strike);
      if (!one.calls.has(call)) one.calls.set(call, endingOf(run.calls.get(strike.call)));
      const own = ofCalls.get(strike.call) ?? [];
      ofCalls.set(strike.call, own);
      own.push(strike);
    }
    for (const [call, strikes] of ofCalls) {
      for (const loss of run.calls.get(call)?.reconnects ?? []) {
        const cause = lastBefore(strikes, loss.lostMs);
        if (cause !== undefined) entryOf(found, cause).losses.push(loss);
      }
    }
  }
  if (struck.size === 0) return undefined;
  const faults = [...found.values()]
    .map(summaryOf)
    .sort((a, b) => b.calls - a.calls || (a.fault < b.fault ? -1 : 1));
  return { calls, struck: struck.size, faults };
}

function entryOf(found: Map<string, Found>, { fault, of }: StrikeRecord): Found {
  const network = of === 'network';
  const key = `${network ? 'network' : 'caller'} ${fault}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  const made: Found = { fault, network, strikes: [], calls: new Map(), losses: [] };
  found.set(key, made);
  return made;
}

function endingOf(call: EndedCall | undefined): Ending | null {
  return call === undefined ? null : { outcome: call.outcome, failure: call.failure };
}

function lastBefore(strikes: readonly StrikeRecord[], lostMs: number): StrikeRecord | undefined {
  let last: StrikeRecord | undefined;
  for (const strike of strikes) {
    if (strike.atMs <= lostMs && (last === undefined || strike.atMs >= last.atMs)) last = strike;
  }
  return last;
}

function summaryOf({ fault, network, strikes, calls, losses }: Found): StruckSummary {
  const ended = [...calls.values()];
  const responses = strikes.flatMap(({ response }) => response ?? []);
  const times = losses.flatMap(({ lostMs, readyMs }) => (readyMs === null ? [] : [readyMs - lostMs]));
  const sorted = sortedValues(times);
  return {
    fault,
    network,
    strikes: strikes.length,
    calls: calls.size,
    completed: ended.filter((call) => call?.outcome === 'completed').length,
    failures: counted(ended.map((call) => call?.failure ?? null)),
    ...(responses.length === 0
      ? {}
      : {
          responses: {
            answered: counted(
              responses.map((one) => (one.type === 'answered' ? cut(one.code, MOST_CHARACTERS) : null)),
            ),
            closed: counted(responses.map((one) => (one.type === 'closed' ? String(one.code) : null))),
            ignored: responses.filter(({ type }) => type === 'ignored').length,
          },
        }),
    ...(losses.length === 0
      ? {}
      : {
          reconnects: {
            lost: losses.length,
            back: times.length,
            timeMs: {
              p50: tidyOrNull(percentile(sorted, 50)),
              p95: tidyOrNull(percentile(sorted, 95)),
              max: tidyOrNull(percentile(sorted, 100)),
            },
          },
        }),
  };
}

/** How often each, the commonest first; null is left out. */
function counted<Name extends string>(names: readonly (Name | null)[]): Record<Name, number> {
  const counts = new Map<Name, number>();
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  const commonest = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, MOST_CODES);
  return Object.fromEntries(commonest) as Record<Name, number>;
}
