import { describe, expect, it } from 'vitest';
import type { HeaderRecord, LogRecord } from '../../src/core/log/record.ts';
import { summarize } from '../../src/report/summarize.ts';
import { answered, call, footer, gathered, generator, goodRun, header } from './log_builder.ts';

const START = Date.UTC(2026, 7, 1, 12, 0, 0);
const HOUR = 3_600_000;

/** Two calls at once, for ten seconds and 500 ms of processor time. */
const startedAt = (run: string, startedAtMs: number, fields: Partial<HeaderRecord> = {}): LogRecord[] =>
  goodRun(2, () => 400, { run, startedAtMs, ...fields });
const of = (...records: readonly LogRecord[]) => summarize(gathered(records));

describe('runs reported together', () => {
  const alone = of(...startedAt('a', START));

  it('are not at once where one came after the other', () => {
    const both = of(...startedAt('b', START + HOUR), ...startedAt('a', START));
    expect(alone.run.peakConcurrency).toBe(2);
    expect(both.run).toMatchObject({
      peakConcurrency: 2,
      startedAt: new Date(START).toISOString(),
      durationMs: 2 * alone.run.durationMs,
    });
    expect(both.generator.cpuCores).toBe(alone.generator.cpuCores);
    expect(both.generator.rssMb).toBe(100);
    expect(both.calls.planned).toBe(4);
  });

  it('are of no less than no time, whatever an older log tells', () => {
    const before = of(header(), generator(), footer({ endedMs: -120, reason: 'interrupted' }));
    expect(before.run.durationMs).toBe(0);
  });

  it('add up where they went on at the same time, as far as they did', () => {
    const both = of(...startedAt('a', START), ...startedAt('b', START + 4000));
    expect(both.run).toMatchObject({ peakConcurrency: 4, durationMs: 14_010 });
    expect(both.generator.rssMb).toBe(200);
    expect(both.generator.cpuCores).toBeCloseTo(1000 / 14_010, 9);
  });
});

describe('the length of a run', () => {
  it('is that of its footer, or without one lasts until the last it tells of', () => {
    const [first, ...rest] = goodRun(1, () => 400) as [HeaderRecord, ...LogRecord[]];
    expect(of(first, ...rest).run).toMatchObject({ durationMs: 10_010, ended: 'done' });
    const cut = rest.filter(({ type }) => type !== 'footer');
    expect(of(first, ...cut, generator({ atMs: 12_000 })).run).toMatchObject({
      durationMs: 12_000,
      ended: 'cut off',
    });
  });
});

describe('a log without an end', () => {
  const cutOff = (...records: LogRecord[]) => of(header(), ...records).run.durationMs;

  it('lasted until the last call or the last word of a worker, and no time where there is neither', () => {
    expect(cutOff()).toBe(0);
    expect(cutOff(call({ endedMs: 7000 }))).toBe(7000);
    expect(cutOff(call({ endedMs: null }))).toBe(0);
    expect(cutOff(call({ endedMs: 7000 }), generator({ atMs: 6000 }))).toBe(7000);
  });

  it('has no call at once that has no end', () => {
    const peak = (fields: object) => of(header(), call({ ...fields }), footer()).run.peakConcurrency;
    expect(peak({ dialedMs: 1, endedMs: 2 })).toBe(1);
    expect(peak({ dialedMs: null, endedMs: 2 })).toBe(0);
    expect(peak({ dialedMs: 1, endedMs: null })).toBe(0);
  });
});

describe('peak concurrency', () => {
  const calls = (...spans: readonly (readonly [dialedMs: number, endedMs: number])[]) =>
    of(
      header({ load: { mode: 'open', plannedCalls: spans.length, maxConcurrency: 9 } }),
      ...spans.flatMap(([dialedMs, endedMs], index) => [
        answered(index, 0, 300),
        call({ call: index, dialedMs, endedMs }),
      ]),
      generator(),
      footer({
        calls: { planned: spans.length, completed: spans.length, failed: 0, blocked: 0, notStarted: 0 },
      }),
    ).run.peakConcurrency;

  it('lets who leaves at an instant make room for who comes', () => {
    expect(calls([0, 1000], [1000, 2000], [2000, 3000])).toBe(1);
    expect(calls([1000, 2000], [0, 1000])).toBe(1);
    expect(calls([0, 1001], [1000, 2000])).toBe(2);
  });
});
