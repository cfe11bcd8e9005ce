import { describe, expect, it } from 'vitest';
import { progressLine, type ProgressSource } from '../../src/cli/progress.ts';
import { visibleWidth } from '../../src/report/view/columns.ts';

const source: ProgressSource = {
  planned: 140,
  elapsedMs: () => 83_400,
  figures: () => ({
    active: 98,
    completed: 41,
    failed: 1,
    lastFailed: 0,
    blocked: 0,
    notStarted: 0,
    turns: 300,
    unanswered: 0,
    responseLatency: { count: 200, p50: 873, p95: 1041 },
    sendLatenessP99: 3.47,
    loopLagP99: 1,
    spentUsd: 1.234,
    unreported: 0,
  }),
};
const plain = { isTTY: false, env: {} };
const coloured = { isTTY: true, env: {} };

describe('progressLine', () => {
  it('says that it costs more than was told where usage is missing, and never $0.00', () => {
    const line = (spentUsd: number): string =>
      progressLine(plain, { ...source, figures: () => ({ ...source.figures(), spentUsd, unreported: 1 }) });
    expect(line(1.234)).toMatch(/ · over \$1\.23$/);
    expect(line(0)).toMatch(/ · cost unknown$/);
  });

  it('says who calls, how it goes, how late frames leave and what it costs', () => {
    expect(progressLine(plain, source)).toBe(
      '01:23  98 active · 41/140 done · 1 failed · latency p50 873 ms p95 1.04 s · send late p99 3.5 ms · $1.23',
    );
  });

  it('counts down to a beginning that is to come', () => {
    for (const [elapsedMs, shown] of [
      [-3_599_400, '-59:59'],
      [-900, '00:00'],
      [900, '00:00'],
      [61_000, '01:01'],
    ] as const) {
      const line = progressLine(plain, { ...source, elapsedMs: () => elapsedMs });
      expect(line.split(' ')[0]).toBe(shown);
    }
  });

  it('says what may be spent, where that is bounded', () => {
    expect(progressLine(plain, { ...source, maxUsd: 20 })).toMatch(/ · \$1\.23 of \$20\.00$/);
  });

  it('leaves out what matters least rather than be cut in the middle, and keeps its colours', () => {
    for (const room of [120, 100, 90, 80, 60]) {
      const line = progressLine(coloured, source, room);
      expect(visibleWidth(line)).toBeLessThanOrEqual(room);
      expect(line).toContain('\u001B[31m1 failed');
    }
    expect(progressLine(plain, source, 80)).toMatch(/p95 1\.04 s$/);
    expect(progressLine(plain, source, 60)).toMatch(/1 failed$/);
  });

  it('is never wider than its room, however narrow', () => {
    const busy = {
      ...source,
      planned: 1_000_000,
      figures: () => ({
        ...source.figures(),
        completed: 123_456,
        failed: 4321,
        lastFailed: 3,
        blocked: 77,
        active: 5000,
      }),
    };
    for (let room = 20; room <= 120; room++) {
      const line = progressLine(coloured, busy, room);
      expect(visibleWidth(line)).toBeLessThanOrEqual(room);
      expect(line).toContain('4321 failed');
    }
  });

  it('says how many of the last ten calls failed, where there were more and some did', () => {
    const failing = (completed: number) =>
      progressLine(plain, {
        ...source,
        figures: () => ({ ...source.figures(), completed, failed: 5, lastFailed: 3 }),
      });
    expect(failing(41)).toContain('41/140 done · 5 failed (3 of the last 10) · latency');
    expect(failing(4)).toContain('4/140 done · 5 failed · latency');
  });

  it('does not speak of a plan or of money where there is none', () => {
    const line = progressLine(plain, {
      ...source,
      planned: null,
      figures: () => ({ ...source.figures(), spentUsd: null }),
    });
    expect(line).toContain('41 done');
    expect(line).not.toContain('$');
  });
});
