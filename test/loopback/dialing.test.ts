import { createServer as createHttpsServer } from 'node:https';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { makeCertificate } from '../../src/agent/certificate.ts';
import { artefactsOf } from './artefacts.ts';
import { callstorm, temporary, written, type Ended } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';
import { ready, type Target } from './servers.ts';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});

/** A target that confirms sessions and hangs up: what is asked of it is all that matters here. */
async function target(): Promise<Target & { readonly asked: Record<string, unknown>[] }> {
  const asked: Record<string, unknown>[] = [];
  const made = await ready((peer, type, event) => {
    if (type !== 'session.update') return;
    asked.push(event['session'] as Record<string, unknown>);
    peer.socket.close(1000);
  });
  closing.push(() => made.close());
  return { ...made, asked };
}

interface Ran {
  readonly ended: Ended;
  readonly files: string;
  readonly failures: readonly unknown[];
  readonly details: string;
}

async function run(
  url: string,
  keys: string,
  env: Readonly<Record<string, string>> = {},
  asBuilt = false,
): Promise<Ran> {
  const folder = join(temporary(), 'run');
  const clean = { HTTP_PROXY: '', HTTPS_PROXY: '', ALL_PROXY: '', NO_PROXY: '', no_proxy: '' };
  const file = scenario({ load: constant(1), target: keys });
  const words = ['run', file, '--out', folder, '--target', url];
  const options = { env: { ...clean, ...env } };
  const ended = await (asBuilt ? callstorm(words, options).ended : callstormHere(words, options));
  const found = artefactsOf(folder);
  const files = ['plan.json', 'calls.ndjson', 'summary.json', 'report.md', 'report.html']
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const calls = found.calls as readonly { failure: unknown; detail: string | null }[];
  return {
    ended,
    files,
    failures: calls.map(({ failure }) => failure),
    details: calls.map(({ detail }) => detail).join('\n'),
  };
}

describe('a target as it is in production', () => {
  it('is dialled with its headers, query and key header, and none of their values is kept', async () => {
    const { url, requests, asked } = await target();
    const keys =
      "key_env: AGENT_KEY, key_header: api-key, headers: { x-tenant: acme, x-sig: '${SIG}' }, query: { deployment: voice, code: { env: CODE } }";
    const env = { AGENT_KEY: 'value-of-key', SIG: 'value-of-sig', CODE: 'value-of-code' };
    const { ended, files } = await run(url, keys, env, true);
    const [request] = requests as readonly IncomingMessage[];
    expect(request?.headers).toMatchObject({
      'api-key': 'value-of-key',
      'x-tenant': 'acme',
      'x-sig': 'value-of-sig',
    });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(request?.url).toBe('/v1/realtime?deployment=voice&code=value-of-code');
    expect(asked).toHaveLength(1);
    expect(files).toContain('${SIG}');
    expect(files + ended.out + ended.err).not.toContain('value-of');
  });

  it('is not dialled while a variable is missing', async () => {
    const { url, requests } = await target();
    const file = scenario({ target: "headers: { x-sig: '${NOT_SET_ANYWHERE}' }" });
    const ended = await callstormHere(['run', file, '--out', join(temporary(), 'run'), '--target', url]);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toMatch(/target\.headers\.x-sig: expected a value in the environment variable NOT_SET/);
    expect(requests).toHaveLength(0);
  });

  it('is reached through a proxy, which is told and whose password is not', async () => {
    const { url, asked } = await target();
    const asks: string[] = [];
    const authorizations: unknown[] = [];
    const proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
      asks.push(request.url ?? '');
      authorizations.push(request.headers['proxy-authorization']);
      const onward = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const end of [socket, onward]) end.on('error', () => end.destroy());
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    closing.push(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const env = { HTTP_PROXY: `http://me:value-of-password@127.0.0.1:${port}` };
    const { ended, files } = await run('ws://voice.invalid/v1', 'model: m', env);
    expect(asks).toEqual(['voice.invalid:80']);
    expect(authorizations).toEqual([`Basic ${Buffer.from('me:value-of-password').toString('base64')}`]);
    expect(asked).toHaveLength(1);
    expect(ended.err).toContain(`through the proxy 127.0.0.1:${port}`);
    expect(files + ended.out + ended.err).not.toContain('value-of');
  });

  it('that a proxy turns away is told with the proxy’s answer', async () => {
    const proxy = createServer();
    proxy.on('connect', (_request: IncomingMessage, socket: Socket) => {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    closing.push(() => proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const { failures, details } = await run('ws://voice.invalid/v1', 'model: m', {
      HTTP_PROXY: `127.0.0.1:${port}`,
    });
    expect(failures).toEqual(['http_error']);
    expect(details).toContain('HTTP 407 Proxy Authentication Required');
  });

  it('may have a certificate of a private authority, which has to be named', async () => {
    const { cert, key, authority } = await makeCertificate(['127.0.0.1']);
    const server = createHttpsServer({ cert, key });
    const sockets = new WebSocketServer({ server });
    let opened = 0;
    sockets.on('connection', (socket) => {
      opened++;
      socket.close(1000);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    closing.push(() => server.close());
    const url = `wss://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const unknown = await run(url, 'model: m');
    expect(unknown.details).toMatch(/self.signed|unable to verify/i);
    expect(opened).toBe(0);
    const folder = temporary();
    await run(url, `ca: ${written('ca.pem', authority, folder)}`);
    expect(opened).toBe(1);
    const wrong = scenario({ target: `ca: ${written('no.pem', 'no certificate', folder)}` });
    const ended = await callstormHere(['run', wrong, '--target', url, '--out', join(folder, 'run')]);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toMatch(/no\.pem: target\.ca: expected certificates in PEM/);
  });
});
