/**
 * A server that takes logs, as S3 and what is compatible with it do: it looks at the signature of each, worked out here from what
 * Amazon publishes and not from what is to be tested, and keeps what came.
 */

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface Took {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

export interface LogKeeper {
  readonly url: string;
  readonly took: Took[];
  /** How often it was asked. */
  asked: number;
  /** What it answers in place of taking anything, one after the other. Null: nothing, ever. */
  readonly refusals: ({ readonly status: number; readonly body: string; readonly endless?: true } | null)[];
  close(): Promise<void>;
}

/** `secret`: what requests have to be signed by. Absent: it takes any. */
export async function keepLogs(secret?: string): Promise<LogKeeper> {
  const server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      keeper.asked++;
      const body = Buffer.concat(pieces);
      const refusal = keeper.refusals.shift();
      if (refusal === null) return;
      if (refusal?.endless === true) {
        const say = (): void => {
          while (response.write(refusal.body));
        };
        response.writeHead(refusal.status).on('drain', say);
        say();
        return;
      }
      const wrong =
        refusal ?? (secret === undefined ? null : { status: 403, body: whyUnsigned(request, body, secret) });
      if (wrong !== null && wrong.body !== '') {
        response.writeHead(wrong.status).end(wrong.body);
        return;
      }
      keeper.took.push({
        path: request.url ?? '',
        headers: request.headers,
        text: gunzipSync(body).toString('utf8'),
      });
      response.writeHead(200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const keeper: LogKeeper = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    took: [],
    asked: 0,
    refusals: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return keeper;
}

/** Empty: it is signed as it should be. */
function whyUnsigned(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  secret: string,
): string {
  const told =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (told === null) return 'no signature';
  const [, keyId = '', day = '', region = '', names = '', signature = ''] = told;
  const hash = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== hash) return 'another body';
  const instant = String(headers['x-amz-date']);
  const read = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(instant)?.slice(1).map(Number) ?? [];
  const [year = 0, month = 1, date = 1, hour = 0, minute = 0, second = 0] = read;
  const awayMs = Math.abs(Date.UTC(year, month - 1, date, hour, minute, second) - Date.now());
  if (!instant.startsWith(day) || awayMs > 15 * 60_000) return 'another time';
  for (const needed of ['host', 'x-amz-content-sha256', 'x-amz-date']) {
    if (!names.split(';').includes(needed)) return `${needed} is not signed`;
  }
  const [path = '', query = ''] = url.split('?');
  let canonical = `${method}\n${path}\n${query}\n`;
  for (const name of names.split(';')) canonical += `${name}:${String(headers[name])}\n`;
  canonical += `\n${names}\n${hash}`;
  const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const key = mac(mac(mac(mac(`AWS4${secret}`, day), region), 's3'), 'aws4_request');
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const expected = mac(key, `AWS4-HMAC-SHA256\n${instant}\n${day}/${region}/s3/aws4_request\n${hashed}`);
  return expected.toString('hex') === signature ? '' : `SignatureDoesNotMatch for ${keyId}`;
}
