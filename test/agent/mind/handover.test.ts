import { expect, it } from 'vitest';
import { Handover } from '../../../src/agent/mind/handover.ts';

const rules = { say: 'handover', tool: 'transfer', afterTroubles: 3, afterFallbacks: 3 };
const tools = new Set(['transfer']);

it('is said with the call of its tool, again until it is done, and then in words alone', () => {
  const handover = new Handover(rules);
  expect(handover.unfinished(tools)).toBeNull();
  const decided = handover.decide('asked', tools);
  const call = { name: 'transfer', arguments: '{"reason":"asked"}' };
  expect(decided).toEqual({ kind: 'handover', say: ['handover'], calls: [call] });
  expect(handover.unfinished(tools)).toEqual(decided);
  expect(handover.unfinished(new Set())?.calls).toEqual([]);
  handover.complete();
  expect([handover.done, handover.unfinished(tools)]).toEqual([
    true,
    { kind: 'handover', say: ['handover'], calls: [] },
  ]);
});

it('that is dropped is not said', () => {
  const handover = new Handover(rules);
  handover.decide('fallbacks', tools);
  expect(handover.outOfPatience).toBe(true);
  handover.drop();
  expect([handover.outOfPatience, handover.unfinished(tools)]).toEqual([false, null]);
});
