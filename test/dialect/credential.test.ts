import { expect, it } from 'vitest';
import { credentials, unfitKey } from '../../src/dialect/credential.ts';
import { smallPlan } from '../core/plan/small_plan.ts';

const { target } = smallPlan([]);

it.each([
  [{}, { headers: { authorization: 'Bearer k$&y' }, protocols: [] }],
  [{ keyHeader: 'api-key' }, { headers: { 'api-key': 'k$&y' }, protocols: [] }],
  [
    {
      protocols: ['realtime'],
      keyProtocol: 'openai-insecure-api-key.{key}',
      headers: { 'x-tenant': 'acme' },
    },
    { headers: { 'x-tenant': 'acme' }, protocols: ['realtime', 'openai-insecure-api-key.k$&y'] },
  ],
  [
    { protocols: ['convai'], keyProtocol: 'bearer.{key}' },
    { headers: {}, protocols: ['convai', 'bearer.k$&y'] },
  ],
])('the key goes where it belongs, once: %j', (how, expected) => {
  expect(credentials({ ...target, ...how }, 'k$&y')).toEqual(expected);
});

it('carries nothing without a key', () => {
  const how = { ...target, protocols: ['realtime'], keyProtocol: 'openai-insecure-api-key.{key}' };
  expect(credentials(how, undefined)).toEqual({ headers: {}, protocols: ['realtime'] });
});

it('knows what a handshake can carry', () => {
  const protocol = { keyProtocol: 'bearer.{key}' };
  expect(unfitKey({}, 'a/b=c d')).toBeNull();
  expect(unfitKey({}, 'a\r')).toContain('line break');
  expect(unfitKey(protocol, 'eyJhbGci.eyJz-_.x')).toBeNull();
  expect(unfitKey(protocol, 'a/b=')).toContain('sub-protocol');
});
