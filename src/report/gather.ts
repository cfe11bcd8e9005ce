/** One record of a log among those before it. Pure. Of two lines about the same thing the later wins, and is counted. */

import { ConfigError } from '../core/word/config_error.ts';
import type { HeaderRecord, LogRecord, TurnRecord } from '../core/log/record.ts';
import type { LogRecords, RunRecords } from './open_log.ts';

/** Throws ConfigError where it ends what has ended; `file` and `line` go into it. */
export function gather(
  record: Exclude<LogRecord, HeaderRecord>,
  run: RunRecords,
  log: LogRecords,
  file: string,
  line: number,
): void {
  switch (record.type) {
    case 'started':
      log.calls.add(record.call);
      if (run.started.has(record.call)) log.duplicates++;
      run.started.set(record.call, { atMs: record.atMs, caller: kindOf(record.caller ?? null, run.kinds) });
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
      log.footerAt = line;
      break;
  }
}

/** A kind of caller as it was told first: the same text is kept once. */
export function kindOf(caller: string | null, kinds: Map<string, string>): string | null {
  if (caller === null) return null;
  const known = kinds.get(caller);
  if (known === undefined) kinds.set(caller, caller);
  return known ?? caller;
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

/** What was said is anybody's, and of any length: of what an answer was taken for, a report keeps the label. */
function withoutSentences(turn: TurnRecord): TurnRecord {
  const { fallbacks } = turn;
  if (fallbacks === undefined || fallbacks === null || fallbacks.length === 0) return turn;
  return { ...turn, fallbacks: fallbacks.map((one) => (one.by === 'tool' ? one : { ...one, what: '' })) };
}
