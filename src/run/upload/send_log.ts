/**
 * Sends a log that is whole somewhere else, compressed. The log on disk stays, whatever comes of it; what the other side says is shown
 * without what it was asked with. A server that is busy or broken is asked again, a few times, ever later.
 */

import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { redactionOf } from '../../core/word/redaction.ts';
import { cut, visible } from '../../core/word/visible.ts';
import type { LogDestination } from './log_destination.ts';
import { signed } from './signature.ts';

export interface Sending {
  /** No longer than this in all. */
  readonly withinMs: number;
  /** Before each further try. */
  readonly waitsMs?: readonly number[];
  /** A connection on which nothing comes or goes for so long is given up. */
  readonly silentMs?: number;
}

export type Sent =
  | { readonly sent: true; readonly bytes: number }
  /** Why not, in words, without any key. */
  | { readonly sent: false; readonly reason: string };

const WAITS_MS = [500, 2000, 5000];
const ANSWER_SHOWN = 300;
const MOST_ANSWER_BYTES = 4096;
/** Nothing that is sent, taken or said for so long: it is asked anew. */
const SILENT_MS = 60_000;

/** Never rejects. */
export async function sendLog(
  file: string,
  destination: LogDestination,
  { withinMs, waitsMs = WAITS_MS, silentMs = SILENT_MS }: Sending,
): Promise<Sent> {
  const redact = redactionOf(destination.secrets);
  const late = AbortSignal.timeout(withinMs);
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'callstorm-log-'));
    const body = await compressed(file, join(folder, 'log.gz'));
    for (let tries = 0; ; tries++) {
      const answer = await put(destination, body, silentMs, late);
      if (answer.ok) return { sent: true, bytes: body.bytes };
      const waitMs = waitsMs[tries];
      if (!answer.again || waitMs === undefined) {
        return { sent: false, reason: visible(cut(redact(answer.reason), ANSWER_SHOWN)) };
      }
      await pause(waitMs, late);
    }
  } catch (error) {
    const why = late.aborted ? `it took longer than ${withinMs / 1000} s` : (error as Error).message;
    return { sent: false, reason: visible(cut(redact(why), ANSWER_SHOWN)) };
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

interface Body {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

async function compressed(file: string, out: string): Promise<Body> {
  await pipeline(createReadStream(file), createGzip(), createWriteStream(out));
  const hash = createHash('sha256');
  for await (const piece of createReadStream(out)) hash.update(piece as Buffer);
  return { file: out, bytes: (await stat(out)).size, sha256: hash.digest('hex') };
}

type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly again: boolean };

async function put(
  destination: LogDestination,
  body: Body,
  silentMs: number,
  late: AbortSignal,
): Promise<Answer> {
  const { url, credentials, authorization } = destination;
  const plain = {
    'content-type': 'application/gzip',
    ...(authorization === undefined ? {} : { authorization }),
  };
  const headers =
    credentials === undefined
      ? plain
      : signed(
          { method: 'PUT', url, headers: plain, bodySha256: body.sha256, atMs: Date.now() },
          credentials,
        );
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request(url, {
        method: 'PUT',
        headers: { ...headers, 'content-length': String(body.bytes) },
        signal: late,
        timeout: silentMs,
      });
      asked.once('timeout', () =>
        asked.destroy(new Error(`nothing was heard of it for ${silentMs / 1000} s`)),
      );
      asked.once('response', resolve);
      asked.once('error', reject);
      // A server may answer before it has read all of it: that answer says more than a broken pipe does.
      pipeline(createReadStream(body.file), asked).catch(() => {});
    });
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) {
      response.destroy();
      return { ok: true };
    }
    const said = await beginningOf(response);
    const again = status >= 500 || status === 408 || status === 429;
    return { ok: false, again, reason: `it was answered ${status}${said === '' ? '' : `: ${said}`}` };
  } catch (error) {
    if (late.aborted) throw error;
    const { message, code } = error as NodeJS.ErrnoException;
    return { ok: false, again: true, reason: message === '' ? (code ?? 'no connection') : message };
  }
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of response.setEncoding('utf8')) {
    text += piece as string;
    // What more it says is not waited for: it may say it for ever.
    if (text.length >= MOST_ANSWER_BYTES) break;
  }
  return text
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new Error('too late'));
      },
      { once: true },
    );
  });
}
