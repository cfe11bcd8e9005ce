/** The simulated agent as a process of its own beside a run: started, awaited, and ended with it. */

import { fork, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { playedFor } from '../agent/lookalike/played.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { ownSideOf } from '../agent/wire/own_side.ts';
import type { Plan } from '../core/plan/plan.ts';
import { notSimulated, OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { exhaustedAt, wordsOfError } from '../engine/node/exhaustion.ts';
import { giveWay } from './give_way.ts';
import { AGENT_KEY_ENV } from './serve_security.ts';
import { TOLD_BY_PARENT, toldOwnSide } from './own_side.ts';
import { builtModule } from '../disk/own_file.ts';

export interface SimulatedAgent {
  readonly url: string;
  readonly pid: number | undefined;
  /** Null while it runs; else what ended it, e.g. `SIGKILL`, though nobody had called `stop`. */
  ended(): string | null;
  stop(): Promise<void>;
}

export interface SimulatedAgentOptions {
  readonly profile?: string;
  /** What it is called by: its protocol, and what of it is the agent's own side's. Default: nothing, in openai-realtime. */
  readonly plan?: Pick<Plan, 'dialect' | 'tools' | 'target'>;
  readonly seed: number;
  /** Where the agent writes what it heard and sent, and when. */
  readonly log?: string;
  /** Folders of recordings, on top of the bundled ones: what callers say, the agent has to understand. */
  readonly fixtures?: readonly string[];
  /** Whose words it speaks, where a scenario's target has quirks. */
  readonly quirks?: string;
  /** What goes wrong on purpose, as `--fault` has it. */
  readonly faults?: readonly string[];
}

/**
 * A young generation of one size, and room to begin with: V8's own growth has an agent with a hundred sessions run a full
 * collection every other second, up to 8 ms in one step, and as late as that it then answers. And no helper threads for
 * it: they run for up to 8 ms in one go, and on a machine of few cores the caller's frames wait for as long.
 */
const SHORT_COLLECTIONS = [
  '--min-semi-space-size=8',
  '--max-semi-space-size=8',
  '--initial-heap-size=256',
  '--single-threaded-gc',
];
/** On a machine that has too little for both, the clock that measures comes first. */
const AGENT_NICENESS = constants.priority.PRIORITY_BELOW_NORMAL;
const START_WITHIN_MS = 15_000;
const STOP_WITHIN_MS = 3000;

/** Whose words a plan's agent speaks. */
export function quirksPlayed({ target }: Pick<Plan, 'target'>): Pick<SimulatedAgentOptions, 'quirks'> {
  const quirks = playedFor(target.quirks);
  return quirks === undefined ? {} : { quirks };
}

/** Throws ConfigError with the agent's own words when it does not come up. */
export async function startSimulatedAgent(options: SimulatedAgentOptions): Promise<SimulatedAgent> {
  if (options.plan?.dialect === OWN_DIALECT) throw notSimulated();
  const args = ['serve', '--port', '0', '--seed', String(options.seed), '--quiet'];
  const { plan } = options;
  if (plan !== undefined) args.push('--dialect', plan.dialect, TOLD_BY_PARENT);
  if (options.profile !== undefined) args.push('--profile', options.profile);
  if (options.quirks !== undefined) args.push('--quirks', options.quirks);
  if (options.log !== undefined) args.push('--log', options.log);
  for (const dir of options.fixtures ?? []) args.push('--fixtures', dir);
  for (const fault of options.faults ?? []) args.push('--fault', fault);
  // The run's own agent asks for no key, whatever the shell has set for one that is served to others.
  const { [AGENT_KEY_ENV]: _unused, ...env } = process.env;
  // A group of its own: Ctrl-C is for the run, which ends its calls before it ends the agent.
  const child = fork(builtModule('cli/main'), args, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
    env,
    execArgv: [...process.execArgv, ...SHORT_COLLECTIONS],
  });
  if (plan !== undefined) child.send(toldOwnSide(ownSideOf(plan)));
  const url = await listening(child);
  if (child.pid !== undefined) giveWay(child.pid, AGENT_NICENESS);
  return { url, pid: child.pid, ended: () => endOf(child), stop: () => stop(child) };
}

function endOf({ signalCode, exitCode }: ChildProcess): string | null {
  return signalCode ?? (exitCode === null ? null : `exit code ${exitCode}`);
}

function listening(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.on('data', (data: Buffer) => {
    if (words.length < 4096) words += data.toString('utf8');
  });
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      const said = words.trim();
      reject(
        exhaustedAt('the simulated agent did not start', said === '' ? why : said) ??
          new ConfigError(`the simulated agent did not start: ${why}${said === '' ? '' : `\n${said}`}`, {
            code: 'simulator_failed',
            ...(said === '' ? { hint: 'callstorm serve starts it alone and shows what it says' } : {}),
          }),
      );
    };
    const timer = setTimeout(() => fail(`not listening after ${START_WITHIN_MS / 1000} s`), START_WITHIN_MS);
    child.on('message', (message: unknown) => {
      if (!isListening(message)) return;
      clearTimeout(timer);
      resolve(message.url);
    });
    child.once('error', (error) => fail(wordsOfError(error)));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `code ${code}`}`));
  });
}

function isListening(message: unknown): message is { readonly type: 'listening'; readonly url: string } {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    message.type === 'listening' &&
    'url' in message &&
    typeof message.url === 'string'
  );
}

function stop(child: ChildProcess): Promise<void> {
  if (endOf(child) !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
