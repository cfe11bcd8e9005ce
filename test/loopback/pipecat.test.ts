/**
 * pipecat as telephone bots are built with it: its own detection of the carrier by the first two messages, its serializers and its
 * WebSocket transport, with a scripted pipeline behind them. `.ci/pipecat DIR` puts it there and prints the Python that has it, which
 * CALLSTORM_PIPECAT names; without it this is skipped, and says so.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefactsOf, type Artefacts } from './artefacts.ts';
import { callstorm, temporary, written } from './command.ts';

const python = process.env['CALLSTORM_PIPECAT'] ?? '';
if (python === '')
  process.stderr.write('SKIPPED: pipecat is not here: CALLSTORM_PIPECAT=$(.ci/pipecat DIR) has it tried\n');

const scenario = (target: string): string => `name: pipecat
seed: 3
target: { dialect: twilio-media-streams, ${target} }
callers:
  - name: anyone
    script:
      - listen
      - dtmf: '41#'
      - say: refund
      - interrupt: { after: 700ms, say: stop }
      - listen
load: { concurrency: 1, calls: 1 }
limits: { call: 45s, connect: 20s }
`;

const carriers = ['twilio', 'telnyx', 'plivo', 'exotel'] as const;

describe.skipIf(python === '')('a bot of pipecat’s', () => {
  let server: ChildProcess;
  let printed = '';
  const found = new Map<string, Artefacts>();

  beforeAll(async () => {
    server = spawn(python, ['test/loopback/pipecat_server.py'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const port = await new Promise<string>((told, failed) => {
      server.once('exit', (code) => failed(new Error(`pipecat ended with ${code} before it listened`)));
      server.stdout?.on('data', (text: Buffer) => {
        printed += text.toString();
        if (printed.includes('\n')) told(printed.slice(0, printed.indexOf('\n')));
      });
    });
    await Promise.all(
      carriers.map(async (carrier) => {
        const quirks = carrier === 'twilio' ? '' : `quirks: ${carrier}, `;
        const file = written(
          'bot.yaml',
          scenario(`${quirks}url: "ws://127.0.0.1:${port}/media"`),
          temporary(),
        );
        const folder = join(temporary(), 'run');
        await callstorm(['run', file, '--out', folder]).ended;
        found.set(carrier, artefactsOf(folder));
      }),
    );
  }, 120_000);
  afterAll(() => server.kill('SIGKILL'));

  it.each(carriers)('takes a call of %s for one, answers it, and stops for its caller', (carrier) => {
    const { calls = [], turns = [] } = found.get(carrier) ?? {};
    expect(calls).toMatchObject([{ outcome: 'completed', detail: null, protocolViolations: 0 }]);
    expect(turns.map(({ kind }) => kind)).toEqual(['greeting', 'dtmf', 'say', 'interrupt']);
    const spokenOver = turns.flatMap(({ bargeIn }) => (bargeIn === null ? [] : [bargeIn]));
    expect(spokenOver).toHaveLength(1);
    for (const { atMs, stoppedMs } of spokenOver) {
      expect((stoppedMs ?? NaN) - atMs).toBeGreaterThan(0);
      expect((stoppedMs ?? NaN) - atMs).toBeLessThan(1000);
    }
    const last = turns.at(-1);
    expect(last?.outcome).toBe('answered');
    expect((last?.marks.firstHeard ?? NaN) - (last?.marks.speechEnd ?? NaN)).toBeGreaterThan(0);
  });

  it('has seen in each what it is, and the keys that were typed', async () => {
    const told = (): Record<string, string>[] =>
      printed
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, string>);
    await expect.poll(() => told().length).toBe(carriers.length);
    expect(new Set(told().map(({ carrier }) => carrier))).toEqual(new Set(carriers));
    for (const { carrier, callId, keys } of told()) {
      expect(keys).toBe('41#');
      expect(callId).toBe(found.get(carrier ?? '')?.calls[0]?.sessionId);
    }
  });
});
