/** A scenario in the Gemini Live API, in virtual time: connections that do not last, and a service that breaks. */

import { beforeAll, describe, expect, it } from 'vitest';
import { compileWith, type Compiled } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';
import { hurriedCaller, ranVirtually } from './hurried_caller.ts';

let compiled: Compiled;
beforeAll(async () => {
  const { scenario, repertoire } = await loadScenario('scenarios/support-line.yaml');
  compiled = await compileWith(repertoire, scenario, { dialect: 'gemini-live', calls: 3 });
});

describe('connections of 28 seconds', () => {
  it('are left in time, and the conversation goes on with the handle', async () => {
    const { calls, turns } = await ranVirtually(compiled, { limits: { sessionMs: 28_000 } });
    expect(calls.map(({ failure }) => failure)).toEqual([null, null, null]);
    expect(turns.filter(({ failure }) => failure !== null)).toEqual([]);
    const losses = calls.flatMap(({ reconnects = [] }) => reconnects);
    expect(losses.length).toBeGreaterThan(0);
    for (const loss of losses) {
      expect(loss).toMatchObject({ announced: true, tries: 1, replayedItems: 0 });
      expect((loss.readyMs ?? Infinity) - loss.lostMs).toBeLessThan(500);
    }
    expect(calls.every(({ usage }) => usage.unreported === undefined && usage.cutOff === undefined)).toBe(
      true,
    );
  });
});

describe("the service's troubles", () => {
  it.each([
    ['rate_limited', {}, 'rate_limited', /1011.*quota/],
    ['server_error', {}, 'agent_error', /1011.*Internal error/],
    ['session_expired', { after: '5s' }, 'session_expired', /1008.*GoAway/],
  ] as const)('%s', async (fault, args, failure, detail) => {
    const { calls } = await ranVirtually(
      compiled,
      { faults: [{ fault, share: 1, args }] },
      { of: 3, share: 1 },
    );
    expect(calls).toMatchObject([{ outcome: 'failed', failure }]);
    expect(calls[0]?.detail).toMatch(detail);
  });
});

describe('calls of tools that a caller breaks into', () => {
  it.each([
    ['nothing', { cancelledMs: expect.any(Number) as number, answeredMs: null }],
    ['result', { cancelledMs: expect.any(Number) as number, answeredMs: expect.any(Number) as number }],
  ])('are taken back, and get %s', async (whenCancelled, expected) => {
    const target = '{ url: simulator, dialect: gemini-live, model: gemini-3.8-live, speaks_first: agent }';
    const hurried = await hurriedCaller(target, `    when_cancelled: ${whenCancelled}`);
    const { calls, turns } = await ranVirtually(hurried);
    expect(calls).toMatchObject([{ failure: null }]);
    const [first] = turns.flatMap(({ tools = [] }) => tools);
    expect(first).toMatchObject(expected);
  });
});
