import { describe, expect, it } from 'vitest';
import type { GeneratorRecord, LogRecord } from '../../src/core/log/record.ts';
import { generators } from '../../src/report/generator.ts';
import { call, footer, gathered, generator, header, histogram, turn } from './log_builder.ts';

const summaryOf = (records: readonly LogRecord[], durationMs = 10_000) =>
  generators(gathered(records), durationMs).summary;
const told = (fields: Partial<GeneratorRecord> = {}, frameMs = 100) =>
  summaryOf([header({ frameMs }), call(), generator(fields), footer()]).reasons;

describe('generators', () => {
  it('add up what their workers say of themselves last', () => {
    const summary = summaryOf([
      header(),
      call(),
      generator({ worker: 0, framesSent: 1 }),
      generator({
        worker: 0,
        framesSent: 100,
        framesDropped: 0,
        bytesSent: 10,
        bytesReceived: 20,
        cpuMs: 500,
      }),
      generator({
        worker: 1,
        framesSent: 50,
        framesDropped: 0,
        bytesSent: 1,
        bytesReceived: 2,
        cpuMs: 250,
        maxRssMb: 120,
        sendLateness: histogram([3, 100]),
        loopLag: histogram([4, 100]),
      }),
      footer(),
    ]);
    expect(summary).toMatchObject({
      frames: 150,
      dropped: 0,
      bytesSent: 11,
      bytesReceived: 22,
      cpuCores: 0.075,
      // Of one process: not their sum.
      rssMb: 120,
      saturated: false,
      reasons: [],
    });
    expect(summary.sendLateness).toMatchObject({ count: 200, max: 3 });
    expect(
      summary.workers.map(({ worker, frames, sendLatenessP99, loopLagP99, cpuMs, maxRssMb }) => [
        worker,
        frames,
        sendLatenessP99,
        loopLagP99,
        cpuMs,
        maxRssMb,
      ]),
    ).toEqual([
      [0, 100, 1, 1, 500, 100],
      [1, 50, 3, 4, 250, 120],
    ]);
  });

  it('used no known share of a processor in no time', () => {
    const records = [header(), call(), generator(), footer()];
    expect(summaryOf(records, 0).cpuCores).toBeNull();
    expect(summaryOf(records, 1).cpuCores).toBe(500);
  });

  it('kept up at the limit of each lateness, and not beyond', () => {
    for (const [which, limitMs] of [
      ['sendLateness', 50],
      ['loopLag', 50],
      ['startLateness', 1000],
    ] as const) {
      // Of one value the percentile is that value.
      expect(told({ [which]: histogram([limitMs, 1]) })).toEqual([]);
      expect(told({ [which]: histogram([limitMs + 1, 1]) })).toHaveLength(1);
    }
    expect(told({ sendLateness: histogram([11, 1]) }, 20)).toEqual([
      'send lateness p99 is 11 ms, over 10 ms (half a frame)',
    ]);
    expect(told({ startLateness: histogram([1500, 1]) })).toEqual([
      'start lateness p99 is 1.5 s, over 1 s (calls were not dialled on schedule)',
    ]);
  });

  it('looks at the p99: one of a hundred may be late', () => {
    expect(told({ sendLateness: histogram([1, 99], [500, 1]) })).toEqual([]);
    expect(told({ sendLateness: histogram([1, 98], [500, 2]) })).toHaveLength(1);
  });

  it('may drop one frame of a thousand', () => {
    expect(told({ framesSent: 999, framesDropped: 1 })).toEqual([]);
    expect(told({ framesSent: 998, framesDropped: 1 })).toEqual([
      '1 of 999 frames were dropped (0.10%, over 0.1%)',
    ]);
    expect(told({ framesSent: 0, framesDropped: 0 })).toEqual([]);
    expect(told({ framesSent: 0, framesDropped: 1 })).toEqual([
      '1 of 1 frames were dropped (100.00%, over 0.1%)',
    ]);
  });

  it('has to say something where a call was dialled', () => {
    const silent = (...records: LogRecord[]) => summaryOf([header(), ...records, footer()]).reasons;
    const reason = ['the log has no generator lines: nobody knows whether the generator kept up'];
    expect(silent(call())).toEqual(reason);
    expect(silent(turn())).toEqual(reason);
    expect(silent(call({ dialedMs: 0 }))).toEqual(reason);
    expect(silent(call({ outcome: 'blocked', dialedMs: null }))).toEqual([]);
    expect(summaryOf([header({ engine: 'virtual' }), call(), footer()]).reasons).toEqual([]);
    expect(silent()).toEqual([]);
  });
});
