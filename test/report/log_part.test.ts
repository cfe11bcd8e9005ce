import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import { LogGatherer, type RunLog } from '../../src/report/log.ts';
import { PartGatherer, type LogPart } from '../../src/report/log_part.ts';
import { summarize } from '../../src/report/summarize.ts';
import { answered, call, footer, generator, header, started, turn, usage } from './log_builder.ts';
import { toolCall } from './tool_run.ts';

const FILE = 'calls.ndjson';

function whole(records: readonly LogRecord[]): RunLog {
  const gatherer = new LogGatherer();
  for (const [index, record] of records.entries()) gatherer.add(record, FILE, index + 1);
  return logOf(gatherer);
}

/** As it comes from another thread. */
function partOf(records: readonly LogRecord[]): LogPart {
  const gatherer = new PartGatherer();
  for (const [index, record] of records.entries()) gatherer.add(record, FILE, index + 1);
  return structuredClone(gatherer.part());
}

function inTwo(records: readonly LogRecord[], at: number): RunLog | null {
  const gatherer = new LogGatherer();
  for (const [index, record] of records.slice(0, at).entries()) gatherer.add(record, FILE, index + 1);
  return gatherer.append(partOf(records.slice(at)), at) ? logOf(gatherer) : null;
}

function logOf(gatherer: LogGatherer): RunLog {
  const log = gatherer.finish();
  if (log === null) throw new Error('no header');
  return log;
}

/** All that is kept of a log, in its order. */
function kept({ runs, damage }: RunLog): unknown {
  return runs.map((run) => ({
    logs: run.logs,
    damage,
    calls: [...run.calls.keys()].map((index) => run.calls.get(index)),
    turns: [...run.turns.keys()].map((index) => run.turns.get(index)),
    started: run.started,
    strikes: run.strikes,
  }));
}

const strike = (index: number, atMs: number): LogRecord => ({
  type: 'strike',
  call: index,
  atMs,
  fault: 'hang',
  connection: 0,
});

const line = fc.oneof(
  fc
    .record({ index: fc.nat(5), number: fc.nat(4), of: fc.nat(6) })
    .map(({ index, number, of }): LogRecord => {
      const fields = { call: index, turn: number };
      switch (of) {
        case 0:
          return turn({ ...fields, failure: 'no_answer', outcome: 'failed', detail: `said ${number}` });
        case 1:
          return turn({ ...fields, tools: [toolCall('lookup', 1000, 1500, 3700)], usage: null });
        case 2:
          return turn({ ...fields, usage: usage({ audioIn: 7, unreported: 1 }) });
        default:
          return answered(index, number, 400 + number / 3);
      }
    }),
  fc.nat(5).map((index) => ({ ...started(index, 10 * index), caller: `kind ${index % 2}` })),
  fc.nat(5).map((index): LogRecord => ({ type: 'started', call: index, atMs: index })),
  fc
    .record({ call: fc.nat(2), turn: fc.nat(2), trueMs: fc.nat(99) })
    .map((fields): LogRecord => ({ type: 'calibration', atMs: 1000, measuredMs: 400, ...fields })),
  fc.nat(9).map((n): LogRecord => ({ type: 'calibration_trouble', atMs: n, detail: `trouble ${n}` })),
  fc.record({ index: fc.nat(5), atMs: fc.nat(99) }).map(({ index, atMs }) => strike(index, atMs)),
  fc.record({ worker: fc.nat(1), atMs: fc.nat(99) }).map((fields) => generator(fields)),
);

const log = fc
  .record({ lines: fc.array(line, { maxLength: 40 }), ends: fc.nat(6) })
  .map(({ lines, ends }): readonly LogRecord[] => [
    header({ load: { mode: 'open', plannedCalls: 6, maxConcurrency: 6 } }),
    ...lines,
    ...Array.from({ length: ends }, (_, index) => call({ call: index, detail: `end ${index}` })),
    footer({ calls: { planned: 6, completed: ends, failed: 0, blocked: 0, notStarted: 6 - ends } }),
  ]);

describe('a part of a log', () => {
  it('put behind what comes before it is the same as read after it, wherever they are parted', () => {
    fc.assert(
      fc.property(log, fc.nat(), (records, place) => {
        const at = 1 + (place % records.length);
        const parted = inTwo(records, at);
        const read = whole(records);
        expect(parted === null ? null : kept(parted)).toEqual(kept(read));
        expect(parted === null ? null : summarize(parted)).toEqual(summarize(read));
      }),
      { numRuns: 60 },
    );
  });

  it('tells of a footer by its line in the log', () => {
    const records = [
      header(),
      call({ call: 0 }),
      footer({ calls: { planned: 9, completed: 9, failed: 0, blocked: 0, notStarted: 0 } }),
    ];
    const contradictions = [`its end (${FILE}:3) tells of 9 completed calls, its lines of 1`];
    expect(inTwo(records, 1)?.damage.contradictions).toEqual(contradictions);
    expect(inTwo(records, 2)?.damage.contradictions).toEqual(contradictions);
  });

  it('is refused where what has ended before ends again: whether it says the same is not for it to tell', () => {
    const again = [header(), call({ call: 0 }), call({ call: 0, heardMs: 17 })];
    expect(inTwo(again, 2)).toBeNull();
    expect(inTwo([header(), footer(), footer()], 2)).toBeNull();
  });

  it('that is refused leaves what comes before it as it was', () => {
    const gatherer = new LogGatherer();
    gatherer.add(header(), FILE, 1);
    gatherer.add(call({ call: 0 }), FILE, 2);
    expect(gatherer.append(partOf([answered(1, 0, 400), call({ call: 0 })]), 2)).toBe(false);
    expect(kept(logOf(gatherer))).toEqual(kept(whole([header(), call({ call: 0 })])));
  });

  it('tells of lines that nobody understands and of torn ones, beside those of the log before it', () => {
    const part = new PartGatherer();
    part.unknown();
    part.unknown();
    part.torn();
    part.add(call({ call: 0 }), FILE, 4);
    const gatherer = new LogGatherer();
    gatherer.add(header(), FILE, 1);
    gatherer.unknown();
    expect(gatherer.append(structuredClone(part.part()), 1)).toBe(true);
    expect(logOf(gatherer).damage).toMatchObject({ unknownRecords: 3, tornLines: 1 });
  });

  it('has no other log in it, and belongs to one', () => {
    expect(() => partOf([call({ call: 1 }), header()])).toThrow('expected lines of one log');
    expect(new LogGatherer().append(partOf([call({ call: 1 })]), 0)).toBe(false);
  });
});
