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

/** Of most turns. */
const NOTHING_OPEN: OpenUsage = {};

export class KeptTurns {
  private readonly blocks: Float64Array[] = [];
  private readonly rowsOf = new Map<number, number[]>();
  private readonly lookups = new Map<number, Map<number, number>>();
  private rows = 0;
  /** A report asks for one call's turns several times before it goes on to the next. */
  private made: { readonly call: number; readonly turns: readonly TurnRecord[] } | null = null;
  private readonly words = new Shared<string>();
  private readonly rests = new Shared<Rest>();

  /** True where the turn had been told before: the later one counts. */
  add(record: TurnRecord): boolean {
    this.made = null;
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

  /** Whether a call left any. */
  has(call: number): boolean {
    return this.rowsOf.has(call);
  }

  /** Those of a call, in the order of the log, made anew, but for those of the call that was asked for last. Undefined: none. */
  get(call: number): readonly TurnRecord[] | undefined {
    if (this.made?.call === call) return this.made.turns;
    const rows = this.rowsOf.get(call);
    if (rows === undefined) return undefined;
    const turns = rows.map((row) => this.read(call, this.block(row), this.offset(row)));
    this.made = { call, turns };
    return turns;
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
    const rest: Rest = { fields, openUsage: openOf(usage) };
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

  /** Objects of one shape each, written out: a report makes hundreds of thousands of them, several times over. */
  private read(call: number, columns: Float64Array, from: number): TurnRecord {
    const rest = this.rests.at(columns[from + 19] as number);
    return {
      type: 'turn',
      call,
      turn: columns[from] as number,
      step: columns[from + 1] as number,
      kind: this.word(columns, from + 2) as TurnKind,
      caller: this.word(columns, from + 3),
      voice: this.word(columns, from + 4),
      said: this.word(columns, from + 5),
      heardText: null,
      transcript: null,
      outcome: this.word(columns, from + 6) as TurnOutcome,
      expectsAnswer: columns[from + 7] === 1,
      failure: this.wordOrNull(columns, from + 8) as FailureCode | null,
      detail: this.wordOrNull(columns, from + 9),
      marks: marksAt(columns, from + OWN),
      speechEndFrame: orNull(columns, from + 10),
      agentInterrupted: columns[from + 11] === 1,
      answers: columns[from + 12] as number,
      answerAudioMs: columns[from + 13] as number,
      heardMs: columns[from + 14] as number,
      underruns: { count: columns[from + 15] as number, ms: columns[from + 16] as number },
      rttMs: orNull(columns, from + 17),
      usage: columns[from + 18] === 0 ? null : usageAt(columns, from + OWN + MARKS.length, rest.openUsage),
      ...rest.fields,
    };
  }

  private word(columns: Float64Array, at: number): string {
    return this.words.at(columns[at] as number);
  }

  private wordOrNull(columns: Float64Array, at: number): string | null {
    const number = columns[at] as number;
    return Number.isNaN(number) ? null : this.words.at(number);
  }
}

function orNull(columns: Float64Array, at: number): number | null {
  const value = columns[at] as number;
  return Number.isNaN(value) ? null : value;
}

function openOf(usage: Usage | null): OpenUsage {
  const open = usage === null ? NOTHING_OPEN : openUsage(usage);
  return Object.keys(open).length === 0 ? NOTHING_OPEN : open;
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

/** In the order of USAGE. */
function usageAt(columns: Float64Array, from: number, open: OpenUsage): Usage {
  const told = {
    textIn: columns[from] as number,
    audioIn: columns[from + 1] as number,
    imageIn: columns[from + 2] as number,
    textCached: columns[from + 3] as number,
    audioCached: columns[from + 4] as number,
    imageCached: columns[from + 5] as number,
    textOut: columns[from + 6] as number,
    audioOut: columns[from + 7] as number,
    transcriptionSeconds: columns[from + 8] as number,
    transcriptionTokens: columns[from + 9] as number,
  };
  return open === NOTHING_OPEN ? told : { ...told, ...open };
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
