/**
 * The generator's CPU for a frame in this checkout over that in another, which is older: 1,000 calls at once in the Realtime protocol, against this
 * checkout's simulated agent, by turns, so that both meet much the same machine.
 *
 *   git worktree add --detach ../callstorm-before 2a8a4853 && (cd ../callstorm-before && npm ci && npm run build)
 *   npm run build && npx tsx bench/before.ts ../callstorm-before     (three rounds of a minute; `… ../callstorm-before 500 5`: so many calls, so many rounds)
 */

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { resolve as resolved, join } from 'node:path';
import { startSimulatedAgent } from '../src/cli/simulated_agent.ts';

const SECONDS = 8;
const [folder = '', calls = '1000', rounds = '3'] = process.argv.slice(2);
if (folder === '')
  throw new Error('usage: npx tsx bench/before.ts <another checkout, built> [calls] [rounds]');

const here = fileURLToPath(new URL('..', import.meta.url));
const before = resolved(folder);
const ratios: number[] = [];

interface Figures {
  readonly cpuCores: number;
  readonly framesPerSecond: number;
  readonly sendLatenessP99Ms: number;
}

async function generator(checkout: string): Promise<Figures> {
  const agent = await startSimulatedAgent({ seed: 1 });
  try {
    const file = (name: string): string => join(checkout, 'bench', name);
    const args = [file('thousand.yaml'), calls, String(SECONDS), agent.url];
    const child = fork(file('generator.ts'), args, { cwd: checkout });
    return await new Promise<Figures>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Figures));
      child.once('exit', (code) => reject(new Error(`the generator of ${checkout} ended with ${code}`)));
    });
  } finally {
    await agent.stop();
  }
}

for (let round = 0; round < Number(rounds); round++) {
  const [old, now] = [await generator(before), await generator(here)];
  // Of a frame: what a busy neighbour keeps from being sent costs nothing.
  const each = ({ cpuCores, framesPerSecond }: Figures): number => cpuCores / framesPerSecond;
  ratios.push(each(now) / each(old));
  const shown = ({ cpuCores, framesPerSecond, sendLatenessP99Ms }: Figures): string =>
    `${cpuCores.toFixed(3)} cores, ${framesPerSecond.toFixed(0)} frames/s, lateness p99 ${sendLatenessP99Ms.toFixed(1)} ms`;
  console.log(`before: ${shown(old)}   now: ${shown(now)}   ${(ratios.at(-1) as number).toFixed(3)}`);
}
const sorted = ratios.toSorted((a, b) => a - b);
console.log(
  `now over before, ${calls} calls: ${(sorted[sorted.length >> 1] as number).toFixed(2)} (rounds from ${(sorted[0] as number).toFixed(2)} to ${(sorted.at(-1) as number).toFixed(2)})`,
);
