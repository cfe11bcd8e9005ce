/** Against what Amazon publishes of its own: "Signature Calculations for the Authorization Header", examples for S3. */

import { describe, expect, it } from 'vitest';
import { escapedPart, signed } from '../../../src/run/upload/signature.ts';

const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const atMs = Date.UTC(2013, 4, 24);
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('a signed request', () => {
  it('is that of an object that is put', () => {
    const bodySha256 = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';
    const headers = signed(
      {
        method: 'PUT',
        url: new URL('https://examplebucket.s3.amazonaws.com/test%24file.text'),
        headers: { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
        bodySha256,
        atMs,
      },
      credentials,
    );
    expect(headers['authorization']).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,' +
        'Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    );
    expect(headers).toMatchObject({ 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': bodySha256 });
  });

  it('has its query in order', () => {
    const headers = signed(
      {
        method: 'GET',
        url: new URL('https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2'),
        headers: {},
        bodySha256: EMPTY,
        atMs,
      },
      credentials,
    );
    expect(headers['authorization']).toContain(
      'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
  });

  it('names keys that are lent by their token', () => {
    const unsigned = {
      method: 'PUT',
      url: new URL('http://s3.test/b/k'),
      headers: {},
      bodySha256: EMPTY,
      atMs,
    };
    const lent = signed(unsigned, { ...credentials, sessionToken: 'lent' });
    expect(lent).toMatchObject({ 'x-amz-security-token': 'lent' });
    expect(lent['authorization']).toContain('x-amz-date;x-amz-security-token,');
    expect(JSON.stringify(lent)).not.toContain(credentials.secretAccessKey);
  });

  it('escapes what S3 wants escaped', () => {
    expect(escapedPart("nightly 17/a+b(c)*'~_.-")).toBe('nightly%2017%2Fa%2Bb%28c%29%2A%27~_.-');
  });
});
