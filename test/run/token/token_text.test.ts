import { describe, expect, it } from 'vitest';
import { readToken } from '../../../src/run/token/token_text.ts';

const NOW_MS = Date.UTC(2026, 10, 27);
const AT_S = NOW_MS / 1000 + 600;

describe('what a command printed', () => {
  it.each<[string, string, number | null]>([
    ['a line', 'tok-abcd\n', null],
    ['a JSON string', '"tok-abcd"', null],
    ['{token, expires_at}', `{"token":"tok-abcd","expires_at":${AT_S}}`, 600],
    ['{token, expires_in}', '{"token":"tok-abcd","expires_in":90}', 90],
    ['OpenAI’s client secret', `{"value":"tok-abcd","expires_at":${AT_S},"session":{"id":"sess_1"}}`, 600],
    ['its older form', `{"id":"sess_1","client_secret":{"value":"tok-abcd","expires_at":${AT_S}}}`, 600],
    ['OAuth', '{"access_token":"tok-abcd","token_type":"Bearer","expires_in":"3599"}', 3599],
    [
      'Azure’s command line, where the date has no zone',
      `{"accessToken":"tok-abcd","expiresOn":"1999-01-01 00:00:00.000000","expires_on":${AT_S}}`,
      600,
    ],
    ['milliseconds', `{"token":"tok-abcd","expiresAt":${NOW_MS + 5000}}`, 5],
    ['a date', '{"token":"tok-abcd","expireTime":"2026-11-27T00:30:00Z"}', 1800],
    ['an end beside its holder', '{"data":{"token":"tok-abcd"},"expires_in":7}', 7],
    ['no end that can be read', '{"token":"tok-abcd","expires_at":"soon"}', null],
  ])('is read: %s', (_what, printed, seconds) => {
    expect(readToken(printed, NOW_MS)).toEqual({
      token: 'tok-abcd',
      expiresAtMs: seconds === null ? null : NOW_MS + seconds * 1000,
    });
  });

  it.each([
    ['  \n', /^printed nothing$/],
    ['{"tokens":"tok-abcd"}', /^printed JSON without a token/],
    ['[1]', /^printed JSON without a token/],
    ['tok-abcd\ntok-efgh', /several lines/],
    ['Your token: tok-abcd', /more than a token/],
    ['{"token":"tök-abcd"}', /more than a token/],
    ['abc', /3 characters, too short/],
    ['{"token":"tok-abcd","expires_at":1000}', /has run out already/],
    ['{"token":"tok-abcd"', /^printed broken JSON$/],
  ])('is refused without being shown: %j', (printed, message) => {
    const refused = readToken(printed, NOW_MS);
    expect(refused).toMatch(message);
    expect(refused).not.toContain('tok-');
  });
});
