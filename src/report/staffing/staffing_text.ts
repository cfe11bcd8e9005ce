/** How a staffing is told to people, in every view the same. Pure. */

import type { ServiceGoal } from '../../forecast/queue/service_goal.ts';
import type { SimulatedShare } from '../../forecast/queue/simulated_queue.ts';
import type { Staffing, StaffingRow } from '../../forecast/queue/needed_lines.ts';
import { visible } from '../../core/word/visible.ts';
import { count, percent, plural, seconds } from '../figure.ts';

export function goalText(goal: ServiceGoal): string {
  switch (goal.type) {
    case 'blocking':
      return `at most ${percent(goal.share)} find no line free`;
    case 'wait':
      return `at least ${percent(goal.share)} are answered within ${seconds(goal.waitS)}`;
    case 'abandonment':
      return `at most ${percent(goal.share)} give up`;
  }
}

export function formulaText(goal: ServiceGoal): string {
  if (goal.type === 'blocking') return 'Erlang B: no queue';
  return goal.patienceS === null
    ? 'Erlang C: everybody waits'
    : `Erlang A: a patience of ${seconds(goal.patienceS)} on average`;
}

export function staffingConclusion({ question, erlangs, lines, linesBetween, servers }: Staffing): string {
  const { callsPerHour, callLengthS, goal, server } = question;
  const [low, high] = linesBetween ?? [lines, lines];
  const between =
    low === high ? '' : ` (${count(low)} to ${count(high)} by what is known of the length of a call)`;
  const told =
    servers === null || server === null
      ? ''
      : `; ${plural(servers.needed, 'server')} of ${plural(server.holds, 'call')}, ${count(servers.withSpare)} with ${count(server.spare)} spare`;
  return `${plural(Math.round(callsPerHour), 'call')} an hour of ${seconds(callLengthS.mean)} are ${erlangsText(erlangs)} erlangs: ${plural(lines, 'line')}${between}, so that ${goalText(goal)}${told}.`;
}

export function erlangsText(erlangs: number): string {
  return count(Number(erlangs.toPrecision(4)));
}

export const STAFFING_COLUMNS = [
  'lines',
  'blocked',
  'wait',
  'answered in time',
  'give up',
  'mean wait',
  'line taken',
  'most calls an hour',
  'servers',
] as const;

/** Cells in the order of the columns, all of them. */
export function staffingCells(row: StaffingRow): readonly string[] {
  return [
    `${count(row.lines)}${row.keeps ? '' : ' ✗'}`,
    percent(row.blocked),
    percent(row.waits),
    percent(row.answeredWithin),
    percent(row.abandons),
    seconds(row.meanWaitS),
    percent(row.occupancy),
    count(Math.floor(row.callsPerHour + 1e-6)),
    count(row.servers),
  ];
}

/** Columns in which some row has something to say. */
export function saidColumns(rows: readonly StaffingRow[]): readonly number[] {
  const of = (told: (row: StaffingRow) => number | null): boolean => rows.some((row) => told(row) !== null);
  return [
    true,
    of(({ blocked }) => blocked),
    of(({ waits }) => waits),
    of(({ answeredWithin }) => answeredWithin),
    of(({ abandons }) => abandons),
    of(({ meanWaitS }) => meanWaitS),
    true,
    true,
    of(({ servers }) => servers),
  ].flatMap((said, at) => (said ? [at] : []));
}

export function staffingNotes(staffing: Staffing): readonly string[] {
  const { question, lengthVariation } = staffing;
  const { goal, server, callLengthS, lengthsS } = question;
  return [
    `${formulaText(goal)}. Calls arrive by chance, one by one, at this rate for the whole hour; whoever is turned away or gives up does not try again.`,
    goal.type === 'blocking'
      ? 'How unequal the lengths of calls are does not matter without a queue.'
      : `The formula takes lengths of calls for exponential (as much variation as mean)${lengthVariation === null ? '' : `; those of ${plural(lengthsS.length, 'call')} vary by ${percent(lengthVariation)} of their mean`}.`,
    ...simulatedNote(staffing),
    ...(callLengthS.low === null || callLengthS.high === null
      ? []
      : [
          `The mean length of a call is ${seconds(callLengthS.mean)}, 95% interval ${seconds(callLengthS.low)} to ${seconds(callLengthS.high)}, of ${plural(lengthsS.length, 'call')}.`,
        ]),
    ...(server === null
      ? []
      : [
          `A server holds ${plural(server.holds, 'call')}: ${visible(server.from).replace(/\.$/, '')}. With all of them up the lines are as many as the servers hold; the spare is for one that is not.`,
        ]),
    'A ✗ marks lines that do not keep what was asked for.',
  ];
}

function simulatedNote({ simulated, question, at }: Staffing): readonly string[] {
  if (simulated === null) return [];
  const { goal } = question;
  const [what, formula, found] =
    goal.type === 'wait'
      ? (['answered in time', at.answeredWithin, simulated.answeredWithin] as const)
      : (['give up', at.abandons, simulated.abandons] as const);
  const within = (share: SimulatedShare, value: number): boolean => value >= share.low && value <= share.high;
  const agrees = formula === null || within(found, formula);
  return [
    `With the lengths that were measured, in a simulation of ${count(simulated.calls)} calls on ${count(at.lines)} lines: ${what} ${percent(found.value)} (${percent(found.low)} to ${percent(found.high)}); the formula says ${percent(formula)}${agrees ? ', which is within' : ''}.`,
  ];
}
