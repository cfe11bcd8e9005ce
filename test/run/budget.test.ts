import { describe, expect, it } from 'vitest';
import { budgetSink } from '../../src/run/budget.ts';
import { call, generator, header, turn, usage } from '../report/log_builder.ts';

const pricing = { model: 'gpt-realtime-2.1' };

describe('the budget', () => {
  it('stops the run once what was used costs as much, at the next word of a worker', () => {
    const stops: string[] = [];
    const sink = budgetSink({ pricing, budget: { maxUsd: 0.1 } });
    sink?.begin?.(header(), {
      nowMs: () => 0,
      stop: (reason, detail) => void stops.push(`${reason}: ${detail}`),
    });
    sink?.record?.(turn({ call: 0, usage: usage({ audioOut: 1000 }) }));
    sink?.gauge?.(generator({ atMs: 1000 }));
    expect(stops).toEqual([]);
    sink?.record?.(turn({ call: 1, usage: usage({ audioOut: 1000 }) }));
    expect(stops).toEqual([]);
    sink?.gauge?.(generator({ atMs: 2000 }));
    expect(stops).toEqual(['budget: spent $0.128 of $0.100']);
  });

  it('is reached by what is exactly as much', () => {
    const stops: string[] = [];
    const sink = budgetSink({ pricing, budget: { maxUsd: 0.064 } });
    sink?.begin?.(header(), { nowMs: () => 0, stop: (reason) => void stops.push(reason) });
    sink?.record?.(turn({ call: 0, usage: usage({ audioOut: 1000 }) }));
    sink?.gauge?.(generator({ atMs: 1000 }));
    expect(stops).toEqual(['budget']);
  });

  it('says at once, and once, that it cannot be watched where no usage is told', () => {
    const said: string[] = [];
    const sink = budgetSink({ pricing, budget: { maxUsd: 1 } }, (text) => void said.push(text));
    sink?.record?.(turn({ call: 0, usage: usage({ audioOut: 1 }) }));
    // Its call was over before it could tell.
    sink?.record?.(call({ call: 7, usage: usage({ cutOff: 1 }) }));
    expect(said).toEqual([]);
    sink?.record?.(turn({ call: 0, turn: 1, usage: usage({ unreported: 1 }) }));
    expect(said).toEqual([expect.stringMatching(/^the budget of \$1\.00 cannot be watched/)]);
    sink?.record?.(turn({ call: 1, usage: usage({ unreported: 1 }) }));
    expect(said).toHaveLength(1);
  });

  it('can be watched without usage where the time is what is paid for', () => {
    const said: string[] = [];
    const timed = { pricing: { model: 'gpt-live-1' }, budget: { maxUsd: 1 } };
    budgetSink(timed, (text) => void said.push(text))?.record?.(turn({ usage: usage({ unreported: 1 }) }));
    expect(said).toEqual([]);
  });

  it('is not watched where there is none', () => {
    expect(budgetSink({ pricing })).toBeNull();
    expect(budgetSink({ pricing, budget: {} })).toBeNull();
  });
});
