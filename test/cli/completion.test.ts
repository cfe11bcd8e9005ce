import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { completionCommand } from '../../src/cli/completion.ts';
import { baselineCommand } from '../../src/cli/baseline.ts';
import { fixturesCommand } from '../../src/cli/fixtures.ts';
import type { Io } from '../../src/cli/io.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { runCommand } from '../../src/cli/run.ts';
import { views } from '../../src/report/view/views.ts';

async function printed(shell: string): Promise<string> {
  let out = '';
  const say = (text: string): void => void (out += text);
  const io: Io = { out: say, err: say, isTTY: false, columns: 100, env: {}, cwd: '/' };
  const all = [runCommand, reportCommand, fixturesCommand, baselineCommand].map((command) =>
    command(io, () => {}),
  );
  await completionCommand(io, all).parseAsync([shell], { from: 'user' });
  return out;
}

async function completed(...words: string[]): Promise<readonly string[]> {
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _callstorm; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const script = `${await printed('bash')}\n${ask}`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'bash', 'callstorm', ...words], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  it('knows commands, their own commands, and options', async () => {
    expect(await completed('r')).toEqual(['run', 'report']);
    expect(await completed('')).toContain('fixtures');
    expect(await completed('run', '--rec')).toEqual(['--record']);
    expect(await completed('run', 'x.yaml', '--conc')).toEqual(['--concurrency']);
    expect(await completed('fixtures', 'im')).toEqual(['import']);
    expect(await completed('fixtures', 'import', '--tra')).toEqual(['--transcript']);
    expect(await completed('report', '--rec')).toEqual([]);
    expect(await completed('baseline', '')).toEqual(['save', 'list', 'use', 'remove', '--help']);
    expect(await completed('baseline', 'save', '--n')).toEqual(['--name']);
  });

  it('knows an option’s choices, and leaves files to the shell', async () => {
    expect(await completed('report', '--format', 'm')).toEqual(['markdown']);
    expect(await completed('run', 's')).toEqual([]);
    expect(await printed('bash')).toContain('complete -o default');
  });

  it('speaks each shell', async () => {
    expect(await printed('zsh')).toMatch(
      /^#compdef callstorm\n[\s\S]*'report --format'\) compadd -- terminal json/,
    );
    const fish = await printed('fish');
    expect(fish).toMatch(/-n '__fish_use_subcommand' -a run -d 'run a scenario/);
    const formats = ['terminal', ...views.map(({ format }) => format)].join(' ');
    expect(fish).toContain(`__fish_seen_subcommand_from report' -l format -r -f -a '${formats}'`);
    // One line each, quotes closed.
    for (const line of fish.trimEnd().split('\n').slice(1)) {
      expect(line).toMatch(/^complete -c callstorm [^\n]*-d '(?:[^'\\]|\\.)*'$/);
    }
    await expect(printed('tcsh')).rejects.toThrow('Allowed choices are bash, zsh, fish');
  });
});
