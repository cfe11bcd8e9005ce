/** Which expectations are of a call, and what becomes of those that it does not come to. */

import { expect, it } from 'vitest';
import type { PlanExpectation } from '../../../src/core/plan/expectation.ts';
import { expectationResults } from '../../../src/judge/expect/results.ts';
import { call, turn } from '../../report/log_builder.ts';

const persona = { orderNumber: '1', phone: '2' };
const says: PlanExpectation['condition'] = { is: 'says', pattern: { source: 'yes', flags: '' } };
const said = (step: number, number: number, heardText: string | null = 'yes') =>
  turn({ step, turn: number, heardText, marks: { speechEnd: 1000, firstHeard: 2000 } });

const results = (
  expectation: Partial<PlanExpectation>,
  all: ReturnType<typeof said>[],
  fields: Parameters<typeof call>[0] = {},
) =>
  expectationResults([{ text: '', condition: says, ...expectation }], { all, call: call(fields), persona });

it('are of every call, or of a kind of caller’s', () => {
  expect(results({}, [said(0, 0)])).toEqual([{ expectation: 0, turn: null, met: true, atMs: 2000 }]);
  expect(results({ caller: 'buyer' }, [said(0, 0)])).toHaveLength(1);
  expect(results({ caller: 'other' }, [said(0, 0)])).toEqual([]);
});

it('are of each turn that their step opened', () => {
  expect(results({ step: 2 }, [said(0, 0), said(2, 1), said(2, 2, 'no')])).toEqual([
    { expectation: 0, turn: 1, met: true, atMs: 2000 },
    { expectation: 0, turn: 2, met: false, atMs: null, detail: 'heard: no' },
  ]);
});

it('are one of words that the loss of a connection cut, and of the same said once more', () => {
  const cut = (step: number, number: number) =>
    turn({
      step,
      turn: number,
      heardText: null,
      failure: 'disconnected',
      marks: { speechStart: 100, speechEnd: 500, firstHeard: null },
    });
  const again = [said(0, 0), cut(2, 1), cut(2, 2), said(2, 3)];
  expect(results({ step: 2, withinMs: 1000 }, again)).toEqual([
    { expectation: 0, turn: 3, met: true, atMs: 2000 },
  ]);
  const reconnects = [
    { lostMs: 700, readyMs: 900, tries: 1, replayedItems: 0 },
    { lostMs: 901, readyMs: 950, tries: 1, replayedItems: 0 },
  ];
  const came = results({ step: 2, condition: { is: 'reconnects' } }, again, { reconnects });
  expect(came).toEqual([{ expectation: 0, turn: 3, met: true, atMs: 950 }]);
  // An answer that broke off was one, and words of another step are not these.
  const heard = { ...said(2, 1, 'no'), failure: 'disconnected' as const };
  expect(results({ step: 2 }, [heard, said(2, 2)])).toHaveLength(2);
  expect(results({ step: 2 }, [cut(2, 0), said(3, 1), said(2, 2)])).toHaveLength(2);
  expect(results({ step: 2 }, [{ ...cut(2, 0), failure: 'no_answer' }, said(2, 1)])).toHaveLength(2);
});

it('say that there was no data, and are not met', () => {
  expect(results({}, [said(0, 0, null)])).toEqual([
    {
      expectation: 0,
      turn: null,
      met: false,
      atMs: null,
      detail: 'no data: the transcript of what was heard',
      unknown: true,
    },
  ]);
});

it('are not met by a call that failed before it came to their turn, but where the script may go another way', () => {
  const failed = { outcome: 'failed', failure: 'no_answer' } as const;
  expect(results({ step: 2 }, [said(0, 0)], failed)).toEqual([
    {
      expectation: 0,
      turn: null,
      met: false,
      atMs: null,
      detail: 'the call failed before it came to this: no_answer',
    },
  ]);
  expect(results({ step: 2, conditional: true }, [said(0, 0)], failed)).toEqual([]);
  expect(results({ step: 2 }, [said(0, 0)])).toEqual([]);
});

it('of calls that the run itself ended, are judged only by what had come', () => {
  for (const failure of ['interrupted', 'budget', 'threshold', 'worker_lost', 'engine_error'] as const) {
    const stopped = { outcome: 'failed', failure } as const;
    expect(results({}, [said(0, 0)], stopped)).toHaveLength(1);
    expect(results({}, [said(0, 0, 'no')], stopped)).toEqual([]);
    expect(results({ step: 2 }, [said(0, 0)], stopped)).toEqual([]);
  }
  // A connection that the run broke is what the agent is tried by.
  expect(results({}, [said(0, 0, 'no')], { outcome: 'failed', failure: 'disconnected' })).toHaveLength(1);
});

it('tell goals apart', () => {
  expect(results({ goal: true }, [said(0, 0)])[0]).toMatchObject({ goal: true, met: true });
});
