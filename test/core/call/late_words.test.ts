/** Transcripts come after the audio, and may come after the answer's end: they are still those of the answer. */

import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../../src/core/call/event.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import type { Understanding } from '../../../src/core/call/understanding.ts';
import type { Plan, PlanExpectation } from '../../../src/core/plan/plan.ts';
import { SAY_HELLO, smallPlan, tool } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done, toolCall } from './rehearsed_call.ts';

const HELLO: PlanStep = { ...SAY_HELLO, pauseMs: 300 } as PlanStep;
const WHOLE: PlanStep = { op: 'listen', deadlineMs: 3000, onTimeout: 'continue' };
const TWICE: readonly PlanStep[] = [HELLO, WHOLE, HELLO, WHOLE];

const says: PlanExpectation = {
  text: 'says so',
  condition: { is: 'says', pattern: { source: 'x', flags: '' } },
};

function judged(steps: readonly PlanStep[], more: Partial<Plan> = {}): Plan {
  const plan = smallPlan(steps, more);
  return { ...plan, judgement: { ...plan.judgement, expectations: [says] } };
}

const connected = (plan: Plan, understanding?: Understanding): RehearsedCall =>
  new RehearsedCall(plan, understanding).connected();

const text = (responseId: string, words: string): AgentEvent => ({
  type: 'answer_text',
  responseId,
  text: words,
});

/** An answer of a second, all at once, and its end; its words only where there are any. */
function answered(call: RehearsedCall, atMs: number, id: string, words: string | null): RehearsedCall {
  call.at(atMs).hears({ type: 'committed', itemId: id });
  call.hears({ type: 'answer_created', responseId: id }, audio(id, 1000));
  if (words !== null) call.hears(text(id, words));
  return call.hears(done(id));
}

/** Hello ends at 1,170; the answer is heard from 2,040 to 3,040, and hello is said again from about 3,400. */
const closed = (call: RehearsedCall): RehearsedCall => {
  call.input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
  return call;
};
/** What it has been written down with, turn by turn. */
const words = (call: RehearsedCall) => call.turns.map(({ heardText }) => heardText);
const hungUpMs = (call: RehearsedCall): number | undefined => call.record?.endedMs ?? undefined;

describe('words that come after the answer', () => {
  it('are of it where the caller has begun to speak again, and its turn is written with them', () => {
    const call = connected(smallPlan(TWICE));
    answered(call, 2000, 'a', null).at(5000);
    expect(call.turns).toEqual([]);
    call.hears(text('a', 'late'));
    expect(words(call)).toEqual(['late']);
  });

  it('are waited for 3 s from its end, and no longer', () => {
    const call = connected(smallPlan(TWICE));
    answered(call, 2000, 'a', null);
    call.at(6030).hears({ type: 'other', name: 'x' });
    expect(call.turns).toEqual([]);
    call.at(6041).hears({ type: 'other', name: 'x' });
    expect(words(call)).toEqual([null]);
    call.hears(text('a', 'too late'));
    expect(words(call)).toEqual([null]);
  });

  it('are waited for from the end that was told, where that comes long after the last that was heard', () => {
    const call = connected(smallPlan(TWICE));
    call.at(2000).hears({ type: 'committed', itemId: 'a' }, { type: 'answer_created', responseId: 'a' });
    // Heard until 3,040; by ear the caller goes on, and says hello again.
    call.hears(audio('a', 1000)).at(6500).hears(done('a'));
    call.at(8500);
    expect(call.turns).toEqual([]);
    call.hears(text('a', 'late'));
    expect(words(call)).toEqual(['late']);
  });

  it('are waited for of each answer to a turn', () => {
    const call = connected(smallPlan(TWICE, { tools: [tool('lookup', 500)] }));
    call.at(2000).hears({ type: 'committed', itemId: 'a' }, { type: 'answer_created', responseId: 'a' });
    call.hears(audio('a', 500), text('a', 'one moment'), toolCall('a', 'c1', 'lookup'), done('a'));
    call.at(2800).hears({ type: 'answer_created', responseId: 'b' }, audio('b', 500), done('b'));
    call.at(5500);
    expect(call.turns).toEqual([]);
    call.hears(text('b', 'found it'));
    expect(words(call)).toEqual(['one moment found it']);
  });
});

describe('the words of the last answer', () => {
  const last = (plan: Plan): RehearsedCall => {
    const call = connected(plan);
    answered(call, 2000, 'a', 'first');
    return answered(call, 5500, 'b', null).at(7000);
  };

  it('are waited for before the caller hangs up, and then it does', () => {
    const call = last(judged(TWICE));
    expect(call.effects.some(({ type }) => type === 'close')).toBe(false);
    closed(call.hears(text('b', 'second')));
    expect(words(call)).toEqual(['first', 'second']);
    expect(call.record).toMatchObject({ outcome: 'completed', endedBy: 'caller', endedMs: 7000 });
  });

  it('are waited for 1.5 s', () => {
    const call = last(judged(TWICE));
    closed(call.at(9000));
    expect(words(call)).toEqual(['first', null]);
    // The answer is heard out at 6,540.
    expect(hungUpMs(call)).toBe(8040);
  });

  it('are waited for through a silence at the end of the script', () => {
    const call = last(judged([...TWICE, { op: 'silence', durationMs: 100 }]));
    closed(call.hears(text('b', 'second')));
    expect(words(call)).toEqual(['first', 'second', null]);
    expect(hungUpMs(call)).toBe(7000);
  });

  it('are waited for where the caller goes on by what it hears', () => {
    const heard: PlanStep = {
      op: 'hear',
      deadlineMs: 3000,
      branches: [],
      otherwise: { to: 2 },
      again: 3,
      past: 2,
    };
    const call = last(smallPlan([HELLO, heard, HELLO, WHOLE]));
    closed(call.hears(text('b', 'second')));
    expect(hungUpMs(call)).toBe(7000);
  });

  const at = (call: RehearsedCall): number | undefined => hungUpMs(closed(call));

  it('are not waited for where nobody judges', () => {
    expect(at(last(smallPlan(TWICE)))).toBe(6540);
  });

  it('are not waited for where they are there', () => {
    const call = connected(judged(TWICE));
    answered(call, 2000, 'a', 'first');
    expect(at(answered(call, 5500, 'b', 'second').at(7000))).toBe(6540);
  });

  it('are not waited for of a service that never writes any', () => {
    const call = connected(judged(TWICE));
    answered(call, 2000, 'a', null);
    expect(at(answered(call, 5500, 'b', null).at(7000))).toBe(6540);
  });

  it('are not waited for by a caller that hangs up of its own accord', () => {
    expect(at(last(judged([...TWICE, { op: 'hangup' }])))).toBe(6540);
  });

  it('are not waited for while the last words of the caller have no answer', () => {
    const call = connected(judged([HELLO, WHOLE, HELLO, WHOLE, HELLO]));
    answered(call, 2000, 'a', 'first');
    answered(call, 5500, 'b', null).at(9000);
    expect(call.effects.filter(({ type }) => type === 'close')).toHaveLength(1);
    expect(call.nowMs).toBe(9000);
  });

  it('are not dialled for again, and of what a connection took with it none are waited for', () => {
    const plan = judged(TWICE);
    const reconnect = {
      tries: 3,
      backoffMs: 100,
      maxMs: 100,
      jitter: 'none',
      replay: true,
      giveUpMs: 9000,
    } as const;
    const again: Plan = { ...plan, callers: plan.callers.map((caller) => ({ ...caller, reconnect })) };
    const gone = { type: 'closed', code: 1006, reason: '', failure: null, detail: null } as const;
    const over = last(again);
    over.input(gone);
    expect(over.record).toMatchObject({ outcome: 'completed', endedBy: 'caller', endedMs: 7000 });
    expect(over.dialed).toHaveLength(1);
    const lost = connected(again);
    answered(lost, 2000, 'a', 'first');
    answered(lost, 5500, 'b', null).at(6200).input(gone);
    lost.at(6310).input({ type: 'opened' });
    lost.at(6320).hears({ type: 'ready' }).at(7000);
    expect(hungUpMs(closed(lost))).toBe(6540);
  });

  it('fail no call: whatever happens meanwhile, its script has been gone through', () => {
    const lost = last(judged(TWICE));
    lost.input({ type: 'closed', code: 1006, reason: '', failure: null, detail: null });
    expect(lost.record).toMatchObject({ outcome: 'completed', endedBy: 'caller', failure: null });
    const hungUp = last(judged(TWICE));
    hungUp.input({ type: 'closed', code: 1000, reason: '', failure: null, detail: null });
    expect(hungUp.record).toMatchObject({ outcome: 'completed', endedBy: 'caller', failure: null });
    const stopped = last(judged(TWICE));
    stopped.input({ type: 'stop', failure: 'interrupted' });
    closed(stopped);
    expect(stopped.record).toMatchObject({ outcome: 'completed', failure: null });
    const broken = last(judged(TWICE));
    broken.input({ type: 'broken', detail: 'x' });
    expect(broken.record).toMatchObject({ outcome: 'failed', failure: 'engine_error' });
  });
});
