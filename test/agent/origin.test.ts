import { describe, expect, it } from 'vitest';
import { originAllowed } from '../../src/agent/origin.ts';

const from = (origin?: string) => ({ headers: origin === undefined ? {} : { origin } });

describe('a page that wants to talk to the agent', () => {
  it.each([
    [undefined, [], true],
    ['http://localhost:3000', [], true],
    ['https://127.0.0.1', [], true],
    ['http://[::1]:80', [], true],
    ['https://evil.example', [], false],
    ['https://localhost.evil.example', [], false],
    ['https://127.0.0.1.evil.example', [], false],
    ['null', [], false],
    ['file://localhost', [], false],
    ['https://app.example', ['https://app.example/'], true],
    ['https://APP.example', ['https://app.example'], true],
    ['http://app.example', ['https://app.example'], false],
    ['https://evil.example', ['*'], true],
  ])('from %s, with %j allowed: %s', (origin, allowed, may) => {
    expect(originAllowed(from(origin), allowed)).toBe(may);
  });
});
