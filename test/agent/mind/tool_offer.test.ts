import { expect, it } from 'vitest';
import { offerOf, type ToolsAsked } from '../../../src/agent/mind/tool_offer.ts';

const tools = [
  { type: 'function', name: 'b' },
  { type: 'mcp', server_label: 'shop', server_url: 'https://example.com' },
  { type: 'function', name: 'a' },
  { type: 'function' },
];
const offer = (choice: ToolsAsked['tool_choice']): readonly [string[], boolean] => {
  const { names, must } = offerOf({ tools, tool_choice: choice });
  return [[...names], must];
};

it('offers what is declared and chosen, and insists where there is something to insist on', () => {
  expect(offer('auto')).toEqual([['b', 'a'], false]);
  expect(offer('none')).toEqual([[], false]);
  expect(offer('required')).toEqual([['b', 'a'], true]);
  expect(offer({ type: 'function', name: 'a' })).toEqual([['a'], true]);
  expect(offer({ type: 'function', name: 'nobody' })).toEqual([[], false]);
  expect(offer({ type: 'mcp', name: 'a' })).toEqual([[], false]);
  expect(offerOf({ tools: [], tool_choice: 'required' }).must).toBe(false);
});
