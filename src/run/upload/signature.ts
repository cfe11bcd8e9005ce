/**
 * A request signed as Amazon's S3 and whatever is compatible with it want it: Signature Version 4, in one header, with the body's own
 * checksum. Does no input or output; the secret key goes into the signature and nowhere else.
 */

import { createHash, createHmac } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of keys that are lent for a while. */
  readonly sessionToken?: string;
  readonly region: string;
}

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case; `host` and those of the signature are added. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body, in hex. */
  readonly bodySha256: string;
  /** Ms since the Unix epoch. */
  readonly atMs: number;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** All headers that are to be sent. */
export function signed(
  { method, url, headers, bodySha256, atMs }: Unsigned,
  credentials: Credentials,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken, region } = credentials;
  const instant = new Date(atMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const scope = `${instant.slice(0, 8)}/${region}/s3/aws4_request`;
  const all: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': bodySha256,
    'x-amz-date': instant,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(all).sort();
  const request = [
    method,
    url.pathname,
    canonicalQuery(url),
    ...names.map((name) => `${name}:${(all[name] as string).trim().replaceAll(/ +/g, ' ')}`),
    '',
    names.join(';'),
    bodySha256,
  ].join('\n');
  const toSign = [ALGORITHM, instant, scope, sha256(request)].join('\n');
  const key = scope
    .split('/')
    .reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}`;
  return { ...all, authorization };
}

/** As S3 has it: everything but letters, digits and `-._~` is escaped, once. */
export function escapedPart(part: string): string {
  return encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function canonicalQuery({ searchParams }: URL): string {
  const pairs = [...searchParams].map(([name, value]) => `${escapedPart(name)}=${escapedPart(value)}`);
  return pairs.sort().join('&');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
