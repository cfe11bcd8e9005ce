/**
 * What one machine holds, and what a call costs it: more and more calls beside the simulated agent, then against a sink that never answers;
 * the generator's CPU of a call at each number, whether it kept up, and if not, whose fault that is. What else the machine did meanwhile is
 * measured too: figures that others had a part in are said to be disturbed, and are not written down.
 *
 *   npm run bench:scale                                    (five minutes; wants the machine to itself)
 *   npm run bench:scale -- --agent=500,1000 --sink=5000    (so many calls at once; `none`: not that part)
 *   npm run bench:scale -- --workers=4 --dialect=twilio-media-streams --sink=none
 *   npm run bench:scale -- --out costs.json                (for `callstorm plan-capacity --measured`, `doctor --measured`; of several protocols,
 *                                                           run it once for each)
 */

import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSimulatedAgent } from '../src/cli/simulated_agent.ts';
import { DIALECT_NAMES } from '../src/core/plan/plan.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';
import { disturbanceOf, disturbedBy, lookAtMachine } from './disturbance.ts';
import { writeCosts } from './scale_costs.ts';
import { limitOf, table, type Point } from './scale_point.ts';

const TALKERS = fileURLToPath(new URL('./thousand.yaml', import.meta.url));
const UNHEARD = fileURLToPath(new URL('./scale_sink.yaml', import.meta.url));
const SECONDS = 12;
const FLAT_WITHIN = 0.15;

const given = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const numbers = (name: string, otherwise: readonly number[]): readonly number[] =>
  given(name) === 'none' ? [] : (given(name)?.split(',').map(Number) ?? otherwise);
const workers = Number(given('workers') ?? 2);
const dialect = DIALECT_NAMES.find((name) => name === given('dialect')) ?? 'openai-realtime';
const outAt = process.argv.indexOf('--out');
const out = given('out') ?? (outAt < 0 ? undefined : process.argv[outAt + 1]);

const points: Point[] = [];
for (const calls of numbers('agent', [500, 1000, 1500, 2500])) points.push(await beside('agent', calls));
for (const calls of dialect === 'openai-realtime' ? numbers('sink', [500, 2500, 5000]) : [])
  points.push(await beside('sink', calls));

console.log(`\n${dialect}, ${workers} workers, ${SECONDS} s at each number\n\n${table(points)}\n`);
for (const against of ['agent', 'sink'] as const) tellFlatness(against);
for (const point of points) console.log(`${point.calls} calls, ${point.against}: ${limitOf(point)}`);
if (out !== undefined) console.log(writeCosts(out, dialect, workers, points));
process.exit(points.some(({ disturbed }) => disturbed !== null) ? 1 : 0);

/** What keeps up alone is compared: a generator that sends too late also takes less. A call that grows cheaper is no harm. */
function tellFlatness(against: Point['against']): void {
  const [few, ...more] = points.filter((point) => point.against === against && point.overload.length === 0);
  const dearest = more.sort((a, b) => b.cpuCores / b.calls - a.cpuCores / a.calls)[0];
  if (few === undefined || dearest === undefined) return;
  const change = dearest.cpuCores / dearest.calls / (few.cpuCores / few.calls) - 1;
  console.log(
    `${against}: a call takes ${signed(change)} at ${dearest.calls} calls, where it takes most, than at ${few.calls} (target: at most ${signed(FLAT_WITHIN)})`,
  );
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(0)}%`;
}

async function beside(against: Point['against'], calls: number): Promise<Point> {
  const other = against === 'agent' ? await agent() : await sink();
  try {
    return await measure(against, calls, other.url, other.pid ?? 0);
  } finally {
    await other.stop();
  }
}

async function agent(): Promise<Other> {
  const { scenario } = await loadScenario(TALKERS);
  return startSimulatedAgent({ seed: 1, plan: { ...scenario, dialect } });
}

interface Other {
  readonly url: string;
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

async function sink(): Promise<Other> {
  const child = fork(fileURLToPath(new URL('./sink.ts', import.meta.url)));
  const { url } = await heard<{ readonly url: string }>(child, () => true);
  return {
    url,
    pid: child.pid,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

async function measure(against: Point['against'], calls: number, url: string, pid: number): Promise<Point> {
  // From the start: whether calls were begun on schedule is judged too.
  const begun = lookAtMachine();
  const child = fork(fileURLToPath(new URL('./generator.ts', import.meta.url)), [
    against === 'agent' ? TALKERS : UNHEARD,
    String(calls),
    String(SECONDS),
    url,
    `--workers=${workers}`,
    `--dialect=${dialect}`,
    '--tell',
  ]);
  await heard<Told>(child, ({ measuring }) => measuring === true);
  const from = { atMs: performance.now(), otherS: cpuSeconds(pid) };
  await heard<Told>(child, ({ measuring }) => measuring === false);
  const to = { atMs: performance.now(), otherS: cpuSeconds(pid) };
  const ended = lookAtMachine();
  const told = await heard<Omit<Point, 'against' | 'calls' | 'otherCores' | 'disturbed'>>(
    child,
    (message) => 'cpuCores' in message,
  );
  await new Promise((resolve) => child.once('exit', resolve));
  const point: Point = {
    ...told,
    against,
    calls,
    otherCores: (to.otherS - from.otherS) / ((to.atMs - from.atMs) / 1000),
    disturbed: disturbedBy(disturbanceOf(begun, ended, process.pid)),
  };
  console.error(JSON.stringify(point));
  return point;
}

interface Told {
  readonly measuring?: boolean;
}

function heard<Message extends object>(
  child: ChildProcess,
  wanted: (message: Message) => boolean,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a child process ended with ${code}`));
    const onMessage = (message: unknown): void => {
      if (!wanted(message as Message)) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(message as Message);
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

/** User and system time of a process and its threads. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
