/** Each kind of caller: of the whole run as it was summed up, or of what is chosen of it. Pure. */

import type { PageData } from '../../page/page_data.ts';
import { count, ms, usd } from '../figure.ts';
import { percentile } from '../statistics.ts';
import { type Hypertext } from './hypertext.ts';
import { latenciesOf, type Picked } from './picked.ts';
import { noData, tableOf } from './table.ts';

const HEAD = ['caller', 'calls', 'failed', 'turns', 'unanswered', 'p50', 'p95', 'max'];

export function callerTable({ summary, recorded }: PageData, picked: Picked | null): Hypertext {
  if (summary.callers.length === 0) return noData('no call began');
  if (picked !== null && recorded !== null) {
    const rows = recorded.callers
      .map((name, caller) => rowOf(name, caller, picked))
      .filter(([, calls]) => calls !== '0');
    return rows.length === 0
      ? noData('no call is chosen')
      : tableOf({ caption: 'Kinds of callers, of what is chosen', head: HEAD, rows });
  }
  return tableOf({
    caption: 'Kinds of callers',
    head: [...HEAD, 'a call'],
    rows: summary.callers.map(({ caller, calls, failed, turns, unanswered, responseLatency, perCallUsd }) => [
      caller,
      count(calls),
      count(failed),
      count(turns),
      count(unanswered),
      ms(responseLatency.p50),
      ms(responseLatency.p95),
      ms(responseLatency.max),
      usd(perCallUsd),
    ]),
  });
}

function rowOf(name: string, caller: number, { columns, calls, turns }: Picked): string[] {
  const own = calls.filter((place) => columns.calls.caller[place] === caller);
  const ownTurns = turns.filter((turn) => columns.calls.caller[columns.turns.place[turn] ?? -1] === caller);
  const { sorted, lost } = latenciesOf({ columns, calls: own, turns: ownTurns });
  return [
    name,
    count(own.length),
    count(own.filter((place) => columns.calls.outcome[place] === 1).length),
    count(ownTurns.length),
    count(lost),
    ms(percentile(sorted, 50)),
    ms(percentile(sorted, 95)),
    ms(sorted.at(-1) ?? null),
  ];
}
