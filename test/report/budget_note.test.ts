import { describe, expect, it } from 'vitest';
import type { BudgetMoment, BudgetRecord } from '../../src/core/log/budget_record.ts';
import { budgetNotes } from '../../src/report/budget_note.ts';
import { summarize } from '../../src/report/summarize.ts';
import { call, footer, gathered, header, lostBefore } from './log_builder.ts';

const budget: BudgetRecord = { maxUsd: 5, stop: 'polite', spentUsd: 4.75 };
const moment: BudgetMoment = { atMs: 65_400, spentUsd: 4.2, reservedUsd: 0.6, callsGoingOn: 2 };

/** A run that kept to this budget; these calls of it were not started, and one was made. */
function notes(kept: BudgetRecord | undefined, unmade: readonly number[] = []): readonly string[] {
  const log = gathered([
    header(),
    call({ call: 0 }),
    ...unmade.map((index) => lostBefore({ call: index, outcome: 'not_started', dialedMs: null })),
    lostBefore({ call: 900, outcome: 'blocked', dialedMs: null }),
    footer(kept === undefined ? {} : { budget: kept }),
  ]);
  return budgetNotes(log.runs);
}

describe('a budget', () => {
  it('that was not reached, that nobody set, or of a log that breaks off has nothing told of it', () => {
    expect(notes(budget)).toEqual([]);
    expect(notes(budget, [3])).toEqual([]);
    expect(notes(undefined, [3])).toEqual([]);
    expect(budgetNotes(gathered([header(), call()]).runs)).toEqual([]);
  });

  it('says from when on it let no call begin, what it kept back for those going on, and whom that left out', () => {
    expect(notes({ ...budget, drained: moment }, [7, 8])).toEqual([
      'The budget of $5.00 (polite): from 1m5s on no call was started, with $4.20 spent, and $0.600 kept back for 2 calls going on. By what was told the run spent $4.75. Not started: calls 7–8.',
    ]);
  });

  it('that was split tells of each share which of its own calls it left out, and nothing of one that left none out', () => {
    const shareOf = (share: number, unmade: readonly number[]) => [
      header({
        load: { mode: 'open', plannedCalls: 6, maxConcurrency: 6 },
        selection: { share, of: 3 },
        startedAtMs: header().startedAtMs + share,
      }),
      call({ call: share }),
      ...unmade.map((index) => lostBefore({ call: index, outcome: 'not_started', dialedMs: null })),
      footer({ budget: { ...budget, drained: { ...moment, callsGoingOn: 0 } } }),
    ];
    const log = gathered([...shareOf(0, [3]), ...shareOf(1, [4]), ...shareOf(2, [])]);
    expect(budgetNotes(log.runs).map((note) => /Not started: (.*)\.$/.exec(note)?.[1])).toEqual([
      'call 3',
      'call 4',
    ]);
  });

  it('kept nothing back where none was going on, and one call is one', () => {
    expect(notes({ ...budget, drained: { ...moment, callsGoingOn: 0 } }, [7])).toEqual([
      'The budget of $5.00 (polite): from 1m5s on no call was started, with $4.20 spent. By what was told the run spent $4.75. Not started: call 7.',
    ]);
    expect(notes({ ...budget, drained: { ...moment, callsGoingOn: 1 } }, [7])[0]).toContain(
      ', and $0.600 kept back for 1 call going on.',
    );
  });

  it('left nobody out where every call had begun by then', () => {
    expect(notes({ ...budget, drained: moment })).toEqual([]);
  });

  it('says when it ended those that were going on', () => {
    expect(notes({ ...budget, stop: 'now', stopped: moment })).toEqual([
      'The budget of $5.00 (now): at 1m5s the 2 calls going on were ended, with $4.20 spent. By what was told the run spent $4.75.',
    ]);
    expect(notes({ ...budget, stop: 'now', stopped: { ...moment, callsGoingOn: 1 } })[0]).toContain(
      'at 1m5s the 1 call going on was ended, with $4.20 spent.',
    );
  });

  it('names those that were left out when it ended the others, also where that was all at once', () => {
    expect(notes({ ...budget, stop: 'now', stopped: moment }, [7])).toEqual([
      'The budget of $5.00 (now): at 1m5s the 2 calls going on were ended, with $4.20 spent. By what was told the run spent $4.75. Not started: call 7.',
    ]);
  });

  it('says both in the order in which they came', () => {
    const stopped = { atMs: 80_499, spentUsd: 4.6, reservedUsd: 0, callsGoingOn: 2 };
    expect(notes({ ...budget, stop: 'now', drained: moment, stopped }, [7])).toEqual([
      'The budget of $5.00 (now): from 1m5s on no call was started, with $4.20 spent, and $0.600 kept back for 2 calls going on; at 1m20s the 2 calls going on were ended, with $4.60 spent. By what was told the run spent $4.75. Not started: call 7.',
    ]);
    // All had begun: only the end is told.
    expect(notes({ ...budget, stop: 'now', drained: moment, stopped })[0]).toMatch(
      /^The budget of \$5\.00 \(now\): at 1m20s the 2 calls/,
    );
  });

  it('of single calls alone says which it ended, and nothing of the run', () => {
    const single: BudgetRecord = { ...budget, maxUsd: null, maxUsdPerCall: 0.25 };
    expect(notes({ ...single, drained: moment, stopped: moment }, [7])).toEqual([]);
    expect(notes({ ...single, callsEnded: [] })).toEqual([]);
    expect(notes({ ...single, callsEnded: [4] })).toEqual([
      '1 call ended for what it had cost (call_budget, $0.250 a call): call 4.',
    ]);
    expect(notes({ ...single, callsEnded: [9, 4] })).toEqual([
      '2 calls ended for what each had cost (call_budget, $0.250 a call): calls 4, 9.',
    ]);
    expect(notes({ ...budget, callsEnded: [4] })).toEqual([]);
  });

  it('of both says both', () => {
    const both = { ...budget, maxUsdPerCall: 0.25, callsEnded: [4], drained: moment };
    expect(notes(both, [7]).map((note) => note.slice(0, 19))).toEqual([
      'The budget of $5.00',
      '1 call ended for wh',
    ]);
  });
});

describe('the calls that a budget left out', () => {
  const left = (...unmade: readonly number[]): string =>
    notes({ ...budget, drained: moment }, unmade)[0]?.replace(/^.*Not started: /, '') ?? '';

  it('are told in ranges, in the order of their numbers', () => {
    expect(left(12, 3, 5, 4, 20, 21)).toBe('calls 3–5, 12, 20–21.');
    expect(left(11, 2, 100)).toBe('calls 2, 11, 100.');
  });

  it('are counted where there are more ranges than anybody reads', () => {
    expect(left(1, 3, 5, 7, 9, 11)).toBe('calls 1, 3, 5, 7, 9, 11.');
    expect(left(1, 3, 5, 7, 9, 11, 13)).toBe('calls 1, 3, 5, 7, 9, 11 and 1 more.');
    expect(left(1, 3, 5, 7, 9, 11, 13, 20, 21, 22)).toBe('calls 1, 3, 5, 7, 9, 11 and 4 more.');
  });
});

describe('the notes of a run', () => {
  it('tell of its budget', () => {
    const log = gathered([header(), call(), footer({ budget: { ...budget, stopped: moment } })]);
    expect(summarize(log).notes.join(' ')).toContain('The budget of $5.00 (polite): at 1m5s the 2 calls');
  });
});
