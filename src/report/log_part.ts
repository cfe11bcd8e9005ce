/**
 * The later lines of a log, gathered for themselves, and put behind those before them: what comes of it is what comes of reading
 * them one after the other. A part that needs more than its own lines to be understood is refused, and has to be read in its place.
 * Pure; a part can be sent to another thread.
 */

import { ConfigError } from '../core/word/config_error.ts';
import type { LogRecord, StrikeRecord } from '../core/log/record.ts';
import { gather, kindOf } from './gather.ts';
import { KeptCalls, type PackedCalls } from './kept_calls.ts';
import { KeptTurns, type PackedTurns } from './kept_turns.ts';
import {
  noLogRecords,
  noRunRecords,
  type LogRecords,
  type RunRecords,
  type StartedCall,
} from './open_log.ts';

export interface LogPart {
  readonly calls: PackedCalls;
  readonly started: ReadonlyMap<number, StartedCall>;
  readonly turns: PackedTurns;
  readonly strikes: readonly StrikeRecord[];
  /** Lines count from the first of the part. */
  readonly log: LogRecords;
  readonly unknownRecords: number;
  readonly tornLines: number;
}

export class PartGatherer {
  private readonly run = noRunRecords();
  private readonly log = noLogRecords();
  private unknownRecords = 0;
  private tornLines = 0;

  /** Throws ConfigError where another log begins, or what has ended ends again. */
  add(record: LogRecord, file: string, line: number): void {
    if (record.type === 'header')
      throw new ConfigError('expected lines of one log', { code: 'log_part', file, line });
    gather(record, this.run, this.log, file, line);
  }

  unknown(): void {
    this.unknownRecords++;
  }

  torn(): void {
    this.tornLines++;
  }

  part(): LogPart {
    const { run, log, unknownRecords, tornLines } = this;
    const { started, strikes } = run;
    return {
      calls: run.calls.packed(),
      started,
      turns: run.turns.packed(),
      strikes,
      log,
      unknownRecords,
      tornLines,
    };
  }
}

/** False, and nothing is changed, where a line of the part has to be held against one before it. `linesBefore`: in the log. */
export function appendPart(part: LogPart, run: RunRecords, log: LogRecords, linesBefore: number): boolean {
  if (part.log.footer !== null && log.footer !== null) return false;
  for (const call of part.log.ended.keys()) if (run.calls.has(call)) return false;
  run.calls.append(new KeptCalls(part.calls));
  log.duplicates += part.log.duplicates + run.turns.append(new KeptTurns(part.turns));
  for (const [call, { atMs, caller }] of part.started) {
    if (run.started.has(call)) log.duplicates++;
    run.started.set(call, { atMs, caller: kindOf(caller, run.kinds) });
  }
  for (const strike of part.strikes) run.strikes.push(strike);
  for (const [call, outcome] of part.log.ended) log.ended.set(call, outcome);
  for (const [worker, record] of part.log.generators) log.generators.set(worker, record);
  for (const call of part.log.calls) log.calls.add(call);
  for (const [key, record] of part.log.calibrations) log.calibrations.set(key, record);
  log.calibrationTroubles.push(...part.log.calibrationTroubles);
  if (part.log.footer !== null) {
    log.footer = part.log.footer;
    log.footerAt = linesBefore + part.log.footerAt;
  }
  return true;
}
