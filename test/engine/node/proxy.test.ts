import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/core/word/config_error.ts';
import { proxyFor, proxyShown } from '../../../src/engine/node/proxy.ts';

const url = 'wss://voice.example.com/v1';

describe('the proxy', () => {
  it('is the one of the address’s scheme, lower case first, and takes http for granted', () => {
    expect(proxyFor(url, {})).toBeNull();
    expect(proxyFor(url, { HTTPS_PROXY: 'http://up:1' })).toBe('http://up:1/');
    expect(proxyFor(url, { HTTPS_PROXY: 'http://up:1', https_proxy: 'low:2' })).toBe('http://low:2/');
    expect(proxyFor(url, { HTTP_PROXY: 'http://up:1' })).toBeNull();
    expect(proxyFor('ws://voice.example.com', { HTTP_PROXY: 'http://up:1' })).toBe('http://up:1/');
    expect(proxyFor(url, { ALL_PROXY: 'https://all' })).toBe('https://all/');
    expect(proxyFor(url, { HTTPS_PROXY: '' })).toBeNull();
  });

  it.each(['127.0.0.1', '127.9.9.9', 'localhost', 'a.localhost', '[::1]'])(
    'is never asked for this machine: %s',
    (host) => {
      expect(proxyFor(`ws://${host}:8080/v1`, { ALL_PROXY: 'http://all' })).toBeNull();
    },
  );

  it.each([
    'voice.example.com',
    'example.com',
    '.example.com',
    '*.example.com',
    '*',
    'a, EXAMPLE.com',
    'a example.com:443',
    'example.com,',
  ])('is left out for NO_PROXY=%s', (list) => {
    expect(proxyFor(url, { HTTPS_PROXY: 'http://up', NO_PROXY: list })).toBeNull();
  });

  it.each(['ample.com', 'example.com:8443', 'voice', 'example.co', ',', '.', 'example.com.evil.test'])(
    'is asked in spite of NO_PROXY=%s',
    (list) => {
      expect(proxyFor(url, { HTTPS_PROXY: 'http://up', NO_PROXY: list })).toBe('http://up/');
    },
  );

  it.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '10.1.2.3', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['10.1.2.3', '10.0.0.0/99', false],
    ['[fd00::1]', 'fd00::/8', true],
    ['10.1.2.3', '2.3', false],
  ])('knows addresses and ranges: %s in %s', (host, list, exempt) => {
    const proxy = proxyFor(`wss://${host}/v1`, { HTTPS_PROXY: 'http://up', no_proxy: list });
    expect(proxy === null).toBe(exempt);
  });

  it('refuses what it cannot use, without showing it', () => {
    const wrong = (): unknown => proxyFor(url, { HTTPS_PROXY: 'socks5://user:s3cret@host' });
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(/^(?!.*s3cret).*http:\/\/ or https:\/\/ proxy in HTTPS_PROXY/);
    expect(proxyShown('http://user:s3cret@host:3128/')).toBe('host:3128');
  });
});
