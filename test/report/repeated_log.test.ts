import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import { summarize } from '../../src/report/summarize.ts';
import { answered, call, footer, gathered, generator, goodRun, header } from './log_builder.ts';

const whole = goodRun(4, (index) => 300 + index);
const of = (...records: readonly LogRecord[]) => summarize(gathered(records));
const { notes: _, log: __, ...alone } = of(...whole);

describe('a log given twice', () => {
  it('counts once, and is told of', () => {
    const { notes, log, ...rest } = of(...whole, ...whole);
    expect(rest).toEqual(alone);
    expect(log).toMatchObject({ repeatedLogs: 1, duplicates: 0 });
    expect(notes).toEqual(['1 log given twice: counted once.']);
    expect(of(...whole, ...whole, ...whole).log.repeatedLogs).toBe(2);
  });

  it('counts once with a copy that was taken while the run went on, in either order', () => {
    const early = [...whole.slice(0, 5), generator({ atMs: 5000, framesSent: 40 })];
    for (const records of [
      [...early, ...whole],
      [...whole, ...early],
    ]) {
      const { notes: _notes, log, ...rest } = of(...records);
      expect(rest).toEqual(alone);
      expect(log.repeatedLogs).toBe(1);
    }
  });

  it('is not taken for the share of another machine, however alike they are', () => {
    const share = (index: number): LogRecord[] => [
      header({ load: { mode: 'open', plannedCalls: 2, maxConcurrency: 9 } }),
      answered(index, 0, 300),
      call({ call: index }),
      generator(),
      footer(),
    ];
    const summary = of(...share(0), ...share(1));
    expect(summary.calls).toMatchObject({ planned: 2, completed: 2 });
    expect(summary.generator.frames).toBe(200);
    expect(summary.log.repeatedLogs).toBe(0);
  });

  it('is another where it says something else: of its start, of its end, of a worker, or of a call', () => {
    const repeatedOf = (records: readonly LogRecord[]): number => of(...whole, ...records).log.repeatedLogs;
    const changed = (type: LogRecord['type'], fields: object): LogRecord[] =>
      whole.map((record) => (record.type === type ? { ...record, ...fields } : record));
    const without = (type: LogRecord['type']): LogRecord[] => whole.filter((record) => record.type !== type);
    expect(repeatedOf(whole)).toBe(1);
    expect(repeatedOf(without('footer'))).toBe(1);
    expect(repeatedOf(without('generator'))).toBe(1);
    expect(repeatedOf(changed('header', { startedAtMs: header().startedAtMs + 5 }))).toBe(0);
    expect(repeatedOf(changed('footer', { endedMs: 10_020 }))).toBe(0);
    expect(repeatedOf(changed('generator', { framesSent: 101 }))).toBe(0);
    expect(repeatedOf(changed('generator', { worker: 1 }))).toBe(0);
    // A worker's later line is no earlier copy's, though it lacks the end.
    expect(repeatedOf([...without('footer'), generator({ atMs: 10_001 })])).toBe(0);
  });
});
