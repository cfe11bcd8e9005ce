import { describe, expect, it } from 'vitest';
import { logDestination } from '../../../src/run/upload/log_destination.ts';

const name = { run: 'nightly-17', share: 2, of: 4 };
const keys = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'very secret indeed' };

function place(env: Readonly<Record<string, string>>, of = name): string | undefined {
  return logDestination(env, of)?.url.href;
}

describe('where a log is sent', () => {
  it('is nowhere, where nobody said', () => {
    expect(logDestination({}, name)).toBeNull();
    expect(logDestination({ CALLSTORM_LOG_URL: ' ', ...keys }, name)).toBeNull();
  });

  it.each([
    ['https://logs.test/x/{run}/{share}-{of}.gz', 'https://logs.test/x/nightly-17/2-4.gz'],
    ['https://logs.test/x/', 'https://logs.test/x/nightly-17-2-of-4.ndjson.gz'],
    ['https://logs.test/x/?sig=abc', 'https://logs.test/x/nightly-17-2-of-4.ndjson.gz?sig=abc'],
    ['https://logs.test/one.gz?X-Amz-Signature=abc', 'https://logs.test/one.gz?X-Amz-Signature=abc'],
  ])('is %s, with the names filled in', (url, whole) => {
    expect(place({ CALLSTORM_LOG_URL: url })).toBe(whole);
  });

  it('has no number, where there is one log', () => {
    expect(place({ CALLSTORM_LOG_URL: 'http://logs.test/' }, { run: 'a', share: 1, of: 1 })).toBe(
      'http://logs.test/a.ndjson.gz',
    );
  });

  it.each([
    ['s3://logs/storms/', {}, 'https://logs.s3.us-east-1.amazonaws.com/storms/nightly-17-2-of-4.ndjson.gz'],
    [
      's3://logs/a b/{share}.gz',
      { AWS_REGION: 'eu-west-1' },
      'https://logs.s3.eu-west-1.amazonaws.com/a%20b/2.gz',
    ],
    ['s3://my.logs/x', {}, 'https://s3.us-east-1.amazonaws.com/my.logs/x'],
    ['s3://logs/x', { AWS_ENDPOINT_URL: 'http://minio.test:9000/' }, 'http://minio.test:9000/logs/x'],
    [
      's3://logs/x',
      { AWS_ENDPOINT_URL: 'http://all.test', AWS_ENDPOINT_URL_S3: 'https://minio.test/s3' },
      'https://minio.test/s3/logs/x',
    ],
  ])('is the bucket’s address: %s %o', (url, more, whole) => {
    expect(place({ CALLSTORM_LOG_URL: url, ...keys, ...more })).toBe(whole);
  });

  it('is shown without what may be a key', () => {
    const url =
      'https://logs.test/x.gz?X-Amz-Credential=AKIDEXAMPLE&X-Amz-Signature=0123456789abcdef0123456789abcdef';
    const destination = logDestination({ CALLSTORM_LOG_URL: url }, name);
    expect(destination?.shown).not.toContain('0123456789abcdef');
    expect(destination?.secrets).toContain('0123456789abcdef0123456789abcdef');
    const bucket = logDestination(
      { CALLSTORM_LOG_URL: 's3://logs/x/', ...keys, AWS_SESSION_TOKEN: 'lent for an hour' },
      name,
    );
    expect(bucket?.shown).toBe('s3://logs/x/nightly-17-2-of-4.ndjson.gz');
    expect(bucket?.secrets).toEqual(['very secret indeed', 'AKIDEXAMPLE', 'lent for an hour']);
  });

  it.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ['no address', { CALLSTORM_LOG_URL: 'logs' }, 'expected an address that takes a PUT'],
    ['another scheme', { CALLSTORM_LOG_URL: 'ftp://logs.test/' }, 'expected an address that takes a PUT'],
    ['a bucket alone', { CALLSTORM_LOG_URL: 's3://logs', ...keys }, 'expected s3://bucket/folder/'],
    [
      'a name that is no bucket’s',
      { CALLSTORM_LOG_URL: 's3://Logs_/x', ...keys },
      'expected s3://bucket/folder/',
    ],
    [
      'a bucket without a key',
      { CALLSTORM_LOG_URL: 's3://logs/x' },
      'expected AWS_ACCESS_KEY_ID in the environment',
    ],
    [
      'a bucket with half a key',
      { CALLSTORM_LOG_URL: 's3://logs/x', AWS_ACCESS_KEY_ID: 'a' },
      'expected AWS_SECRET_ACCESS_KEY in the environment',
    ],
    [
      'an endpoint that is none',
      { CALLSTORM_LOG_URL: 's3://logs/x', ...keys, AWS_ENDPOINT_URL: 'minio' },
      'expected an http:// or https:// address',
    ],
    [
      'a header of two lines',
      { CALLSTORM_LOG_URL: 'https://logs.test/', CALLSTORM_LOG_AUTHORIZATION: 'Bearer a\nx: y' },
      'expected a header in one line',
    ],
  ])('is refused for %s, before any call', (_, env, message) => {
    expect(() => logDestination(env, name)).toThrow(message);
    expect(() => logDestination(env, name)).not.toThrow('very secret');
  });
});
