/** What a log tells of the use of an account. */

import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { accountUse } from '../../../src/report/limits/limited_calls.ts';
import { call, footer, gathered, header, lostBefore, turn, usage } from '../log_builder.ts';

const useOf = (...records: readonly LogRecord[]) => accountUse(gathered([header(), ...records, footer()]));
const used = usage({ textIn: 100, audioIn: 20, textOut: 3 });

describe('the use of an account', () => {
  it('is each call from its connection to its end, with its answers as they are told and what they used', () => {
    const { calls, refusals } = useOf(
      turn({ usage: used, answers: 2, marks: { answerDone: 3000, lastHeard: 4000 } }),
      turn({ turn: 1, usage: used, marks: { speechEnd: 4500, firstAudio: 5000, lastHeard: 6000 } }),
      turn({ turn: 2, usage: used, marks: { speechEnd: 6500, firstAudio: 7000 } }),
      turn({ turn: 3, usage: used, marks: { speechEnd: 7500 } }),
      turn({ turn: 4, usage: used }),
      turn({ turn: 5, usage: null, marks: { answerDone: 9000 } }),
      turn({ turn: 6, usage: usage(), answers: 0, marks: { answerDone: 9100 } }),
      turn({ turn: 7, usage: usage(), answers: 1, marks: { answerDone: 9200 } }),
      call({ turns: 8, connectedMs: 5, endedMs: 10_010 }),
    );
    expect(refusals).toEqual([]);
    expect(calls).toEqual([
      {
        call: 0,
        fromMs: 5,
        untilMs: 10_010,
        answers: [
          { atMs: 3000, tokens: 123, requests: 2 },
          { atMs: 6000, tokens: 123, requests: 1 },
          { atMs: 7000, tokens: 123, requests: 1 },
          { atMs: 7500, tokens: 123, requests: 1 },
          { atMs: 10_010, tokens: 123, requests: 1 },
          { atMs: 9200, tokens: 0, requests: 1 },
        ],
      },
    ]);
  });

  it('has no call that got no connection, or that lasted no time', () => {
    const { calls } = useOf(
      lostBefore({ call: 0, outcome: 'failed', failure: 'connect_refused' }),
      call({ call: 1, connectedMs: 50, endedMs: 50 }),
      call({ call: 2, connectedMs: 50, endedMs: null }),
      call({ call: 3, connectedMs: 50, endedMs: 51 }),
    );
    expect(calls.map((one) => one.call)).toEqual([3]);
  });
});

describe('what was refused for a limit', () => {
  const failed = { outcome: 'failed', failure: 'rate_limited' } as const;

  it('is told of the turn that it was in, and once of a call', () => {
    const { refusals } = useOf(
      turn({ call: 1, ...failed, marks: { speechEnd: 2000 } }),
      call({ call: 1, ...failed, endedMs: 2500 }),
      turn({ call: 2, turn: 0, ...failed }),
      turn({ call: 2, turn: 1, outcome: 'failed', failure: 'answer_failed' }),
      call({ call: 2, endedMs: 9000 }),
      turn({ call: 3, ...failed }),
    );
    expect(refusals).toEqual([
      { atMs: 2000, call: 1, code: 'rate_limited' },
      { atMs: 9000, call: 2, code: 'rate_limited' },
      { atMs: 0, call: 3, code: 'rate_limited' },
    ]);
  });

  it('is told of the call where no turn was: at its end, else when it should have begun', () => {
    const { refusals } = useOf(
      lostBefore({ call: 0, outcome: 'failed', failure: 'http_rate_limited', scheduledMs: 70, endedMs: 90 }),
      lostBefore({
        call: 1,
        outcome: 'failed',
        failure: 'http_rate_limited',
        scheduledMs: 80,
        endedMs: null,
      }),
      call({ call: 2, outcome: 'failed', failure: 'agent_hung_up' }),
    );
    expect(refusals).toEqual([
      { atMs: 90, call: 0, code: 'http_rate_limited' },
      { atMs: 80, call: 1, code: 'http_rate_limited' },
    ]);
  });
});
