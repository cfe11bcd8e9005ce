import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { account } from '../../../src/report/account.ts';
import { countLost, livedCalls, type LivedCall } from '../../../src/report/lost/lived_call.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { jsonReport } from '../../../src/report/view/json.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import {
  answered,
  call,
  footer,
  gathered,
  generator,
  goodRun,
  header,
  lostBefore,
  turn,
} from '../log_builder.ts';

const callsOf = (...records: readonly LogRecord[]): LivedCall[] =>
  livedCalls(gathered([header(), ...records, generator(), footer()]).runs);

it('those that were lost are counted, and none that the harness ended, or that was never made', () => {
  const failed = { outcome: 'failed', failure: 'agent_hung_up' } as const;
  const log = gathered([
    header(),
    call({ call: 0 }),
    call({ call: 1, ...failed }),
    call({ call: 2, outcome: 'failed', failure: 'interrupted' }),
    call({ call: 3, ...failed }),
    lostBefore({ call: 4, outcome: 'blocked' }),
    footer(),
  ]);
  expect(countLost(account(log).calls)).toBe(2);
});

describe('a call as it was lost', () => {
  it('has who made it, how it was closed, how old it was, its faults and its steps', () => {
    const [one] = callsOf(
      { type: 'strike', call: 0, atMs: 2000, fault: 'silence', connection: 1 },
      { type: 'strike', call: 0, atMs: 3000, fault: 'silence', connection: 1 },
      turn({ step: 1, said: 'hello' }),
      turn({ turn: 1, step: 3, said: 'my-number' }),
      call({
        worker: 2,
        outcome: 'failed',
        failure: 'agent_hung_up',
        closeCode: 4008,
        detail: 'closed with 4008 session sess_7f3a: 150 s are over',
        dialedMs: 5,
        connectedMs: 10,
        endedMs: 150_010,
      }),
    );
    expect(one).toEqual({
      call: 0,
      fate: 'lost',
      caller: 'buyer',
      voice: 'slt',
      worker: 2,
      closing: 'closed with 4008 session #: # s are over',
      dialedMs: 5,
      endedMs: 150_010,
      ageMs: 150_000,
      timedOut: false,
      faults: ['silence'],
      steps: [
        { step: 1, said: 'hello' },
        { step: 3, said: 'my-number' },
      ],
    });
  });

  it('is as old as its last connection', () => {
    const back = { lostMs: 60_000, readyMs: 61_000, tries: 1, replayedItems: 0 };
    const [one] = callsOf(
      call({ outcome: 'failed', failure: 'connection_lost', reconnects: [back], endedMs: 91_000 }),
    );
    expect(one?.ageMs).toBe(30_000);
  });

  it('is lost only by the target’s doing, and was there only if it was made', () => {
    const calls = callsOf(
      call({ call: 0, outcome: 'failed', failure: 'no_answer' }),
      call({ call: 1, outcome: 'failed', failure: 'interrupted' }),
      call({ call: 2 }),
      lostBefore({ call: 3, outcome: 'blocked', dialedMs: null, endedMs: null }),
      lostBefore({ call: 4, outcome: 'failed', failure: 'connect_timeout' }),
    );
    expect(calls.map(({ call: index, fate, timedOut, ageMs }) => [index, fate, timedOut, ageMs])).toEqual([
      [0, 'lost', true, 10_005],
      [1, 'cut', false, 10_005],
      [2, 'lived', false, 10_005],
      [4, 'lost', true, null],
    ]);
  });

  it('counts its instants from the first of the runs', () => {
    const second = header({ run: 'run-2', startedAtMs: header().startedAtMs + 5000 });
    const log = gathered([header(), call(), generator(), footer(), second, call(), generator(), footer()]);
    expect(livedCalls(log.runs).map(({ dialedMs }) => dialedMs)).toEqual([1, 5001]);
    expect(countLost(account(log).calls)).toBe(0);
  });
});

describe('a run of calls with a ceiling', () => {
  const records = [
    header({ load: { mode: 'open', plannedCalls: 40, maxConcurrency: 100 } }),
    ...Array.from({ length: 40 }, (_, index) => {
      const dialedMs = index * 20_000;
      const times = { call: index, scheduledMs: dialedMs, dialedMs, connectedMs: dialedMs + 10 };
      return [
        answered(index, 0, 300),
        index % 5 === 0
          ? call({
              ...times,
              outcome: 'failed',
              failure: 'agent_hung_up',
              closeCode: 4008,
              detail: 'closed with 4008 \u001b[2Jlong <b>enough</b>',
              endedMs: dialedMs + 150_010 + index,
            })
          : call({ ...times, endedMs: dialedMs + 40_000 + index * 1000 }),
      ];
    }).flat(),
    generator(),
    footer({ calls: { planned: 40, completed: 32, failed: 8, blocked: 0, notStarted: 0 } }),
  ];
  const summary = summarize(gathered(records));

  it('says so in its summary and in every view, and what it says obeys nobody', () => {
    expect(
      summary.lostTogether?.shared.map(({ trait, count, of, sameAs }) => [trait, count, of, sameAs]),
    ).toEqual([
      ['age', 8, 8, undefined],
      ['closing', 8, 8, 0],
    ]);
    const terminal = terminalReport(summary);
    expect(terminal).toContain('in common  8 of 8 lost calls died 150 s after connecting');
    expect(terminal.replaceAll(/\s+/g, ' ')).toContain('a configured ceiling');
    expect(terminal).not.toContain('\u001b');
    const markdown = markdownReport(summary);
    expect(markdown).toContain('What lost calls have in common:');
    expect(markdown).toContain(String.raw`\<b\>enough`);
    expect(JSON.parse(jsonReport(summary))).toMatchObject({
      lostTogether: { lost: 8, chance: 0.01, more: 0 },
    });
  });

  it('says nothing of it where all is well', () => {
    const well = summarize(gathered(goodRun(40, () => 300)));
    expect('lostTogether' in well).toBe(false);
    expect(terminalReport(well)).not.toContain('in common');
    expect(markdownReport(well)).not.toContain('in common');
  });
});
