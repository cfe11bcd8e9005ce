/** One call of the node engine on a real socket, in this thread: strict, with a wheel of its own, and its records kept. */

import { callOf } from '../../src/core/call/call_spec.ts';
import type { CallReport } from '../../src/core/log/call_report.ts';
import type { CallLine, CallRecord, TurnRecord } from '../../src/core/log/record.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { GeneratorMeter } from '../../src/engine/node/generator_meter.ts';
import { clockFrom, monotonicMs } from '../../src/engine/node/monotonic_clock.ts';
import { NodeCall } from '../../src/engine/node/node_call.ts';
import type { Surroundings } from '../../src/engine/node/surroundings.ts';
import { threadWaker } from '../../src/engine/node/waker.ts';
import type { Tape } from '../../src/engine/recording/tape.ts';
import { Wheel } from '../../src/engine/node/wheel.ts';

export interface OneCall {
  readonly call: CallRecord;
  readonly turns: readonly TurnRecord[];
  /** All records, in the order in which they came. */
  readonly records: readonly CallLine[];
  readonly gauge: GeneratorMeter;
}

/** `changes`: of what the call would find around it. `log` is told of each record before it is kept. */
export async function oneCall(
  plan: Plan,
  url: string,
  changes: Partial<Surroundings> = {},
  log: (record: CallLine) => void = () => {},
  tape: Tape | null = null,
): Promise<OneCall> {
  const now = clockFrom(monotonicMs());
  const gauge = new GeneratorMeter();
  const wheel = new Wheel(now, gauge.loopLag, threadWaker);
  const dialect = changes.dialect ?? dialectOf(plan);
  const connection = dialect.connection(plan.target, url, undefined);
  const frames = Array.from({ length: 40 }, () => Buffer.from([0x81, 0]));
  const around = { plan, dialect, connection, frames, now, wheel, gauge, strict: true, ...changes };
  const records: CallLine[] = [];
  const call = await new Promise<CallRecord>((resolve) => {
    const keep = (record: CallReport): void => {
      if (record.type === 'used') return;
      log(record);
      records.push(record);
      if (record.type === 'call') resolve(record);
    };
    new NodeCall(around, callOf(plan, 0), now(), keep, undefined, tape).begin();
  });
  wheel.stop();
  const turns = records.filter((record): record is TurnRecord => record.type === 'turn');
  return { call, turns, records, gauge };
}
