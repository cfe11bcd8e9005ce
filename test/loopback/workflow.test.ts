import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { temporary } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly if?: string;
}

/** As the runner of GitHub Actions does: a step that fails fails the job, and from then on only steps that say so are run. */
function jobOf(
  steps: readonly Step[],
  cwd: string,
): { readonly failedAt: string | null; readonly summary: string } {
  const tools = temporary();
  const summary = join(tools, 'summary.md');
  writeFileSync(summary, '');
  const shim = (name: string, text: string): void => {
    writeFileSync(join(tools, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(tools, name), 0o755);
  };
  shim('npm', 'test "$1" = ci');
  shim('npx', `test "$1" = callstorm || exit 9\nshift\nexec "${process.execPath}" "${main}" "$@"`);
  let failedAt: string | null = null;
  for (const step of steps) {
    if (step.run === undefined || (failedAt !== null && step.if === undefined)) continue;
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd,
      env: {
        ...process.env,
        CI: 'true',
        PATH: `${tools}${delimiter}${process.env['PATH'] ?? ''}`,
        GITHUB_STEP_SUMMARY: summary,
      },
    });
    if (status !== 0) failedAt ??= step.name ?? step.run;
  }
  return { failedAt, summary: readFileSync(summary, 'utf8') };
}

async function job(threshold: string): Promise<ReturnType<typeof jobOf> & { readonly junit: string }> {
  const file = scenario({ load: constant(2), more: `thresholds: { response_latency: '${threshold}' }` });
  const cwd = join(file, '..');
  mkdirSync(join(cwd, '.git'));
  writeFileSync(join(cwd, 'package-lock.json'), '{}');
  expect((await callstormHere(['init', 'short.yaml', '--ci'], { cwd })).exitCode).toBe(0);
  const text = readFileSync(join(cwd, '.github/workflows/callstorm.yml'), 'utf8');
  const { jobs } = parse(text) as { readonly jobs: { readonly load: { readonly steps: readonly Step[] } } };
  const ended = jobOf(jobs.load.steps, cwd);
  const junit = join(cwd, 'reports/ci/junit.xml');
  return { ...ended, junit: existsSync(junit) ? readFileSync(junit, 'utf8') : '' };
}

describe('the workflow that init writes', () => {
  it('passes where the thresholds hold, with the report in the job’s summary', async () => {
    const { failedAt, summary, junit } = await job('max < 5s');
    expect(failedAt).toBeNull();
    expect(summary).toContain('short');
    expect(junit).toContain('failures="0"');
  });

  it('fails the job where one does not, and still shows the report', async () => {
    const { failedAt, summary, junit } = await job('max < 10ms');
    expect(failedAt).toBe('Make the calls');
    expect(summary).toContain('max < 10ms');
    expect(junit).toMatch(/<failure /);
  });
});
