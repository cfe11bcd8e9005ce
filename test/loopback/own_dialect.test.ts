/** The worked examples of a protocol of one's own, from the command line to the report, against the tiny agent that comes with them. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocketServer } from 'ws';
import { artefactsOf, expectAccounted, expectCleanEnd } from './artefacts.ts';
import { callstorm, temporary } from './command.ts';

const examples = fileURLToPath(new URL('../../scenarios/dialects', import.meta.url));
const example = (name: string): string => join(examples, name);

let server: WebSocketServer;
let address = '';
beforeAll(async () => {
  const { serve } = (await import(pathToFileURL(example('server.mjs')).href)) as {
    readonly serve: (port: number) => Promise<WebSocketServer>;
  };
  server = await serve(0);
  address = `ws://127.0.0.1:${(server.address() as { readonly port: number }).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe.concurrent('a protocol of one’s own', () => {
  it.each([
    ['json', 'json-example'],
    ['raw', 'raw-example'],
  ])('of the kind %s is run, measured by ear and recorded', async (kind, name) => {
    const folder = join(temporary(), 'run');
    const target = `${address}/${kind}`;
    const args = ['run', example(`${kind}.yaml`), '--target', target, '--calls', '1', '--record', 'all'];
    const ended = await callstorm([...args, '--out', folder]).ended;
    const found = artefactsOf(folder);
    expectCleanEnd(found, ended);
    expectAccounted(found, 1);
    const { header, calls, turns } = found;
    expect(header.dialect).toBe(name);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['completed']);
    expect(turns.map(({ kind: of, outcome }) => `${of} ${outcome}`).toSorted()).toEqual([
      'greeting answered',
      'say answered',
      'say answered',
    ]);
    for (const { marks, kind: of } of turns) {
      if (of !== 'say' || marks.firstHeard === null || marks.speechEnd === null) continue;
      // The agent waits for half a second of silence.
      expect(marks.firstHeard - marks.speechEnd).toBeGreaterThan(450);
      expect(marks.firstHeard - marks.speechEnd).toBeLessThan(2500);
    }
    // What was said and what was heard, a second and a half each at least.
    const wav = readFileSync(join(folder, 'recordings', 'call-000000.wav'));
    for (const channel of [0, 1]) expect(loudSeconds(wav, channel)).toBeGreaterThan(1.4);
  });

  it('whose code throws ends its calls, and says which function did it, and where', async () => {
    const folder = temporary();
    const text = readFileSync(example('raw_pcm.ts'), 'utf8');
    const breaks = "send: () => {\n      throw new TypeError('no such setting');\n    },";
    writeFileSync(join(folder, 'raw_pcm.ts'), text.replace('send: () => undefined,', breaks));
    writeFileSync(join(folder, 'raw.yaml'), readFileSync(example('raw.yaml')));
    const out = join(folder, 'run');
    const args = [
      'run',
      join(folder, 'raw.yaml'),
      '--target',
      `${address}/raw`,
      '--calls',
      '1',
      '--out',
      out,
    ];
    const ended = await callstorm(args).ended;
    const [call] = artefactsOf(out).calls;
    expect(call?.failure).toBe('engine_error');
    expect(call?.detail).toMatch(/^\.\/raw_pcm\.ts:\d+: send\(\{ type: 'start' \}\) threw: no such setting$/);
    expect(ended.out + ended.err).not.toMatch(/^\s+at .*:\d+/m);
    expect(ended.out).toContain('threw: no such setting');
  });

  it('that cannot connect makes no call, and says so without a stack', async () => {
    const folder = temporary();
    const text = readFileSync(example('json_protocol.ts'), 'utf8');
    writeFileSync(
      join(folder, 'json_protocol.ts'),
      text.replace(/connect: .*/, 'connect: () => ({ url: 7 as never }),'),
    );
    writeFileSync(join(folder, 'json.yaml'), readFileSync(example('json.yaml')));
    const out = join(folder, 'run');
    const ended = await callstorm(['run', join(folder, 'json.yaml'), '--out', out]).ended;
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toContain(
      './json_protocol.ts: connect gave what it may not: expected a ws:// or wss:// URL',
    );
    expect(ended.err).not.toMatch(/^\s+at .*:\d+|defect/m);
  });

  it('cannot be rehearsed as it is, and can in one of ours', async () => {
    const refused = await callstorm(['rehearse', example('json.yaml')]).ended;
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toContain('the simulated agent does not speak a dialect of your own');
    expect(refused.err).toContain('--dialect openai-realtime');
    const out = join(temporary(), 'run');
    const args = [
      'rehearse',
      example('json.yaml'),
      '--dialect',
      'openai-realtime',
      '--calls',
      '1',
      '--out',
      out,
    ];
    expect((await callstorm(args).ended).exitCode).toBe(0);
  });
});

/** Of a WAV of two channels. */
function loudSeconds(wav: Buffer, channel: number): number {
  const rate = wav.readUInt32LE(24);
  let loud = 0;
  for (let at = 44; at + 3 < wav.length; at += 4) {
    if (Math.abs(wav.readInt16LE(at + 2 * channel)) > 300) loud++;
  }
  return loud / rate;
}
