import { createServer as createHttpsServer } from 'node:https';
import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
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

async function listening(server: Server): Promise<number> {
  await new Promise<void>((is) => server.listen(0, '127.0.0.1', is));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

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

  it('is reached through a proxy over TLS, by its own name and certificate', async () => {
    const { cert, key, authority } = await makeCertificate(['voice.invalid']);
    const server = createHttpsServer({ cert, key });
    const sockets = new WebSocketServer({ server });
    const hosts: unknown[] = [];
    sockets.on('connection', (socket, request) => {
      hosts.push(request.headers.host);
      socket.close(1000);
    });
    const port = await listening(server);
    const asks: string[] = [];
    const proxy = createServer();
    const sniffed: Buffer[] = [];
    proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
      asks.push(request.url ?? '');
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.on('data', (data: Buffer) => sniffed.push(data));
        socket.pipe(onward).pipe(socket);
      });
      for (const end of [socket, onward]) end.on('error', () => end.destroy());
    });
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await listening(proxy)}`, AGENT_KEY: 'value-of-key' };
    const ca = written('ca.pem', authority, temporary());
    const { ended } = await run('wss://voice.invalid/v1', `ca: ${ca}, key_env: AGENT_KEY`, env);
    expect(ended.err).toContain('through the proxy 127.0.0.1:');
    expect(asks).toEqual(['voice.invalid:443']);
    expect(hosts).toEqual(['voice.invalid']);
    // What the proxy carries it cannot read.
    expect(Buffer.concat(sniffed).length).toBeGreaterThan(0);
    expect(Buffer.concat(sniffed).includes('value-of-key')).toBe(false);
  });

  it('may take its key as a browser gives it, in a sub-protocol', async () => {
    const { url, requests } = await target();
    const keys = 'key_env: AGENT_KEY, protocols: [realtime], key_protocol: "openai-insecure-api-key.{key}"';
    const { ended, files, failures } = await run(url, keys, { AGENT_KEY: 'value-of-key' });
    const [request] = requests as readonly IncomingMessage[];
    expect(request?.headers).toMatchObject({
      'sec-websocket-protocol': 'realtime,openai-insecure-api-key.value-of-key',
    });
    expect(request?.headers).not.toHaveProperty('authorization');
    expect(failures).toHaveLength(1);
    expect(files + ended.out + ended.err).not.toContain('value-of');
    const unfit = scenario({ target: keys });
    const refused = await callstormHere(['run', unfit, '--target', url], {
      env: { AGENT_KEY: 'value/of=key' },
    });
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toMatch(/expected a key that fits in a handshake in AGENT_KEY/);
    expect(refused.err).not.toContain('value/of');
  });

  it('may have its key fetched by a command, again before it runs out, and shows it to nobody', async () => {
    const { url, requests } = await target();
    const file = scenario({
      load: constant(30),
      target: 'token_command: "node ./mint.cjs"',
      script: '[{ silence: 200ms }]',
    });
    const folder = dirname(file);
    // Each time it is another token; all of them run out within the run.
    const script = `const fs = require('node:fs'); fs.appendFileSync('asked', '.');
      const n = fs.readFileSync('asked', 'utf8').length;
      console.log(JSON.stringify({ value: 'value-of-token-' + n, expires_at: Date.now() / 1000 + 1.2 }));
      console.error('value-of-token-' + n);`;
    written('mint.cjs', script, folder);
    const env = { HTTP_PROXY: '', HTTPS_PROXY: '', ALL_PROXY: '' };
    const checked = await callstormHere(['run', file, '--dry-run', '--target', url], { env });
    expect([checked.exitCode, readdirSync(folder).includes('asked')]).toEqual([0, false]);
    const out = join(folder, 'run');
    const ended = await callstorm(['run', file, '--out', out, '--target', url], { env }).ended;
    const keys = (requests as readonly IncomingMessage[]).map(({ headers }) => headers.authorization);
    expect(keys[0]).toBe('Bearer value-of-token-1');
    expect(keys).toHaveLength(30);
    expect(new Set(keys).size).toBeGreaterThan(1);
    const left = readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8'));
    expect(left.join('\n') + ended.out + ended.err).not.toContain('value-of');
  });

  it('is not dialled where no token can be fetched, and nothing is written', async () => {
    const { url, requests } = await target();
    const folder = join(temporary(), 'run');
    const file = scenario({ target: 'token_command: "node -e \'console.log(123456789); process.exit(4)\'"' });
    const ended = await callstormHere(['run', file, '--out', folder, '--target', url]);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toMatch(/target\.token_command: "node" failed \(exit code 4\) and said nothing\n/);
    expect(ended.err).not.toContain('at async');
    expect(requests).toHaveLength(0);
    expect(existsSync(folder)).toBe(false);
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
