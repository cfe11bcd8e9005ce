/**
 * From calls in the busy hour to lines and servers, and back: Little’s law makes erlangs of calls, a goal makes lines of erlangs, and what
 * one server holds makes servers of lines. What is uncertain in goes on as an interval. Pure; it measures nothing.
 */

import { linesFor, loadFor, serviceAt, type ServiceAt, type ServiceGoal } from './service_goal.ts';
import { simulatedQueue, type SimulatedQueue } from './simulated_queue.ts';

export interface StaffingQuestion {
  readonly callsPerHour: number;
  /** How long a call keeps a line, in seconds. An end is null where nothing is known of it. */
  readonly callLengthS: { readonly mean: number; readonly low: number | null; readonly high: number | null };
  /** Of calls that were measured, where some were: what the formulas take for exponential is tried with these. */
  readonly lengthsS: readonly number[];
  readonly goal: ServiceGoal;
  /** Calls that one server holds at once; null: not asked. */
  readonly server: {
    readonly holds: number;
    readonly spare: number;
    /** Where it is from, for whoever reads. */
    readonly from: string;
  } | null;
  /** Lines that are asked about; empty: those about what is needed. */
  readonly lines: readonly number[];
  readonly seed: number;
}

export interface StaffingRow extends ServiceAt {
  /** The most calls an hour that keep the goal on so many lines. */
  readonly callsPerHour: number;
  /** Servers that hold so many lines, without a spare; null: not asked. */
  readonly servers: number | null;
}

export interface Staffing {
  readonly question: StaffingQuestion;
  readonly erlangs: number;
  readonly lines: number;
  /** With the shortest and the longest mean length of a call that the data allow; null: it was given, not measured. */
  readonly linesBetween: readonly [low: number, high: number] | null;
  readonly at: StaffingRow;
  /** Lines about what is needed, or those that were asked about. */
  readonly rows: readonly StaffingRow[];
  /** Whole servers, added one by one: what each number of them bears. Empty: not asked. */
  readonly byServer: readonly StaffingRow[];
  readonly servers: { readonly needed: number; readonly withSpare: number } | null;
  /** With the lengths that were measured. Null: there are none, or there is no queue, whose lengths would matter. */
  readonly simulated: SimulatedQueue | null;
  /** Standard deviation of the lengths over their mean: 1 is what the formulas take. Null: not measured. */
  readonly lengthVariation: number | null;
}

const AROUND = 4;
const MOST_SERVERS_SHOWN = 8;
/** Of a simulation: enough for half a per cent at four in five. */
const SIMULATED_CALLS = 200_000;
const FEWEST_LENGTHS = 20;

export function staffingFor(question: StaffingQuestion): Staffing {
  const { callsPerHour, callLengthS, lengthsS, goal, server } = question;
  const erlangsAt = (lengthS: number): number => (callsPerHour * lengthS) / 3600;
  const holdS = callLengthS.mean;
  const erlangs = erlangsAt(holdS);
  const lines = linesFor(goal, erlangs, holdS);
  const row = (count: number): StaffingRow => ({
    ...serviceAt(goal, erlangs, count, holdS),
    callsPerHour: (loadFor(goal, count, holdS) * 3600) / holdS,
    servers: server === null ? null : Math.ceil(count / server.holds),
  });
  const { low, high } = callLengthS;
  const needed = server === null ? null : Math.ceil(lines / server.holds);
  return {
    question,
    erlangs,
    lines,
    linesBetween:
      low === null || high === null
        ? null
        : [linesFor(goal, erlangsAt(low), low), linesFor(goal, erlangsAt(high), high)],
    at: row(lines),
    rows: (question.lines.length > 0 ? question.lines : around(lines)).map(row),
    byServer:
      server === null || needed === null
        ? []
        : serversAround(needed + server.spare).map((count) => row(count * server.holds)),
    servers: server === null || needed === null ? null : { needed, withSpare: needed + server.spare },
    simulated: simulatedFor(question, lines),
    lengthVariation: variationOf(lengthsS),
  };
}

function around(lines: number): readonly number[] {
  const step = Math.max(1, Math.round(lines / 50));
  return Array.from({ length: 2 * AROUND + 1 }, (_, k) => lines + (k - AROUND) * step).filter(
    (count) => count >= 0,
  );
}

function serversAround(most: number): readonly number[] {
  const from = Math.max(1, most - MOST_SERVERS_SHOWN + 1);
  return Array.from({ length: most - from + 1 }, (_, k) => from + k);
}

function simulatedFor(
  { callsPerHour, lengthsS, goal, seed }: StaffingQuestion,
  lines: number,
): SimulatedQueue | null {
  if (goal.type === 'blocking' || lengthsS.length < FEWEST_LENGTHS || lines === 0) return null;
  return simulatedQueue({
    callsPerHour,
    lines,
    lengthsS,
    patienceS: goal.patienceS,
    waitS: goal.type === 'wait' ? goal.waitS : 0,
    calls: SIMULATED_CALLS,
    seed,
  });
}

function variationOf(lengthsS: readonly number[]): number | null {
  if (lengthsS.length < FEWEST_LENGTHS) return null;
  const mean = lengthsS.reduce((sum, length) => sum + length, 0) / lengthsS.length;
  const variance = lengthsS.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (lengthsS.length - 1);
  return Math.sqrt(variance) / mean;
}
