import { expect, it } from 'vitest';
import { OwnTools } from '../../../src/agent/wire/own_tools.ts';
import type { PlanTool } from '../../../src/core/plan/tool.ts';

const tool = (name: string, latencyMs: number): PlanTool => ({
  name,
  parameters: {},
  outcomes: [{ type: 'result', weight: 1, output: `"${name}"`, latencyMs: [latencyMs, latencyMs] }],
});
const hangs: PlanTool = { name: 'hangs', parameters: {}, outcomes: [{ type: 'never', weight: 1 }] };

const own = (): OwnTools =>
  new OwnTools({ seed: 1, index: 0, tools: [tool('quick', 100), tool('slow', 400), hangs] });

it('gives each call what it comes to once its latency is over, and asks for one answer once all is given', () => {
  const tools = own();
  tools.call('b', 'slow', 1000);
  tools.call('a', 'quick', 1000);
  expect(tools.wakeMs).toBe(1100);
  expect(tools.take(1099)).toEqual([]);
  expect(tools.take(1100)).toMatchObject([{ callId: 'a', output: '"quick"' }]);
  expect(tools.takeAsking()).toBe(false);
  expect(tools.take(1400)).toMatchObject([{ callId: 'b' }]);
  expect([tools.takeAsking(), tools.takeAsking()]).toEqual([true, false]);
  expect(tools.wakeMs).toBe(Infinity);
});

it('never answers a call that hangs, and tells of a tool that there is not', () => {
  const tools = own();
  tools.call('a', 'hangs', 0);
  expect(tools.wakeMs).toBe(Infinity);
  tools.call('b', 'nothing', 0);
  expect(tools.take(0)).toMatchObject([{ callId: 'b', output: expect.stringContaining('error') as unknown }]);
});

it('asks for no answer to what the caller has spoken over', () => {
  const tools = own();
  tools.call('a', 'quick', 0);
  expect(tools.take(100)).toHaveLength(1);
  tools.spoke();
  expect(tools.takeAsking()).toBe(false);
});
