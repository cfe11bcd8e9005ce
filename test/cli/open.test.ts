import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCommand } from '../../src/cli/open.ts';
import { goodRun } from '../report/log_builder.ts';
import { terminal } from './terminal.ts';

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'callstorm-open-'));
  for (const [n, name] of ['older', 'newer'].entries()) {
    const folder = join(cwd, 'reports', name);
    await mkdir(folder, { recursive: true });
    const records = goodRun(3, () => 400, { startedAtMs: Date.UTC(2026, 0, n + 1) });
    await writeFile(
      join(folder, 'calls.ndjson'),
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    );
  }
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
});

interface Opened {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function open(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Opened> {
  const io = terminal({ cwd, env });
  let code = 0;
  const setExit = (asked: number): void => {
    code = asked;
  };
  await openCommand(io, setExit, 'linux').parseAsync([...args], { from: 'user' });
  return { code, out: io.outText, err: io.errText };
}

/** A desktop whose opener keeps what it was given, and ends so. */
async function desktop(exitCode: number): Promise<NodeJS.ProcessEnv> {
  const file = join(cwd, 'xdg-open');
  await writeFile(file, `#!/bin/sh\nprintf '%s' "$*" > ${cwd}/given\nexit ${exitCode}\n`);
  await chmod(file, 0o755);
  return { PATH: `${cwd}:/usr/bin:/bin`, DISPLAY: ':0' };
}

describe('callstorm open', () => {
  it('opens the newest run’s page, and makes it first where there is only the log', async () => {
    const page = join(cwd, 'reports/newer/report.html');
    const { out, err } = await open([], await desktop(0));
    expect([out, err]).toEqual(['', `opened ${page}\n`]);
    expect(await readFile(join(cwd, 'given'), 'utf8')).toBe(page);
    expect(await readdir(join(cwd, 'reports/newer'))).toContain('summary.json');
    expect(await readdir(join(cwd, 'reports/older'))).toEqual(['calls.ndjson']);
  });

  it('leaves a page as it is', async () => {
    const page = join(cwd, 'reports/older/report.html');
    await writeFile(page, 'its own');
    expect((await open(['reports/older'])).out).toBe(`${page}\n`);
    expect((await open(['reports/older/report.html'])).out).toBe(`${page}\n`);
    expect(await readFile(page, 'utf8')).toBe('its own');
  });

  it('prints the path where there is no desktop, no opener, or one that fails', async () => {
    const page = `${join(cwd, 'reports/newer/report.html')}\n`;
    const there = await desktop(3);
    expect(await open([], there)).toEqual({ code: 0, out: page, err: '' });
    expect((await open([], { ...there, DISPLAY: '' })).out).toBe(page);
    expect((await open([], { DISPLAY: ':0', PATH: '/nowhere' })).out).toBe(page);
  });

  it('prints no path that drives a terminal', async () => {
    await rename(join(cwd, 'reports/newer'), join(cwd, 'reports/newer\u001b[2J'));
    expect((await open([])).out).toBe(`${join(cwd, 'reports')}/newer\\u001b[2J/report.html\n`);
    expect((await open([], await desktop(0))).err).toContain('opened');
    expect((await open([], await desktop(0))).err).not.toContain('\u001b');
  });

  it('makes the page of a log that breaks off', async () => {
    const file = join(cwd, 'reports/newer/calls.ndjson');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.slice(0, text.length - 300));
    expect((await open([])).code).toBe(0);
    expect(await readFile(join(cwd, 'reports/newer/report.md'), 'utf8')).toContain(
      '1 line of the log broke off',
    );
  });

  it('says what is wrong with what is no run', async () => {
    await expect(open(['reports/none'])).rejects.toThrow("expected a run's folder, found nothing");
    await writeFile(join(cwd, 'other'), '');
    await expect(open(['other'])).rejects.toThrow("expected a run's folder, found another file");
    await mkdir(join(cwd, 'empty'));
    await expect(open(['empty'])).rejects.toThrow('expected a call log');
    await rm(join(cwd, 'reports'), { recursive: true });
    await mkdir(join(cwd, 'reports'));
    await expect(open([])).rejects.toThrow('expected a run in it, found none');
  });
});
