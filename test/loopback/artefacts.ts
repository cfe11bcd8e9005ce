/**
 * What a run leaves behind, read back, and the promises that hold for every run however it ended: all of its files are
 * there, every planned call has one line of its own, and the summary says the same as the log.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type {
  CallRecord,
  FooterRecord,
  HeaderRecord,
  LogRecord,
  TurnRecord,
} from '../../src/core/log/record.ts';
import type { Summary } from '../../src/report/summary.ts';
import { usualViews } from '../../src/report/view/views.ts';
import type { Ended } from './command.ts';

export const FILES = ['plan.json', 'calls.ndjson', ...usualViews.map(({ file }) => file)] as const;

export interface Artefacts {
  readonly header: HeaderRecord;
  readonly footer: FooterRecord;
  /** By number. */
  readonly calls: readonly CallRecord[];
  /** By call, then by number. */
  readonly turns: readonly TurnRecord[];
  readonly summary: Summary;
}

export function artefactsOf(folder: string): Artefacts {
  expect(FILES.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  const records = recordsOf(join(folder, 'calls.ndjson'));
  const of = <T extends LogRecord>(type: T['type']): T[] =>
    records.filter((record): record is T => record.type === type);
  const header = records[0];
  const footer = records.at(-1);
  if (header?.type !== 'header') throw new Error('the log does not begin with a header');
  if (footer?.type !== 'footer') throw new Error('the log does not end with a footer');
  return {
    header,
    footer,
    calls: of<CallRecord>('call').sort((a, b) => a.call - b.call),
    turns: of<TurnRecord>('turn').sort((a, b) => a.call - b.call || a.turn - b.turn),
    summary: JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8')) as Summary,
  };
}

/** Every line must be one whole record. */
export function recordsOf(file: string): LogRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as LogRecord);
}

/** Nobody vanished. `planned`: calls that the plan has. */
export function expectAccounted(run: Artefacts, planned: number): void {
  const { calls, turns, footer, summary } = run;
  expect(calls.map(({ call }) => call)).toEqual(Array.from({ length: planned }, (_, i) => i));
  const count = (outcome: CallRecord['outcome']): number =>
    calls.filter((call) => call.outcome === outcome).length;
  const counts = {
    planned,
    completed: count('completed'),
    failed: count('failed'),
    blocked: count('blocked'),
    notStarted: count('not_started'),
  };
  expect(footer.calls).toEqual(counts);
  expect(summary.calls).toMatchObject({ ...counts, withoutRecord: { failed: 0, notStarted: 0 } });
  expect(counts.completed + counts.failed + counts.blocked + counts.notStarted).toBe(planned);
  for (const call of calls) {
    expect([call.call, call.failure === null]).toEqual([call.call, call.outcome !== 'failed']);
    const own = turns.filter((turn) => turn.call === call.call);
    expect(own.map(({ turn }) => turn)).toEqual(Array.from({ length: call.turns }, (_, i) => i));
    for (const turn of own) {
      expect(turn).toMatchObject({ caller: call.caller, voice: call.voice });
      // An answer that never came is a failure, never a missing sample.
      if (turn.expectsAnswer && turn.marks.firstHeard === null) expect(turn.failure).not.toBeNull();
    }
  }
  const failed = Object.values(summary.failures).reduce((sum, { count: n }) => sum + n, 0);
  expect(failed).toBe(counts.failed);
}

/** The bounds a call of these scenarios has. */
export const LIMITS = { connectMs: 1000, setupMs: 1000, callMs: 8000, closeMs: 500 };
const OVER_WITHIN_MS = 5000;

/** A machine too busy for the generator makes a run invalid, whatever became of its calls: then that has to be said. */
export function expectExit(run: Artefacts, ended: Ended, exitCode: number): void {
  const judged = exitCode === 0 || exitCode === 1;
  expect(ended.exitCode).toBe(judged && run.summary.generator.saturated ? 3 : exitCode);
}

/** It was over in time, and said nothing that only a developer can read. */
export function expectCleanEnd(run: Artefacts, ended: Ended): void {
  expect(ended.err).not.toMatch(/^\s+at |defect|node:internal|Warning:/m);
  const { connectMs, setupMs, callMs, closeMs } = LIMITS;
  const deadlines = run.calls
    .filter(({ dialedMs }) => dialedMs !== null)
    .map(({ scheduledMs, readyMs }) =>
      readyMs === null ? scheduledMs + connectMs + setupMs + closeMs : scheduledMs + callMs + closeMs,
    );
  const lastMs = Math.max(run.footer.endedMs, 0);
  expect(lastMs).toBeLessThanOrEqual(Math.max(0, ...deadlines) + OVER_WITHIN_MS);
  expect(ended.endedAtMs - run.header.startedAtMs).toBeLessThanOrEqual(
    Math.max(0, ...deadlines) + OVER_WITHIN_MS,
  );
}
