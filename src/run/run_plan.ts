/**
 * Runs a plan from a program: makes its calls against a target, feeds whoever wants to know, and says how it ended. It
 * needs no terminal, writes no file and ends no process: the command line is one user of it.
 */

import { ConfigError } from '../core/word/config_error.ts';
import { refuseShortKey } from '../core/word/redaction.ts';
import { checkSelection, EVERY_CALL, type Selection } from '../core/load/selection.ts';
import type { FooterRecord, HeaderRecord } from '../core/log/record.ts';
import type { Plan, PlanAudio } from '../core/plan/plan.ts';
import { unfitKey } from '../dialect/credential.ts';
import { expectedCosts } from '../forecast/spending/expected_cost.ts';
import { dialingOf } from '../engine/node/dialing.ts';
import { exhaustedAt, wordsOfError } from '../engine/node/exhaustion.ts';
import { headerOf } from '../engine/node/header.ts';
import { monotonicMs } from '../engine/node/monotonic_clock.ts';
import { NodeRun } from '../engine/node/node_run.ts';
import { readCertificates } from '../engine/node/private_authority.ts';
import { Recorder } from '../engine/node/recorder.ts';
import type { RecordingTally } from '../engine/node/recording_files.ts';
import type { WhichCalls } from '../engine/recording/which_calls.ts';
import type { RunLog } from '../report/log.ts';
import type { Summary } from '../report/summary.ts';
import { refuseFar, warnOfLate } from './agreed_start.ts';
import { budgetSink } from './budget.ts';
import { Calibration } from './run_calibration.ts';
import { FanOut } from './fan_out.ts';
import type { RunEstimate } from './run_estimate.ts';
import { tokenKeeperFor, type TokenKeeper } from './token/token_keeper.ts';
import type { Sink, SinkTrouble } from './sink.ts';
import { summarySink } from './summary_sink.ts';
import { thresholdSink } from './threshold_stop.ts';
import { workersFor } from './workers.ts';
import { JudgedRecords } from './judged_records.ts';

export interface RunPlanOptions {
  /** The target, `ws://` or `wss://`. Default: the plan's own; a plan for the simulated agent needs one. */
  readonly url?: string;
  /** Worker threads. Default: one for a thousand calls at once, as far as there are cores. */
  readonly workers?: number;
  readonly sinks?: readonly Sink[];
  /** Its abort ends the run politely: no call starts any more, those going on hang up, and fail as `interrupted`. */
  readonly signal?: AbortSignal;
  /** Its abort does the same, and waits for no call: what a second Ctrl-C is on the command line. */
  readonly cutOff?: AbortSignal;
  /** Which calls are recorded, into `recordings` in this directory. Default: none. */
  readonly record?: { readonly which: WhichCalls; readonly directory: string };
  /**
   * Whether sentinels measure the run's own error: extra calls, at least two, to an agent whose true instants are known. They
   * are in no figure but that. Default: where they are at most 2% of the calls, from 50 calls on.
   */
  readonly calibrate?: boolean;
  /** Which calls of the plan are made. Default: all. */
  readonly selection?: Selection;
  /** When the run begins, ms since the Unix epoch: agreed on for all shares of a plan, at most a week from now. One that comes late begins at once. */
  readonly startAtMs?: number;
  /** The target's key. Default: what the environment variable holds that the plan names (`target.keyEnv`). */
  readonly key?: string;
  /** What keeps the target's token good, where it is fetched by a command. Default: what the plan names (`target.tokenCommand`). */
  readonly tokens?: TokenKeeper | null;
  /** Where the plan's own command is started. Default: here. */
  readonly folder?: string;
  /** File of more authorities for the target's certificate, in PEM. Default: what the plan names (`target.ca`), from here. */
  readonly ca?: string;
  /** Id of the run. Logs of one plan with one id are parts of one run. Default: a new one. */
  readonly id?: string;
  /** The scenario's file as the user named it, for the report. */
  readonly file?: string;
  /** What to type to do it again, for the report. */
  readonly command?: string;
  /** What is expected of the run, for its log, and what its calls are expected to cost, for its budget. Default: as scripts are long. */
  readonly estimate?: RunEstimate;
  /** Told at once, while the run goes on, of what its reader must know: that its budget cannot be watched. */
  readonly warn?: (text: string) => void;
}

export interface RunResult {
  readonly header: HeaderRecord;
  readonly footer: FooterRecord;
  /** Null: it could not be made; `troubles` says why. */
  readonly summary: Summary | null;
  /** What it was summed up from. */
  readonly log: RunLog | null;
  /** Sinks that failed, each once: their part of what they were for is missing. */
  readonly troubles: readonly SinkTrouble[];
  /** What became of the recordings; null where none were asked for. */
  readonly recordings: RecordingTally | null;
}

/** From the workers' being ready to instant 0: time to set their clocks. */
const HEAD_START_MS = 150;
const INTERRUPTED = 'stopped by the program that ran it';

/**
 * Makes the calls of a plan. Resolves when all are over and every sink has ended; however the run ended, that is data, in
 * the footer. Rejects with a ConfigError where the options will not do, and with an Error where no worker can be started.
 *
 *     import { compile, loadScenario, runPlan } from 'callstorm';
 *
 *     const { scenario, fixturesDirs } = await loadScenario('scenario.yaml');
 *     const { plan, audio } = await compile(scenario, { fixturesDirs });
 *     const { summary } = await runPlan(plan, audio, {
 *       url: 'wss://agent.example/v1/realtime',
 *       signal: AbortSignal.timeout(600_000),
 *       sinks: [{ name: 'failures', record: (record) => {
 *         if (record.type === 'call' && record.failure !== null) console.error(record.call, record.failure);
 *       } }],
 *     });
 *     process.exitCode = summary?.verdict.result === 'pass' ? 0 : 1;
 */
export async function runPlan(
  plan: Plan,
  audio: PlanAudio,
  options: RunPlanOptions = {},
): Promise<RunResult> {
  const { url = plan.target.url, selection = EVERY_CALL, file, folder = process.cwd() } = options;
  if (url === 'simulator') throw withoutAgent();
  checkSelection(plan.load, selection);
  refuseFar(options.startAtMs ?? 0);
  checkKey(plan, options.key);
  dialingOf(plan.target, url, process.env);
  const { ca: authority = plan.target.ca } = options;
  const ca = authority === undefined ? null : await readCertificates(authority);
  const { tokens = tokenKeeperFor(plan.target, { env: process.env, folder }) } = options;
  const key = options.key ?? (await tokens?.first());
  const unfit = key === undefined ? null : unfitKey(plan.target, key);
  if (unfit !== null) throw unfitted(unfit, plan.target.tokenCommand !== undefined);
  const workers = workersFor(plan, options.workers, undefined, selection);
  const figures = summarySink();
  const { warn = () => {}, estimate } = options;
  const expected = estimate?.expected ?? expectedCosts(plan);
  const budget = budgetSink(partOfBudget(plan.judgement, selection), { warn, expected });
  const watches = [budget, thresholdSink(plan)].filter((sink) => sink !== null);
  const sinks = new FanOut([figures, ...watches, ...(options.sinks ?? [])]);
  const judged = new JudgedRecords(plan, sinks);
  const recorder = recorderOf(plan, audio, options);
  const calibration = new Calibration(plan, selection, options.calibrate ?? null);
  await calibration.prepare();
  const engine = new NodeRun({
    plan,
    audio,
    url,
    workers,
    selection,
    recorder,
    ...(key === undefined ? {} : { key }),
    ...(ca === null ? {} : { ca }),
    ...(calibration.sentinels === null ? {} : { sentinels: calibration.sentinels }),
    onRecord: (record, line) => {
      if (record.type !== 'header' && record.type !== 'footer') judged.record(record, line);
    },
    onGauge: (gauge) => sinks.gauge(gauge),
    onUsed: (used) => sinks.used(used),
  });
  const unheed = heed(engine, options);
  try {
    judged.warm();
    await engine.prepare();
    // A single call is made at its instant of the run: nobody waits for the instants before it.
    const waitMs = options.startAtMs === undefined ? 0 : options.startAtMs - Date.now();
    const aheadMs = Math.max(HEAD_START_MS, waitMs) - (selection.only?.startMs ?? 0);
    const startedAtMonotonicMs = monotonicMs() + aheadMs;
    const startedAtMs = Date.now() + aheadMs;
    const header = headerOf({
      plan,
      run: options.id ?? newId(startedAtMs, plan),
      ...(file === undefined ? {} : { file }),
      url,
      workers,
      startedAtMs,
      monotonicAtMs: startedAtMonotonicMs,
      command: options.command ?? 'runPlan(plan, audio)',
      selection,
      shared: {
        ...(options.id === undefined ? {} : { named: true }),
        ...(options.startAtMs === undefined ? {} : { dueAtMs: options.startAtMs }),
      },
      calibration: calibration.header,
    });
    if (options.startAtMs !== undefined) warnOfLate(-waitMs, warn);
    sinks.begin(header, {
      nowMs: () => monotonicMs() - startedAtMonotonicMs,
      // The engine is in the middle of something while it feeds a sink.
      stop: (reason, detail) => queueMicrotask(() => engine.stop(reason, detail)),
      drain: (reason, detail) => engine.drain(reason, detail),
      endCall: (call, detail) => engine.endCall(call, detail),
      steer: (order) => queueMicrotask(() => engine.steer(order)),
    });
    calibration.begin(
      (record) => sinks.record(record),
      () => monotonicMs() - startedAtMonotonicMs,
    );
    if (options.key === undefined) tokens?.keep((token) => engine.rekey(token), warn);
    const ended = await engine.run(startedAtMonotonicMs);
    const footer = {
      ...ended,
      ...(budget === null ? {} : { budget: budget.account() }),
      ...(estimate === undefined ? {} : { estimate: estimate.record }),
    };
    const [recordings] = await Promise.all([recorder?.close() ?? null, calibration.end()]);
    await sinks.end(footer);
    return {
      header,
      footer,
      summary: figures.summary(),
      log: figures.log(),
      troubles: sinks.troubles,
      recordings,
    };
  } finally {
    tokens?.stop();
    recorder?.abandon();
    unheed();
    await calibration.end();
  }
}

function recorderOf(plan: Plan, audio: PlanAudio, { record }: RunPlanOptions): Recorder | null {
  try {
    return record === undefined ? null : new Recorder({ plan, audio, ...record });
  } catch (error) {
    throw exhaustedAt('the recorder could not be started', wordsOfError(error)) ?? error;
  }
}

/** Each share watches its part of what the whole run may cost. */
function partOfBudget(judgement: Plan['judgement'], { of }: Selection): Plan['judgement'] {
  const { budget } = judgement;
  if (budget?.maxUsd === undefined || of === 1) return judgement;
  return { ...judgement, budget: { ...budget, maxUsd: budget.maxUsd / of } };
}

function checkKey({ target: { keyEnv } }: Plan, key: string | undefined): void {
  if (key !== undefined) refuseShortKey(key, 'key');
  else if (keyEnv !== undefined && process.env[keyEnv]) refuseShortKey(process.env[keyEnv], keyEnv);
}

/** Heeds the signals, also those that came before there was anything to stop. Returns how to no longer do so. */
function heed(engine: NodeRun, { signal, cutOff }: RunPlanOptions): () => void {
  const onSignal = (): void => queueMicrotask(() => engine.stop('interrupted', wordsOf(signal)));
  const onCutOff = (): void =>
    queueMicrotask(() => {
      engine.stop('interrupted', wordsOf(cutOff));
      engine.abort();
    });
  signal?.addEventListener('abort', onSignal);
  cutOff?.addEventListener('abort', onCutOff);
  if (signal?.aborted === true) onSignal();
  if (cutOff?.aborted === true) onCutOff();
  return () => {
    signal?.removeEventListener('abort', onSignal);
    cutOff?.removeEventListener('abort', onCutOff);
  };
}

/** What the one who aborted said of it, in plain words; nothing where it is the runtime's own. */
function wordsOf(signal: AbortSignal | undefined): string {
  const reason: unknown = signal?.reason;
  return typeof reason === 'string' && reason !== '' ? reason : INTERRUPTED;
}

/** Of this process. */
let runs = 0;

export function newId(startedAtMs: number, plan: Plan): string {
  const stamp = new Date(startedAtMs).toISOString().slice(0, 19).replaceAll(':', '-');
  const here = `${process.pid.toString(36)}${runs++ === 0 ? '' : `-${runs}`}`;
  return `${stamp}-${plan.id.slice(0, 8)}-${here}`;
}

function unfitted(why: string, fetched: boolean): ConfigError {
  return new ConfigError(`expected a key that fits in a handshake; it has ${why}`, {
    code: 'key_malformed',
    path: fetched ? 'target.token_command' : 'key',
    hint: 'Another way to carry it: target.key_header.',
  });
}

export function withoutAgent(): ConfigError {
  return new ConfigError('expected the URL of a target: the plan is for the simulated agent', {
    code: 'target_missing',
    path: 'url',
    hint: 'Start one with startSimulatedAgent({ seed: plan.seed }), and give its url.',
  });
}
