/**
 * A thousand calls in one run, against the simulated agent beside it: what the generator costs over a bare WebSocket loop
 * that moves the same frames, what one more call costs in memory, how late frames go out, what the agent takes.
 *
 *   npm run bench:thousand            (about four minutes)
 */

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSimulatedAgent } from '../dist/cli/simulated_agent.js';

const SCENARIO = fileURLToPath(new URL('./thousand.yaml', import.meta.url));
const SECONDS = 20;

interface Figures {
  readonly cpuCores: number;
  readonly framesPerSecond: number;
  readonly receivedMbPerSecond: number;
  readonly rssMb: number;
  readonly sendLatenessP50Ms?: number;
  readonly sendLatenessP99Ms?: number;
  readonly completed?: number;
  readonly failed?: number;
  readonly planned?: number;
  readonly agentCores: number;
  readonly agentRssMb: number;
}

async function measure(script: string, concurrency: number): Promise<Figures> {
  const agent = await startSimulatedAgent({ seed: 1 });
  try {
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), [
      SCENARIO,
      String(concurrency),
      String(SECONDS),
      agent.url,
    ]);
    let begun = { cpuS: 0, atMs: 0 };
    let agentCores = 0;
    let agentRssMb = 0;
    setTimeout(() => (begun = { cpuS: cpuSeconds(agent.pid), atMs: performance.now() }), 20_000);
    setTimeout(
      () => {
        agentCores = (cpuSeconds(agent.pid) - begun.cpuS) / ((performance.now() - begun.atMs) / 1000);
        agentRssMb = rssMb(agent.pid);
      },
      20_000 + (SECONDS - 5) * 1000,
    );
    const figures = await new Promise<Omit<Figures, 'agentCores'>>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Figures));
      child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    });
    console.error(script, concurrency, JSON.stringify({ ...figures, agentCores, agentRssMb }));
    return { ...figures, agentCores, agentRssMb };
  } finally {
    await agent.stop();
  }
}

/** User and system time of a process and its threads, Linux. */
function cpuSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function rssMb(pid: number | undefined): number {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / (1 << 20);
}

const few = await measure('./generator.ts', 100);
const many = await measure('./generator.ts', 1000);
const bare = await measure('./bare_loop.ts', 1000);
const perCallKb = ((many.rssMb - few.rssMb) / 900) * 1024;
const perFrame = (figures: Figures): number => (figures.cpuCores / figures.framesPerSecond) * 1e6;

console.log(`                          100 calls   1,000 calls   bare loop, 1,000`);
const row = (name: string, of: (figures: Figures) => string): void =>
  console.log(`${name.padEnd(24)}${[few, many, bare].map((figures) => of(figures).padStart(14)).join('')}`);
row('generator, cores', (f) => f.cpuCores.toFixed(3));
row('frames/s', (f) => f.framesPerSecond.toFixed(0));
row('received, MB/s', (f) => f.receivedMbPerSecond.toFixed(1));
row('CPU per frame, µs', (f) => perFrame(f).toFixed(1));
row('memory, MB', (f) => f.rssMb.toFixed(0));
row('send lateness p99, ms', (f) => f.sendLatenessP99Ms?.toFixed(1) ?? '–');
row('calls completed', (f) => String(f.completed ?? '–'));
row('calls failed', (f) => String(f.failed ?? '–'));
row('simulated agent, cores', (f) => f.agentCores.toFixed(3));
row('simulated agent, MB', (f) => f.agentRssMb.toFixed(0));
console.log(
  `\ngenerator CPU over the bare loop: ${(many.cpuCores / bare.cpuCores).toFixed(2)} (at most 1.5)`,
);
console.log(`per frame over the bare loop:     ${(perFrame(many) / perFrame(bare)).toFixed(2)}`);
console.log(`memory per extra call:            ${perCallKb.toFixed(0)} KB (under 100)`);
console.log(`send lateness p99 at 1,000:       ${many.sendLatenessP99Ms?.toFixed(1)} ms (at most 20)`);
