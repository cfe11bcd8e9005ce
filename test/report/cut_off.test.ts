import { describe, expect, it } from 'vitest';
import { cutOffByHarness, endedByHarness } from '../../src/report/cut_off.ts';
import { account } from '../../src/report/account.ts';
import { countLost } from '../../src/report/lost/lived_call.ts';
import { summarize } from '../../src/report/summarize.ts';
import { answered, call, footer, gathered, header, turn } from './log_builder.ts';

describe('what the harness put an end to', () => {
  it('is no error of the target’s, but a call that cost too much has failed all the same', () => {
    expect(cutOffByHarness({ failure: 'budget' })).toBe(true);
    expect(cutOffByHarness({ failure: 'call_budget' })).toBe(false);
    expect(endedByHarness({ failure: 'call_budget' })).toBe(true);
    expect(endedByHarness({ failure: 'budget' })).toBe(true);
    expect(endedByHarness({ failure: 'call_timeout' })).toBe(false);
    expect(endedByHarness({ failure: null })).toBe(false);
  });

  it('for its cost: a failed call, whose last question nobody knows the answer to, and no lost one', () => {
    const log = gathered([
      header(),
      answered(0, 0, 400),
      turn({ call: 0, turn: 1, outcome: 'failed', failure: 'call_budget', expectsAnswer: true }),
      call({ call: 0, outcome: 'failed', failure: 'call_budget' }),
      footer(),
    ]);
    const { metrics } = summarize(log);
    expect(metrics.error_rate).toMatchObject({ count: 1, of: 1 });
    expect(metrics.response_rate).toMatchObject({ count: 1, of: 1 });
    expect(countLost(account(log).calls)).toBe(0);
  });
});
