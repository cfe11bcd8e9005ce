/** The interaction panel of τ-voice, figure by figure against its definitions. */

import { describe, expect, it } from 'vitest';
import type { MurmurRecord, TurnRecord } from '../../src/core/log/record.ts';
import { PanelTally, type Panel, type PanelId } from '../../src/report/panel.ts';
import { turn, type TurnFields } from './log_builder.ts';

/** So many calls like this one. */
function times(count: number, ...turns: readonly TurnRecord[]): readonly (readonly TurnRecord[])[] {
  return Array.from({ length: count }, () => turns);
}

function panelOf(calls: readonly (readonly TurnRecord[])[]): Panel | undefined {
  const tally = new PanelTally();
  for (const turns of calls) tally.turns(turns);
  return tally.panel();
}

function of(calls: readonly (readonly TurnRecord[])[], id: PanelId): [value: number | null, count: number] {
  const figure = panelOf(calls)?.figures.find((one) => one.id === id);
  if (figure === undefined) throw new Error('no panel');
  return [figure.value, figure.count];
}

/** Words from 1000 to 2000, heard from 3000 to 8000, and a murmur that lets the panel be. */
function words(fields: TurnFields = {}): TurnRecord {
  const { marks, ...rest } = fields;
  return turn({
    backchannels: [MURMUR],
    ...rest,
    marks: { speechStart: 1000, speechEnd: 2000, firstHeard: 3000, lastHeard: 8000, ...marks },
  });
}

const MURMUR: MurmurRecord = { atMs: 4000, stoppedMs: null, as: 'backchannel', said: 'mm-hm', endMs: 4300 };
const next = (startMs: number): TurnRecord =>
  turn({
    marks: {
      speechStart: startMs,
      speechEnd: startMs + 500,
      firstHeard: startMs + 1500,
      lastHeard: startMs + 2500,
    },
  });

describe('what is shown', () => {
  it('is nothing where nobody spoke over the agent, nor made a sound', () => {
    expect(panelOf(times(20, words({ backchannels: [] })))).toBeUndefined();
  });

  it('is no figure of fewer than ten events, and their number all the same', () => {
    expect(of(times(9, words()), 'S_BC')).toEqual([null, 9]);
    expect(of(times(10, words()), 'S_BC')).toEqual([1, 10]);
    expect(of(times(10, words()), 'S_VT')).toEqual([null, 0]);
    expect(panelOf(times(10, words()))?.selectivity).toBeNull();
  });

  it('is the unweighted mean of the three selectivities', () => {
    const murmurs = (
      as: MurmurRecord['as'],
      stoppedMs: number | null,
      count: number,
    ): readonly TurnRecord[] =>
      Array.from({ length: count }, () =>
        words({ backchannels: [{ ...MURMUR, as, stoppedMs } as MurmurRecord] }),
      );
    const calls = [
      ...murmurs('backchannel', null, 40),
      ...murmurs('tic', 4500, 10),
      ...murmurs('non_directed', null, 5),
      ...murmurs('non_directed', 4500, 5),
    ];
    expect(panelOf(calls.map((one) => [one]))?.selectivity).toBe(0.5);
  });
});

describe('L_R and R_R', () => {
  it('run from the end of the words to where the agent begins, of those answered before the next', () => {
    expect(of(times(10, words()), 'L_R')).toEqual([1, 10]);
    expect(of(times(10, words()), 'R_R')).toEqual([1, 10]);
    const unheard = words({ marks: { firstHeard: null, lastHeard: null }, outcome: 'unanswered' });
    expect(of(times(10, unheard, next(9000)), 'R_R')).toEqual([0.5, 20]);
    const justSo = words({ marks: { firstHeard: 9000, lastHeard: 9400 } });
    expect(of(times(10, justSo, next(9000)), 'R_R')).toEqual([1, 20]);
    // What came after the caller had to speak again is no answer in time.
    const late = words({ marks: { firstHeard: 9600, lastHeard: 9900 } });
    expect(of(times(10, late, next(9000)), 'R_R')).toEqual([0.5, 20]);
  });

  it('take an agent that begins as the words end for a quick one', () => {
    expect(of(times(10, words({ marks: { firstHeard: 2000 } })), 'L_R')).toEqual([0, 10]);
    expect(of(times(10, words({ marks: { firstHeard: 1999 } })), 'L_R')).toEqual([null, 0]);
  });

  it('leave out words that ended while the agent was heard', () => {
    const over = turn({
      kind: 'interrupt',
      marks: { speechStart: 5000, speechEnd: 6000, firstHeard: 9000, lastHeard: 9500 },
    });
    const unresolved = words({ bargeIn: { atMs: 5000, stoppedMs: null } });
    expect(of(times(10, unresolved, over), 'R_R')).toEqual([1, 10]);
    const resolved = words({ bargeIn: { atMs: 5000, stoppedMs: 5400 }, marks: { lastHeard: 5400 } });
    expect(of(times(10, resolved, over), 'R_R')).toEqual([1, 20]);
    expect(of(times(10, resolved, over), 'L_R')).toEqual([2, 20]);
  });

  it('count the last words of a call only where an answer was waited for, and not cut off by the harness', () => {
    const silentEnd = { marks: { firstHeard: null, lastHeard: null } };
    expect(of(times(10, words({ ...silentEnd, expectsAnswer: false })), 'R_R')).toEqual([null, 0]);
    expect(of(times(10, words({ ...silentEnd, failure: 'no_answer' })), 'R_R')).toEqual([0, 10]);
    expect(of(times(10, words({ ...silentEnd, failure: 'interrupted' })), 'R_R')).toEqual([null, 0]);
  });
});

describe('L_Y and R_Y', () => {
  it.each([
    [2000, [1, 10], [2, 10]],
    [2001, [0, 10], [null, 0]],
  ] as const)('take a silence after %d ms', (afterMs, rate, mean) => {
    const calls = times(10, words({ bargeIn: { atMs: 4000, stoppedMs: 4000 + afterMs } }));
    expect(of(calls, 'R_Y')).toEqual(rate);
    expect(of(calls, 'L_Y')).toEqual(mean);
  });

  it('do not ask why it fell silent', () => {
    expect(of(times(10, words({ bargeIn: { atMs: 7500, stoppedMs: null } })), 'R_Y')).toEqual([1, 10]);
    expect(of(times(10, words({ bargeIn: { atMs: 4000, stoppedMs: null } })), 'R_Y')).toEqual([0, 10]);
  });

  it('leave words with a cough among them to the tics', () => {
    const over = turn({
      kind: 'interrupt',
      said: 'cough wait',
      marks: { speechStart: 4000, speechEnd: 5000 },
    });
    const silentFrom = (stoppedMs: number) => times(10, words({ bargeIn: { atMs: 4000, stoppedMs } }), over);
    expect(of(silentFrom(4400), 'R_Y')).toEqual([null, 0]);
    expect([5000, 5001].map((ms) => of(silentFrom(ms), 'S_VT')[0])).toEqual([0, 1]);
  });
});

it('I_A counts each time that the agent begins over a caller, by turns: it may be more than one', () => {
  expect(of(times(10, words({ agentInterrupted: true })), 'I_A')).toEqual([1, 10]);
  expect(of(times(10, words({ agentInterrupted: true, agentInterruptions: 3 })), 'I_A')).toEqual([3, 10]);
});

describe('selectivity', () => {
  it.each([
    [{ stoppedMs: 5000 }, 0],
    [{ stoppedMs: 5001 }, 1],
    [{ atMs: 7500 }, 0],
    // In silence: within two seconds of its end.
    [{ inSilence: true, answeredMs: 6300 }, 0],
    [{ inSilence: true, answeredMs: 6301 }, 1],
    [{ inSilence: true }, 1],
  ] as const)('of %j is %d', (fields, value) => {
    for (const [as, id] of [
      ['backchannel', 'S_BC'],
      ['tic', 'S_VT'],
      ['non_directed', 'S_ND'],
    ] as const) {
      const murmur = { ...MURMUR, ...fields, as } as MurmurRecord;
      expect(of(times(10, words({ backchannels: [murmur] })), id)).toEqual([value, 10]);
    }
  });

  it('takes a sound of an older log for a backchannel', () => {
    expect(of(times(10, words({ backchannels: [{ atMs: 4000, stoppedMs: null }] })), 'S_BC')).toEqual([
      1, 10,
    ]);
  });
});
