import { describe, expect, it } from 'vitest';
import { budgetSink } from '../../src/run/budget.ts';
import { generator, header, turn, usage } from '../report/log_builder.ts';

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

  it('is not watched where there is none', () => {
    expect(budgetSink({ pricing })).toBeNull();
    expect(budgetSink({ pricing, budget: {} })).toBeNull();
  });
});
