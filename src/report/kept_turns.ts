/**
 * The turns of a run while it goes on and until it is summed up: an hour of 500 calls has more than a hundred thousand. What
 * is number in them lies in columns of doubles, words are kept once, and a record is made anew for whoever asks. The texts
 * that were heard and spoken, which no figure needs, are not kept: they are null. Pure.
 */

import type { FailureCode } from '../core/log/failure.ts';
import type { TurnKind, TurnMarks, TurnOutcome, TurnRecord, Usage } from '../core/log/record.ts';
import { openUsage, type OpenUsage } from '../core/log/usage.ts';

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

const USAGE = [
  'textIn',
  'audioIn',
  'imageIn',
  'textCached',
  'audioCached',
  'imageCached',
  'textOut',
  'audioOut',
  'transcriptionSeconds',
  'transcriptionTokens',
] as const satisfies readonly Exclude<keyof Usage, keyof OpenUsage>[];

const OWN = 20;
const WIDTH = OWN + MARKS.length + USAGE.length;
/** Turns of one block of memory. */
const BLOCK = 1024;

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
  | 'answers'
  | 'answerAudioMs'
  | 'heardMs'
  | 'underruns'
  | 'rttMs'
  | 'usage';

/** What few turns have, and they as it came. */
interface Rest {
  readonly fields: Omit<TurnRecord, InColumns>;
  readonly openUsage: OpenUsage;
}

export class KeptTurns {
  private readonly blocks: Float64Array[] = [];
  private readonly rowsOf = new Map<number, number[]>();
  private readonly lookups = new Map<number, Map<number, number>>();
  private rows = 0;
  private readonly words = new Shared<string>();
  private readonly rests = new Shared<Rest>();

  /** True where the turn had been told before: the later one counts. */
  add(record: TurnRecord): boolean {
    let rows = this.rowsOf.get(record.call);
    if (rows === undefined) this.rowsOf.set(record.call, (rows = []));
    const told = this.rowOf(record.call, record.turn, rows);
    const row = told ?? this.rows++;
    if (told === undefined) {
      rows.push(row);
      this.lookups.get(record.call)?.set(record.turn, row);
    }
    if (row >= this.blocks.length * BLOCK) this.blocks.push(new Float64Array(BLOCK * WIDTH));
    this.write(record, this.block(row), this.offset(row));
    return told !== undefined;
  }

  /** Where a turn is kept. Turns come in their order as a rule; only a call in which one does not has a table of them. */
  private rowOf(call: number, turn: number, rows: readonly number[]): number | undefined {
    const last = rows.at(-1);
    if (last === undefined) return undefined;
    let lookup = this.lookups.get(call);
    if (lookup === undefined) {
      if (this.turnAt(last) < turn) return undefined;
      lookup = new Map(rows.map((row) => [this.turnAt(row), row]));
      this.lookups.set(call, lookup);
    }
    return lookup.get(turn);
  }

  private turnAt(row: number): number {
    return this.block(row)[this.offset(row)] as number;
  }

  /** How many calls left turns. */
  get size(): number {
    return this.rowsOf.size;
  }

  /** These calls. */
  keys(): Iterable<number> {
    return this.rowsOf.keys();
  }

  /** Those of a call, in the order of the log, made anew each time. Undefined: it left none. */
  get(call: number): readonly TurnRecord[] | undefined {
    return this.rowsOf.get(call)?.map((row) => this.read(call, this.block(row), this.offset(row)));
  }

  private block(row: number): Float64Array {
    return this.blocks[Math.floor(row / BLOCK)] as Float64Array;
  }

  private offset(row: number): number {
    return (row % BLOCK) * WIDTH;
  }

  private write(record: TurnRecord, into: Float64Array, from: number): void {
    const { words } = this;
    const { type: _type, call: _call, heardText: _heard, transcript: _spoken, ...kept } = record;
    const { turn, step, kind, caller, voice, said, outcome, expectsAnswer, failure, detail, ...measured } =
      kept;
    const { marks, speechEndFrame, agentInterrupted, answers, answerAudioMs, heardMs, ...more } = measured;
    const { underruns, rttMs, usage, ...fields } = more;
    const rest: Rest = { fields, openUsage: usage === null ? {} : openUsage(usage) };
    const own = [
      turn,
      step,
      words.keep(kind),
      words.keep(caller),
      words.keep(voice),
      words.keep(said),
      words.keep(outcome),
      expectsAnswer ? 1 : 0,
      failure === null ? null : words.keep(failure),
      detail === null ? null : words.keep(detail),
      speechEndFrame,
      agentInterrupted ? 1 : 0,
      answers,
      answerAudioMs,
      heardMs,
      underruns.count,
      underruns.ms,
      rttMs,
      usage === null ? 0 : 1,
      this.rests.keep(rest, JSON.stringify(rest)),
    ];
    let at = from;
    for (const value of own) into[at++] = value ?? Number.NaN;
    for (const mark of MARKS) into[at++] = marks[mark] ?? Number.NaN;
    for (const kindOfUse of USAGE) into[at++] = usage?.[kindOfUse] ?? Number.NaN;
  }

  private read(call: number, columns: Float64Array, from: number): TurnRecord {
    const number = (column: number): number => columns[from + column] as number;
    const orNull = (column: number): number | null => {
      const value = number(column);
      return Number.isNaN(value) ? null : value;
    };
    const word = (column: number): string => this.words.at(number(column));
    const rest = this.rests.at(number(19));
    return {
      type: 'turn',
      call,
      turn: number(0),
      step: number(1),
      kind: word(2) as TurnKind,
      caller: word(3),
      voice: word(4),
      said: word(5),
      heardText: null,
      transcript: null,
      outcome: word(6) as TurnOutcome,
      expectsAnswer: number(7) === 1,
      failure: orNull(8) === null ? null : (word(8) as FailureCode),
      detail: orNull(9) === null ? null : word(9),
      marks: named(MARKS, (index) => orNull(OWN + index)),
      speechEndFrame: orNull(10),
      agentInterrupted: number(11) === 1,
      answers: number(12),
      answerAudioMs: number(13),
      heardMs: number(14),
      underruns: { count: number(15), ms: number(16) },
      rttMs: orNull(17),
      usage:
        number(18) === 0
          ? null
          : { ...named(USAGE, (index) => number(OWN + MARKS.length + index)), ...rest.openUsage },
      ...rest.fields,
    };
  }
}

function named<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (index: number) => Value,
): Readonly<Record<Name, Value>> {
  const found: Partial<Record<Name, Value>> = {};
  for (const [index, name] of names.entries()) found[name] = valueOf(index);
  return found as Record<Name, Value>;
}

/** Things by number; what is short, and the same as one before, is kept once. */
class Shared<Thing> {
  private readonly things: Thing[] = [];
  private readonly numbers = new Map<string, number>();

  keep(thing: Thing, key = String(thing)): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.things.push(thing) - 1;
    if (key.length <= LONGEST_SHARED) this.numbers.set(key, number);
    return number;
  }

  at(number: number): Thing {
    return this.things[number] as Thing;
  }
}

const LONGEST_SHARED = 100;
