/**
 * Finds out how a service is to be talked to, and what it can: opens a few sessions until its settings are understood, then holds one
 * short call, measured as in any run. It calls nobody else, and writes nothing.
 */

import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { ConfigError } from '../core/word/config_error.ts';
import type { CallRecord, TurnRecord } from '../core/log/record.ts';
import { DIALECT_NAMES, type DialectName, type Plan } from '../core/plan/plan.ts';
import { redactionOf } from '../core/word/redaction.ts';
import { secretsIn } from '../core/word/secret.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { dialOptions } from '../engine/node/dial_options.ts';
import { dialingOf } from '../engine/node/dialing.ts';
import type { Environment } from '../engine/node/proxy.ts';
import { readCertificates } from '../engine/node/private_authority.ts';
import { runPlan } from '../run/run_plan.ts';
import type { Compiled } from '../scenario/compile.ts';
import type { QuirksFile } from '../scenario/schema/quirks_schema.ts';
import type { AttemptResult } from './attempt.ts';
import { findingsOf, type Finding } from './findings.ts';
import { chosen, nextQuirks, type Tried } from './negotiation.ts';
import { openSession } from './open_session.ts';
import { answeredAs, type CallingName, type CarrierTrial } from './carrier_trial.ts';
import type { ProbedTarget } from './probe_scenario.ts';
import { guessByAddress, type Guess } from './recognised.ts';
import { carriersTried, telephoneTarget } from './telephone.ts';
import { tryCarrier } from './try_carrier.ts';

export interface ProbeOptions {
  /** The plan of the one call, for a target that is to be talked to like this. */
  readonly compiled: (target: ProbedTarget) => Promise<Compiled>;
  /** What to begin with, where somebody knows it. */
  readonly quirks?: QuirksFile;
  /** Whose telephone it is called by first, and by preference. */
  readonly carrier?: CallingName;
  readonly key: string | undefined;
  /** A file of more authorities. */
  readonly ca?: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Told what goes on. */
  readonly say: (text: string) => void;
}

/** What it says is known to its own service and its module alone. */
function ofYourOwn(): ConfigError {
  return new ConfigError('a dialect of your own has nothing to be found out about', {
    code: 'option_invalid',
    path: 'target.dialect',
    hint: '`callstorm dialect check` tries its module; `callstorm run --calls 1` makes a call in it.',
  });
}

export interface Probed {
  readonly url: string;
  readonly guess: Guess | null;
  readonly dialect: DialectName;
  readonly tried: readonly Tried[];
  /** Of a telephone server: what came of calling it as each carrier does. */
  readonly carriers: readonly CarrierTrial[];
  /** Null: there was no session to be had. */
  readonly target: ProbedTarget | null;
  /** Null: no call was made. */
  readonly call: CallRecord | null;
  readonly findings: readonly Finding[];
}

/** Throws ConfigError for what is missing on this side. */
export async function probe(options: ProbeOptions): Promise<Probed> {
  const { say, signal } = options;
  const first = await options.compiled({ quirks: options.quirks ?? {}, speaksFirst: 'agent' });
  const { url } = first.plan.target;
  const { dialect: asked } = first.plan;
  if (asked === OWN_DIALECT) throw ofYourOwn();
  const byAddress = guessByAddress(url);
  const dialect = dialectFor(asked, byAddress);
  const nothing = {
    url,
    guess: byAddress,
    dialect: asked,
    tried: [],
    carriers: [],
    target: null,
    call: null,
    findings: [],
  };
  if (dialect === null) return nothing;
  if (dialect !== 'openai-realtime') return { ...nothing, ...(await calledIn(dialect, options)) };
  const tried = await negotiated(
    options.quirks ?? (byAddress?.profile === undefined ? {} : { profile: byAddress.profile }),
    options,
  );
  const best = chosen(tried);
  const guess = byAddress ?? tried.find(({ attempt }) => attempt.guess !== null)?.attempt.guess ?? null;
  const known = { ...nothing, guess, dialect, tried };
  const result = best?.attempt.result;
  if (best === undefined || signal.aborted) return known;
  if (result?.type !== 'ready') {
    const other = otherThan(result, guess);
    if (other === null) return known;
    say(`it does not speak the Realtime protocol: calling it in ${other}`);
    const called = await calledIn(other, options);
    return answered(called.findings) ? { ...known, ...called } : { ...known, carriers: called.carriers };
  }
  const speaksFirst = result.greets ? 'agent_by_itself' : 'agent';
  const target: ProbedTarget = { quirks: best.quirks, speaksFirst };
  say(HOLDING);
  const made = await held(await options.compiled(target), options);
  return { ...known, target: unlessSilent(target, made.findings), ...made };
}

const PHONE = 'twilio-media-streams';
const HOLDING = 'holding a call of about half a minute';

async function negotiated(begin: QuirksFile, options: ProbeOptions): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  for (
    let quirks: QuirksFile | null = begin;
    quirks !== null && !options.signal.aborted;
    quirks = nextQuirks(tried)
  ) {
    const plain = Object.keys(quirks).length === 0;
    options.say(`opening a session ${plain ? 'in the protocol as it is' : `as ${JSON.stringify(quirks)}`}`);
    const { plan } = await options.compiled({ quirks, speaksFirst: 'agent' });
    tried.push({ quirks, attempt: await opened(plan, options) });
  }
  return tried;
}

type Called = Pick<Probed, 'dialect' | 'carriers' | 'target' | 'call' | 'findings'>;

/** Where there is nothing to negotiate, but by telephone the carrier. */
async function calledIn(dialect: DialectName, options: ProbeOptions): Promise<Called> {
  const { carrier = 'twilio', say, compiled } = options;
  const carriers = dialect === PHONE ? await carriersOf(options) : [];
  if (carriers.some(({ result }) => result.type === 'unreachable'))
    return { dialect, carriers, target: null, call: null, findings: [] };
  const target: ProbedTarget =
    dialect === PHONE
      ? telephoneTarget(answeredAs(carriers, options.carrier)[0] ?? carrier)
      : { dialect, quirks: {}, speaksFirst: 'agent' };
  say(HOLDING);
  const made = await held(await compiled(target), options);
  return { dialect, carriers, target: unlessSilent(target, made.findings), ...made };
}

async function carriersOf(options: ProbeOptions): Promise<readonly CarrierTrial[]> {
  const { key, signal, compiled, say, carrier } = options;
  const { plan } = await compiled(telephoneTarget(carrier ?? 'twilio'));
  // A webhook is Twilio's, and SignalWire's.
  if (!/^wss?:/i.test(plan.target.url)) return [];
  return carriersTried({
    compiled,
    say,
    signal,
    ...(carrier === undefined ? {} : { first: carrier }),
    called: async (carrier, { plan, audio }) =>
      tryCarrier({ carrier, audio, key, signal, ...(await dialled(plan, options)) }),
  });
}

/** Nobody greets, asked or not: callers are not to wait for it. */
function unlessSilent(target: ProbedTarget, findings: readonly Finding[]): ProbedTarget {
  const silent = findings.some(({ what, found }) => what === 'greets' && found === false);
  return silent && target.speaksFirst === 'agent' ? { ...target, speaksFirst: 'caller' } : target;
}

/** What a server that does not expect a message closes with, where it does not expect any such. */
const CRASHES: ReadonlySet<number> = new Set([1006, 1011]);

/** What it may speak in place of the Realtime protocol: a server that is called as by a telephone waits for its caller's first words. */
function otherThan(result: AttemptResult | undefined, guess: Guess | null): DialectName | null {
  if (guess !== null && guess.dialect !== 'openai-realtime')
    return DIALECT_NAMES.find((name) => name === guess.dialect) ?? null;
  const broke = result?.type === 'closed' && CRASHES.has(result.code);
  return result?.type === 'silent' || broke ? PHONE : null;
}

function answered(findings: readonly Finding[]): boolean {
  return findings.some(({ what, found }) => (what === 'answers' || what === 'greets') && found === true);
}

/** Null: it speaks what there is no dialect for. */
function dialectFor(asked: DialectName, guess: Guess | null): DialectName | null {
  if (asked !== 'openai-realtime' || guess === null) return asked;
  return DIALECT_NAMES.find((name) => name === guess.dialect) ?? null;
}

async function opened(plan: Plan, options: ProbeOptions) {
  const { key, signal } = options;
  return openSession({ url: plan.target.url, key, signal, ...(await dialled(plan, options)) });
}

async function dialled(plan: Plan, { key, ca, env }: ProbeOptions) {
  const { url } = plan.target;
  const pem = ca === undefined ? null : await readCertificates(ca);
  const { target, secrets, authToken, ...dialing } = dialingOf(plan.target, url, env, { key, ca: pem });
  const redact = redactionOf([...secrets, ...secretsIn(url)]);
  return { plan: { ...plan, target }, dial: await dialOptions(dialing), redact, authToken };
}

async function held(
  { plan, audio }: Compiled,
  { key, ca, signal }: ProbeOptions,
): Promise<Pick<Probed, 'call' | 'findings'>> {
  const turns: TurnRecord[] = [];
  let call: CallRecord | null = null;
  await runPlan(plan, audio, {
    workers: 1,
    calibrate: false,
    signal,
    ...(key === undefined ? {} : { key }),
    ...(ca === undefined ? {} : { ca }),
    sinks: [
      {
        name: 'probe',
        record: (record) => {
          if (record.type === 'turn') turns.push(record);
          else if (record.type === 'call') call = record;
        },
      },
    ],
  });
  const made = call as CallRecord | null;
  if (made === null) return { call: null, findings: [] };
  const asked = {
    tools: (plan.tools ?? []).length > 0,
    transcription: plan.target.session.transcription !== undefined,
  };
  const byEar = dialectOf(plan).byEar === true;
  return { call: made, findings: findingsOf({ call: made, turns, asked, byEar }) };
}
