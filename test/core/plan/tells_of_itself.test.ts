import { expect, it } from 'vitest';
import { parametersOf, tellsOfItself } from '../../../src/core/plan/tells_of_itself.ts';
import { smallPlan } from './small_plan.ts';

const over = (url: string, parameters?: Record<string, string>) => ({
  dialect: 'twilio-media-streams' as const,
  target: { ...smallPlan([]).target, url, ...(parameters === undefined ? {} : { parameters }) },
});

it('is so where the agent was asked to, or the protocol has words for it', () => {
  expect(tellsOfItself(smallPlan([]))).toBe(true);
  expect(tellsOfItself(over('simulator'))).toBe(true);
  expect(tellsOfItself(over('simulator', { callstorm: 'off' }))).toBe(false);
  expect(tellsOfItself(over('wss://shop.example/media'))).toBe(false);
  expect(tellsOfItself(over('wss://shop.example/media', { callstorm: 'tell' }))).toBe(true);
});

it('leaves what the scenario tells the server as it is', () => {
  expect(parametersOf({ url: 'wss://shop.example/media', parameters: { tenant: 'a' } })).toEqual({
    tenant: 'a',
  });
  expect(parametersOf({ url: 'simulator', parameters: { tenant: 'a' } })).toEqual({
    callstorm: 'tell',
    tenant: 'a',
  });
});
