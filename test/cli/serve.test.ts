import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Io } from '../../src/cli/io.ts';
import { serve, serveCommand } from '../../src/cli/serve.ts';

function io(): Io & { text: string; errors: string; printed: Promise<void> } {
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
    env: {},
    cwd: process.cwd(),
  };
}

describe('callstorm serve', () => {
  it('says where it listens, writes its log, and stops when told', async () => {
    const own = io();
    const log = join(await mkdtemp(join(tmpdir(), 'callstorm-')), 'agent.ndjson');
    let stop: () => void = () => {};
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const serving = serve(own, { port: 0, host: '127.0.0.1', seed: 1, log, profile: 'clinic' }, stopped);
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
    await serve(own, { port: 0, host: '0.0.0.0', seed: 1, quiet: true }, Promise.resolve());
    expect(own.text).toBe('');
    expect(own.errors).toContain('checks no credentials');
  });

  it.each([
    ['--port', '99999', 'from 0 to 65535'],
    ['--port', 'http', 'from 0 to 65535'],
    ['--seed', '-1', 'a whole number'],
    ['--profile', './no-such-profile.yaml', 'no such file'],
    ['--log', '/no/such/folder/agent.ndjson', 'the log cannot be written'],
  ])('refuses %s %s', async (name, value, message) => {
    const own = io();
    await expect(serveCommand(own, () => {}).parseAsync([name, value], { from: 'user' })).rejects.toThrow(
      message,
    );
    expect(own.text).toBe('');
  });
});
