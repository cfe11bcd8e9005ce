/**
 * calls.csv: one line a call that the log knows of, in the order in which they ended; those that it knows the beginning of and
 * not the end come last. Instants are ms since the run’s instant 0, as in the log.
 */

import { noUsage } from '../../core/log/usage.ts';
import { accountOf } from '../account.ts';
import { toldRecords, type ToldCall } from '../told_records.ts';
import type { Reported } from '../view/views.ts';
import { csv, type Column } from './csv.ts';
import { usageColumns } from './usage_columns.ts';

interface Row {
  readonly run: string;
  readonly runStartedAtMs: number;
  readonly call: number;
  /** Absent fields: nothing tells of them. */
  readonly told: Partial<ToldCall>;
}

const column = (name: string, of: Column<Row>['of']): Column<Row> => ({ name, of });
const own = (name: string, of: (call: Partial<ToldCall>) => ReturnType<Column<Row>['of']>): Column<Row> =>
  column(name, ({ told }) => of(told));

const count = (met: boolean, { expectations }: Partial<ToldCall>): number | undefined =>
  expectations?.filter((one) => one.met === met).length;

const callColumns: readonly Column<Row>[] = [
  column('run', ({ run }) => run),
  column('run_started_epoch_ms', ({ runStartedAtMs }) => runStartedAtMs),
  column('call', ({ call }) => call),
  own('caller', ({ caller }) => caller),
  own('voice', ({ voice }) => voice),
  own('outcome', ({ outcome }) => outcome),
  own('failure', ({ failure }) => failure),
  own('detail', ({ detail }) => detail),
  own('ended_by', ({ endedBy }) => endedBy),
  own('close_code', ({ closeCode }) => closeCode),
  own('session_id', ({ sessionId }) => sessionId),
  own('turns', ({ turns }) => turns),
  own('scheduled_ms', ({ scheduledMs }) => scheduledMs),
  own('dialed_ms', ({ dialedMs }) => dialedMs),
  own('connected_ms', ({ connectedMs }) => connectedMs),
  own('ready_ms', ({ readyMs }) => readyMs),
  own('ended_ms', ({ endedMs }) => endedMs),
  own('connections', ({ connections }) => connections),
  own('reconnects', ({ reconnects }) => reconnects?.length),
  own('audio_sent_ms', ({ audioSentMs }) => audioSentMs),
  own('audio_received_ms', ({ audioReceivedMs }) => audioReceivedMs),
  own('heard_ms', ({ heardMs }) => heardMs),
  own('dead_air_longest_ms', ({ deadAirMs }) => deadAirMs?.longest),
  own('dead_air_total_ms', ({ deadAirMs }) => deadAirMs?.total),
  own('overlap_ms', ({ overlapMs }) => overlapMs),
  own('round_trip_min_ms', ({ rtt }) => rtt?.minMs),
  own('round_trip_mean_ms', ({ rtt }) => rtt?.meanMs),
  own('rate_limited', ({ rateLimited }) => rateLimited),
  own('protocol_violations', ({ protocolViolations }) => protocolViolations),
  own('agent_errors', ({ agentErrors }) =>
    agentErrors?.map(({ code, count: n }) => `${code}:${n}`).join(' '),
  ),
  own('fallbacks', ({ fallbacks }) => fallbacks?.map(({ label }) => label).join(' ')),
  own('faults', ({ struck }) => struck?.map(({ fault }) => fault).join(' ')),
  own('expectations_met', (call) => count(true, call)),
  own('expectations_unmet', (call) => count(false, call)),
  ...usageColumns<Row>(({ told }) => told.usage ?? null),
];

export function callsCsv(reported: Reported): AsyncIterable<string> {
  return csv(callColumns, rowsOf(reported));
}

async function* rowsOf(reported: Reported): AsyncGenerator<Row> {
  for await (const { header, record } of toldRecords(reported)) {
    if (record.type !== 'call') continue;
    yield { run: header.run, runStartedAtMs: header.startedAtMs, call: record.call, told: record };
  }
  yield* endless(reported);
}

/** As the report counts them: lost with their worker. */
function* endless({ log }: Reported): Generator<Row> {
  for (const run of log?.runs ?? []) {
    for (const call of new Set([...run.started.keys(), ...run.turns.keys()])) {
      if (run.calls.get(call) !== undefined) continue;
      const turns = run.turns.get(call) ?? [];
      const runStartedAtMs = run.logs.find(({ calls }) => calls.has(call))?.header.startedAtMs ?? 0;
      const account = accountOf(undefined, turns, runStartedAtMs, run.started.get(call)?.caller ?? null);
      const { caller, outcome, failure, detail, usage, receivedMs, heardMs } = account;
      const told = {
        caller,
        outcome,
        failure,
        detail,
        turns: turns.length,
        heardMs,
        audioReceivedMs: receivedMs,
      };
      yield { run: run.id, runStartedAtMs, call, told: usage === noUsage ? told : { ...told, usage } };
    }
  }
}
