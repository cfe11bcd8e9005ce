/** A scenario in GPT-Live, in virtual time: what comes of tasks whose result the caller does not wait for. */

import { expect, it } from 'vitest';
import { hurriedCaller, ranVirtually } from './hurried_caller.ts';

it('a result that comes when the caller has broken in is late, and given all the same', async () => {
  const target = '{ url: simulator, dialect: gpt-live, model: gpt-live-1, speaks_first: agent }';
  const { calls, turns } = await ranVirtually(await hurriedCaller(target));
  const [first] = turns.flatMap(({ tools = [] }) => tools);
  expect(first).toMatchObject({ name: 'lookup_order', late: true });
  expect((first?.answeredMs ?? 0) - (first?.calledMs ?? 0)).toBe(6000);
  expect(calls).toMatchObject([{ failure: null }]);
});
