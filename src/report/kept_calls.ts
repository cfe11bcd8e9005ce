/**
 * The ends of calls while a run goes on and until it is summed up, as numbers packed into rows of bytes: an hour of 500 calls has
 * tens of thousands, and what is asked for is made anew. What no figure needs is not kept. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { CallOutcome, CallRecord } from '../core/log/record.ts';
import type { OpenUsage } from '../core/log/usage.ts';
import { restBeside, restKeyBeside } from './kept_rest.ts';
import { openOf, restsAgain, USAGE, usageAt, writeUsage } from './kept_usage.ts';
import { orNaN, orNull, PackedRows, type RowBlocks } from './packed_rows.ts';
import { KeptOnce, type PackedOnce } from './kept_once.ts';

/** Numbers and words of a call's own; what it used comes after them. */
const OWN = 21;
const WIDTH = OWN + USAGE.length;
/** Which of these are numbers of words, and of a rest. */
const WORDS = [0, 1, 2, 3, 18];
const REST = 17;

/** No figure needs these. */
const UNKEPT = ['sessionId', 'turns', 'audioSentMs', 'rtt'] as const satisfies readonly (keyof CallRecord)[];

/** The end of a call, as far as figures go. */
export type EndedCall = Omit<CallRecord, (typeof UNKEPT)[number]>;

/** What each call has, and has here in columns or not at all. */
const IN_COLUMNS = [
  'type',
  'call',
  'caller',
  'voice',
  'worker',
  'closeCode',
  'outcome',
  'failure',
  'detail',
  'scheduledMs',
  'dialedMs',
  'connections',
  'connectedMs',
  'readyMs',
  'endedMs',
  'audioReceivedMs',
  'heardMs',
  'deadAirMs',
  'overlapMs',
  'usage',
  'rateLimited',
  'protocolViolations',
  ...UNKEPT,
] as const satisfies readonly (keyof CallRecord)[];

/** What is no number, and the same for most calls. */
interface Rest {
  readonly fields: Omit<EndedCall, (typeof IN_COLUMNS)[number]>;
  readonly openUsage: OpenUsage;
}

const restKey = restKeyBeside(IN_COLUMNS);

/** As they can be sent to another thread. */
export interface PackedCalls {
  readonly rows: RowBlocks;
  readonly places: Map<number, number>;
  readonly words: PackedOnce<string>;
  readonly rests: PackedOnce<Rest>;
}

export class KeptCalls {
  private readonly rows: PackedRows;
  private readonly places: Map<number, number>;
  private readonly words: KeptOnce<string>;
  private readonly rests: KeptOnce<Rest>;
  private readonly row = new Float64Array(WIDTH);
  /** A report asks for one call several times before it goes on to the next. */
  private made: EndedCall | null = null;

  constructor(packed?: PackedCalls) {
    this.rows = new PackedRows(WIDTH, packed?.rows);
    this.places = packed?.places ?? new Map();
    this.words = new KeptOnce(packed?.words);
    this.rests = new KeptOnce(packed === undefined ? undefined : restsAgain(packed.rests));
  }

  packed(): PackedCalls {
    const { places } = this;
    return { rows: this.rows.packed(), places, words: this.words.packed(), rests: this.rests.packed() };
  }

  /** A call that was told before is told anew. */
  set(record: CallRecord): void {
    this.write(record, this.row);
    this.places.set(record.call, this.rows.add(this.row));
    this.made = null;
  }

  /** As if each call of the other were set. */
  append(later: KeptCalls): void {
    const words = this.words.append(later.words);
    const rests = this.rests.append(later.rests);
    const by = this.rows.append(later.rows, () => (row) => {
      for (const column of WORDS) row[column] = words[row[column] as number] ?? Number.NaN;
      row[REST] = rests[row[REST] as number] as number;
    });
    for (const [call, place] of later.places) this.places.set(call, place + by);
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
    this.rows.read(place, this.row);
    return (this.made = this.read(call, this.row));
  }

  private write(record: CallRecord, into: Float64Array): void {
    const { deadAirMs, usage } = record;
    into[0] = this.keep(record.caller);
    into[1] = this.keep(record.outcome);
    into[2] = this.keep(record.failure);
    into[3] = this.keep(record.detail);
    into[4] = record.scheduledMs;
    into[5] = orNaN(record.dialedMs);
    into[6] = orNaN(record.connections);
    into[7] = orNaN(record.connectedMs);
    into[8] = orNaN(record.readyMs);
    into[9] = orNaN(record.endedMs);
    into[10] = record.audioReceivedMs;
    into[11] = record.heardMs;
    into[12] = deadAirMs.longest;
    into[13] = deadAirMs.total;
    into[14] = record.overlapMs;
    into[15] = record.rateLimited;
    into[16] = record.protocolViolations;
    into[REST] = this.restOf(record, openOf(usage));
    into[18] = this.keep(record.voice);
    into[19] = orNaN(record.worker);
    into[20] = orNaN(record.closeCode);
    writeUsage(usage, into, OWN);
  }

  private keep(word: string | null): number {
    return word === null ? Number.NaN : this.words.keep(word);
  }

  private restOf(record: CallRecord, openUsage: OpenUsage): number {
    const key = restKey(record, openUsage);
    return (
      this.rests.known(key) ?? this.rests.keep({ fields: restBeside(record, IN_COLUMNS), openUsage }, key)
    );
  }

  private read(call: number, row: Float64Array): EndedCall {
    const rest = this.rests.at(row[REST] as number);
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
