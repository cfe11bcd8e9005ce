/**
 * `callstorm probe`: one short call to a service, to find out how it is to be talked to and what it can. Ends in a `target:` to paste:
 * that alone goes to standard output, what was found to standard error.
 */

import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import { CARRIER_NAMES, isCarrier } from '../core/plan/carrier.ts';
import { lookalikeNames, type LookalikeName } from '../dialect/openai/lookalikes.ts';
import type { CallingName } from '../probe/carrier_trial.ts';
import { targetWith } from '../probe/probe_scenario.ts';
import { probe, type Probed } from '../probe/probe.ts';
import { jsonText } from '../report/view/json.ts';
import { interruptsSoFar } from './interrupts.ts';
import { style, type Io } from './io.ts';
import { commandFor, dialectOption } from './options.ts';
import { probeText, targetBlock } from './probe_view.ts';
import { subjectAt, subjectOf, type ProbedSubject, type SubjectOptions } from './probed_subject.ts';
import { requireKey, tokensFor, warnOfPlainKey } from './target_key.ts';

interface ProbeCommandOptions extends SubjectOptions {
  readonly quirks?: LookalikeName | CallingName;
  readonly json?: true;
  readonly quiet?: true;
}

const PHONE = { dialect: 'twilio-media-streams' } as const;
const UNREACHABLE = 5;
const INTERRUPTED = 130;
/** Where an address without a path is tried next. */
const USUAL_PATH = '/v1/realtime';
const WITHOUT_PATH = /^(wss?:\/\/[^/?#]+)\/?$/i;

export function probeCommand(io: Io, setExit: (code: number) => void): Command {
  return commandFor('probe', io)
    .description(
      'hold one short call with a service: what it can, how long each thing takes, how to talk to it',
    )
    .argument(
      '<target>',
      'a ws:// or wss:// URL, a voice webhook’s https:// URL, or a scenario whose target it is',
    )
    .option('--key-env <name>', 'environment variable with the key, for a URL')
    .option('--model <name>', 'the model, for a URL')
    .addOption(
      dialectOption('the wire protocol, for a URL (default: openai-realtime, or what it looks like)'),
    )
    .addOption(
      new Option(
        '--quirks <name>',
        'begin with this profile, or with this telephone carrier, in place of what the address looks like',
      ).choices([...lookalikeNames, 'twilio', ...CARRIER_NAMES]),
    )
    .option('--json', 'print all that was found to standard output, in place of the target')
    .option('--quiet', 'print the target, and nothing else but errors')
    .addHelpText(
      'after',
      `
Examples:
  $ callstorm probe ws://127.0.0.1:8787/v1/realtime
  $ callstorm probe wss://api.x.ai --key-env XAI_API_KEY >> scenario.yaml
  $ callstorm probe wss://agent.example.com/media --dialect twilio-media-streams
  $ callstorm probe my.yaml --json | jq '.findings[] | select(.found == false)'

It opens up to eight sessions for a few seconds each, until its settings are understood, and talks in the last for about half a
minute: that is billed as any call is. A telephone server is called as Twilio, Telnyx, Plivo and Exotel call it, for a few seconds
each, and then for half a minute as the one whose calls it takes.

Exit codes: 0 it answered, 1 it did not, 2 bad usage or configuration, 5 it could not be reached, 130 interrupted.
`,
    )
    .action(async (target: string, options: ProbeCommandOptions) => setExit(await run(io, target, options)));
}

async function run(io: Io, target: string, options: ProbeCommandOptions): Promise<number> {
  const interrupts = interruptsSoFar();
  const stopping = new AbortController();
  interrupts.on(() => stopping.abort('stopped by the user'));
  try {
    const isUrl = /^(?:wss?|https?):\/\//i.test(target);
    const named = isUrl && isCalling(options.quirks) ? { ...PHONE, ...options } : options;
    let subject = await (isUrl ? subjectAt : subjectOf)(target, io.cwd, named);
    let probed = await probedAs(io, subject, options, stopping.signal);
    const [, origin] = WITHOUT_PATH.exec(target) ?? [];
    if (origin !== undefined && isNotThere(probed)) {
      say(io, options, `nothing is there: trying ${USUAL_PATH}`);
      subject = await subjectAt(`${origin}${USUAL_PATH}`, io.cwd, options);
      probed = await probedAs(io, subject, options, stopping.signal);
    }
    if (stopping.signal.aborted) return INTERRUPTED;
    tell(io, probed, subject, options);
    return exitCodeOf(probed);
  } finally {
    interrupts.release();
  }
}

async function probedAs(
  io: Io,
  { compiled, folder, quirks, carrier: written }: ProbedSubject,
  options: ProbeCommandOptions,
  signal: AbortSignal,
): Promise<Probed> {
  const { plan } = await compiled({ quirks: {}, speaksFirst: 'agent' });
  if (plan.target.url === 'simulator') throw withoutTarget();
  requireKey(plan, io);
  warnOfPlainKey(plan, io);
  const tokens = await tokensFor(plan, io, folder);
  const { keyEnv, ca } = plan.target;
  const { quirks: named } = options;
  const carrier = isCalling(named) ? named : written;
  const begin = named === undefined || isCalling(named) ? quirks : { profile: named };
  try {
    return await probe({
      compiled,
      ...(begin === undefined ? {} : { quirks: begin }),
      ...(carrier === undefined ? {} : { carrier }),
      key: (await tokens?.first()) ?? (keyEnv === undefined ? undefined : io.env[keyEnv]),
      ...(ca === undefined ? {} : { ca: resolve(folder, ca) }),
      env: io.env,
      signal,
      say: (text) => say(io, options, text),
    });
  } finally {
    tokens?.stop();
  }
}

function isCalling(name: string | undefined): name is CallingName {
  return name === 'twilio' || isCarrier(name);
}

function say(io: Io, { quiet }: ProbeCommandOptions, text: string): void {
  if (quiet !== true) io.err(`${style(io).dim(text)}\n`);
}

function tell(io: Io, probed: Probed, { written }: ProbedSubject, options: ProbeCommandOptions): void {
  if (options.quiet !== true) io.err(probeText(probed, style(io)));
  const { guess, dialect, tried, carriers, call, findings } = probed;
  const spoken = dialect === 'openai-realtime' ? written : { ...written, dialect };
  const target = probed.target === null ? null : targetWith(spoken, probed.target);
  if (options.json === true) {
    const made = call === null ? null : { outcome: call.outcome, failure: call.failure, detail: call.detail };
    const protocol = guess?.protocol ?? null;
    io.out(jsonText({ protocol, dialect, tried, carriers, call: made, findings, target }));
  } else if (target !== null) io.out(targetBlock(target));
}

/** It is another path that is served. */
function isNotThere({ tried }: Probed): boolean {
  const result = tried.at(-1)?.attempt.result;
  return result?.type === 'unreachable' && /^HTTP 40[045]\b/.test(result.detail);
}

function exitCodeOf({ tried, carriers, findings }: Probed): number {
  if (findings.some(({ what, found }) => what === 'answers' && found === true)) return 0;
  const last = carriers.at(-1)?.result ?? tried.at(-1)?.attempt.result;
  return last?.type === 'unreachable' ? UNREACHABLE : 1;
}

function withoutTarget(): ConfigError {
  return new ConfigError('expected a target, found the simulated agent', {
    code: 'target_missing',
    path: 'target.url',
    hint: 'Start it (callstorm serve), and probe the address that it tells.',
  });
}
