/**
 * A thousand calls in one run, against the simulated agent beside it: what the generator costs over a bare WebSocket loop
 * that moves the same frames, what one more call costs in memory, how late frames go out, what the agent takes.
 *
 *   npm run bench:thousand            (about seven minutes; wants the machine to itself)
 *   npm run bench:thousand -- --beds  (the same with noise under and between the words of every call)
 *   npm run bench:thousand -- --dialect=twilio-media-streams  (in another protocol, for which there is no bare loop)
 */

import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSimulatedAgent } from '../src/cli/simulated_agent.ts';
import { DIALECT_NAMES } from '../src/core/plan/plan.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const BEDS = process.argv.includes('--beds');
const SCENARIO = fileURLToPath(new URL(BEDS ? './thousand_beds.yaml' : './thousand.yaml', import.meta.url));
const DIALECT = process.argv.find((one) => one.startsWith('--dialect=')) ?? null;
const SECONDS = 15;
const ROUNDS = 5;

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

async function measure(script: string, concurrency: number, ...more: readonly string[]): Promise<Figures> {
  const agent = await startSimulatedAgent({ seed: 1, ...(await calledBy()) });
  try {
    const child = fork(fileURLToPath(new URL(script, import.meta.url)), [
      SCENARIO,
      String(concurrency),
      String(SECONDS),
      agent.url,
      ...more,
      ...(DIALECT === null ? [] : [DIALECT]),
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

/** What the agent has on its own side, in a protocol that leaves it all to the server. */
async function calledBy() {
  const dialect = DIALECT_NAMES.find((name) => `--dialect=${name}` === DIALECT);
  if (dialect === undefined) return {};
  return { plan: { ...(await loadScenario(SCENARIO)).scenario, dialect } };
}

/** User and system time of a process and its threads, Linux. */
function cpuSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function rssMb(pid: number | undefined): number {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / (1 << 20);
}

/** Of several rounds, the median of each figure by itself: a round of middling CPU may be the one that held the most memory. */
function median(rounds: readonly Figures[]): Figures {
  const of = (figure: (one: Figures) => number): number =>
    rounds.map(figure).sort((a, b) => a - b)[rounds.length >> 1] as number;
  return {
    cpuCores: of((one) => one.cpuCores),
    framesPerSecond: of((one) => one.framesPerSecond),
    receivedMbPerSecond: of((one) => one.receivedMbPerSecond),
    rssMb: of((one) => one.rssMb),
    sendLatenessP50Ms: of((one) => one.sendLatenessP50Ms ?? NaN),
    sendLatenessP99Ms: of((one) => one.sendLatenessP99Ms ?? NaN),
    agentCores: of((one) => one.agentCores),
    agentRssMb: of((one) => one.agentRssMb),
  };
}

const NOTHING: Figures = {
  cpuCores: NaN,
  framesPerSecond: NaN,
  receivedMbPerSecond: NaN,
  rssMb: NaN,
  agentCores: NaN,
  agentRssMb: NaN,
};
const few = await measure('./generator.ts', 100);
const whole = await measure('./generator.ts', 1000, '--to-the-end');
const manies = [whole];
const bareLoop = (): Promise<Figures> =>
  DIALECT === null ? measure('./bare_loop.ts', 1000) : Promise.resolve(NOTHING);
const bares = [await bareLoop()];
while (manies.length < ROUNDS) {
  manies.push(await measure('./generator.ts', 1000));
  bares.push(await bareLoop());
}
const many = median(manies);
const bare = median(bares);
const perCallKb = ((many.rssMb - few.rssMb) / 900) * 1024;

console.log(
  `                             100 calls   1,000 calls   bare loop, 1,000   (medians of ${ROUNDS} rounds)`,
);
const row = (name: string, of: (figures: Figures) => string): void =>
  console.log(`${name.padEnd(24)}${[few, many, bare].map((figures) => of(figures).padStart(14)).join('')}`);
/** A bare loop tells of none. */
const lateness = (ms: number | undefined): string =>
  ms === undefined || Number.isNaN(ms) ? '–' : ms.toFixed(1);
row('generator, cores', (f) => f.cpuCores.toFixed(3));
row('frames/s', (f) => f.framesPerSecond.toFixed(0));
row('received, MB/s', (f) => f.receivedMbPerSecond.toFixed(1));
row('memory, MB', (f) => f.rssMb.toFixed(0));
row('send lateness p50, ms', (f) => lateness(f.sendLatenessP50Ms));
row('send lateness p99, ms', (f) => lateness(f.sendLatenessP99Ms));
row('simulated agent, cores', (f) => f.agentCores.toFixed(3));
row('simulated agent, MB', (f) => f.agentRssMb.toFixed(0));
const each = (
  rounds: readonly Figures[],
  of: (figures: Figures) => number | undefined,
  digits: number,
): string => rounds.map((figures) => of(figures)?.toFixed(digits) ?? '–').join(', ');
console.log(
  `\nrounds, cores:                    ${each(manies, (f) => f.cpuCores, 3)} against ${each(bares, (f) => f.cpuCores, 3)}`,
);
console.log(
  `rounds, send lateness p99:        ${each(manies, (f) => f.sendLatenessP99Ms, 1)} ms (at most 20)`,
);
console.log(
  `rounds, memory, MB:               ${each(manies, (f) => f.rssMb, 0)} against ${each(bares, (f) => f.rssMb, 0)}`,
);
// Each round's two runs follow on each other, on a machine that is much the same for both.
const ratios = manies
  .map((round, i) => round.cpuCores / (bares[i] as Figures).cpuCores)
  .sort((a, b) => a - b);
console.log(
  `generator CPU over the bare loop: ${(ratios[ROUNDS >> 1] as number).toFixed(2)} (at most 1.3; rounds from ${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)})`,
);
console.log(`memory per extra call:            ${perCallKb.toFixed(0)} KB (under 100)`);
console.log(
  `calls of the run to the end:      ${whole.planned} planned, ${whole.completed} completed, ${whole.failed} failed`,
);
