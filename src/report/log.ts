/**
 * The records of one or several call logs of one plan, gathered by run. Pure: it is fed records one by one. Of two
 * lines about the same thing the later wins, and how many were replaced or not understood is counted, not hidden.
 */

import { ConfigError } from '../core/config_error.ts';
import type {
  CallRecord,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  LogRecord,
  TurnRecord,
} from '../core/record.ts';

export interface Run {
  readonly id: string;
  /** One per log; the logs of a run that was spread over machines share its id. */
  readonly headers: readonly HeaderRecord[];
  readonly footers: readonly FooterRecord[];
  readonly calls: ReadonlyMap<number, CallRecord>;
  /** Turns of each call, in the order of the log. */
  readonly turns: ReadonlyMap<number, readonly TurnRecord[]>;
  /** Of each log, the last line of each worker. */
  readonly generators: readonly (readonly GeneratorRecord[])[];
}

export interface RunLog {
  readonly header: HeaderRecord;
  readonly runs: readonly Run[];
  readonly damage: LogDamage;
}

export interface LogDamage {
  /** Records of a type that this version does not know. */
  readonly unknownRecords: number;
  /** Lines that break off, as the last of a killed run does. */
  readonly tornLines: number;
  /** Calls and turns told twice. */
  readonly duplicates: number;
}

interface OpenRun {
  readonly id: string;
  readonly headers: HeaderRecord[];
  readonly footers: FooterRecord[];
  readonly calls: Map<number, CallRecord>;
  readonly turns: Map<number, TurnRecord[]>;
  readonly generators: Map<number, GeneratorRecord>[];
}

export class LogGatherer {
  private readonly runs = new Map<string, OpenRun>();
  private first: HeaderRecord | null = null;
  private current: OpenRun | null = null;
  private unknownRecords = 0;
  private tornLines = 0;
  private duplicates = 0;

  /** Throws ConfigError when the record belongs to no header or to another plan; `file` and `line` go into it. */
  add(record: LogRecord, file: string, line: number): void {
    if (record.type === 'header') {
      this.open(record, file, line);
      return;
    }
    const run = this.current;
    if (run === null) {
      throw new ConfigError(`expected a header first, found a ${record.type} record`, {
        code: 'log_without_header',
        file,
        line,
        hint: 'a call log starts with its header line: give the whole calls.ndjson, or concatenate whole logs',
      });
    }
    switch (record.type) {
      case 'turn':
        this.addTurn(run, record);
        break;
      case 'call':
        if (run.calls.has(record.call)) this.duplicates++;
        run.calls.set(record.call, record);
        break;
      case 'generator':
        run.generators.at(-1)?.set(record.worker, record);
        break;
      case 'footer':
        run.footers.push(record);
        break;
    }
  }

  unknown(): void {
    this.unknownRecords++;
  }

  torn(): void {
    this.tornLines++;
  }

  /** Between two files: what follows needs its own header. */
  endOfFile(): void {
    this.current = null;
  }

  /** Null when there was no header at all. */
  finish(): RunLog | null {
    if (this.first === null) return null;
    return {
      header: this.first,
      runs: [...this.runs.values()].map((run) => ({
        ...run,
        generators: run.generators.map((workers) => [...workers.values()]),
      })),
      damage: {
        unknownRecords: this.unknownRecords,
        tornLines: this.tornLines,
        duplicates: this.duplicates,
      },
    };
  }

  private open(header: HeaderRecord, file: string, line: number): void {
    if (this.first !== null && header.plan !== this.first.plan) {
      throw new ConfigError(
        `expected a log of plan ${short(this.first.plan)} (${this.first.scenario.name}), found one of plan ` +
          `${short(header.plan)} (${header.scenario.name})`,
        {
          code: 'log_of_other_plan',
          file,
          line,
          hint: 'only logs of one plan (same scenario, fixtures and seed) can be reported together',
        },
      );
    }
    this.first ??= header;
    let run = this.runs.get(header.run);
    if (run === undefined) {
      run = {
        id: header.run,
        headers: [],
        footers: [],
        calls: new Map(),
        turns: new Map(),
        generators: [],
      };
      this.runs.set(header.run, run);
    }
    run.headers.push(header);
    run.generators.push(new Map());
    this.current = run;
  }

  private addTurn(run: OpenRun, record: TurnRecord): void {
    const turns = run.turns.get(record.call);
    if (turns === undefined) {
      run.turns.set(record.call, [record]);
      return;
    }
    const told = turns.findIndex((turn) => turn.turn === record.turn);
    if (told < 0) turns.push(record);
    else {
      this.duplicates++;
      turns[told] = record;
    }
  }
}

function short(id: string): string {
  return id.slice(0, 12);
}
