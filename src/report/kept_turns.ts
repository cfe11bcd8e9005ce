/**
 * The turns of a run while it goes on and until it is summed up: an hour of 500 calls has hundreds of thousands. What is number
 * in them is packed into rows of bytes, words are kept once, and a record is made anew for whoever asks. The texts that were
 * heard and spoken, which no figure needs, are not kept: they are null. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { TurnKind, TurnMarks, TurnOutcome, TurnRecord } from '../core/log/record.ts';
import type { OpenUsage } from '../core/log/usage.ts';
import { openOf, USAGE, usageAt } from './kept_usage.ts';
import { orNull, PackedRows } from './packed_rows.ts';
import { Shared } from './shared.ts';

/** Of each turn, in this order, after the numbers and words of its own. */
const MARKS = [
  'speechStart',
  'speechEnd',
  'speechEndDue',
  'speechStartedEvent',
  'speechStoppedEvent',
  'committed',
  'transcribed',
  'answerCreated',
  'firstContent',
  'firstAudio',
  'firstPlayed',
  'firstHeard',
  'answerDone',
  'lastHeard',
] as const satisfies readonly (keyof TurnMarks)[];

/** The place of the row before it in its call, and the number of the turn: what is asked for by itself. */
const LINK = 2;
const OWN = LINK + 21;
const WIDTH = OWN + MARKS.length + USAGE.length;

type InColumns =
  | 'type'
  | 'call'
  | 'turn'
  | 'step'
  | 'kind'
  | 'caller'
  | 'voice'
  | 'said'
  | 'heardText'
  | 'transcript'
  | 'outcome'
  | 'expectsAnswer'
  | 'failure'
  | 'detail'
  | 'marks'
  | 'speechEndFrame'
  | 'agentInterrupted'
  | 'bargeIn'
  | 'answers'
  | 'answerAudioMs'
  | 'heardMs'
  | 'underruns'
  | 'rttMs'
  | 'usage';

/** What is no number, and the same for most turns. */
interface Rest {
  readonly fields: Omit<TurnRecord, InColumns>;
  readonly openUsage: OpenUsage;
}

export class KeptTurns {
  private readonly packed = new PackedRows(WIDTH);
  /** Of each call, where its last row lies; it tells where the one before it does. */
  private readonly lastOf = new Map<number, number>();
  /** Of calls whose turns did not come in their order: where each lies, in the order in which they were first told. */
  private readonly lookups = new Map<number, Map<number, number>>();
  /** A report asks for one call's turns several times before it goes on to the next. */
  private made: { readonly call: number; readonly turns: readonly TurnRecord[] } | null = null;
  private readonly words = new Shared<string>();
  private readonly rests = new Shared<Rest>();
  private readonly row = new Float64Array(WIDTH);

  /** True where the turn had been told before: the later one counts. */
  add(record: TurnRecord): boolean {
    this.made = null;
    const { call, turn } = record;
    const last = this.lastOf.get(call);
    const lookup = last === undefined ? undefined : this.lookupFor(call, turn, last);
    const told = lookup?.has(turn) === true;
    this.write(record, this.row);
    this.row[0] = last ?? Number.NaN;
    const place = this.packed.add(this.row);
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

  /** The rows of a call whose turns came in their order, the first first. */
  private placesFrom(last: number): number[] {
    const places: number[] = [];
    for (let place = last; !Number.isNaN(place); place = this.linkAt(place).before) places.push(place);
    return places.toReversed();
  }

  private linkAt(place: number): { readonly before: number; readonly turn: number } {
    this.packed.read(place, this.row, LINK);
    return { before: this.row[0] as number, turn: this.row[1] as number };
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
    const places = this.lookups.get(call)?.values() ?? this.placesFrom(last);
    const turns = Array.from(places, (place) => this.read(call, place));
    this.made = { call, turns };
    return turns;
  }

  private write(record: TurnRecord, into: Float64Array): void {
    const { type: _type, call: _call, heardText: _heard, transcript: _spoken, ...kept } = record;
    const { turn, step, kind, caller, voice, said, outcome, expectsAnswer, failure, detail, ...measured } =
      kept;
    const { marks, speechEndFrame, agentInterrupted, bargeIn, answers, answerAudioMs, ...more } = measured;
    const { heardMs, underruns, rttMs, usage, ...fields } = more;
    const own = [
      turn,
      step,
      this.keep(kind),
      this.keep(caller),
      this.keep(voice),
      this.keep(said),
      this.keep(outcome),
      expectsAnswer ? 1 : 0,
      failure === null ? null : this.keep(failure),
      detail === null ? null : this.keep(detail),
      speechEndFrame,
      agentInterrupted ? 1 : 0,
      answers,
      answerAudioMs,
      heardMs,
      underruns.count,
      underruns.ms,
      rttMs,
      usage === null ? 0 : 1,
      this.restOf({ fields, openUsage: openOf(usage) }),
      bargeIn?.atMs,
      bargeIn?.stoppedMs,
    ];
    let at = LINK - 1;
    for (const value of own) into[at++] = value ?? Number.NaN;
    for (const mark of MARKS) into[at++] = marks[mark] ?? Number.NaN;
    for (const kindOfUse of USAGE) into[at++] = usage?.[kindOfUse] ?? Number.NaN;
  }

  private keep(word: string): number {
    return this.words.keep(word);
  }

  private restOf(rest: Rest): number {
    return this.rests.keep(rest, JSON.stringify(rest));
  }

  /** Objects of one shape each, written out: a report makes hundreds of thousands of them, several times over. */
  private read(call: number, place: number): TurnRecord {
    const { packed, row } = this;
    packed.read(place, row);
    const rest = this.rests.at(row[20] as number);
    const bargedInMs = row[21] as number;
    return {
      type: 'turn',
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
      usage: row[19] === 0 ? null : usageAt(row, OWN + MARKS.length, rest.openUsage),
      ...rest.fields,
    };
  }

  private word(column: number): string {
    return this.words.at(this.row[column] as number);
  }

  private wordOrNull(column: number): string | null {
    const number = orNull(this.row, column);
    return number === null ? null : this.words.at(number);
  }
}

/** In the order of MARKS. */
function marksAt(columns: Float64Array, from: number): TurnMarks {
  return {
    speechStart: orNull(columns, from),
    speechEnd: orNull(columns, from + 1),
    speechEndDue: orNull(columns, from + 2),
    speechStartedEvent: orNull(columns, from + 3),
    speechStoppedEvent: orNull(columns, from + 4),
    committed: orNull(columns, from + 5),
    transcribed: orNull(columns, from + 6),
    answerCreated: orNull(columns, from + 7),
    firstContent: orNull(columns, from + 8),
    firstAudio: orNull(columns, from + 9),
    firstPlayed: orNull(columns, from + 10),
    firstHeard: orNull(columns, from + 11),
    answerDone: orNull(columns, from + 12),
    lastHeard: orNull(columns, from + 13),
  };
}
