import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Io } from '../../src/cli/io.ts';
import { serve, serveCommand } from '../../src/cli/serve.ts';

function io(env: NodeJS.ProcessEnv = {}): Io & { text: string; errors: string; printed: Promise<void> } {
  let told: () => void = () => {};
  const printed = new Promise<void>((resolve) => (told = resolve));
  return {
    text: '',
    errors: '',
    printed,
    out(text) {
      this.text += text;
      if (this.text.includes('Ctrl-C')) told();
    },
    err(text) {
      this.errors += text;
    },
    isTTY: false,
    columns: 100,
    env,
    cwd: process.cwd(),
  };
}

describe('callstorm serve', () => {
  it('says where it listens, writes its log, and stops when told', async () => {
    const own = io();
    const log = join(await mkdtemp(join(tmpdir(), 'callstorm-')), 'agent.ndjson');
    let stop: () => void = () => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const serving = serve(
      own,
      { port: 0, host: '127.0.0.1', seed: 1, log, profile: 'clinic' },
      () => stopped,
    );
    await own.printed;
    const url = /ws:\/\/\S+/.exec(own.text)?.[0] ?? '';
    expect(own.text).toContain('"clinic"');
    expect(own.text).toContain(`--target ${url}`);
    const socket = new WebSocket(`${url}?model=m`);
    await new Promise((resolve) => socket.once('message', resolve));
    stop();
    await serving;
    const lines = (await readFile(log, 'utf8')).trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['opened', 'closed']);
    expect(own.errors).toBe('');
  });

  it('warns when other machines can reach it, and is quiet otherwise when asked to be', async () => {
    const own = io();
    await serve(own, { port: 0, host: '0.0.0.0', seed: 1, quiet: true }, () => Promise.resolve());
    expect(own.text).toBe('');
    expect(own.errors).toContain('checks no credentials');
  });

  it('speaks wss with a certificate that it writes for its clients', async () => {
    const own = io();
    const writeCert = join(await mkdtemp(join(tmpdir(), 'callstorm-')), 'agent.pem');
    let stop: () => void = () => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const serving = serve(own, { port: 0, host: '127.0.0.1', seed: 1, tls: true, writeCert }, () => stopped);
    await own.printed;
    expect(own.text).toContain(`NODE_EXTRA_CA_CERTS=${writeCert}`);
    const url = /wss:\/\/\S+/.exec(own.text)?.[0] ?? '';
    const socket = new WebSocket(`${url}?model=m`, { ca: await readFile(writeCert, 'utf8') });
    await new Promise((resolve) => socket.once('message', resolve));
    stop();
    await serving;
  });

  it('asks for the key that the environment holds, says nothing of it, and warns of no strangers', async () => {
    const own = io({ CALLSTORM_AGENT_KEY: 'sk-1', OTHER: 'sk-2' });
    let stop: () => void = () => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const serving = serve(own, { port: 0, host: '0.0.0.0', seed: 1, keyEnv: 'OTHER' }, () => stopped);
    await own.printed;
    const url = /ws:\/\/\S+/.exec(own.text)?.[0] ?? '';
    const first = async (key: string): Promise<unknown> => {
      const socket = new WebSocket(`${url}?model=m`, { headers: { authorization: `Bearer ${key}` } });
      const data = await new Promise<Buffer>((resolve) => socket.once('message', resolve));
      return (JSON.parse(data.toString('utf8')) as { type: string }).type;
    };
    expect([await first('sk-1'), await first('sk-2')]).toEqual(['error', 'session.created']);
    stop();
    await serving;
    expect(own.errors).toBe('');
    expect(own.text).not.toContain('sk-');
  });

  it.each([
    [{ keyEnv: 'NOT_SET' }, {}, 'NOT_SET is not set'],
    [{}, { CALLSTORM_AGENT_KEY: ' ' }, 'CALLSTORM_AGENT_KEY is empty'],
    [{ cert: 'a.pem' }, {}, '--cert needs --key beside it'],
    [{ key: 'a.pem' }, {}, '--key needs --cert beside it'],
    [{ cert: '/no/cert.pem', key: '/no/key.pem' }, {}, 'the certificate cannot be read (no such file)'],
    [{ writeCert: 'a.pem' }, {}, 'without --tls there is none'],
    [{ cert: 'a.pem', key: 'b.pem', writeCert: 'c.pem' }, {}, '--cert names one that is there already'],
    [{ tls: true, writeCert: '/' } as const, {}, 'cannot be written: a directory is in the way (EISDIR)'],
    [
      { tls: true, writeCert: '/no/such/folder/a.pem' } as const,
      {},
      'cannot be written: no directory can be made there (ENOENT)',
    ],
  ])('refuses %o', async (options, env, message) => {
    const own = io(env);
    await expect(
      serve(own, { port: 0, host: '127.0.0.1', seed: 1, ...options }, () => Promise.resolve()),
    ).rejects.toThrow(message);
    expect(own.text).toBe('');
  });

  it.each([
    ['--max-sessions', '0', 'of at least 1'],
    ['--max-sessions', '1e9', 'of at most 1000000'],
    ['--max-frame', '512', 'of at most 256'],
    ['--max-unread', '1000000', 'of at most 65536'],
    ['--context-limit', '1000000000', 'of at most 100000000'],
    ['--tokens-per-minute', '99999999999', 'of at most 1000000000'],
    ['--session-limit', '9000h', 'a time of at most 168h'],
    ['--seed', '4294967296', 'from 0 to 4294967295'],
    ['--tokens-per-minute', '1.5', 'a whole number'],
    ['--session-limit', '90', 'a time such as 60s'],
    ['--port', '99999', 'from 0 to 65535'],
    ['--port', 'http', 'from 0 to 65535'],
    ['--seed', '-1', 'a whole number'],
    ['--profile', './no-such-profile.yaml', 'no such file'],
    ['--log', '/no/such/folder/agent.ndjson', 'no directory can be made there (ENOENT)'],
    ['--log', '/', 'a directory is in the way (EISDIR)'],
  ])('refuses %s %s', async (name, value, message) => {
    const own = io();
    await expect(serveCommand(own, () => {}).parseAsync([name, value], { from: 'user' })).rejects.toThrow(
      message,
    );
    expect(own.text).toBe('');
  });
});
