/** A caller that pushes a key to talk sends its words and what is a moment before them, and nothing else. */

import { describe, expect, it } from 'vitest';
import { Microphone } from '../../../src/core/call/microphone.ts';
import { PushKey } from '../../../src/core/call/push_key.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { clips, LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall } from './rehearsed_call.ts';

const target = { session: { format: 'pcm16', turnDetection: null } } as const;
const CLOSED = { type: 'closed', code: 1000, reason: '', failure: null, detail: null } as const;
const LOST = { type: 'closed', code: 1006, reason: '', failure: null, detail: null } as const;

const calling = (steps: readonly PlanStep[], redials = 0): RehearsedCall =>
  new RehearsedCall(smallPlan(steps, { target, limits: { redials } })).connected();
const sentAt = (call: RehearsedCall): readonly number[] => call.frames.map(({ atMs }) => atMs);
const hundreds = (fromMs: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => fromMs + i * 100);

describe('a caller that pushes a key to talk', () => {
  it('sends the words, with a frame before them, and commits them once their last frame has left', () => {
    const call = calling([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN]).at(5000);
    // Its pause is over at 220: the key goes down with the next frame, and "hello" is ten.
    expect(sentAt(call)).toEqual(hundreds(320, 11));
    expect(call.frames[0]?.message).toBe(0);
    expect(call.sent.find(({ command }) => command.type === 'commit')?.atMs).toBe(1320);
  });

  it('says so of what was sent, and counts the frames of its words among those', () => {
    const call = calling([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN]).at(1700).answers('r1', 500);
    call.at(4500).answers('r2', 500).at(9000).input(CLOSED);
    expect(call.frames).toHaveLength(22);
    expect(call.record).toMatchObject({ outcome: 'completed', audioSentMs: 2200 });
    for (const { speechEndFrame, marks } of call.turns) {
      expect(call.frames[speechEndFrame ?? -1]?.atMs).toBe(marks.speechEndDue);
    }
  });

  it('pushes it in time to be heard when it wants to cut in', () => {
    const interrupt: PlanStep = {
      op: 'interrupt',
      afterMs: 500,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'fail',
    };
    const call = calling([SAY_HELLO, interrupt, LISTEN]).at(1700).answers('r1', 9000).at(4000);
    // Heard from 1740 on; the first audible sample of "wait" falls within a frame after 2240.
    const bargedMs = call.frames.slice(11).map(({ atMs }) => atMs);
    call.answers('r2', 300).at(9000).input(CLOSED);
    const [turn] = call.turns;
    expect(turn?.bargeIn?.atMs).toBeGreaterThanOrEqual(2240);
    expect(turn?.bargeIn?.atMs).toBeLessThan(2340);
    expect(bargedMs).toHaveLength(6);
  });

  it('sends nothing more of its words once the connection is lost', () => {
    const call = calling([SAY_HELLO, LISTEN], 1).at(750).input(LOST);
    call.at(1260).input({ type: 'opened' }).at(1270).hears({ type: 'ready' });
    call.at(9000).input(CLOSED);
    expect(sentAt(call)).toEqual(hundreds(320, 5));
    expect(call.record).toMatchObject({ audioSentMs: 500 });
  });

  it('sends all where the server finds the words by itself', () => {
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN])).connected().at(3000);
    expect(sentAt(call)).toEqual(hundreds(120, 29));
  });
});

describe('the microphone with a key', () => {
  it('tells frame by frame whether the key is down, pauses between words included', () => {
    const microphone = new Microphone(clips, 100, null, true);
    microphone.open(0);
    microphone.speak([3, -2, 3], 300);
    const down = Array.from({ length: 16 }, () => (microphone.take(), microphone.keyDown ? 1 : 0)).join('');
    expect(down).toBe('0011111111111000');
  });
});

describe('the key', () => {
  it.each([
    [20, 5],
    [100, 1],
    [200, 1],
  ])('with frames of %d ms is down %d of them before the words', (frameMs, leadFrames) => {
    expect(new PushKey(frameMs).leadFrames).toBe(leadFrames);
  });
});
