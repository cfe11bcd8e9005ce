import { describe, expect, it } from 'vitest';
import type { CalibrationRecord, HeaderRecord, LogRecord } from '../../src/core/log/record.ts';
import { calibrationText } from '../../src/report/calibration.ts';
import { summarize } from '../../src/report/summarize.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import { jsonReport } from '../../src/report/view/json.ts';
import { junitReport } from '../../src/report/view/junit.ts';
import { markdownReport } from '../../src/report/view/markdown.ts';
import { nextStep } from '../../src/report/view/next_step.ts';
import { terminalReport } from '../../src/report/view/terminal.ts';
import type { Summary } from '../../src/report/summary.ts';
import { footer, gathered, goodRun } from './log_builder.ts';

/** A turn of a sentinel that took 500 ms in truth, and was measured so much longer. */
function off(
  index: number,
  errorMs: number | null,
  fields: Partial<CalibrationRecord> = {},
): CalibrationRecord {
  return {
    type: 'calibration',
    call: Math.floor(index / 10),
    turn: index % 10,
    atMs: 1000,
    measuredMs: errorMs === null ? null : 500 + errorMs,
    trueMs: 500,
    ...fields,
  };
}

function run(
  records: readonly LogRecord[],
  calibration: HeaderRecord['calibration'] | null = { sentinels: 20, asked: null },
): Summary {
  const lines = goodRun(40, () => 400, calibration === null ? {} : { calibration });
  return summarize(gathered([...lines.slice(0, -1), ...records, ...lines.slice(-1)]));
}

const spread = (errors: readonly number[]): LogRecord[] => errors.map((error, index) => off(index, error));
const range = (count: number, of: (index: number) => number): number[] =>
  Array.from({ length: count }, (_, i) => of(i));

describe('the report’s own error', () => {
  it('is measured less true, by its percentiles, of every turn that has both', () => {
    const { calibration } = run([
      ...spread(range(200, (i) => i / 10 - 5)),
      off(200, null),
      off(201, 3, { trueMs: null }),
    ]);
    expect(calibration).toEqual({
      asked: null,
      sentinels: 20,
      turns: 200,
      unmatched: 2,
      error: {
        p50: 4.9,
        p95: 13.9,
        p99: 14.7,
        max: 14.9,
        size: { p95: 13.9, max: 14.9 },
        tooFew: ['p99'],
      },
      trouble: null,
    });
  });

  it('has the size of what is measured too short, too', () => {
    const { calibration } = run(spread(range(100, (i) => -i)));
    expect(calibration?.error).toMatchObject({ p50: -50, p95: -5, max: 0, size: { p95: 94, max: 99 } });
  });

  it('counts a turn once that is told twice', () => {
    expect(run([off(0, 1), off(0, 2)]).calibration).toMatchObject({ turns: 1, error: { p50: 2 } });
  });

  it('is in no count and no metric', () => {
    const without = run([], null);
    const withOne = run(spread(range(50, () => 7)));
    for (const key of ['calls', 'metrics', 'turns', 'callers', 'bands', 'failures', 'cost'] as const) {
      expect(withOne[key]).toEqual(without[key]);
    }
  });
});

describe('in words', () => {
  it('stands beside the headline in every view', () => {
    const summary = run(spread(range(200, (i) => i / 50 - 1)));
    const words = 'measured − true: +0.98 ms p50, +2.8 ms p95, ~+2.9 ms p99 (200 turns)';
    expect(calibrationText(summary)).toBe(words);
    const lines = terminalReport(summary).split('\n');
    const headline = lines.findIndex((line) => line.startsWith('response_latency'));
    expect(lines[headline + 1]?.trim()).toBe(words);
    expect(markdownReport(summary)).toContain(
      `response latency p50 400 ms, p95 400 ms (${words.replace('~', '\\~')})`,
    );
    expect(junitReport(summary)).toContain(`<property name="calibration" value="${words}"/>`);
    expect(JSON.parse(jsonReport(summary))).toMatchObject({ calibration: { turns: 200 } });
  });

  it('tells of turns without one of the two', () => {
    expect(calibrationText(run([off(0, 1), off(1, null)]))).toBe(
      'measured − true: ~+1 ms p50, ~+1 ms p95, ~+1 ms p99 (1 turn, and 1 turn without one of the two)',
    );
  });

  it.each([
    [null, 'the log has no sentinels'],
    [{ sentinels: 0, asked: null }, 'fewer than 50 calls; --calibrate'],
    [{ sentinels: 0, asked: false }, '--no-calibrate'],
    [{ sentinels: 2, asked: true }, 'no sentinel got an answer before the run was over'],
  ])('says why there is none: %j', (calibration, why) => {
    const summary = run([], calibration);
    expect(calibrationText(summary)).toBe(`not calibrated: ${why}`);
    expect(terminalReport(summary)).toContain(`not calibrated: ${why}`);
  });
});

describe('the verdict', () => {
  it.each([
    [20, 'not_judged', 0],
    [-20, 'not_judged', 0],
    [20.1, 'not_judged', 1],
    [-20.1, 'not_judged', 1],
    [100, 'not_judged', 1],
    [100.1, 'invalid', 0],
    [-100.1, 'invalid', 0],
  ])('of a run whose error is %f ms at p95: %s, with %i warnings', (errorMs, result, warnings) => {
    const { verdict } = run(spread(range(100, (i) => (i < 90 ? 1 : errorMs))));
    expect(verdict.result).toBe(result);
    expect(verdict.warnings).toHaveLength(warnings);
    expect(verdict.reasons).toHaveLength(1);
  });

  it('goes by p95: fewer than a twentieth may be off by more', () => {
    expect(run(spread(range(100, (i) => (i < 96 ? 1 : 500)))).verdict).toMatchObject({
      result: 'not_judged',
      warnings: [],
    });
  });

  it('says what is wrong, and what to do', () => {
    const summary = run(spread(range(36, () => 130)));
    expect(summary.verdict.reasons).toEqual([
      'the report’s own error is 130 ms at p95, over 100 ms: ' +
        'measured − true: +130 ms p50, ~+130 ms p95, ~+130 ms p99 (36 turns)',
    ]);
    expect(exitCodeOf(summary)).toBe(3);
    expect(nextStep(summary).text).toMatch(/Run fewer calls on this machine/);
  });

  it('finds a worker that stood still for a while', () => {
    // Its frames went out and its audio came in late, and only it knows of neither.
    const { verdict } = run(spread(range(60, (i) => (i % 10 === 0 ? 400 : 2))));
    expect(verdict.result).toBe('invalid');
  });

  it('warns where there was to be a calibration and is none', () => {
    const trouble: LogRecord = {
      type: 'calibration_trouble',
      atMs: 5000,
      detail: 'the reference agent ended during the run: SIGKILL',
    };
    const words = 'not calibrated: the reference agent ended during the run: SIGKILL';
    expect(run([trouble]).verdict).toMatchObject({ result: 'not_judged', warnings: [words] });
    // What came before it still counts.
    expect(run([off(0, 1), trouble]).verdict.warnings).toEqual([
      'measured − true: ~+1 ms p50, ~+1 ms p95, ~+1 ms p99 (1 turn); the reference agent ended during the run: SIGKILL',
    ]);
    const asked = run([], { sentinels: 2, asked: true });
    expect(asked.verdict.warnings).toEqual([calibrationText(asked)]);
    expect(run([], { sentinels: 2, asked: null }).verdict.warnings).toEqual([]);
    expect(run([], { sentinels: 0, asked: null }).verdict.warnings).toEqual([]);
  });
});

it('is that of all logs of a run together', () => {
  const shares = [0, 1].flatMap((share) => {
    const calibration = { sentinels: 1, asked: share === 0 ? true : null };
    const [head, ...rest] = goodRun(2, () => 400, { calibration, startedAtMs: 1000 + share });
    if (head === undefined) throw new Error('no header');
    return [head, ...rest.slice(0, -1), off(0, share), footer()];
  });
  expect(summarize(gathered(shares)).calibration).toMatchObject({
    asked: true,
    sentinels: 2,
    turns: 2,
    error: { max: 1 },
  });
});
