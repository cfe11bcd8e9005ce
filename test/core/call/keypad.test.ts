/** A caller that types on its telephone's keys: when each is told, when the turn's words are over, and what a loss leaves of it. */

import { describe, expect, it } from 'vitest';
import { layOutKeys } from '../../../src/core/call/keypad.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { latencies } from '../../../src/core/log/timing.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall, done } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: 'bye', failure: null, detail: null } as const;
const TYPE: PlanStep = { op: 'dtmf', keys: [{ keys: '40w7#' }] };
const HANG_UP: PlanStep = { op: 'hangup' };

/** Keys that were told so far, each with the instant at which it was. */
class Typist extends RehearsedCall {
  get pressed(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.type === 'press' ? [effect.key] : []));
  }
}

function typing(...steps: readonly PlanStep[]): Typist {
  return new Typist(smallPlan(steps)).connected();
}

describe('keys of a telephone', () => {
  it('are held and let go one after another, with a wait where there is one', () => {
    const utterance = layOutKeys('40w7#', 20);
    expect(utterance.presses).toEqual([
      { key: '4', atMs: 100 },
      { key: '0', atMs: 300 },
      { key: '7', atMs: 1000 },
      { key: '#', atMs: 1200 },
    ]);
    expect(utterance).toMatchObject({ speechStartMs: 0, speechEndMs: 1200, said: '40w7#', frames: 65 });
    // A wait before the first key is none of the turn's.
    expect(layOutKeys('w1', 20)).toMatchObject({ speechStartMs: 500, speechEndMs: 600 });
    expect(() => layOutKeys('ww', 20)).toThrow(RangeError);
  });

  it('are told as each is let go, and the answer is measured from the last', () => {
    const call = typing(TYPE, LISTEN, HANG_UP);
    const slotMs = call.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.atMs] : []))[0];
    if (slotMs !== undefined) throw new Error('it spoke before anything was due');
    call.at(2600);
    const start = call.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.atMs] : []))[0] ?? NaN;
    expect(call.pressed).toEqual(['4', '0', '7', '#']);
    call
      .at(start + 2000)
      .answers('r1', 500)
      .at(6000)
      .input(CLOSED);
    const [turn] = call.turns;
    expect(turn).toMatchObject({ kind: 'dtmf', said: '40w7#', outcome: 'answered', expectsAnswer: true });
    expect(turn?.marks).toMatchObject({ speechStart: start, speechEnd: start + 1200 });
    expect(turn && latencies(turn).responseLatency).toBe((turn?.marks.firstHeard ?? NaN) - start - 1200);
  });

  it.each([1, 99, 100, 299, 300, 999, 1000, 1199, 1200])(
    'has told %i ms in what was let go by then',
    (ms) => {
      const call = typing(TYPE, LISTEN, HANG_UP).at(1);
      const wanted = [
        [100, '4'],
        [300, '0'],
        [1000, '7'],
        [1200, '#'],
      ].flatMap(([at, key]) => ((at as number) <= ms ? [key] : []));
      call.at(1000);
      const start =
        call.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.atMs] : []))[0] ?? NaN;
      const again = typing(TYPE, LISTEN, HANG_UP).at(start + ms);
      expect(again.pressed).toEqual(wanted);
    },
  );

  it('are all told where the alarm comes late, before the script goes on', () => {
    const call = typing(TYPE, SAY_HELLO, HANG_UP).at(1000).stalls(4000).at(6000);
    expect(call.pressed).toEqual(['4', '0', '7', '#']);
    const order = call.effects.flatMap(({ type }) => (type === 'press' || type === 'speak' ? [type] : []));
    expect(order).toEqual(['speak', 'press', 'press', 'press', 'press', 'speak']);
  });

  it('send silence meanwhile', () => {
    const call = typing(TYPE, HANG_UP).at(5000);
    expect(call.frames.every(({ message }) => message === 0)).toBe(true);
  });

  it('are the persona’s own number, and what comes after it', () => {
    const call = typing({ op: 'dtmf', keys: [{ number: 'orderNumber' }, { keys: '#' }] }, HANG_UP).at(5000);
    const { personas } = smallPlan([]);
    expect(call.pressed.join('')).toBe(`${personas[0]?.orderNumber ?? ''}#`);
  });

  it('are let go no more once the connection is lost', () => {
    const call = typing(TYPE, LISTEN, HANG_UP).at(1000);
    const start = call.effects.flatMap((effect) => (effect.type === 'speak' ? [effect.atMs] : []))[0] ?? NaN;
    const lost = typing(TYPE, LISTEN, HANG_UP).at(start + 400);
    lost.input({ ...CLOSED, code: 1006, reason: '' }).at(9000);
    expect(lost.pressed).toEqual(['4', '0']);
    expect(lost.record?.outcome).toBe('failed');
  });

  it('wait until the agent has spoken, as words do', () => {
    const call = typing({ ...LISTEN, deadlineMs: 5000 }, TYPE, LISTEN, HANG_UP);
    call.answers('r1', 2000).at(2000);
    expect(call.pressed).toEqual([]);
    call.at(6000);
    expect(call.pressed).toHaveLength(4);
    call.hears(done('r0'));
  });
});
