/** What the agent is told was heard of its answer, item by item, when the caller speaks over it. */

import { describe, expect, it } from 'vitest';
import type { AgentEvent, Command } from '../../../src/core/call/event.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall, done } from './rehearsed_call.ts';

const created = (responseId: string): AgentEvent => ({ type: 'answer_created', responseId });
const piece = (responseId: string, itemId: string, ms: number): AgentEvent => ({
  type: 'audio',
  responseId,
  itemId,
  ms,
  pcm: null,
});
const content = (responseId: string, itemId: string): AgentEvent => ({
  type: 'answer_content',
  responseId,
  itemId,
});
const started: AgentEvent = { type: 'speech_started', itemId: 'u' };

/** The caller's words end at 1070; the answer comes at 2000 and is played from 2040 on. */
function answering(steps: readonly PlanStep[] = [SAY_HELLO, LISTEN, SAY_HELLO, LISTEN]): RehearsedCall {
  return new RehearsedCall(smallPlan(steps)).connected().at(2000).hears(created('r1'));
}

function truncated(call: RehearsedCall): readonly (readonly [string, number])[] {
  return (call.commands('truncate') as readonly Extract<Command, { type: 'truncate' }>[]).map(
    ({ itemId, heardMs }) => [itemId, heardMs],
  );
}

describe('an answer of two items that is spoken over', () => {
  const twoItems = (): RehearsedCall =>
    answering().hears(
      content('r1', 'a'),
      piece('r1', 'a', 1000),
      piece('r1', 'a', 1000),
      content('r1', 'b'),
      piece('r1', 'b', 1500),
      done('r1'),
    );

  it('in its second: of the first nothing is told, all of it was heard', () => {
    expect(truncated(twoItems().at(4540).hears(started))).toEqual([['b', 500]]);
  });

  it('in its first: the second was not heard at all', () => {
    expect(truncated(twoItems().at(2840).hears(started))).toEqual([
      ['a', 800],
      ['b', 0],
    ]);
  });

  it('where the one ends and the other begins: only the second lost', () => {
    expect(truncated(twoItems().at(4040).hears(started))).toEqual([['b', 0]]);
  });

  it('once it has been heard: nothing is told', () => {
    expect(truncated(twoItems().at(5540).hears(started))).toEqual([]);
  });

  it('before it was played: none of it was heard', () => {
    expect(truncated(twoItems().at(2010).hears(started))).toEqual([
      ['a', 0],
      ['b', 0],
    ]);
  });

  it('told twice: it is cut off once', () => {
    expect(truncated(twoItems().at(2840).hears(started, started))).toHaveLength(2);
  });
});

describe('what was heard of an item', () => {
  it('counts the pieces of before a gap too', () => {
    const call = answering()
      .hears(piece('r1', 'a', 500))
      .at(3000)
      .hears(piece('r1', 'a', 500));
    expect(truncated(call.at(3240).hears(started))).toEqual([['a', 700]]);
  });

  it('counts all its pieces where items take turns', () => {
    const call = answering().hears(piece('r1', 'a', 400), piece('r1', 'b', 400), piece('r1', 'a', 400));
    expect(truncated(call.at(2640).hears(started))).toEqual([
      ['b', 200],
      ['a', 400],
    ]);
  });

  it('is told of each answer that waits to be heard', () => {
    const call = answering()
      .hears(piece('r1', 'filler', 800), done('r1'))
      .at(2100)
      .hears(created('r2'), piece('r2', 'answer', 900));
    expect(truncated(call.at(2540).hears(started))).toEqual([
      ['filler', 500],
      ['answer', 0],
    ]);
  });

  it('is told by the name that was announced, where the audio has none', () => {
    const call = answering().hears(content('r1', 'a'), piece('r1', '', 1000));
    expect(truncated(call.at(2340).hears(started))).toEqual([['a', 300]]);
  });

  it('is not told of what has no name at all', () => {
    expect(
      truncated(
        answering()
          .hears(piece('r1', '', 1000))
          .at(2340)
          .hears(started),
      ),
    ).toEqual([]);
  });
});

describe('an item that first comes once the caller speaks', () => {
  it('was not heard at all, and is told so once', () => {
    const call = answering()
      .hears(piece('r1', 'a', 1000))
      .at(2540)
      .hears(started);
    call.hears(piece('r1', 'a', 300), piece('r1', 'b', 300), piece('r1', 'b', 300));
    expect(truncated(call)).toEqual([
      ['a', 500],
      ['b', 0],
    ]);
  });
});

describe('after the connection was lost', () => {
  it('nothing is told of items that only the old session knows', () => {
    const limits = { redials: 1 };
    const call = new RehearsedCall(smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN], { limits }));
    call
      .connected()
      .at(2000)
      .hears(created('r1'), piece('r1', 'a', 3000), done('r1'));
    call.at(2100).input({ type: 'closed', code: 1006, reason: '', failure: null, detail: null });
    call.at(2610).input({ type: 'opened' }).at(2620).hears({ type: 'ready' });
    expect(truncated(call.at(2700).hears(started))).toEqual([]);
  });
});
