/** A matrix on sockets: its cells one after the other, what is left when it is stopped, and a target that is not there. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import type { Matrix, MatrixCell } from '../../src/report/matrix/matrix.ts';
import { agentHere } from './agent_here.ts';
import { callstorm, temporary, written } from './command.ts';
import { callstormHere } from './here.ts';

const file = written(
  'greeted.yaml',
  `
name: greeted
seed: 3
callers:
  - name: refund
    script: [listen, { say: refund }, listen, hangup]
load: { concurrency: 10, calls: 10 }
`,
);

/** Of cells whose answers are not compared. */
let agent: AgentServer;
beforeAll(async () => {
  agent = await agentHere();
});
afterAll(() => agent.close());

function read(folder: string): Matrix {
  return JSON.parse(readFileSync(join(folder, 'matrix.json'), 'utf8')) as Matrix;
}

function couldNotKeepUp({ state, why }: MatrixCell): boolean {
  return state === 'left_out' && why.some((reason) => reason.startsWith('the generator could not keep up'));
}

describe('callstorm matrix on sockets', () => {
  it('finds the latency that it put into the network, and nothing that it did not', async ({ skip }) => {
    const folder = join(temporary(), 'matrix');
    const args = ['matrix', file, '--vary', 'latency=none,400ms', '--out', folder, '--quiet', '--json'];
    const { exitCode, out } = await callstormHere(args);
    const matrix = JSON.parse(out) as Matrix;
    expect(matrix).toEqual(read(folder));
    const invalid = matrix.cells.some(couldNotKeepUp);
    expect(exitCode).toBe(invalid ? 3 : 0);
    skip(invalid, 'the machine has other work: a cell was invalid, and was left out');
    expect(matrix.cells.map(({ state }) => state)).toEqual(['measured', 'measured']);
    const latency = matrix.effects.find(({ metric }) => metric === 'response_latency');
    expect(latency).toMatchObject({ stat: 'p50', pairs: 10, survives: true });
    expect(latency?.effect).toBeGreaterThan(300);
    const rest = matrix.effects.filter(({ metric }) => metric === 'response_rate' || metric === 'error_rate');
    for (const one of rest) expect(one).toMatchObject({ effect: 0, survives: false });
  });

  it.concurrent('keeps and reports what was whole when it is stopped', async () => {
    const folder = join(temporary(), 'matrix');
    const cells = ['--vary', 'limits.answer=20s,30s,40s', '--calls', '3', '--target', agent.url];
    const command = callstorm(['matrix', file, ...cells, '--out', folder]);
    await command.prints('cell 2 of 3');
    command.kill('SIGINT');
    const { exitCode, out } = await command.ended;
    expect(exitCode).toBe(130);
    const matrix = read(folder);
    expect(matrix.interrupted).toBe(true);
    const [first, second, third] = matrix.cells;
    expect(first !== undefined && (first.state === 'measured' || couldNotKeepUp(first))).toBe(true);
    expect([second?.state, third?.state]).toEqual(['left_out', 'not_made']);
    expect(second?.why.join()).toContain('interrupted');
    expect(out).toContain('left out');
    for (const { pairs, survives } of matrix.effects) {
      expect(pairs).toBe(0);
      expect(survives).toBe(false);
    }
  });

  it.concurrent('makes no more cells of a target that is not there', async () => {
    const folder = join(temporary(), 'matrix');
    const target = ['--target', 'ws://127.0.0.1:9/v1/realtime'];
    const words = ['matrix', file, '--vary', 'frame=20ms,100ms', ...target, '--out', folder];
    const { exitCode, err } = await callstormHere(words);
    expect(exitCode).toBe(5);
    expect(err).not.toContain('cell 2');
    expect(read(folder).cells.map(({ state }) => state)).toEqual(['left_out', 'not_made']);
  });
});
