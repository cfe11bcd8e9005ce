/**
 * The turns of a run while it goes on and until it is summed up: an hour of 500 calls has hundreds of thousands. What is number
 * in them is packed into rows of bytes, words are kept once, and a record is made anew for whoever asks. The texts that were
 * heard and spoken, which no figure needs, are not kept: they are null. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { TurnKind, TurnOutcome, TurnRecord } from '../core/log/record.ts';
import type { OpenUsage } from '../core/log/usage.ts';
import { MARKS, marksAt, writeMarks } from './kept_marks.ts';
import { openOf, restsAgain, USAGE, usageAt, writeUsage } from './kept_usage.ts';
import { orNaN, orNull, PackedRows, type RowBlocks } from './packed_rows.ts';
import { KeptOnce, type PackedOnce } from './kept_once.ts';
import { isKnownRest, turnRest, turnRestKey, withKnown, type TurnRest } from './turn_rest.ts';

/** The place of the row before it in its call, and the number of the turn: what is asked for by itself. */
const LINK = 2;
const OWN = LINK + 21;
const WIDTH = OWN + MARKS.length + USAGE.length;
/** Which of these are numbers of words, and of a rest. */
const WORDS = [3, 4, 5, 6, 7, 9, 10];
const REST = 20;

/** What is no number, and the same for most turns. */
interface Rest {
  readonly fields: TurnRest;
  readonly isKnown: boolean;
  readonly openUsage: OpenUsage;
}

/** As they can be sent to another thread. */
export interface PackedTurns {
  readonly rows: RowBlocks;
  readonly lastOf: Map<number, number>;
  readonly lookups: Map<number, Map<number, number>>;
  readonly words: PackedOnce<string>;
  readonly rests: PackedOnce<Rest>;
}

export class KeptTurns {
  private readonly rows: PackedRows;
  /** Of each call, where its last row lies; it tells where the one before it does. */
  private readonly lastOf: Map<number, number>;
  /** Of calls whose turns did not come in their order: where each lies, in the order in which they were first told. */
  private readonly lookups: Map<number, Map<number, number>>;
  /** A report asks for one call's turns several times before it goes on to the next. */
  private made: { readonly call: number; readonly turns: readonly TurnRecord[] } | null = null;
  private readonly words: KeptOnce<string>;
  private readonly rests: KeptOnce<Rest>;
  private readonly row = new Float64Array(WIDTH);
  private readonly link = new Float64Array(LINK);

  constructor(packed?: PackedTurns) {
    this.rows = new PackedRows(WIDTH, packed?.rows);
    this.lastOf = packed?.lastOf ?? new Map();
    this.lookups = packed?.lookups ?? new Map();
    this.words = new KeptOnce(packed?.words);
    this.rests = new KeptOnce(packed === undefined ? undefined : restsAgain(packed.rests));
  }

  packed(): PackedTurns {
    const { lastOf, lookups } = this;
    return {
      rows: this.rows.packed(),
      lastOf,
      lookups,
      words: this.words.packed(),
      rests: this.rests.packed(),
    };
  }

  /** True where the turn had been told before: the later one counts. */
  add(record: TurnRecord): boolean {
    this.write(record, this.row);
    return this.put(record.call);
  }

  /** As if each turn of the other were added, call by call. Gives how many of them had been told before. */
  append(later: KeptTurns): number {
    const words = this.words.append(later.words);
    const rests = this.rests.append(later.rests);
    const by = this.rows.append(later.rows, (further) => (row, columns) => {
      row[0] = (row[0] as number) + further;
      if (columns <= LINK) return;
      for (const column of WORDS) row[column] = words[row[column] as number] ?? Number.NaN;
      row[REST] = rests[row[REST] as number] as number;
    });
    let told = 0;
    for (const [call, last] of later.lastOf) {
      const places = later.lookups.get(call);
      if (!this.lastOf.has(call)) {
        this.lastOf.set(call, last + by);
        if (places !== undefined)
          this.lookups.set(call, new Map(Array.from(places, ([turn, place]) => [turn, place + by])));
        continue;
      }
      // It began before: its turns are told again, behind those that it has.
      for (const place of later.placesOf(call, last)) {
        this.rows.read(place + by, this.row);
        if (this.put(call)) told++;
      }
    }
    return told;
  }

  /** The turn that is in the row. */
  private put(call: number): boolean {
    this.made = null;
    const turn = this.row[1] as number;
    const last = this.lastOf.get(call);
    const lookup = last === undefined ? undefined : this.lookupFor(call, turn, last);
    const told = lookup?.has(turn) === true;
    this.row[0] = last ?? Number.NaN;
    const place = this.rows.add(this.row);
    this.lastOf.set(call, place);
    lookup?.set(turn, place);
    return told;
  }

  /** Turns come in their order as a rule; only a call in which one does not has a table of them. */
  private lookupFor(call: number, turn: number, last: number): Map<number, number> | undefined {
    const known = this.lookups.get(call);
    if (known !== undefined) return known;
    if (this.linkAt(last).turn < turn) return undefined;
    const lookup = new Map(this.placesFrom(last).map((place) => [this.linkAt(place).turn, place]));
    this.lookups.set(call, lookup);
    return lookup;
  }

  /** The rows of a call, the first first. */
  private placesOf(call: number, last: number): readonly number[] {
    const lookup = this.lookups.get(call);
    return lookup === undefined ? this.placesFrom(last) : [...lookup.values()];
  }

  /** The same of one whose turns came in their order. */
  private placesFrom(last: number): number[] {
    const places: number[] = [];
    for (let place = last; !Number.isNaN(place); place = this.linkAt(place).before) places.push(place);
    return places.reverse();
  }

  private linkAt(place: number): { readonly before: number; readonly turn: number } {
    this.rows.read(place, this.link, LINK);
    return { before: this.link[0] as number, turn: this.link[1] as number };
  }

  /** How many calls left turns. */
  get size(): number {
    return this.lastOf.size;
  }

  /** These calls. */
  keys(): Iterable<number> {
    return this.lastOf.keys();
  }

  /** Whether a call left any. */
  has(call: number): boolean {
    return this.lastOf.has(call);
  }

  /** Those of a call, in the order of the log, made anew, but for those of the call that was asked for last. Undefined: none. */
  get(call: number): readonly TurnRecord[] | undefined {
    if (this.made?.call === call) return this.made.turns;
    const last = this.lastOf.get(call);
    if (last === undefined) return undefined;
    const turns = this.placesOf(call, last).map((place) => this.read(call, place));
    this.made = { call, turns };
    return turns;
  }

  /** Written out, as nothing is taken apart that need not be: a long log has hundreds of thousands. */
  private write(record: TurnRecord, into: Float64Array): void {
    const { failure, detail, bargeIn, underruns, marks, usage } = record;
    into[1] = record.turn;
    into[2] = orNaN(record.step);
    into[3] = this.keep(record.kind);
    into[4] = this.keep(record.caller);
    into[5] = this.keep(record.voice);
    into[6] = this.keep(record.said);
    into[7] = this.keep(record.outcome);
    into[8] = record.expectsAnswer ? 1 : 0;
    into[9] = failure === null ? Number.NaN : this.keep(failure);
    into[10] = detail === null ? Number.NaN : this.keep(detail);
    into[11] = orNaN(record.speechEndFrame);
    into[12] = record.agentInterrupted ? 1 : 0;
    into[13] = orNaN(record.answers);
    into[14] = record.answerAudioMs;
    into[15] = record.heardMs;
    into[16] = underruns.count;
    into[17] = underruns.ms;
    into[18] = orNaN(record.rttMs);
    into[19] = usage === null ? 0 : 1;
    into[REST] = this.restOf(record, openOf(usage));
    into[21] = orNaN(bargeIn?.atMs);
    into[22] = orNaN(bargeIn?.stoppedMs);
    writeMarks(marks, into, OWN);
    writeUsage(usage, into, OWN + MARKS.length);
  }

  private keep(word: string): number {
    return this.words.keep(word);
  }

  private restOf(record: TurnRecord, openUsage: OpenUsage): number {
    const key = turnRestKey(record, openUsage);
    const known = this.rests.known(key);
    if (known !== undefined) return known;
    const fields = turnRest(record);
    return this.rests.keep({ fields, isKnown: isKnownRest(fields), openUsage }, key);
  }

  /** Objects of one shape each, written out: a report makes hundreds of thousands of them, several times over. */
  private read(call: number, place: number): TurnRecord {
    const { rows, row } = this;
    rows.read(place, row);
    const { fields, isKnown, openUsage } = this.rests.at(row[REST] as number);
    const bargedInMs = row[21] as number;
    const own = {
      type: 'turn' as const,
      call,
      turn: row[1] as number,
      step: row[2] as number,
      kind: this.word(3) as TurnKind,
      caller: this.word(4),
      voice: this.word(5),
      said: this.word(6),
      heardText: null,
      transcript: null,
      outcome: this.word(7) as TurnOutcome,
      expectsAnswer: row[8] === 1,
      failure: this.wordOrNull(9) as FailureCode | null,
      detail: this.wordOrNull(10),
      marks: marksAt(row, OWN),
      speechEndFrame: orNull(row, 11),
      agentInterrupted: row[12] === 1,
      bargeIn: Number.isNaN(bargedInMs) ? null : { atMs: bargedInMs, stoppedMs: orNull(row, 22) },
      answers: row[13] as number,
      answerAudioMs: row[14] as number,
      heardMs: row[15] as number,
      underruns: { count: row[16] as number, ms: row[17] as number },
      rttMs: orNull(row, 18),
      usage: row[19] === 0 ? null : usageAt(row, OWN + MARKS.length, openUsage),
    };
    return isKnown ? withKnown(own, fields) : Object.assign(own, fields);
  }

  private word(column: number): string {
    return this.words.at(this.row[column] as number);
  }

  private wordOrNull(column: number): string | null {
    const number = orNull(this.row, column);
    return number === null ? null : this.words.at(number);
  }
}
