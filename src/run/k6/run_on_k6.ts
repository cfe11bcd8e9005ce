/**
 * Runs a plan by the user's own k6, in the place of Callstorm's engine: the same sinks are fed, and the same is told of how it ended. k6
 * lets nobody end its calls one by one: a run that is stopped breaks them off.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StopReason } from '../../core/log/failure.ts';
import type { HeaderRecord } from '../../core/log/record.ts';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { cut, visible } from '../../core/word/visible.ts';
import { headerOf } from '../../engine/node/header.ts';
import { monotonicMs } from '../../engine/node/monotonic_clock.ts';
import { estimatePlan } from '../../forecast/estimate.ts';
import { FanOut } from '../fan_out.ts';
import { newId, withoutAgent, type RunPlanOptions, type RunResult } from '../run_plan.ts';
import { summarySink } from '../summary_sink.ts';
import { thresholdSink } from '../threshold_stop.ts';
import { bundleForK6 } from './bundle_k6.ts';
import { CLOCK_RESOLUTION_MS } from '../../engine/k6/clock_resolution.ts';
import { findK6, type FoundK6 } from './found_k6.ts';
import { JoinedLog, type BrokenOff } from './joined_log.ts';
import { K6Process, type K6End } from './k6_process.ts';
import { vusFor } from './k6_options.ts';
import { usageOf, type ProcessUsage } from './process_usage.ts';

/** k6, when all of its calls are over. */
const LEAVES_WITHIN_MS = 15_000;
const LOOKS_EVERY_MS = 100;
/** Its own words that are kept: the last. */
const WORDS = 20;
const THRESHOLDS_CROSSED = 99;
const INTERRUPTED = 'stopped by the user';

type K6RunOptions = Pick<
  RunPlanOptions,
  'url' | 'sinks' | 'signal' | 'cutOff' | 'startAtMs' | 'ca' | 'id' | 'file' | 'command' | 'estimate' | 'warn'
> & {
  readonly tokens?: RunPlanOptions['tokens'];
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** Throws ConfigError before anything is run, and where k6 ends before it has begun. */
export async function runOnK6(plan: Plan, audio: PlanAudio, options: K6RunOptions = {}): Promise<RunResult> {
  const { url = plan.target.url, env = process.env } = options;
  if (url === 'simulator') throw withoutAgent();
  const k6 = findK6(env);
  const vus = vusFor(plan, estimatePlan(plan).peakConcurrency);
  const folder = await mkdtemp(join(tmpdir(), 'callstorm-k6-'));
  try {
    const { file = plan.scenario.name, command = 'callstorm run --engine k6' } = options;
    const { script } = await bundleForK6(folder, { plan, audio, vus, file, command, k6: k6.version }, env);
    return await new K6Run(plan, { ...options, url, env }, k6, vus).make(script, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class K6Run {
  private readonly plan: Plan;
  private readonly options: K6RunOptions & { readonly url: string };
  private readonly k6: FoundK6;
  private readonly vus: number;
  private readonly id: string;
  private readonly figures = summarySink();
  private readonly sinks: FanOut;
  private readonly log: JoinedLog;
  private readonly words: string[] = [];
  private process: K6Process | null = null;
  /** When the kernel last told: the last lines may be read when the process is over. */
  private used: ProcessUsage | null = null;
  private lookedMs = -Infinity;
  private header: HeaderRecord | null = null;
  private stopped: { readonly reason: StopReason; readonly detail: string } | null = null;
  private leaving: NodeJS.Timeout | null = null;

  constructor(plan: Plan, options: K6RunOptions & { readonly url: string }, k6: FoundK6, vus: number) {
    this.plan = plan;
    this.options = options;
    this.k6 = k6;
    this.vus = vus;
    this.id = options.id ?? newId(Date.now(), plan);
    const threshold = thresholdSink(plan);
    this.sinks = new FanOut([
      this.figures,
      ...(threshold === null ? [] : [threshold]),
      ...(options.sinks ?? []),
    ]);
    this.log = new JoinedLog({
      plan,
      vus,
      onBegin: (header) => this.begin(header.startedAtMs, header.versions),
      onRecord: (record, line) => {
        this.look();
        if (record.type !== 'generator') {
          this.sinks.record(record, line);
          return;
        }
        const { used } = this;
        // Of the whole process: each VU is told its part.
        const told = used === null ? record : { ...record, cpuMs: used.cpuMs / vus, maxRssMb: used.maxRssMb };
        this.sinks.record(told);
        this.sinks.gauge(told);
      },
    });
  }

  async make(script: string, folder: string): Promise<RunResult> {
    const { signal, cutOff, warn = () => {} } = this.options;
    if (this.plan.judgement.budget !== undefined)
      warn('no budget stops this run: k6 is not told what calls cost');
    const env = await this.environment(folder);
    const process = new K6Process({
      program: this.k6.program,
      args: ['run', '--quiet', '--no-color', '--log-format', 'raw', script],
      env,
      onLine: (line) => this.take(line),
    });
    this.process = process;
    const stop = (): void => this.stop('interrupted', INTERRUPTED);
    const harder = (): void => {
      stop();
      process.stop();
    };
    signal?.addEventListener('abort', stop);
    cutOff?.addEventListener('abort', harder);
    if (signal?.aborted === true) stop();
    if (cutOff?.aborted === true) harder();
    try {
      return await this.conclude(await process.end);
    } finally {
      signal?.removeEventListener('abort', stop);
      cutOff?.removeEventListener('abort', harder);
      if (this.leaving !== null) clearTimeout(this.leaving);
    }
  }

  /** What the script is told, beside what k6 has from the user's environment. */
  private async environment(folder: string): Promise<Record<string, string | undefined>> {
    const { url, env, tokens, startAtMs, ca } = this.options;
    const key = await tokens?.first();
    const authority = ca?.includes('-----BEGIN') === true ? join(folder, 'authority.pem') : ca;
    if (ca !== undefined && authority !== ca) await writeFile(authority ?? '', ca);
    return {
      ...env,
      CALLSTORM_TARGET: url,
      CALLSTORM_RUN: this.id,
      ...(key === undefined ? {} : { CALLSTORM_KEY: key }),
      ...(startAtMs === undefined ? {} : { CALLSTORM_START_AT: String(startAtMs) }),
      ...(authority === undefined ? {} : { SSL_CERT_FILE: authority }),
    };
  }

  private take(line: string): void {
    if (!this.log.take(line)) {
      if (line.trim() === '') return;
      this.words.push(cut(visible(line.trim()), 300));
      if (this.words.length > WORDS) this.words.shift();
    } else if (this.log.whole && this.leaving === null) {
      // A target that never answers a close keeps k6: nothing is to be had from it any more.
      this.leaving = setTimeout(() => this.process?.stop(), LEAVES_WITHIN_MS);
    }
  }

  /** Now and then: lines come by the thousand. */
  private look(): void {
    const nowMs = monotonicMs();
    if (nowMs - this.lookedMs < LOOKS_EVERY_MS) return;
    this.lookedMs = nowMs;
    this.used = usageOf(this.process?.pid) ?? this.used;
  }

  private begin(startedAtMs: number, versions: HeaderRecord['versions']): void {
    const { options, plan } = this;
    const header: HeaderRecord = {
      ...headerOf({
        plan,
        run: this.id,
        ...(options.file === undefined ? {} : { file: options.file }),
        url: options.url,
        engine: 'k6',
        workers: this.vus,
        startedAtMs,
        monotonicAtMs: monotonicMs() + (startedAtMs - Date.now()),
        command: options.command ?? 'callstorm run --engine k6',
      }),
      clockResolutionMs: CLOCK_RESOLUTION_MS,
    };
    this.header = { ...header, versions: { ...header.versions, ...versions } };
    this.sinks.begin(this.header, {
      nowMs: () => Date.now() - startedAtMs,
      stop: (reason, detail) => queueMicrotask(() => this.stop(reason, detail)),
      // It can be told nothing less.
      drain: (reason, detail) => queueMicrotask(() => this.stop(reason, detail)),
      endCall: () => {},
    });
  }

  private stop(reason: StopReason, detail: string): void {
    if (this.stopped !== null || this.log.whole) return;
    this.stopped = { reason, detail };
    this.process?.stop();
  }

  private async conclude(end: K6End): Promise<RunResult> {
    if (this.header === null) {
      if (this.stopped === null) throw this.neverBegan(end);
      this.begin(Date.now(), { k6: this.k6.version });
    }
    const header = this.header as unknown as HeaderRecord;
    const ended = this.log.end(Date.now() - header.startedAtMs, this.broken(end));
    const { estimate } = this.options;
    const footer = { ...ended, ...(estimate === undefined ? {} : { estimate: estimate.record }) };
    await this.sinks.end(footer);
    return {
      header,
      footer,
      summary: this.figures.summary(),
      log: this.figures.log(),
      troubles: this.sinks.troubles,
      recordings: null,
    };
  }

  private broken({ code, signal }: K6End): BrokenOff {
    const { stopped } = this;
    if (stopped !== null) return { ...stopped, failure: stopped.reason };
    const words = this.words.at(-1);
    if (code === THRESHOLDS_CROSSED) {
      const detail = `k6 stopped it by a threshold${words === undefined ? '' : `: ${words}`}`;
      return { reason: 'threshold', failure: 'threshold', detail };
    }
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : signal;
    const detail = `k6 ended before its calls did (${how})${words === undefined ? '' : `: ${words}`}`;
    return { reason: 'worker_lost', failure: 'worker_lost', detail };
  }

  private neverBegan({ code, signal }: K6End): ConfigError {
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : signal;
    const words = this.words.slice(-3).join(' | ');
    return new ConfigError(`k6 ended before the first call (${how})${words === '' ? '' : `: ${words}`}`, {
      code: 'k6_failed',
      path: '--engine',
      hint: 'What it says itself is above. callstorm bundle --for k6 writes the same script to a folder, to run it by hand.',
    });
  }
}
