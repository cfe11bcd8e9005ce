import { expect, it } from 'vitest';
import { LogGatherer } from '../../../src/report/log.ts';
import { runClock } from '../../../src/report/page/run_clock.ts';
import { footer, header } from '../log_builder.ts';

const START = Date.UTC(2026, 7, 1, 12, 0, 0);

function clockOf(...logs: readonly (readonly [run: string, afterMs: number, endedMs: number])[]) {
  const gatherer = new LogGatherer();
  for (const [run, afterMs, endedMs] of logs) {
    gatherer.add(header({ run, startedAtMs: START + afterMs }), '', 0);
    gatherer.add(footer({ endedMs }), '', 0);
    gatherer.endOfFile();
  }
  const log = gatherer.finish();
  if (log === null) throw new Error('no log');
  return runClock(log);
}

it('lays logs that went on at once beside each other', () => {
  const clock = clockOf(['a', 0, 10_000], ['a', 400, 10_000]);
  expect(clock.offsetOf(START)).toBe(0);
  expect(clock.offsetOf(START + 400)).toBe(400);
  expect(clock.durationMs).toBe(10_400);
});

it('is by the instants of the logs, in whatever order they are read', () => {
  const clock = clockOf(['b', 36_000_000, 5000], ['a', 0, 10_000], ['c', 36_007_000, 1000]);
  expect([0, 36_000_000, 36_007_000].map((ms) => clock.offsetOf(START + ms))).toEqual([0, 10_000, 15_000]);
  expect(clock.durationMs).toBe(16_000);
});

it('leaves out the night between two runs', () => {
  const clock = clockOf(['a', 0, 10_000], ['b', 36_000_000, 5000]);
  expect(clock.offsetOf(START + 36_000_000)).toBe(10_000);
  expect(clock.durationMs).toBe(15_000);
});
