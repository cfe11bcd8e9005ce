/**
 * The records of one or several call logs of one plan, gathered by run. Pure: it is fed records one by one. Of two
 * lines about the same thing the later wins, and how many were replaced or not understood is counted, not hidden.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type {
  CalibrationRecord,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  LogRecord,
  StrikeRecord,
} from '../core/log/record.ts';
import { gather } from './gather.ts';
import type { KeptCalls } from './kept_calls.ts';
import type { KeptTurns } from './kept_turns.ts';
import { appendPart, type LogPart } from './log_part.ts';
import {
  contradictionsOf,
  noLogRecords,
  noRunRecords,
  type OpenLog,
  type OpenRun,
  type StartedCall,
} from './open_log.ts';
import { withoutRepeated } from './repeated_log.ts';

export interface Run {
  readonly id: string;
  /** The logs of a run that was spread over machines share its id. */
  readonly logs: readonly Log[];
  readonly calls: Pick<KeptCalls, 'get' | 'keys' | 'size'>;
  /** The calls that began; empty for logs from before it was told. */
  readonly started: ReadonlyMap<number, StartedCall>;
  /** Turns of each call, in the order of the log, without the texts of what was said and heard. */
  readonly turns: Pick<KeptTurns, 'get' | 'has' | 'keys' | 'size'>;
  /** Faults that struck on purpose, in the order of the log. */
  readonly strikes: readonly StrikeRecord[];
}

/** What one log says of itself. */
export interface Log {
  readonly header: HeaderRecord;
  /** Null: the log breaks off. */
  readonly footer: FooterRecord | null;
  /** The last line of each worker. */
  readonly generators: readonly GeneratorRecord[];
  readonly calibrations: readonly CalibrationRecord[];
  readonly calibrationTroubles: readonly string[];
  /** The calls it has lines about. */
  readonly calls: ReadonlySet<number>;
}

export interface RunLog {
  readonly header: HeaderRecord;
  readonly runs: readonly Run[];
  /** The run is not over: a call without an end is no failure then, and one without a trace is yet to come. */
  readonly goingOn?: true;
  /** These logs are said to be the whole of their runs, however few they are. */
  readonly whole?: true;
  readonly damage: LogDamage;
}

export interface LogDamage {
  /** Records of a type that this version does not know. */
  readonly unknownRecords: number;
  /** Lines that break off, as the last of a killed run does. */
  readonly tornLines: number;
  /** Calls, their starts and turns told twice, but for those of repeated logs. */
  readonly duplicates: number;
  /** Logs that were given twice, or of which another log tells all and more. They count once. */
  readonly repeatedLogs: number;
  /** Where a log's end tells of other calls than its lines do: lines are missing, or somebody wrote into it. */
  readonly contradictions: readonly string[];
}

export class LogGatherer {
  private readonly runs = new Map<string, OpenRun>();
  private first: HeaderRecord | null = null;
  private current: { readonly run: OpenRun; readonly log: OpenLog } | null = null;
  private unknownRecords = 0;
  private tornLines = 0;

  /** Throws ConfigError when the record belongs to no header or to another plan; `file` and `line` go into it. */
  add(record: LogRecord, file: string, line: number): void {
    if (record.type === 'header') {
      this.open(record, file, line);
      return;
    }
    if (this.current === null) {
      throw new ConfigError(`expected a header first, found a ${record.type} record`, {
        code: 'log_without_header',
        file,
        line,
        hint: 'a call log starts with its header line: give the whole calls.ndjson, or concatenate whole logs',
      });
    }
    const { run, log } = this.current;
    gather(record, run, log, file, line);
  }

  /**
   * The lines that follow in the log, gathered elsewhere. False, and nothing is changed: they have to be added one by one.
   * `linesBefore`: of the log.
   */
  append(part: LogPart, linesBefore: number): boolean {
    if (this.current === null) return false;
    const { run, log } = this.current;
    if (!appendPart(part, run, log, linesBefore)) return false;
    this.unknownRecords += part.unknownRecords;
    this.tornLines += part.tornLines;
    return true;
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
    const { unknownRecords, tornLines } = this;
    let duplicates = 0;
    let repeatedLogs = 0;
    const contradictions: string[] = [];
    const runs = [...this.runs.values()].map((run): Run => {
      const logs = withoutRepeated(run.logs);
      repeatedLogs += run.logs.length - logs.length;
      for (const log of logs) {
        duplicates += log.duplicates;
        contradictions.push(...contradictionsOf(log));
      }
      const { id, calls: ended, started, turns, strikes } = run;
      return {
        id,
        calls: ended,
        started,
        turns,
        strikes,
        logs: logs.map(({ header, footer, generators, calibrations, calibrationTroubles, calls }) => ({
          header,
          footer,
          generators: [...generators.values()],
          calibrations: [...calibrations.values()],
          calibrationTroubles,
          calls,
        })),
      };
    });
    return {
      header: this.first,
      runs,
      damage: { unknownRecords, tornLines, duplicates, repeatedLogs, contradictions },
    };
  }

  /** Shares to which nobody gave a common name are of one run where each is there once. */
  private unnamedRunOf(header: HeaderRecord): OpenRun | undefined {
    if (!hasNoName(header)) return undefined;
    const { of, share } = header.selection ?? { of: 1, share: 0 };
    return [...this.runs.values()].find(({ logs }) =>
      logs.every(
        (log) =>
          hasNoName(log.header) && log.header.selection?.of === of && log.header.selection.share !== share,
      ),
    );
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
    let run = this.runs.get(header.run) ?? this.unnamedRunOf(header);
    if (run === undefined) {
      run = { id: header.run, logs: [], ...noRunRecords() };
      this.runs.set(header.run, run);
    }
    const log: OpenLog = { header, file, ...noLogRecords() };
    run.logs.push(log);
    this.current = { run, log };
  }
}

function hasNoName({ selection }: HeaderRecord): boolean {
  return selection !== undefined && selection.named !== true;
}

function short(id: string): string {
  return id.slice(0, 12);
}
