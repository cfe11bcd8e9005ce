/** The command itself: its cells rehearsed, what it says, what it writes, and what it refuses. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matrixCommand } from '../../src/cli/matrix.ts';
import { planMatrix } from '../../src/cli/matrix_plan.ts';
import { usualViews } from '../../src/report/view/views.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { Effect, Matrix } from '../../src/report/matrix/matrix.ts';
import { readFactor } from '../../src/scenario/factor.ts';
import { terminal } from './terminal.ts';

const SCENARIO = `
name: small
seed: 4
callers:
  - name: order-status
    script: [listen, say: order-status, listen, say: thanks-bye, listen: { deadline: 5s, on_timeout: continue }]
  - name: refund
    impair: [{ impair: gain, by: -3dB, share: 50% }]
    script: [listen, say: refund, listen, say: goodbye, listen: { deadline: 5s, on_timeout: continue }]
load: { concurrency: 4, hold: 10m, calls: 12 }
`;

let cwd: string;
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'callstorm-matrix-'));
  writeFileSync(join(cwd, 'small.yaml'), SCENARIO);
  writeFileSync(join(cwd, 'clock.yaml'), SCENARIO.replace(', calls: 12', ''));
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function matrix(...args: readonly string[]) {
  const io = terminal({ cwd, columns: 140 });
  let code = -1;
  const command = matrixCommand(io, (given) => (code = given));
  await command.parseAsync([...args], { from: 'user' });
  return { io, code };
}

function read(folder: string): Matrix {
  return JSON.parse(readFileSync(join(cwd, folder, 'matrix.json'), 'utf8')) as Matrix;
}

describe('callstorm matrix', () => {
  it('finds that noise moves what the agent falls back on, and that in virtual time concurrency moves nothing', async () => {
    const args = ['small.yaml', '--vary', 'noise=none,white@5dB', '--vary', 'concurrency=3,12', '--rehearse'];
    const { io, code } = await matrix(...args, '--out', 'one');
    expect(code).toBe(0);
    const result = read('one');
    const of = (factor: string): readonly Effect[] => result.effects.filter((one) => one.factor === factor);
    const fallbacks = of('noise').find(({ metric }) => metric === 'fallback_rate');
    expect(fallbacks).toMatchObject({
      survives: true,
      pairs: 12,
      unpaired: 0,
      combinations: 2,
      ofCombinations: 2,
    });
    expect(fallbacks?.effect).toBeGreaterThan(0.2);
    expect(fallbacks?.interval?.[0]).toBeGreaterThan(0);
    const told = of('concurrency').filter(({ p }) => p !== null);
    expect(told.length).toBeGreaterThan(3);
    for (const one of told) expect(one).toMatchObject({ effect: 0, interval: [0, 0], p: 1, survives: false });
    expect(io.outText).toContain('noise: none → white@5dB');
    expect(result.cells.map(({ state }) => state)).toEqual(['measured', 'measured', 'measured', 'measured']);
    for (const { folder } of result.cells) {
      expect(readdirSync(join(cwd, 'one', folder)).sort()).toEqual(
        ['calls.ndjson', 'plan.json', ...usualViews.map(({ file }) => file)].sort(),
      );
    }
    expect(readdirSync(join(cwd, 'one')).sort()).toEqual(['cells', 'matrix.json', 'matrix.md', 'matrix.svg']);
    await expect(matrix(...args, '--out', 'one')).rejects.toThrow('without a matrix in it');
  });

  it('has the same callers, draws and pauses in every cell', async () => {
    const factors = ['noise=none,white@5dB', 'loss=0,3%', 'limits.answer=20s,30s'].map(readFactor);
    const { cells } = await planMatrix({ file: 'small.yaml', cwd, factors });
    expect(cells).toHaveLength(8);
    const people = cells.map(({ plan }) =>
      Array.from({ length: 12 }, (_, call) => {
        const { caller, persona, microphonePhase, impairments = [] } = callOf(plan, call);
        const { clips: __, ...rest } = persona;
        const gains = impairments.filter(({ impair }) => impair === 'gain').map(({ text }) => text);
        return { name: caller.name, rest, microphonePhase, gains };
      }),
    );
    for (const one of people) expect(one).toEqual(people[0]);
    expect(new Set(people[0]?.map(({ gains }) => gains.length))).toEqual(new Set([0, 1]));
  });

  it('shows what it would do, and does nothing', async () => {
    const { io, code } = await matrix(
      'small.yaml',
      '--vary',
      'frame=20ms,100ms',
      '--repeat',
      '2',
      '--dry-run',
    );
    expect(code).toBe(0);
    expect(io.outText).toMatch(/RUN +frame +CALLS +LENGTH +COST/);
    expect(io.outText).toContain('2 cells, 4 runs of 12 calls');
    expect(io.outText).toContain('ends by the clock');
    expect(readdirSync(cwd)).not.toContain('reports');
  });

  it.each([
    [['small.yaml'], 'expected something to vary'],
    [['small.yaml', '--vary', 'frame=20ms,7s', '--dry-run'], 'frame=7s'],
    [['small.yaml', '--vary', 'noise=none,white', '--vary', 'noise=none,babble'], 'varied twice'],
    [['small.yaml', '--vary', 'opus=none,8', '--vary', 'codec=none,gsm'], 'as a codec'],
    [['small.yaml', '--vary', 'noise=none,white', '--rehearse', '--repeat', '2'], 'every repeat is the same'],
    [['small.yaml', '--vary', 'noise=none,white', '--rehearse', '--target', 'ws://a'], 'dials no target'],
    [
      ['small.yaml', '--vary', `loss=${Array.from({ length: 65 }, (_, n) => `${n}%`).join(',')}`],
      'at most 64 cells',
    ],
    [['clock.yaml', '--vary', 'noise=none,white', '--dry-run'], 'ends by the clock'],
    [['small.yaml', '--vary', 'seed=1,2'], 'cannot be varied'],
    [['small.yaml', '--vary', 'noise=none,white', '--metric', 'speed'], 'a metric of turns or calls'],
  ])('%j is refused: %s', async (args, expected) => {
    await expect(matrix(...args)).rejects.toThrow(expected);
  });
});
