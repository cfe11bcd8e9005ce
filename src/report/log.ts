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
  StartedRecord,
  StrikeRecord,
  TurnRecord,
} from '../core/log/record.ts';
import { KeptCalls } from './kept_calls.ts';
import { KeptTurns } from './kept_turns.ts';
import type { OpenLog } from './open_log.ts';
import { withoutRepeated } from './repeated_log.ts';

export interface Run {
  readonly id: string;
  /** The logs of a run that was spread over machines share its id. */
  readonly logs: readonly Log[];
  readonly calls: Pick<KeptCalls, 'get' | 'keys' | 'size'>;
  /** The calls that began, and the kind of caller, where it was told; empty for logs from before it was told. */
  readonly started: ReadonlyMap<number, string | null>;
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
  /**
   * Of a run that is not over: when each call that goes on was started. A call without an end is no failure then, and one without a
   * trace is yet to come.
   */
  readonly goingOn?: ReadonlyMap<number, number>;
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

interface OpenRun {
  readonly id: string;
  readonly logs: OpenLog[];
  readonly calls: KeptCalls;
  readonly started: Map<number, string | null>;
  readonly turns: KeptTurns;
  readonly strikes: StrikeRecord[];
}

export class LogGatherer {
  private readonly runs = new Map<string, OpenRun>();
  private first: HeaderRecord | null = null;
  private current: { readonly run: OpenRun; readonly log: OpenLog } | null = null;
  private unknownRecords = 0;
  private tornLines = 0;
  /** Each word once: a long run has tens of thousands of calls of a few kinds. */
  private readonly kinds = new Map<string, string>();

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
    switch (record.type) {
      case 'started':
        log.calls.add(record.call);
        if (run.started.has(record.call)) log.duplicates++;
        run.started.set(record.call, this.kindOf(record));
        break;
      case 'level':
        // A search for capacity reads these by itself; a report is of the whole run.
        break;
      case 'strike':
        log.calls.add(record.call);
        run.strikes.push(record);
        break;
      case 'turn':
        log.calls.add(record.call);
        if (run.turns.add(withoutSentences(record))) log.duplicates++;
        break;
      case 'call': {
        const before = run.calls.get(record.call);
        run.calls.set(record);
        if (before !== undefined) {
          if (log.ended.has(record.call) && !same(before, run.calls.get(record.call))) {
            throw twice(`end of call ${record.call}`, file, line);
          }
          log.duplicates++;
        }
        log.ended.set(record.call, record.outcome);
        log.calls.add(record.call);
        break;
      }
      case 'generator':
        log.generators.set(record.worker, record);
        break;
      case 'calibration':
        log.calibrations.set(`${record.call} ${record.turn}`, record);
        break;
      case 'calibration_trouble':
        log.calibrationTroubles.push(record.detail);
        break;
      case 'footer':
        if (log.footer !== null && !same(log.footer, record)) throw twice('footer', file, line);
        log.footer = record;
        log.footerAt = `${file}:${line}`;
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
      return {
        ...run,
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

  private kindOf({ caller }: StartedRecord): string | null {
    if (caller === undefined) return null;
    const known = this.kinds.get(caller);
    if (known === undefined) this.kinds.set(caller, caller);
    return known ?? caller;
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
      run = {
        id: header.run,
        logs: [],
        calls: new KeptCalls(),
        started: new Map(),
        turns: new KeptTurns(),
        strikes: [],
      };
      this.runs.set(header.run, run);
    }
    const log: OpenLog = {
      header,
      footer: null,
      footerAt: '',
      ended: new Map(),
      generators: new Map(),
      calibrations: new Map(),
      calibrationTroubles: [],
      calls: new Set(),
      duplicates: 0,
    };
    run.logs.push(log);
    this.current = { run, log };
  }
}

function hasNoName({ selection }: HeaderRecord): boolean {
  return selection !== undefined && selection.named !== true;
}

function twice(what: string, file: string, line: number): ConfigError {
  return new ConfigError(`expected one ${what} in a log, found another`, {
    code: 'log_contradicts',
    file,
    line,
    hint: 'nothing ends twice: give the log as the run wrote it, and logs of several runs with their headers',
  });
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function contradictionsOf({ footer, footerAt, calls, ended }: OpenLog): string[] {
  if (footer === null) return [];
  const outcomes = [...ended.values()];
  // Calls that left turns, and no end, failed: that is told of them elsewhere.
  const endless = calls.size - ended.size;
  return (['completed', 'failed', 'blocked'] as const).flatMap((outcome) => {
    const found = outcomes.filter((one) => one === outcome).length;
    const told = footer.calls[outcome];
    const most = outcome === 'failed' ? found + endless : found;
    return told >= found && told <= most
      ? []
      : `its end (${footerAt}) tells of ${told} ${outcome} calls, its lines of ${found}`;
  });
}

function short(id: string): string {
  return id.slice(0, 12);
}

/** What was said is anybody's, and of any length: of what an answer was taken for, a report keeps the label. */
function withoutSentences(turn: TurnRecord): TurnRecord {
  const { fallbacks } = turn;
  if (fallbacks === undefined || fallbacks === null || fallbacks.length === 0) return turn;
  return { ...turn, fallbacks: fallbacks.map((one) => (one.by === 'tool' ? one : { ...one, what: '' })) };
}
