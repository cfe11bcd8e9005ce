/**
 * `callstorm serve`: the simulated agent alone, until it is told to stop. Started by another process over an IPC channel,
 * it says where it listens on that channel and ends with it. ConfigErrors pass to whoever called.
 */

import { visible } from '../core/word/visible.ts';
import { relative, resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { playedNames } from '../agent/lookalike/played.ts';
import { startServer } from '../agent/server.ts';
import { openServerLog } from '../agent/server_log.ts';
import { readFaultText } from '../fault/fault_wish.ts';
import { DEFAULT_PROFILE } from '../agent/profile/load_profile.ts';
import { CARRIER_NAMES } from '../core/plan/carrier.ts';
import type { DialectName } from '../core/plan/plan.ts';
import { loadAgent } from '../agent/simulator.ts';
import { PACKAGE_FIXTURES_DIR } from '../fixture/manifest.ts';
import { faultHelp, faultOption } from './fault_option.ts';
import type { Io } from './io.ts';
import { ownSideFromParent, ownSideIn, TOLD_BY_PARENT } from './own_side.ts';
import { PLAIN } from './typed_as.ts';
import { commandFor, dialectOption, seed, time, upTo } from './options.ts';
import { ServeAccount } from './serve_account.ts';
import { AGENT_KEY_ENV, agentKeyOf, tlsOf, type SecurityOptions } from './serve_security.ts';
import { ownFile } from '../disk/own_file.ts';

export interface ServeOptions extends SecurityOptions {
  readonly port: number;
  readonly profile?: string;
  readonly dialect?: DialectName;
  readonly tools?: string;
  readonly toldByParent?: true;
  readonly seed: number;
  readonly quirks?: string;
  readonly log?: string;
  readonly fault?: readonly string[];
  readonly fixtures?: readonly string[];
  readonly quiet?: true;
  readonly sessionLimit?: number;
  readonly contextLimit?: number;
  readonly tokensPerMinute?: number;
  readonly allowOrigin?: readonly string[];
  readonly maxSessions?: number;
  readonly maxFrame?: number;
  readonly maxUnread?: number;
}

const MIB = 1024 * 1024;
/** More than anybody has a use for, and less than what overflows. A message becomes one string, which V8 bounds. */
const MOST = {
  contextTokens: 100_000_000,
  tokensPerMinute: 1_000_000_000,
  sessions: 1_000_000,
  frameMib: 256,
  unreadMib: 65_536,
} as const;
/** A scenario that comes with the package: the same folder from the sources and from what is built. */
const SAMPLE = ownFile('scenarios/support-line.yaml');

/** The message to the parent process once connections are taken. */
export interface Listening {
  readonly type: 'listening';
  readonly url: string;
}

export function serveCommand(io: Io, setExit: (code: number) => void): Command {
  const command = commandFor('serve', io).description(
    'run the simulated agent: a Realtime server that listens, understands and answers in recorded speech',
  );
  return faultOption(command, 'have it misbehave')
    .option('--port <port>', 'TCP port; 0 for any free one', portOf, 8787)
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option(
      '--profile <profile>',
      'a profile (YAML), or the name of a bundled one: support-line, number-first, clinic',
    )
    .addOption(dialectOption('whose address is told; every protocol is answered on its own path'))
    .option(
      '--tools <scenario>',
      'what a server of your own would have where the protocol gives the caller no say: the tools of this scenario, who speaks first, how turns are told',
    )
    .addOption(new Option(TOLD_BY_PARENT).hideHelp())
    .option('--seed <n>', 'the same seed gives the same answers and delays', seed, 1)
    .addOption(
      new Option(
        '--quirks <name>',
        'speak as a service does that speaks the protocol almost, or take this telephone carrier’s streams alone, as target.quirks has it',
      ).choices([...playedNames, 'twilio', ...CARRIER_NAMES]),
    )
    .option('--log <file>', 'write what was heard and said, and when, as NDJSON')
    .option(
      '--fixtures <dir>',
      'recordings to say and to understand, on top of the bundled ones; may be given again',
      (dir: string, former: readonly string[] | undefined) => [...(former ?? []), dir],
    )
    .option('--tls', 'speak wss, with a certificate made for this run')
    .option('--cert <file>', 'speak wss with this certificate (PEM), …')
    .option('--key <file>', '… and its private key (PEM)')
    .option('--write-cert <file>', 'write what clients have to trust of a certificate made by --tls')
    .option(
      '--key-env <name>',
      `environment variable with the API key that clients have to present (default: ${AGENT_KEY_ENV}, where it is set)`,
    )
    .option(
      '--allow-origin <origin>',
      'a web page that may connect, e.g. https://app.example, or * for any; may be given again (default: pages of this machine)',
      (origin: string, former: readonly string[] | undefined) => [...(former ?? []), origin],
    )
    .option('--session-limit <time>', 'longest session (default: 1h)', time)
    .option(
      '--context-limit <tokens>',
      'longest input of a response (default: the model’s)',
      upTo(MOST.contextTokens),
    )
    .option(
      '--tokens-per-minute <n>',
      'allowance of all sessions together, in place of the profile’s',
      upTo(MOST.tokensPerMinute),
    )
    .option('--max-sessions <n>', 'further ones get HTTP 503 (default: 5000)', upTo(MOST.sessions))
    .option('--max-frame <MiB>', 'longest message from a client (default: 16)', upTo(MOST.frameMib))
    .option('--max-unread <MiB>', 'most that a client may leave unread (default: 64)', upTo(MOST.unreadMib))
    .option('--quiet', 'print nothing but errors')
    .addHelpText(
      'after',
      [
        '',
        'Examples:',
        '  $ callstorm serve',
        '  $ callstorm serve --port 9000 --profile clinic',
        '  $ callstorm run scenario.yaml --target ws://127.0.0.1:8787/v1/realtime',
        '',
        '  $ callstorm serve --tls --write-cert agent.pem',
        '  $ NODE_EXTRA_CA_CERTS=agent.pem node client.js      # which calls wss://127.0.0.1:8787/v1/realtime',
        '  $ callstorm serve --cert cert.pem --key key.pem --host 0.0.0.0',
        `  $ ${AGENT_KEY_ENV}=… callstorm serve                # clients present the same key as their API key`,
        '  $ callstorm serve --session-limit 90s --tokens-per-minute 20000',
        '',
        faultHelp(),
        '',
      ].join('\n'),
    )
    .action(async (options: ServeOptions) => {
      await serve(io, options, toldToStop);
      setExit(0);
    });
}

/** Serves until what `toStop` gives, once it listens, resolves. */
export async function serve(io: Io, options: ServeOptions, toStop: () => Promise<unknown>): Promise<void> {
  const { host, port } = options;
  const key = agentKeyOf(io, options);
  const tls = await tlsOf(io, options);
  const profile = options.profile === undefined ? undefined : profileOf(io, options.profile);
  const ownSide =
    options.toldByParent === true
      ? await ownSideFromParent()
      : options.tools === undefined
        ? undefined
        : await ownSideIn(options.tools, io.cwd);
  const agent = await loadAgent({
    seed: options.seed,
    limits: given({
      sessionMs: options.sessionLimit,
      contextTokens: options.contextLimit,
      tokensPerMinute: options.tokensPerMinute,
    }),
    ...given({ profile }),
    faults: (options.fault ?? []).flatMap((text) => {
      const wish = readFaultText(text);
      return 'ok' in wish ? [wish.ok] : [];
    }),
    fixturesDirs: [PACKAGE_FIXTURES_DIR, ...(options.fixtures ?? []).map((dir) => resolve(io.cwd, dir))],
  });
  const account = new ServeAccount(agent.profile.price, options.profile ?? DEFAULT_PROFILE);
  const log =
    options.log === undefined
      ? null
      : await openServerLog(resolve(io.cwd, options.log), (why) =>
          io.err(`error the log ${options.log} ends here: ${why}\n`),
        );
  try {
    const server = await startServer({
      agent,
      host,
      port,
      ...given({ dialect: options.dialect, quirks: options.quirks, ownSide }),
      onDefect: (error) =>
        io.err(`error a session ended by a defect in Callstorm: ${visible(wordsOf(error))}\n`),
      bounds: given({
        maxSessions: options.maxSessions,
        maxFrameBytes: options.maxFrame === undefined ? undefined : options.maxFrame * MIB,
        maxUnreadBytes: options.maxUnread === undefined ? undefined : options.maxUnread * MIB,
      }),
      ...(tls === null ? {} : { tls }),
      ...given({ origins: options.allowOrigin }),
      ...(key === null ? {} : { key }),
      log: (record) => {
        account.note(record);
        log?.write(record);
      },
    });
    if (options.quiet !== true) {
      io.out(`The simulated agent "${visible(agent.profile.name)}" listens at ${server.url}\n`);
      const spoken = options.dialect === undefined ? '' : ` --dialect ${options.dialect}`;
      const call = [...CARRIER_NAMES, 'twilio'].some((name) => name === options.quirks)
        ? `probe ${server.url} --quirks ${options.quirks}`
        : `run ${relative(io.cwd, SAMPLE)} --target ${server.url}${spoken}`;
      io.out(`  ${io.command ?? PLAIN} ${call}\n`);
      io.out(`${tls?.trust ?? ''}Ctrl-C stops it.\n`);
    }
    if (!isLoopback(host) && key === null) {
      io.err(`Warning: ${host} can be reached by other machines, and the agent checks no credentials.\n`);
    }
    tellParent({ type: 'listening', url: server.url });
    await toStop();
    await server.close();
    if (options.quiet !== true) io.out(account.describe());
  } finally {
    await log?.close();
  }
}

/** With its place in the code: that is what a report of it needs. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Only what was given. */
function given<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** Asked once it listens: one that cannot start shall end, and a channel that is listened to would keep it. */
function toldToStop(): Promise<void> {
  return new Promise((done) => {
    // The run that started it is gone already.
    if (process.channel === undefined && process.env.NODE_CHANNEL_FD !== undefined) done();
    const stop = (): void => {
      // A listener on the channel to a parent would keep this process alive for as long as the parent is.
      for (const event of events) process.off(event, stop);
      done();
    };
    const events = ['SIGINT', 'SIGTERM', ...(process.connected ? ['disconnect'] : [])];
    for (const event of events) process.on(event, stop);
  });
}

function tellParent(message: Listening): void {
  if (process.connected) process.send?.(message);
}

/** A bare word is the name of a bundled profile; anything else is a path from where the user is. */
function profileOf(io: Io, profile: string): string {
  return /^[\w-]+$/.test(profile) ? profile : resolve(io.cwd, profile);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}
