import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { readLine } from '../../src/report/line.ts';
import { summarize } from '../../src/report/summarize.ts';
import { exitCodeOf } from '../../src/report/verdict.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  histogram,
  turn,
} from './log_builder.ts';

const verdictOf = (records: readonly LogRecord[]) => summarize(gathered(records)).verdict;
const ending = (fields: Partial<{ completed: number; failed: number; blocked: number }>) =>
  footer({ calls: { planned: 9, completed: 2, failed: 0, blocked: 0, notStarted: 0, ...fields } });

describe('a log is not believed', () => {
  it.each([
    [{ failed: 4 }, 'its end (calls.ndjson:7) tells of 4 failed calls, its lines of 0'],
    [{ completed: 5 }, 'its end (calls.ndjson:7) tells of 5 completed calls, its lines of 2'],
    [{ completed: 1 }, 'its end (calls.ndjson:7) tells of 1 completed calls, its lines of 2'],
    [{ blocked: 1 }, 'its end (calls.ndjson:7) tells of 1 blocked calls, its lines of 0'],
  ])('whose end tells of %j', (fields, text) => {
    const closed = header({ load: { mode: 'closed', plannedCalls: 9, maxConcurrency: 1 } });
    const records = [closed, ...goodRun(2, () => 400).slice(1, -1), ending(fields)];
    expect(verdictOf(records)).toMatchObject({
      result: 'invalid',
      reasons: [`the log contradicts itself: ${text}`],
    });
    expect(exitCodeOf(summarize(gathered(records)))).toBe(3);
  });

  it('but for calls that left turns and no end: those failed', () => {
    const records = [...goodRun(2, () => 400).slice(0, -1), turn({ call: 2 }), ending({ failed: 1 })];
    expect(verdictOf(records).reasons.join()).not.toContain('contradicts');
  });

  it('with two ends of one call, or of itself, unless it is the same line again', () => {
    const records = goodRun(1, () => 400);
    const refusal = (last: LogRecord): unknown => {
      try {
        return gathered([...records, last]);
      } catch (error) {
        return error instanceof ConfigError ? error.describe().split('\n')[0] : error;
      }
    };
    expect(refusal(call({ outcome: 'failed', failure: 'no_answer' }))).toBe(
      'calls.ndjson:6: expected one end of call 0 in a log, found another',
    );
    expect(refusal(footer({ endedMs: 1 }))).toBe(
      'calls.ndjson:6: expected one footer in a log, found another',
    );
    expect(refusal(call())).toMatchObject({ damage: { duplicates: 1 } });
    expect(refusal(footer())).toMatchObject({ damage: { duplicates: 0 } });
  });

  it('whose generator sent frames and measured nothing', () => {
    const empty = histogram();
    const records = [...goodRun(1, () => 400).slice(0, -2), generator({ sendLateness: empty }), footer()];
    expect(verdictOf(records).reasons[0]).toContain('frames were sent, and nothing tells how late');
  });

  const wrongIn = (record: LogRecord | object): string => {
    const line = readLine(JSON.stringify(record));
    return line.type === 'wrong' ? `${line.path}: ${line.message}` : line.type;
  };

  it.each([
    [{ ...histogram([1, 9]), count: 10 }, ': expected as many values as its buckets hold (9), found 10'],
    [{ ...histogram([1, 9]), buckets: [] }, ': expected as many values as its buckets hold (0), found 9'],
    [{ ...histogram([1, 9]), count: -9 }, '.count: expected a number of at least 0, found -9'],
    [
      { ...histogram([1, 9]), buckets: [640, -9] },
      '.buckets: expected pairs of a bucket’s index and its count, found [640,-9]',
    ],
    [
      { ...histogram([1, 9]), buckets: [640, 9, 7] },
      ': expected as many values as its buckets hold (9), found 9',
    ],
    [{ ...histogram([1, 9]), max: -5 }, '.max: expected a number of at least 0, found -5'],
  ])('whose generator tells of %j', (loopLag, wrong) => {
    expect(wrongIn(generator({ loopLag }))).toBe(`generator.loopLag${wrong}`);
  });

  it.each([
    [[0, 1], 'record'],
    [[4095, 1], 'record'],
    // Only the index is bounded: a bucket may hold any number of values.
    [[640, 5000], 'record'],
    [[4096, 1], 'wrong'],
    [[-1, 1], 'wrong'],
    [[640.5, 1], 'wrong'],
    [[640, 1.5], 'wrong'],
    [['640', 1], 'wrong'],
  ])('whose generator tells of buckets that no histogram has: %j is %s', (buckets, read) => {
    const count = Number(buckets[1]);
    const loopLag = { ...histogram([1, 1]), count, buckets };
    expect(readLine(JSON.stringify({ ...generator(), loopLag })).type).toBe(read);
  });

  it('that counts below nothing, or fails by a code that there is not', () => {
    expect(wrongIn(generator({ framesSent: -1 }))).toBe(
      'generator.framesSent: expected a number of at least 0, found -1',
    );
    expect(wrongIn(ending({ failed: -4 }))).toMatch(
      /^footer\.calls\.failed: expected a number of at least 0/,
    );
    for (const code of ['__proto__', 'constructor', 'no_anwser']) {
      expect(wrongIn({ ...call({ outcome: 'failed' }), failure: code })).toMatch(
        /^call\.failure: expected .*connect_refused.*, found "/,
      );
      expect(wrongIn({ ...turn(), failure: code })).toMatch(/^turn\.failure: /);
    }
  });
});

it('gathers a call of very many turns by their number, whatever their order', () => {
  const turns = Array.from({ length: 2000 }, (_, index) => answered(0, (index * 7) % 2000, 300));
  const { runs, damage } = gathered([header(), ...turns, answered(0, 7, 900), call(), generator(), footer()]);
  const told = runs[0]?.turns.get(0) ?? [];
  expect(told.map((one) => one.turn)).toEqual(turns.map((one) => one.turn));
  expect(told[1]?.marks.firstHeard).toBe(2900);
  expect(damage.duplicates).toBe(1);
});
