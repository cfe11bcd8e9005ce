/**
 * The ends of calls while a run goes on and until it is summed up, as numbers packed into rows of bytes: an hour of 500 calls has
 * tens of thousands, and what is asked for is made anew. What no figure needs is not kept. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { CallOutcome, CallRecord } from '../core/log/record.ts';
import type { OpenUsage } from '../core/log/usage.ts';
import { openOf, USAGE, usageAt } from './kept_usage.ts';
import { orNull, PackedRows } from './packed_rows.ts';
import { Shared } from './shared.ts';

/** Numbers and words of a call's own; what it used comes after them. */
const OWN = 21;
const WIDTH = OWN + USAGE.length;

/** No figure needs these. */
type Unkept = 'sessionId' | 'turns' | 'audioSentMs' | 'rtt';

/** The end of a call, as far as figures go. */
export type EndedCall = Omit<CallRecord, Unkept>;

type InColumns =
  | 'type'
  | 'call'
  | 'caller'
  | 'voice'
  | 'worker'
  | 'closeCode'
  | 'outcome'
  | 'failure'
  | 'detail'
  | 'scheduledMs'
  | 'dialedMs'
  | 'connections'
  | 'connectedMs'
  | 'readyMs'
  | 'endedMs'
  | 'audioReceivedMs'
  | 'heardMs'
  | 'deadAirMs'
  | 'overlapMs'
  | 'usage'
  | 'rateLimited'
  | 'protocolViolations';

/** What is no number, and the same for most calls. */
interface Rest {
  readonly fields: Omit<EndedCall, InColumns>;
  readonly openUsage: OpenUsage;
}

export class KeptCalls {
  private readonly packed = new PackedRows(WIDTH);
  private readonly places = new Map<number, number>();
  private readonly words = new Shared<string>();
  private readonly rests = new Shared<Rest>();
  private readonly row = new Float64Array(WIDTH);
  /** A report asks for one call several times before it goes on to the next. */
  private made: EndedCall | null = null;

  /** A call that was told before is told anew. */
  set(record: CallRecord): void {
    this.write(record, this.row);
    this.places.set(record.call, this.packed.add(this.row));
    this.made = null;
  }

  get size(): number {
    return this.places.size;
  }

  keys(): IterableIterator<number> {
    return this.places.keys();
  }

  has(call: number): boolean {
    return this.places.has(call);
  }

  /** Made anew, but for the call that was asked for last. */
  get(call: number): EndedCall | undefined {
    if (this.made?.call === call) return this.made;
    const place = this.places.get(call);
    if (place === undefined) return undefined;
    this.packed.read(place, this.row);
    return (this.made = this.read(call, this.row));
  }

  private write(record: CallRecord, into: Float64Array): void {
    const { type: _type, call: _call, sessionId: _session, ...kept } = record;
    const { voice, worker, closeCode, ...told } = kept;
    const {
      turns: _turns,
      audioSentMs: _sentMs,
      rtt: _rtt,
      caller,
      outcome,
      failure,
      detail,
      ...lived
    } = told;
    const { scheduledMs, dialedMs, connections, connectedMs, readyMs, endedMs, ...heard } = lived;
    const { audioReceivedMs, heardMs, deadAirMs, overlapMs, usage, ...counted } = heard;
    const { rateLimited, protocolViolations, ...fields } = counted;
    const rest: Rest = { fields, openUsage: openOf(usage) };
    const own = [
      this.keep(caller),
      this.keep(outcome),
      this.keep(failure),
      this.keep(detail),
      scheduledMs,
      dialedMs,
      connections,
      connectedMs,
      readyMs,
      endedMs,
      audioReceivedMs,
      heardMs,
      deadAirMs.longest,
      deadAirMs.total,
      overlapMs,
      rateLimited,
      protocolViolations,
      this.rests.keep(rest, JSON.stringify(rest)),
      this.keep(voice),
      worker,
      closeCode,
    ];
    let at = 0;
    for (const value of own) into[at++] = value ?? Number.NaN;
    for (const kindOfUse of USAGE) into[at++] = usage[kindOfUse];
  }

  private keep(word: string | null): number | null {
    return word === null ? null : this.words.keep(word);
  }

  private read(call: number, row: Float64Array): EndedCall {
    const rest = this.rests.at(row[17] as number);
    const connections = orNull(row, 6);
    const worker = orNull(row, 19);
    return {
      type: 'call',
      call,
      caller: this.word(0),
      voice: this.word(18),
      ...(worker === null ? undefined : { worker }),
      closeCode: orNull(row, 20),
      outcome: this.word(1) as CallOutcome,
      failure: this.word(2) as FailureCode | null,
      detail: this.word(3),
      scheduledMs: row[4] as number,
      dialedMs: orNull(row, 5),
      ...(connections === null ? undefined : { connections }),
      connectedMs: orNull(row, 7),
      readyMs: orNull(row, 8),
      endedMs: orNull(row, 9),
      audioReceivedMs: row[10] as number,
      heardMs: row[11] as number,
      deadAirMs: { longest: row[12] as number, total: row[13] as number },
      overlapMs: row[14] as number,
      usage: usageAt(row, OWN, rest.openUsage),
      rateLimited: row[15] as number,
      protocolViolations: row[16] as number,
      ...rest.fields,
    };
  }

  private word(column: number): string | null {
    const number = orNull(this.row, column);
    return number === null ? null : this.words.at(number);
  }
}
