/**
 * A target that repeats the key that it was given wherever it can: in errors, the close, the handshake, transcripts, ids. None
 * of it is in anything that a run leaves behind. Needs `npm run build`.
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { artefactsOf } from './artefacts.ts';
import { callstorm, temporary } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';
import { ready, scripted, type Peer, type Target } from './servers.ts';

const targets: { close(): Promise<void> }[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** With what escapes change; and short, without a look of its own, and a word of ours. */
const KEYS = ['q"\\"u0te\\/d', 'pass'];

/** All that a server may make of a key: its letters stand in each. */
function echoes(key: string): string[] {
  const base64 = ['', 'x', 'Bearer '].map((before) => Buffer.from(`${before}${key}`).toString('base64'));
  const json = JSON.stringify(key).slice(1, -1);
  return [key, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(key), ...base64];
}

function keyOf(peer: Peer): string {
  return (peer.request.headers.authorization ?? '').replace('Bearer ', '');
}

/** Everything it left, by name: files and what it printed. */
async function leftBy(
  url: string,
  key: string,
  args: readonly string[] = [],
): Promise<Record<string, string>> {
  const folder = join(temporary(), 'run');
  const target = 'key_env: CALLSTORM_TEST_KEY';
  const words = ['run', scenario({ load: constant(1), target }), '--out', folder, '--record', 'all'];
  const all = [...words, '--target', url, ...args];
  const env = { CALLSTORM_TEST_KEY: key };
  // One of them as a user has it.
  const { out, err } = await (key === KEYS[0] ? callstorm(all, { env }).ended : callstormHere(all, { env }));
  artefactsOf(folder);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')]);
  return { out, err, ...Object.fromEntries(files) } as Record<string, string>;
}

function expectWithout(left: Record<string, string>, told: readonly string[]): void {
  for (const [name, text] of Object.entries(left)) {
    for (const echo of told) expect([name, echo, text.includes(echo)]).toEqual([name, echo, false]);
  }
}

/** Says the key in every event that it sends, and closes with it. */
function repeating(): Promise<Target> {
  return ready((peer, type) => {
    const all = echoes(keyOf(peer)).join(' ');
    if (type === 'open') peer.send({ type: 'session.created', session: { id: `sess ${all}` } });
    else if (type === 'session.update') {
      peer.send({ type: 'session.updated', session: { instructions: all } });
      peer.send({ type: 'error', error: { type: all, code: all, message: all } });
      peer.send({ type: all });
      peer.send({ type: 'input_audio_buffer.speech_started', item_id: all });
      const done = { type: 'conversation.item.input_audio_transcription.completed', item_id: all };
      peer.send({ ...done, transcript: all, usage: {} });
      peer.send({ type: 'response.created', response: { id: all } });
      peer.send({ type: 'response.output_audio_transcript.done', response_id: all, transcript: all });
      const tool = { response_id: all, call_id: all, name: all, arguments: JSON.stringify({ all }) };
      peer.send({ type: 'response.function_call_arguments.done', ...tool });
      const error = { code: all, message: all };
      const response = { id: all, status: 'failed', status_details: { error } };
      peer.send({ type: 'response.done', response });
      setTimeout(() => peer.socket.close(4000, echoes(keyOf(peer))[0]), 300);
    }
  });
}

it.each(KEYS)('events that repeat the key %j leave none of it', async (key) => {
  const target = await repeating();
  targets.push(target);
  const left = await leftBy(target.url, key);
  // It has said all of it, and something of that was kept.
  expect(target.requests.length).toBeGreaterThan(0);
  expect(left['calls.ndjson']).toContain('…');
  expectWithout(left, key === 'pass' ? [] : echoes(key));
  // Where a key is a word of ours, too, it is hidden in what was the target's.
  expect(left['calls.ndjson']).not.toMatch(/"(?:detail|transcript|heardText|sessionId)":"[^"]*pass/);
});

it('a close before the session that repeats the key leaves none of it', async () => {
  const key = 'hunter2';
  const target = await scripted((peer) => peer.socket.close(4000, echoes(keyOf(peer))[1]));
  targets.push(target);
  const left = await leftBy(target.url, key);
  expect(left['calls.ndjson']).toContain('…');
  expectWithout(left, echoes(key));
});

it.each(['', '/v1/k3Yp4thAbCdEf0123456789'])(
  'a refused handshake that repeats key and address leaves none of them: %s',
  async (path) => {
    const key = 'hunter2"\\';
    const told = [...echoes(key), ...(path === '' ? [] : echoes('k3Yp4thAbCdEf0123456789'))];
    const body = told.join(' ');
    const http = createServer();
    http.on('upgrade', (_request, socket) => {
      socket.end(
        `HTTP/1.1 403 ${encodeURIComponent(key)}\r\nlocation: /in${path}?a=${encodeURIComponent(key)}\r\n` +
          `retry-after: ${key}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      );
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    targets.push({ close: () => new Promise((closed) => http.close(() => closed())) });
    const { port } = http.address() as AddressInfo;
    const left = await leftBy(`ws://127.0.0.1:${port}${path}`, key);
    expect(left['calls.ndjson']).toContain('HTTP 403');
    expectWithout(left, told);
  },
);

it('a key that is too short to be hidden is refused before anything is called', async () => {
  const target = 'key_env: CALLSTORM_TEST_KEY';
  const { exitCode, err } = await callstormHere(
    ['run', scenario({ target }), '--target', 'ws://127.0.0.1:9'],
    {
      env: { CALLSTORM_TEST_KEY: 'abc' },
    },
  );
  expect(exitCode).toBe(2);
  expect(err).toMatch(/at least 4 characters in CALLSTORM_TEST_KEY/);
});
