import { describe, expect, it } from 'vitest';
import { account } from '../../../src/report/account.ts';
import type { RunLog } from '../../../src/report/log.ts';
import { candidatesIn } from '../../../src/report/page/candidates.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { PageTally, pageTally, type TalliedCall } from '../../../src/report/page/page_tally.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { judged } from '../judged_run.ts';
import type { CallRecord, LogRecord } from '../../../src/core/log/record.ts';
import {
  answered,
  call,
  footer,
  gathered,
  header,
  lostBefore,
  started,
  turn,
  type TurnFields,
} from '../log_builder.ts';
import { toldRun } from '../told_run.ts';
import { damaged, stopped } from '../view_runs.ts';

describe('what a page needs, gathered while a run is summed up', () => {
  it.each<[name: string, log: RunLog]>([
    ['told', gathered(toldRun)],
    ['stopped', stopped],
    ['damaged', damaged],
    ['judged', judged],
  ])('is what is found afterwards: %s', (_, log) => {
    const tally = new PageTally(log);
    const summary = summarize(log, account(log), tally);
    expect(summary).toEqual(summarize(log));
    expect(recordedOf(log, summary, tally)).toEqual(recordedOf(log, summary));
    expect(tally.candidates.all).toEqual(candidatesIn(log));
    expect(tally.calls.length).toBeGreaterThan(0);
  });

  it('tells of each turn in the order of calls', () => {
    const log = gathered([
      header(),
      answered(0, 0, 400),
      turn({ call: 0, turn: 1, outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 6000 } }),
      call({ call: 0, outcome: 'failed', failure: 'no_answer', turns: 2 }),
      answered(1, 0, 900),
      call({ call: 1, turns: 1 }),
    ]);
    const tally = new PageTally(log);
    summarize(log, account(log), tally);
    const turns = [...tally.eachTurn()];
    expect(turns.map(({ latencyMs, lost, failure }) => ({ latencyMs, lost, failure }))).toEqual([
      { latencyMs: 400, lost: false, failure: null },
      { latencyMs: null, lost: true, failure: 'no_answer' },
      { latencyMs: 900, lost: false, failure: null },
    ]);
    expect(tally.calls.map(({ turns: count, wentWrong }) => [count, wentWrong])).toEqual([
      [2, true],
      [1, false],
    ]);
  });
});

describe('where a turn lies', () => {
  /** The only turn of a call dialled at 500, in a log that begins 2 s after the first. */
  const turnOf = (fields: TurnFields) => {
    const { startedAtMs } = header();
    const log = gathered([
      header(),
      call({ call: 7, turns: 0, endedMs: 9000 }),
      footer(),
      header({ startedAtMs: startedAtMs + 2000 }),
      turn({ call: 0, ...fields }),
      call({ call: 0, dialedMs: 500, turns: 1 }),
      footer(),
    ]);
    return [...pageTally(log).eachTurn()];
  };

  it('is where the caller had spoken, or the agent is heard, or the call was dialled', () => {
    const instants = [
      { marks: { speechEnd: 3000, firstHeard: 3600 } },
      { marks: { firstHeard: 3600 } },
      {},
    ].map((fields) => turnOf(fields).map(({ atMs }) => atMs));
    expect(instants).toEqual([[5000], [5600], [2500]]);
  });

  it('tells what was fallen back on, by the first that is sure', () => {
    const sure = { label: 'reprompt', fallback: true } as const;
    const kinds = (fallbacks: readonly unknown[] | undefined) =>
      turnOf({ fallbacks } as TurnFields).map(({ fallback }) => fallback);
    expect(
      kinds([{ label: 'answer', fallback: false }, sure, { label: 'handover', fallback: true }]),
    ).toEqual(['reprompt']);
    expect(kinds([{ label: 'answer', fallback: false }])).toEqual([null]);
    expect(kinds([])).toEqual([null]);
    expect(kinds(undefined)).toEqual([null]);
  });
});

describe('a call', () => {
  const tallied = (records: readonly LogRecord[], goesOn = false): TalliedCall[] => {
    const log = gathered([header(), ...records]);
    return pageTally(goesOn ? { ...log, goingOn: true } : log).calls;
  };
  const only = (
    fields: Partial<CallRecord>,
    ...turns: readonly LogRecord[]
  ): Partial<TalliedCall> | undefined => tallied([...turns, call(fields), footer()])[0];

  it('lasts from where it was dialled to its end', () => {
    expect(only({ dialedMs: 400, endedMs: 9000, turns: 0 })).toMatchObject({
      dialedMs: 400,
      overMs: 9000,
      wasUp: true,
      unmet: 0,
      turns: 0,
      wentWrong: false,
    });
  });

  it('was never there where it was not dialled, and stands where it was due', () => {
    const blocked = lostBefore({
      call: 0,
      outcome: 'blocked',
      scheduledMs: 700,
      dialedMs: null,
      endedMs: null,
    });
    expect(tallied([blocked, footer()])[0]).toMatchObject({ dialedMs: 700, overMs: 700, wasUp: false });
  });

  it('of which nothing but turns is left was there until the last of them, in a run that ended', () => {
    const turns = [1, 0].map((index) => turn({ turn: index, marks: { speechEnd: 2000 + index * 1000 } }));
    expect(tallied([started(0, 300), ...turns, footer()])[0]).toMatchObject({
      dialedMs: 300,
      overMs: 3000,
      wasUp: true,
      turns: 2,
      wentWrong: true,
    });
  });

  it('was there until the last that is known of a run that was killed', () => {
    const records = [
      started(0, 300),
      turn({ marks: { speechEnd: 2000 } }),
      call({ call: 1, endedMs: 8000, turns: 0 }),
    ];
    const [cut] = tallied(records);
    expect(cut).toMatchObject({ call: { index: 0 }, dialedMs: 300, overMs: 8000 });
    expect(tallied([...records, footer()])[0]).toMatchObject({ overMs: 2000 });
  });

  it('that goes on began when it said so, and has gone on until now', () => {
    const records = [started(0, 300), call({ call: 1, endedMs: 8000, turns: 0 }), footer()];
    expect(tallied(records, true)[0]).toMatchObject({
      call: { index: 0, outcome: 'going_on' },
      dialedMs: 300,
      overMs: 10_010,
      wentWrong: false,
    });
  });

  it('went wrong where it failed, a turn did, or one was not answered', () => {
    const wrong = (fields: Partial<CallRecord>, ...turns: readonly LogRecord[]) =>
      only(fields, ...turns)?.wentWrong;
    expect(wrong({}, answered(0, 0, 400))).toBe(false);
    expect(wrong({ outcome: 'failed', failure: 'connection_lost' }, answered(0, 0, 400))).toBe(true);
    expect(wrong({}, turn({ outcome: 'unanswered', failure: 'no_answer', marks: { speechEnd: 2000 } }))).toBe(
      true,
    );
    expect(wrong({}, turn({ outcome: 'unanswered', failure: null, marks: { speechEnd: 2000 } }))).toBe(true);
    expect(wrong({}, { ...answered(0, 0, 400), failure: 'agent_error' })).toBe(true);
  });

  it('tells how many expectations were not met', () => {
    const expectations = [true, false, false].map((met, expectation) => ({
      expectation,
      met,
      turn: null,
      atMs: null,
    }));
    expect(only({ expectations })).toMatchObject({ unmet: 2 });
  });
});
