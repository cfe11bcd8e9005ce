/**
 * Lays what sentinels measured beside what the reference agent knows: turn by turn, by the session's id. A turn of which one
 * side is missing is told too, with that side null. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { CalibrationRecord, CallLine, TurnRecord } from '../core/log/record.ts';
import { latencies } from '../core/log/timing.ts';
import { trueMouthToEarMs, type TrueTurn } from './truth.ts';

/** How a turn fails that the end of the run cut off: nobody was to measure it. */
const CUT_OFF: FailureCode = 'interrupted';

export class Join {
  private readonly bufferMs: number;
  /** Turns of sentinels that go on, whose session is not known yet. */
  private readonly open = new Map<number, TurnRecord[]>();
  private measured: { readonly session: string | null; readonly turn: TurnRecord }[] = [];
  private readonly known = new Map<string, TrueTurn>();

  /** `bufferMs`: the depth of the sentinels' jitter buffer. */
  constructor(bufferMs: number) {
    this.bufferMs = bufferMs;
  }

  /** What the agent knows. */
  knows(turn: TrueTurn): void {
    this.known.set(keyOf(turn.session, turn.turn), turn);
  }

  /** What a sentinel tells: its turns, then its end. */
  told(record: CallLine): void {
    if (record.type === 'turn') {
      const wanted = record.expectsAnswer && record.failure !== CUT_OFF;
      if (wanted) this.open.set(record.call, [...(this.open.get(record.call) ?? []), record]);
      return;
    }
    if (record.type === 'call') this.close(record.call, record.sessionId);
  }

  /** Those of which both sides are there; each once. */
  matched(): CalibrationRecord[] {
    const records: CalibrationRecord[] = [];
    this.measured = this.measured.filter(({ session, turn }) => {
      const record = this.recordOf(session, turn);
      const complete = record.measuredMs !== null && record.trueMs !== null;
      if (complete) records.push(record);
      return !complete;
    });
    return records;
  }

  /** At the end of the run, when nobody has anything to add: all that has not been told. */
  rest(): CalibrationRecord[] {
    for (const call of this.open.keys()) this.close(call, null);
    const records = this.measured.map(({ session, turn }) => this.recordOf(session, turn));
    this.measured = [];
    return records;
  }

  private close(call: number, session: string | null): void {
    for (const turn of this.open.get(call) ?? []) this.measured.push({ session, turn });
    this.open.delete(call);
  }

  private recordOf(session: string | null, turn: TurnRecord): CalibrationRecord {
    const known = session === null ? undefined : this.known.get(keyOf(session, turn.turn));
    const { speechEnd, speechStart } = turn.marks;
    return {
      type: 'calibration',
      call: turn.call,
      turn: turn.turn,
      atMs: speechEnd ?? speechStart ?? 0,
      measuredMs: latencies(turn).responseLatency,
      trueMs: known === undefined ? null : trueMouthToEarMs(known, this.bufferMs),
    };
  }
}

function keyOf(session: string, turn: number): string {
  return `${session} ${turn}`;
}
