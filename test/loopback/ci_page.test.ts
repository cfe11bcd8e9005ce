/**
 * What docs/ci.md has for GitHub Actions, done as it stands there: each share of the matrix a process in a folder of its own, what it
 * uploads, and the verdict of what is downloaded. The commands are read from the page.
 */

import { spawn } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Summary } from '../../src/report/summary.ts';
import { recordsOf } from './artefacts.ts';
import { callstorm, temporary, type Command } from './command.ts';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const CALLS = 12;

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly strategy?: { readonly matrix: { readonly share: readonly number[] } };
  readonly steps: readonly Step[];
}

const page = readFileSync(path('docs/ci.md'), 'utf8');
const [, workflow = ''] = /## A matrix in GitHub Actions[^]*?```yaml\n([^]*?)```/.exec(page) ?? [];
const { jobs } = parse(workflow) as { readonly jobs: { readonly storm: Job; readonly verdict: Job } };
const shares = jobs.storm.strategy?.matrix.share ?? [];

const scenario = (url: string, lasts: string): string => `
name: storm
seed: 7
target: { url: '${url}', speaks_first: caller, key_env: OPENAI_API_KEY }
callers: [{ name: short, script: [{ say: hello }, { listen: 8s }, { silence: ${lasts} }] }]
load: { arrivals: [{ type: constant, rate: 4/s, for: 3s }] }
limits: { call: 60s }
`;

/** Filled in as the runner does; what it does not know is an empty text there, and a mistake here. */
function filled(text: string, share: number, attempt: number): string {
  const known: Readonly<Record<string, string>> = {
    'matrix.share': String(share),
    'github.run_id': '4711',
    'github.run_attempt': String(attempt),
    'secrets.OPENAI_API_KEY': 'a key that nobody asks for',
  };
  return text.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`nobody knows ${name}`);
    return value;
  });
}

let server: Command;
let url = '';
const tools = temporary();

beforeAll(async () => {
  const shim = (name: string, text: string): void => {
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(tools, name), 0o755);
  };
  shim('npm', 'test "$1" = ci');
  shim(
    'npx',
    `test "$1" = callstorm || exit 9\nshift\nexec "${process.execPath}" "${path('dist/cli/main.js')}" "$@"`,
  );
  server = callstorm(['serve', '--port', '0']);
  await server.prints('listens at');
  url = /ws:\/\/\S+/.exec(server.printed())?.[0] ?? '';
});
afterAll(async () => {
  server.kill('SIGTERM');
  await server.ended;
});

/** A matrix of machines, and the folder that their artefacts are put into. */
class Workflow {
  readonly downloads = temporary();
  private readonly lasts: string;
  private readonly attempt: number;

  constructor(lasts: string, attempt: number) {
    this.lasts = lasts;
    this.attempt = attempt;
  }

  /** A machine of its own: nothing but what it checked out. */
  machine(): string {
    const cwd = temporary();
    writeFileSync(join(cwd, 'storm.yaml'), scenario(url, this.lasts));
    return cwd;
  }

  /** Does the steps of a share. `killed`: asked again and again whether its process is to be killed outright. */
  async share(share: number, killed: (cwd: string) => boolean = () => false): Promise<void> {
    const cwd = this.machine();
    for (const step of jobs.storm.steps) {
      if (step.run !== undefined) await this.command(step, cwd, share, killed);
      if (step.uses?.startsWith('actions/upload-artifact') === true) this.upload(step, cwd, share);
    }
  }

  /** The steps of the verdict, where the artefacts are laid as the page says; its exit code and its report. */
  async verdict(): Promise<{ readonly exitCode: number | null; readonly summary: Summary }> {
    const cwd = this.machine();
    let exitCode: number | null = 0;
    for (const step of jobs.verdict.steps) {
      if (step.uses?.startsWith('actions/download-artifact') === true) {
        layOut(this.downloads, join(cwd, step.with?.['path'] ?? ''));
      }
      if (step.run !== undefined && exitCode === 0) exitCode = await this.command(step, cwd, 0);
    }
    const summary = JSON.parse(readFileSync(join(cwd, 'report/summary.json'), 'utf8')) as Summary;
    return { exitCode, summary };
  }

  private async command(
    { run = '', env = {} }: Step,
    cwd: string,
    share: number,
    killed: (cwd: string) => boolean = () => false,
  ): Promise<number | null> {
    const given = Object.entries(env).map(
      ([name, text]) => [name, filled(text, share, this.attempt)] as const,
    );
    const line = filled(run, share, this.attempt);
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', line], {
      cwd,
      stdio: 'ignore',
      detached: true,
      env: {
        ...process.env,
        ...Object.fromEntries(given),
        CI: 'true',
        PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}`,
      },
    });
    const watch = setInterval(() => {
      if (killed(cwd) && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, 50);
    return new Promise((resolve) => {
      child.once('exit', (code) => {
        clearInterval(watch);
        resolve(code);
      });
    });
  }

  /** One file is the whole artefact, under its own name. */
  private upload({ with: wishes = {} }: Step, cwd: string, share: number): void {
    const file = join(cwd, filled(wishes['path'] ?? '', share, this.attempt));
    if (!existsSync(file)) return;
    const folder = join(this.downloads, filled(wishes['name'] ?? '', share, this.attempt));
    mkdirSync(folder);
    copyFileSync(file, join(folder, basename(file)));
  }
}

/** What is downloaded lies there. */
function layOut(from: string, to: string): void {
  mkdirSync(to);
  for (const share of shares) {
    const file = join(from, `share-${share}`, 'calls.ndjson');
    if (!existsSync(file)) continue;
    mkdirSync(join(to, `share-${share}`));
    copyFileSync(file, join(to, `share-${share}`, 'calls.ndjson'));
  }
}

/** The machine may have other work, and then a share says that it could not keep up. */
const unrelated = (reasons: readonly string[]): readonly string[] =>
  reasons.filter((reason) => !reason.startsWith('the generator could not keep up'));

describe('the matrix of docs/ci.md', () => {
  it('is a workflow as it stands: four shares, and each has its number in its command and its artefact', () => {
    expect(shares).toEqual([1, 2, 3, 4]);
    const upload = jobs.storm.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    expect(upload?.with).toEqual({
      name: 'share-${{ matrix.share }}',
      path: 'share-${{ matrix.share }}/calls.ndjson',
    });
    const run = jobs.storm.steps.find(({ env }) => env !== undefined);
    expect(filled(run?.run ?? '', 3, 1)).toBe(
      'npx callstorm run storm.yaml --shard 3/4 --run-id 4711-1 --out share-3',
    );
  });

  it('ends in one verdict', async () => {
    const made = new Workflow('10ms', 1);
    await Promise.all(shares.map((share) => made.share(share)));
    const { exitCode, summary } = await made.verdict();
    expect(summary.calls).toMatchObject({ planned: CALLS, completed: CALLS });
    expect(summary.shares).toMatchObject([{ run: '4711-1', of: 4, missing: [], unfinished: [] }]);
    expect([0, 3]).toContain(exitCode);
    expect(unrelated(summary.verdict.reasons)).toEqual(
      exitCode === 0 ? ['the scenario has no thresholds: there is nothing to judge the run by'] : [],
    );
  });

  it('is invalid where one machine never came up, and one was killed outright: each of its dialled calls is lost', async () => {
    const made = new Workflow('8s', 2);
    const begun = (cwd: string): number => {
      const log = join(cwd, 'share-1/calls.ndjson');
      return existsSync(log) ? readFileSync(log, 'utf8').split('"type":"started"').length - 1 : 0;
    };
    await Promise.all([made.share(1, (cwd) => begun(cwd) >= 2), ...[2, 4].map((share) => made.share(share))]);
    const { exitCode, summary } = await made.verdict();
    const dialled = recordsOf(join(made.downloads, 'share-1/calls.ndjson')).filter(
      ({ type }) => type === 'started',
    ).length;
    expect(dialled).toBeGreaterThanOrEqual(2);
    expect(summary.failures.worker_lost?.count).toBe(dialled);
    expect(summary.calls).toMatchObject({ planned: CALLS, completed: 6, notStarted: 3 + 3 - dialled });
    expect(summary.shares).toMatchObject([{ missing: [3], unfinished: [1] }]);
    expect([summary.verdict.result, exitCode]).toEqual(['invalid', 3]);
  });
});
