/** levels.csv: one line a level that was measured, in the order of time. Pure. */

import type { CapacityLevel, CapacityResult, Estimated } from '../../forecast/capacity/capacity_result.ts';
import { csvLine, type Cell, type Column } from '../csv/csv.ts';

const column = (name: string, of: (level: CapacityLevel) => Cell): Column<CapacityLevel> => ({ name, of });

function estimated(name: string, of: (level: CapacityLevel) => Estimated): Column<CapacityLevel>[] {
  return [
    column(name, (level) => of(level).value),
    column(`${name}_low`, (level) => of(level).low),
    column(`${name}_high`, (level) => of(level).high),
  ];
}

const columns: readonly Column<CapacityLevel>[] = [
  column('amount', ({ amount }) => amount),
  column('because', ({ because }) => because),
  column('verdict', ({ verdict }) => verdict),
  column('from_ms', ({ fromMs }) => fromMs),
  column('counted_from_ms', ({ countedFromMs }) => countedFromMs),
  column('until_ms', ({ untilMs }) => untilMs),
  column('at_once_mean', ({ atOnce }) => atOnce.mean),
  column('at_once_max', ({ atOnce }) => atOnce.max),
  column('calls', ({ calls }) => calls.ended),
  column('calls_failed', ({ calls }) => calls.failed),
  column('calls_blocked', ({ calls }) => calls.blocked),
  column('turns', ({ turns }) => turns.ended),
  column('turns_answered', ({ turns }) => turns.answered),
  column('call_ms', ({ callMs }) => callMs),
  column('calls_per_second', ({ callsPerSecond }) => callsPerSecond),
  ...estimated('answered_per_second', ({ answeredPerSecond }) => answeredPerSecond),
  ...estimated('latency_p50_ms', ({ latencyMs }) => latencyMs.p50),
  ...estimated('latency_p95_ms', ({ latencyMs }) => latencyMs.p95),
  ...estimated('error_rate', ({ errorRate }) => errorRate),
  column('failures', ({ failures }) => failures.map(({ code, count }) => `${code}:${count}`).join(' ')),
  column('generator_send_lateness_p99_ms', ({ generator }) => generator?.sendLatenessP99Ms),
  column('generator_loop_lag_p99_ms', ({ generator }) => generator?.loopLagP99Ms),
  column('generator_saturated', ({ generator }) => generator?.saturated),
  column('why', ({ why }) => why),
];

export function levelsCsv({ levels }: CapacityResult): string {
  return [
    csvLine(columns.map(({ name }) => name)),
    ...levels.map((level) => csvLine(columns.map(({ of }) => of(level)))),
  ].join('');
}
