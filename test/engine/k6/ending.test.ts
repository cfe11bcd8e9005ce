import { expect, it } from 'vitest';
import { endingOf, type KnownEnding } from '../../../src/engine/k6/ending.ts';

const open = { error: null, closedWith: null, opened: true } as const;

it.each<[string, KnownEnding, Partial<ReturnType<typeof endingOf>>]>([
  ['an end that k6 tells nothing of', open, { code: 1000, failure: null }],
  ['an end by us', { ...open, closedWith: 1001 }, { code: 1001, failure: null }],
  [
    'a code, where an event brings one',
    { ...open, code: 1013, reason: 'busy' },
    { code: 1013, reason: 'busy' },
  ],
  [
    'a code in the text of an error',
    { ...open, error: 'websocket: close 1011 (internal server error): no model' },
    { code: 1011, reason: 'no model', failure: null },
  ],
  [
    'a peer that is gone',
    { ...open, error: 'websocket: close 1006 (abnormal closure): unexpected EOF' },
    { code: 1006, failure: 'connection_lost' },
  ],
  [
    'nobody listens',
    { ...open, opened: false, error: 'dial tcp 127.0.0.1:1: connect: connection refused' },
    { code: 1006, failure: 'connect_refused' },
  ],
  [
    'a handshake that is refused',
    { ...open, opened: false, error: 'websocket: bad handshake' },
    { code: 1006, failure: 'http_error' },
  ],
  [
    'a machine without ports',
    { ...open, opened: false, error: 'dial tcp: connect: cannot assign requested address' },
    { failure: 'generator_exhausted' },
  ],
])('%s', (_, known, ending) => {
  expect(endingOf(known)).toMatchObject(ending);
});
