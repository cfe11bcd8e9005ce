import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { variablesIn, workflow, type WorkflowWishes } from '../../src/cli/workflow.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Record<string, string>;
  readonly with?: Record<string, unknown>;
}
interface Read {
  readonly on: Record<string, unknown>;
  readonly jobs: { readonly load: { readonly defaults?: unknown; readonly steps: readonly Step[] } };
}

const read = (wishes: Partial<WorkflowWishes> = {}): Read =>
  parse(workflow({ scenario: 'scenario.yaml', folder: '', locked: true, variables: [], ...wishes })) as Read;
const commands = ({ jobs }: Read): readonly string[] => jobs.load.steps.flatMap(({ run }) => run ?? []);

describe('the workflow', () => {
  it('starts by itself, installs, runs, and keeps the report whatever came out', () => {
    const made = read();
    expect(Object.keys(made.on)).toEqual(['pull_request', 'push', 'workflow_dispatch']);
    expect(commands(made).slice(0, 3)).toEqual([
      'npm ci',
      'npx callstorm validate scenario.yaml',
      'npx callstorm run scenario.yaml --out reports/ci --quiet',
    ]);
    const keep = made.jobs.load.steps.at(-1);
    expect(keep).toMatchObject({ if: '${{ !cancelled() }}', with: { path: 'reports/ci' } });
    // Nothing but a report is waited for: the run's own exit code fails the job.
    expect(JSON.stringify(made)).not.toMatch(/continue-on-error|\|\| true/);
  });

  it('works where the project is a folder of the repository, has no lock, or an odd name', () => {
    const made = read({ folder: 'apps/voice', locked: false, scenario: "load/it's.yaml" });
    expect(made.jobs.load.defaults).toEqual({ run: { 'working-directory': 'apps/voice' } });
    expect(commands(made)[0]).toBe('npm install');
    expect(commands(made)[1]).toBe(String.raw`npx callstorm validate 'load/it'\''s.yaml'`);
    expect(made.jobs.load.steps.at(-1)?.with?.['path']).toBe('apps/voice/reports/ci');
  });

  it('hands on the secrets that the scenario names, and those alone', () => {
    const text = [
      '# key_env: NOT_THIS',
      'target:',
      '  key_env: MY_KEY # and ${NOT_THAT}',
      "  headers: { a: 'Bearer ${TOKEN}', b: { env: COOKIE } }",
      '  query: { c: "${TOKEN}" }',
    ].join('\n');
    expect(variablesIn(text)).toEqual(['MY_KEY', 'TOKEN', 'COOKIE']);
    const step = read({ variables: ['MY_KEY'] }).jobs.load.steps.find(({ env }) => env !== undefined);
    expect(step?.run).toContain('callstorm run');
    expect(step?.env).toEqual({ MY_KEY: '${{ secrets.MY_KEY }}' });
  });
});
