/** The example of a telephone agent, as docs/dialects.md has its reader start and call it. */

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefactsOf, expectAccounted, type Artefacts } from './artefacts.ts';
import { temporary } from './command.ts';
import { callstormHere } from './here.ts';

const CALLS = 2;

let server: ChildProcess;
let found: Artefacts;

beforeAll(async () => {
  const env = { ...process.env, PORT: '0' };
  server = spawn(process.execPath, ['scenarios/telephone/server.mjs'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const webhook = await new Promise<string>((told) => {
    server.stdout?.on('data', (text: Buffer) => told(/http:\S+/.exec(text.toString())?.[0] ?? ''));
  });
  const folder = join(temporary(), 'run');
  const args = ['scenarios/telephone/telephone.yaml', '--target', webhook, '--calls', String(CALLS)];
  await callstormHere(['run', ...args, '--out', folder]);
  found = artefactsOf(folder);
});
afterAll(() => server.kill());

describe('the example of a telephone agent', () => {
  it('is called by its webhook, answers, gives way and hears keys', () => {
    expectAccounted(found, CALLS);
    for (const { outcome, detail, webhookMs, protocolViolations } of found.calls) {
      expect({ outcome, detail, protocolViolations }).toEqual({
        outcome: 'completed',
        detail: null,
        protocolViolations: 0,
      });
      expect(webhookMs).toBeGreaterThan(0);
    }
    expect(new Set(found.turns.map(({ kind }) => kind))).toContain('greeting');
    for (const { outcome } of found.turns) expect(['answered', 'interrupted']).toContain(outcome);
    const stops = found.turns.flatMap(({ bargeIn }) => (bargeIn === null ? [] : [bargeIn.stoppedMs]));
    expect(stops).not.toContain(null);
  });
});
