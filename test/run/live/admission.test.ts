import { describe, expect, it } from 'vitest';
import { AccessToken } from '../../../src/run/live/access_token.ts';
import { admit, type Asked } from '../../../src/run/live/admission.ts';

const own: Asked = {
  method: 'GET',
  path: '/secret/',
  host: '127.0.0.1:9464',
  origin: undefined,
  hasBody: false,
};

function asked(fields: Partial<Asked>): unknown {
  const admission = admit({ ...own, ...fields }, 9464, (text) => text === 'secret');
  return admission.type === 'refused' ? admission.status : admission.type;
}

describe('whoever asks for the live view', () => {
  it.each([
    ['the page', {}, 'page'],
    ['the page without its last stroke', { path: '/secret' }, 'page'],
    ['the page with a query', { path: '/secret/?a=b' }, 'page'],
    ['its events', { path: '/secret/events' }, 'events'],
    ['the end', { method: 'POST', path: '/secret/stop', origin: 'http://127.0.0.1:9464' }, 'stop'],
    ['under its other name', { host: 'localhost:9464', origin: 'http://localhost:9464' }, 'page'],
  ] as const)('gets %s', (_, fields, route) => {
    expect(asked(fields)).toBe(route);
  });

  it.each([
    ['no token', { path: '/' }, 404],
    ['an empty path', { path: '' }, 404],
    ['another token', { path: '/secrez/' }, 404],
    ['the beginning of the token', { path: '/secre/events' }, 404],
    ['another path', { path: '/secret/events/more' }, 404],
    ['a whole URL as its path', { path: 'http://127.0.0.1:9464/secret/' }, 404],
    ['a host that has been made to point here', { host: 'evil.example:9464' }, 403],
    ['another port', { host: '127.0.0.1:80' }, 403],
    ['a host without a port', { host: '127.0.0.1' }, 403],
    ['no host', { host: undefined }, 403],
    ['a page of another host', { origin: 'https://evil.example' }, 403],
    ['a page of another port of this machine', { origin: 'http://127.0.0.1:8080' }, 403],
    ['a page that will not say', { origin: 'null' }, 403],
    ['a page of its other name', { origin: 'http://localhost:9464' }, 403],
    ['a body', { hasBody: true }, 413],
    ['a body for the end', { method: 'POST', path: '/secret/stop', hasBody: true }, 413],
    ['the wrong method for the page', { method: 'POST' }, 405],
    ['the wrong method for the end', { path: '/secret/stop' }, 405],
    ['a method that is not for this', { method: 'HEAD' }, 405],
  ] as const)('is refused with %s', (_, fields, status) => {
    expect(asked(fields)).toBe(status);
  });

  it('does not learn without the token what there is', () => {
    for (const path of ['/x/', '/x/events', '/x/stop', '/x/other'])
      for (const method of ['GET', 'POST', 'DELETE']) expect(asked({ path, method })).toBe(404);
  });
});

describe('the token', () => {
  it('is of 192 bits, new each time, and fits a URL', () => {
    const [one, two] = [new AccessToken(), new AccessToken()];
    expect(one.text).toMatch(/^[\w-]{32}$/);
    expect(one.text).not.toBe(two.text);
    expect([
      one.matches(one.text),
      one.matches(two.text),
      one.matches(''),
      one.matches(`${one.text}x`),
    ]).toEqual([true, false, false, false]);
  });
});
