import { describe, expect, it } from 'vitest';
import { found } from '../../../src/config/source.ts';
import {
  carriesKey,
  looksSecret,
  secretsIn,
  secretsInHeaders,
  withoutSecrets,
} from '../../../src/core/word/secret.ts';

describe('a word', () => {
  it.each([
    'sk-proj-abc123',
    'Bearer abc',
    'ek_68af296e8e408191a1120a',
    'AIzaSyA1234567890abcdefghijklmnop',
    '5f3a90b2c1d4e6f708192a3b',
    'xQ7fP2mZ9kL4vB8nT1cR6wYd',
    'gsk_abcdefghijklmnop',
    'xai-ABCDEFGHIJKLMNOP',
    'ghp_ABCDefghIJKLmnop',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJ.eyJzdWIi',
    'bearer  x',
    'pk_live',
    'rk-1',
    '0123456789abcdef0123456789abcdef',
    'item_1 and 5f3a90b2c1d4e6f708192a3b',
  ])('is never a key: %s', (key) => {
    expect(looksSecret(key)).toBe(true);
    expect(found(key)).not.toContain(key.slice(3));
  });

  it.each([
    'OPENAI_API_KEY',
    'order-status',
    'wss://example.com/v1/realtime?model=gpt-realtime-2.1',
    'my-risk-level',
    'gpt-4o-mini-realtime-preview',
    'gpt-4o-mini-realtime-preview-2024-12-17',
    'profiles/slow-agent-2024/support_line_number_2_busy.yaml',
    'my-order-number-is-4-0-7-1-1-2-please',
    'MyLongProfileName2ForTests',
    'the bearer of this',
    'ask-me',
    '12345678901234567890',
    'abcdefghijklmnopqrstuvwxyz',
    'a1b2c3d4e5',
    'pmpt_68af296e8e408191a1120ab3de4bc5d5',
    'req_0a1b2c3d4e5f60718293 of sess_C9CiUVUzUzYIssh3ELY1d',
    '3b241101-e2bb-4255-8caf-4136c566a962',
    'ft:gpt-4o-mini-realtime-preview:org-a1b2c3:shop:9xYz1AbC',
    'order_status_profile_v2_clinic_2025',
  ])('is shown where it is none: %s', (text) => {
    expect(looksSecret(text)).toBe(false);
  });
});

describe('a URL', () => {
  it.each([
    ['ws://host/v1?x=sk-proj-SECRET', 'ws://host/v1?x=…'],
    ['ws://host/v1?a=1&code=short&b=2', 'ws://host/v1?a=1&code=…&b=2'],
    ['wss://host/sk-proj-SECRET/v1', 'wss://host/…/v1'],
    ['wss://host/v1?api-key=abc', 'wss://host/v1?api-key=…'],
    ['wss://host/v1?sk-proj-SECRET', 'wss://host/v1?…'],
  ])('with a key in it is refused, and shown without: %s', (url, shown) => {
    expect(carriesKey(url)).toBe(true);
    expect(withoutSecrets(url)).toBe(shown);
  });

  it.each([
    ['wss://user:p@ss@host/v1', 'wss://…@host/v1'],
    ['wss://host/5f3a90b2c1d4e6f708192a3b/v1', 'wss://host/…/v1'],
    ['wss://host/v1?id=abcdefghijklmnopqrstuvwxyz1', 'wss://host/v1?id=…'],
    ['wss://host/0123456789abcdef0123456789abcdef', 'wss://host/…'],
    ['wss://host/v1?id=AIzaSyA1234567890abcdefghijklmnop', 'wss://host/v1?id=…'],
  ])('with what may be one is shown without: %s', (url, shown) => {
    expect(withoutSecrets(url)).toBe(shown);
  });

  it.each([
    'wss://example.com/v1/realtime?model=gpt-4o-realtime-preview-2025-06-03',
    'wss://name.example.com/openai/realtime?api-version=2024-10-01-preview&deployment=gpt-realtime',
    'ws://127.0.0.1:8787/v1/realtime',
    // Together with its name it would be long enough for a key.
    'wss://example.com/v1?conversation=abcdefghij12345678',
    'wss://example.com/agents/3b241101-e2bb-4255-8caf-4136c566a962',
    'wss://example.com/deployments/order_status_profile_v2_clinic_2025/realtime?agent=support_line_v2_2025_06_nights',
    'wss://example.com/v1/realtime?call_id=rtc_u1_9c6574da8b8a41a18da9308f4ad974ce',
    // Digits alone, or letters alone, are a number and a word.
    'wss://example.com/12345678901234567890123/v1',
    'wss://example.com/v1?agent=abcdefghijklmnopqrstuvwxyz',
    'wss://example.com/v1/realtime?model=my-gpt-4o-mini-realtime-preview-of-2025-01',
  ])('without one is shown whole: %s', (url) => {
    expect(carriesKey(url)).toBe(false);
    expect(withoutSecrets(url)).toBe(url);
  });
});

describe('what a server may repeat of a URL', () => {
  it.each<[string, readonly string[]]>([
    ['wss://host/v1?model=gpt-realtime', []],
    ['wss://user:p%40ss@host/v1', ['user:p%40ss', 'user:p@ss', 'user', 'p%40ss', 'p@ss']],
    ['wss://host/sk-proj-SECRET/v1?a=1', ['sk-proj-SECRET']],
    ['wss://host/v1?key=a%2Fb&x=1', ['a%2Fb', 'a/b']],
    ['wss://host/v1?sk-proj-SECRET', ['sk-proj-SECRET']],
    // Its name alone is no secret, nor is a sign that stands for nothing.
    ['wss://host/v1?token', []],
    ['wss://host/v1?key=100%', ['100%']],
  ])('is all that is hidden of it, as it stands and decoded: %s', (url, secrets) => {
    expect(new Set(secretsIn(url))).toEqual(new Set(secrets));
  });
});

describe('what is secret in headers', () => {
  it('is their values, by their names or their look, without the scheme', () => {
    expect(
      secretsInHeaders({
        Authorization: 'Bearer abc',
        'proxy-authorization': 'basic dXNlcg==',
        Cookie: 'a=b',
        'X-Api-Key': '1234',
        'X-Other': 'sk-proj-SECRET',
        'User-Agent': 'callstorm',
        'OpenAI-Beta': 'realtime=v1',
      }),
    ).toEqual(['abc', 'dXNlcg==', 'a=b', '1234', 'sk-proj-SECRET']);
  });
});
