/**
 * What a call costs a generator that makes a share of a plan, beside one that makes a whole plan as large as that share: pods have machines
 * of their own, so the share is alone with the simulated agent, as the whole is. In turns; each round makes another of the four shares.
 * (Fewer calls in a process cost more each, shared or not: bench:scale has that.)
 *
 *   npm run bench:shares [-- <calls at once in each process> <rounds>]      (two minutes a round; wants the machine to itself)
 */

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulatedAgent } from '../src/cli/simulated_agent.ts';
import type { Summary } from '../src/report/summary.ts';

const OF = 4;
const MOST = 1.1;
const [atOnce = '400', rounds = '3'] = process.argv.slice(2);
const main = join(import.meta.dirname, '../dist/cli/main.js');
const scenario = join(import.meta.dirname, 'thousand.yaml');

interface Cost {
  readonly cpuMs: number;
  readonly frames: number;
  readonly calls: number;
}

const folder = await mkdtemp(join(tmpdir(), 'callstorm-bench-shares-'));
const agent = await startSimulatedAgent({ seed: 1 });

async function made(out: string, concurrency: number, ...more: readonly string[]): Promise<Cost> {
  const child = spawn(
    process.execPath,
    [
      main,
      'run',
      scenario,
      `--target=${agent.url}`,
      `--concurrency=${concurrency}`,
      '--duration=45s',
      '--workers=1',
      '--no-calibrate',
      '--quiet',
      `--out=${out}`,
      ...more,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  await new Promise((resolve) => child.once('exit', resolve));
  const { generator, calls } = JSON.parse(await readFile(join(out, 'summary.json'), 'utf8')) as Summary;
  const cpuMs = generator.workers.reduce((sum, worker) => sum + worker.cpuMs, 0);
  return { cpuMs, frames: generator.frames, calls: calls.started };
}

/** Calls are as long as they come; frames are what they are made of. */
const perFrame = ({ cpuMs, frames }: Cost): number => cpuMs / frames;

try {
  const ratios: number[] = [];
  for (let round = 1; round <= Number(rounds); round++) {
    const whole = await made(join(folder, `whole-${round}`), Number(atOnce));
    const index = ((round - 1) % OF) + 1;
    const share = await made(
      join(folder, `share-${round}`),
      Number(atOnce) * OF,
      '--shard',
      `${index}/${OF}`,
      '--run-id',
      `r${round}`,
    );
    const ratio = perFrame(share) / perFrame(whole);
    ratios.push(ratio);
    process.stdout.write(
      `whole: ${whole.calls} calls, ${(perFrame(whole) * 1000).toFixed(1)} µs a frame; share ${index} of ${OF}: ${share.calls} calls, ${(perFrame(share) * 1000).toFixed(1)} µs a frame; ${ratio.toFixed(3)}\n`,
    );
  }
  const median = ratios.sort((a, b) => a - b)[ratios.length >> 1] as number;
  process.stdout.write(
    `a share over the whole: ${median.toFixed(3)} (at most ${MOST})${median > MOST ? '  MISSED' : ''}\n`,
  );
  if (median > MOST) process.exitCode = 1;
} finally {
  await agent.stop();
  await rm(folder, { recursive: true, force: true });
}
