import { describe, expect, it } from 'vitest';
import { addressText, isLoopback, readListenAddress } from '../../src/telemetry/listen_address.ts';

describe('readListenAddress', () => {
  it.each([
    ['9464', '127.0.0.1', 9464],
    [':9464', '127.0.0.1', 9464],
    [':0', '127.0.0.1', 0],
    ['0.0.0.0:9464', '0.0.0.0', 9464],
    ['[::1]:9464', '::1', 9464],
    ['metrics.example:80', 'metrics.example', 80],
  ])('reads %s', (text, host, port) => {
    expect(readListenAddress(text)).toEqual({ host, port });
  });

  it.each(['', ':', 'host', ':65536', '-1', ':9464/metrics', 'http://a:1', '::1:9464', 'a b:1', ':1e3'])(
    'refuses %j',
    (text) => expect(readListenAddress(text)).toBeNull(),
  );

  it('is shown as it stands in a URL', () => {
    expect(addressText({ host: '::1', port: 1 })).toBe('[::1]:1');
    expect(addressText({ host: '127.0.0.1', port: 1 })).toBe('127.0.0.1:1');
  });

  it('knows what only this machine reaches', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '10.0.0.1', '127.0.0.1.example', '::'].some(isLoopback)).toBe(false);
  });
});
