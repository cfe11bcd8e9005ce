/**
 * What the generator's thread does while calls go on: one run at a steady number of calls against the simulated agent, sampled by V8, and
 * each sample put under what it was for. Shares are of the thread's whole time, so that what is left of a core shows as idle.
 *
 *   npm run build && npx tsx bench/profile.ts twilio-media-streams 500      (half a minute; a protocol, and so many calls at once)
 */

import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSimulatedAgent } from '../src/cli/simulated_agent.ts';
import { DIALECT_NAMES } from '../src/core/plan/plan.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

const SECONDS = 8;
const SCENARIO = fileURLToPath(new URL('./thousand.yaml', import.meta.url));
const [named = 'twilio-media-streams', calls = '500'] = process.argv.slice(2);
const dialect = DIALECT_NAMES.find((name) => name === named);
if (dialect === undefined) throw new Error(`expected one of ${DIALECT_NAMES.join(', ')}`);

interface Frame {
  readonly functionName: string;
  readonly url: string;
}
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: Frame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** From the innermost function outwards, the first that is known says what it was for. */
const kinds: readonly (readonly [kind: string, known: RegExp])[] = [
  ['idle', /^\(idle\)$/],
  ['collecting garbage', /^\(garbage collector\)$/],
  [
    'writing to sockets',
    /^(writeBuffer|writev|writeLatin1String|writeUtf8String|handleWriteReq|writeGeneric|_writeGeneric|_write|writeOrBuffer|Writable\.write|onwrite|afterWrite\w*|onWriteComplete|clearBuffer|doWrite)$/,
  ],
  [
    'the frame around its payload (counters, header, copy)',
    /^(writeEnveloped|zeroed|writeHeader|envelope|payloadStart)$/,
  ],
  [
    'reading from sockets',
    /^(onStreamRead|readableAddChunk\w*|addChunk|push|emit|receive|feed|take|DirectReading.*|onread|onData|consume|getInfo|getData|startLoop|dataMessage)$/,
  ],
  ['finding the audio in messages', /^(skim|head|quoteAfter|codeAt|has|copy|audio|read|readIn|parse\w*)$/],
  ['decoding base64 and µ-law', /^(decode\w*|ulaw\w*|g711\w*|expand\w*|samples\w*|pcm\w*|into\w*)$/i],
  [
    'hearing the agent (levels, gaps, marks)',
    /^(hear\w*|piece|level\w*|rms\w*|audible\w*|ear\w*|played\w*|mark\w*|onset\w*|tail\w*|loud\w*|meter\w*|sounds?)$/i,
  ],
  [
    'the timer wheel and clock',
    /^(ring\w*|turn|tick|set|fire|advance|now|monotonic\w*|hrtime\w*|wait\w*|schedule\w*|listOnTimeout|processTimers|processImmediate|wake\w*)$/,
  ],
  ['the microphone and counters of what is sent', /^(sendFrame|sendEnveloped|add|isMuted|skip)$/],
];

function breakdown({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> {
  const parents = new Map<number, number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const kindOf = new Map<number, string>();
  for (const node of nodes) {
    let kind = '';
    for (let id: number | undefined = node.id; kind === '' && id !== undefined; id = parents.get(id)) {
      const name = byId.get(id)?.callFrame.functionName ?? '';
      kind = kinds.find(([, known]) => known.test(name))?.[0] ?? '';
    }
    kindOf.set(node.id, kind === '' ? `other: ${node.callFrame.functionName}` : kind);
  }
  const times = new Map<string, number>();
  // The ramp and the end are left out: the middle is the steady part.
  const total = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  let at = 0;
  for (const [i, id] of samples.entries()) {
    const delta = timeDeltas[i] as number;
    at += delta;
    if (at < total * 0.6 || at > total * 0.95) continue;
    const kind = kindOf.get(id) as string;
    times.set(kind, (times.get(kind) ?? 0) + delta);
  }
  return times;
}

const folder = mkdtempSync(join(tmpdir(), 'callstorm-profile-'));
const agent = await startSimulatedAgent({
  seed: 1,
  plan: { ...(await loadScenario(SCENARIO)).scenario, dialect },
});
try {
  const generator = fileURLToPath(new URL('./generator.ts', import.meta.url));
  const child = fork(generator, [SCENARIO, calls, String(SECONDS), agent.url, `--dialect=${dialect}`], {
    execArgv: [...process.execArgv, '--cpu-prof', `--cpu-prof-dir=${folder}`],
  });
  let figures: unknown;
  child.once('message', (message) => (figures = message));
  await new Promise((resolve) => child.once('exit', resolve));
  console.log(JSON.stringify(figures));
} finally {
  await agent.stop();
}
const profiles = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile,
);
if (process.env['KEEP'] === undefined) rmSync(folder, { recursive: true });
else console.log(folder);
/** The thread with the calls is the one that sends frames. */
const worker = profiles.find(({ nodes }) =>
  nodes.some(({ callFrame }) => callFrame.functionName === 'sendFrame'),
);
if (worker === undefined) throw new Error('no thread that sends frames was sampled');
const times = breakdown(worker);
const whole = [...times.values()].reduce((sum, time) => sum + time, 0);
for (const [kind, time] of [...times].toSorted(([, a], [, b]) => b - a)) {
  if (time / whole >= 0.003) console.log(`${((100 * time) / whole).toFixed(1).padStart(5)} %  ${kind}`);
}
