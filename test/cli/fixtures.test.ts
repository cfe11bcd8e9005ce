import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturesCommand } from '../../src/cli/fixtures.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { indexFixtures } from '../../src/fixture/index_folder.ts';
import { fullFor, hasFullDevice } from '../disk/full.ts';
import { catalogued, put, tempDir, utterance, wavOf } from '../fixture/folder.ts';
import { terminal, type FakeTerminal } from './terminal.ts';

async function run(io: FakeTerminal, ...args: string[]): Promise<number> {
  let code = 0;
  const command = fixturesCommand(io, (given) => {
    code = given;
  });
  await command.parseAsync(args, { from: 'user' });
  return code;
}

/** A working folder whose ./fixtures is indexed. */
async function workplace(): Promise<string> {
  const cwd = await tempDir();
  const dir = join(cwd, 'fixtures');
  await cp(await catalogued(), dir, { recursive: true });
  await indexFixtures(dir);
  return cwd;
}

describe('callstorm fixtures check', () => {
  it('takes ./fixtures of the working folder, and exits 0 when all is well', async () => {
    const io = terminal({ cwd: await workplace() });
    expect(await run(io, 'check')).toBe(0);
    expect(io.outText).toBe('all is well  3 fixtures, 2 voices, 2.20 s, 0.1 MB  fixtures\n');
  });

  it('prints every problem, aligned, and exits 1', async () => {
    const cwd = await workplace();
    await rm(join(cwd, 'fixtures/ann/bye.wav'));
    await put(cwd, 'fixtures/ann/stray.wav', wavOf(utterance()));
    const io = terminal({ cwd });
    expect(await run(io, 'check')).toBe(1);
    expect(io.outText.split('\n').slice(0, 2)).toEqual([
      'ann/bye        there is no ann/bye.wav',
      'ann/stray.wav  the manifest does not list this recording',
    ]);
    expect(io.outText).toContain('2 problems  3 fixtures');
  });

  it('prints JSON', async () => {
    const cwd = await workplace();
    await rm(join(cwd, 'fixtures/ann/bye.wav'));
    const io = terminal({ cwd, isTTY: true });
    expect(await run(io, 'check', '--json')).toBe(1);
    expect(JSON.parse(io.outText)).toMatchObject({
      dir: join(cwd, 'fixtures'),
      fixtures: 3,
      problems: [{ where: 'ann/bye', message: 'there is no ann/bye.wav' }],
    });
  });

  it('elsewhere finds the recordings that Callstorm brings to be as their manifest says, and enough', async () => {
    const io = terminal({ cwd: await tempDir() });
    expect(await run(io, 'check', '--json')).toBe(0);
    const found = JSON.parse(io.outText) as { fixtures: number };
    expect(found).toMatchObject({ dir: PACKAGE_FIXTURES_DIR, problems: [] });
    expect(found.fixtures).toBeGreaterThan(100);
  });

  it('lets a missing manifest through as a ConfigError', async () => {
    const cwd = await tempDir();
    await expect(run(terminal({ cwd }), 'check', '--dir', 'nowhere')).rejects.toMatchObject({
      name: 'ConfigError',
      place: { code: 'manifest_missing', file: join(cwd, 'nowhere/manifest.json') },
    });
  });
});

describe('callstorm fixtures import', () => {
  it('takes a recording into the working folder and shows what it found', async () => {
    const cwd = await workplace();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    const io = terminal({ cwd });
    expect(await run(io, 'import', 'take.wav', '--transcript', 'Yes?', '--id', 'yes')).toBe(0);
    expect(io.outText).toMatch(
      /^imported me\/yes {2}fixtures\/me\/yes\.wav\n {2}from +24000 Hz, 1 channel, 16-bit PCM\n {2}length +0\.50 s\n/,
    );
    expect(io.errText).toBe('');
    const listed = terminal({ cwd });
    await run(listed, 'list', '--voice', 'me');
    expect(listed.outText).toContain('me/yes  caller  0.50 s  -20.');
  });

  it("makes ./fixtures where there is none, and never takes Callstorm's own by itself", async () => {
    const cwd = await tempDir();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    const io = terminal({ cwd });
    expect(await run(io, 'import', 'take.wav', '--transcript', 'Yes?')).toBe(0);
    expect(io.outText).toContain('imported me/take  fixtures/me/take.wav\n');
    const clone = join(cwd, 'clone');
    await mkdir(clone);
    await symlink(PACKAGE_FIXTURES_DIR, join(clone, 'fixtures'));
    for (const home of [dirname(PACKAGE_FIXTURES_DIR), clone]) {
      await expect(
        run(terminal({ cwd: home }), 'import', 'nowhere.wav', '--transcript', 'Yes?'),
      ).rejects.toMatchObject({ name: 'ConfigError', place: { code: 'import_dir', path: '--dir' } });
    }
  });

  it('makes the folder it is given, and prints the entry as JSON', async () => {
    const cwd = await tempDir();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    const io = terminal({ cwd });
    await run(io, 'import', 'take.wav', '--transcript', 'Yes?', '--dir', 'mine', '--json', '--role', 'agent');
    expect(JSON.parse(io.outText)).toMatchObject({
      fixture: { id: 'me/take', role: 'agent', transcript: 'Yes?' },
      path: join(cwd, 'mine/me/take.wav'),
      replaced: false,
    });
  });

  it('takes one channel, an end by ear, and a spoiled take', async () => {
    const cwd = await workplace();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    const take = async (...args: string[]): Promise<Record<string, unknown>> => {
      const io = terminal({ cwd });
      await run(io, 'import', 'take.wav', '--transcript', 'Yes?', '--force', '--json', ...args);
      return (JSON.parse(io.outText) as { fixture: Record<string, unknown> }).fixture;
    };
    for (const end of ['350', '350ms', '350.0']) {
      expect(await take('--end', end)).toMatchObject({ endByHandMs: 350 });
    }
    expect(await take('--channel', 'left', '--spoiled-of', 'rms/yes')).toMatchObject({
      spoiledOf: 'rms/yes',
    });
    expect(await take('--channel', '1')).not.toHaveProperty('spoiledOf');
    await expect(take('--channel', 'right')).rejects.toMatchObject({ place: { code: 'import_channel' } });
    await expect(take('--spoiled-of', 'rms/yas')).rejects.toMatchObject({
      place: { code: 'import_spoiled_of', path: '--spoiled-of' },
    });
  });

  it.each([
    [['import', 'take.wav'], "required option '--transcript <text>' not specified"],
    [['import', '--transcript', 'x'], "missing required argument 'file'"],
    [
      ['import', 'x', '--transcript', 'x', '--role', 'boss'],
      "argument 'boss' is invalid. Allowed choices are caller, agent.",
    ],
    [
      ['import', 'x', '--transcript', 'x', '--channel', 'middle'],
      'Expected left, right, or a number from 1.',
    ],
    [['import', 'x', '--transcript', 'x', '--channel', '0'], 'Expected left, right, or a number from 1.'],
    [['import', 'x', '--transcript', 'x', '--channel', '1.5'], 'Expected left, right, or a number from 1.'],
    [
      ['import', 'x', '--transcript', 'x', '--end', 'soon'],
      'Expected milliseconds from the start of the file',
    ],
    [['import', 'x', '--transcript', 'x', '--end', '0'], 'Expected milliseconds from the start of the file'],
    [['import', 'x', '--transcript', 'x', '--end', 'ms'], 'Expected milliseconds from the start of the file'],
    [['chekc'], "unknown command 'chekc'\n(Did you mean check?)"],
  ])('says what is wrong with %j, and leaves the process alone', async (args, message) => {
    const io = terminal();
    await expect(run(io, ...args)).rejects.toMatchObject({ exitCode: 1 });
    expect(io.errText).toContain(message);
  });
});

describe('a disk that refuses', () => {
  async function importInto(dir: string, cwd: string): Promise<number> {
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    return run(terminal({ cwd }), 'import', 'take.wav', '--transcript', 'Yes?', '--dir', dir);
  }

  it('is no defect of ours: a file in the place of the folder', async () => {
    const cwd = await tempDir();
    await put(cwd, 'file', '');
    await expect(importInto('file', cwd)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining('a file is in the way of the directory') as unknown,
      place: { code: 'fixtures_unwritable', file: join(cwd, 'file/me/take.wav') },
    });
    await expect(run(terminal({ cwd }), 'index', '--dir', 'file')).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'there is a file where a directory was expected',
    });
  });

  it.skipIf(!existsSync('/proc/self'))('nor one that takes no folders, which ends at once', async () => {
    await expect(importInto('/proc/callstorm', await tempDir())).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'cannot be written: no directory can be made there (ENOENT)',
    });
  });

  it.skipIf(!hasFullDevice)('nor a full one, on which nothing is left behind', async () => {
    const cwd = await tempDir();
    await put(cwd, 'mine/keep', '');
    fullFor(join(cwd, 'mine/manifest.json'));
    await expect(importInto('mine', cwd)).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'cannot be written: the disk is full (ENOSPC)',
    });
    expect(await readdir(join(cwd, 'mine'))).toEqual(['keep']);
  });

  it('nor a folder in the place of the recording', async () => {
    const cwd = await tempDir();
    await put(cwd, 'takes.wav/one', '');
    await expect(
      run(terminal({ cwd }), 'import', 'takes.wav', '--transcript', 'Yes?', '--dir', 'mine'),
    ).rejects.toMatchObject({ message: 'this is a directory, and a file was expected' });
  });
});

describe('callstorm fixtures list', () => {
  it('shows a table', async () => {
    const io = terminal({ cwd: await workplace() });
    expect(await run(io, 'list')).toBe(0);
    const lines = io.outText.split('\n');
    expect(lines[0]).toBe('ID         ROLE    LENGTH   dBFS  TRANSCRIPT');
    expect(lines[1]).toMatch(/^ann\/bye {4}caller {2}0\.70 s {2}-\d\d\.\d {2}Goodbye\.$/);
    expect(lines[4]).toBe('3 fixtures, 2 voices  fixtures');
  });

  it('filters by voice and role, also as JSON', async () => {
    const io = terminal({ cwd: await workplace() });
    await run(io, 'list', '--role', 'agent', '--json');
    expect(JSON.parse(io.outText)).toMatchObject([{ id: 'bob/hello' }]);
  });

  it('knows its voices', async () => {
    const cwd = await workplace();
    await expect(run(terminal({ cwd }), 'list', '--voice', 'anne')).rejects.toThrow(
      'unknown voice "anne", expected one of ann, bob; did you mean "ann"?',
    );
  });

  it('keeps a transcript on its line', async () => {
    const cwd = await workplace();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    await run(terminal({ cwd }), 'import', 'take.wav', '--transcript', 'Well,\n\tyes?');
    const io = terminal({ cwd });
    await run(io, 'list', '--voice', 'me');
    expect(io.outText.split('\n')[1]).toMatch(/ {2}Well, yes\?$/);
  });

  it('shows what ids and transcripts have in them, and obeys none of it', async () => {
    const cwd = await workplace();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    await run(terminal({ cwd }), 'import', 'take.wav', '--transcript', 'a\u001b[2Jb \u202ec');
    const io = terminal({ cwd });
    await run(io, 'list', '--voice', 'me');
    await run(io, 'check');
    expect(io.outText).toContain('a\\u001b[2Jb \\u202ec');
    expect(io.outText.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('breaks a transcript within its column on a terminal, and nowhere else', async () => {
    const cwd = await workplace();
    await put(cwd, 'take.wav', wavOf(utterance(300)));
    const said = 'where is the order that I made in the week before the last one';
    await run(terminal({ cwd }), 'import', 'take.wav', '--transcript', said);
    const narrow = terminal({ cwd, isTTY: true, columns: 60, env: { NO_COLOR: '1' } });
    await run(narrow, 'list', '--voice', 'me');
    for (const line of narrow.outText.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(narrow.outText.replaceAll(/\s+/g, ' ')).toContain(said);
    const piped = terminal({ cwd, columns: 60 });
    await run(piped, 'list', '--voice', 'me');
    expect(piped.outText).toContain(said);
  });

  it('colours the heading on a terminal alone', async () => {
    const cwd = await workplace();
    const coloured = terminal({ cwd, isTTY: true });
    await run(coloured, 'list');
    const plain = terminal({ cwd, isTTY: true, env: { NO_COLOR: '1' } });
    await run(plain, 'list');
    expect(coloured.outText).toContain('\u001B[1mID\u001B[22m');
    expect(plain.outText).not.toContain('\u001B');
  });
});

describe('callstorm fixtures index', () => {
  it('builds the manifest and names what is not recorded', async () => {
    const dir = await catalogued();
    await rm(join(dir, 'ann/bye.wav'));
    const io = terminal({ cwd: dir });
    expect(await run(io, 'index', '--dir', '.')).toBe(0);
    expect(io.outText).toBe('indexed 2 fixtures, 1.50 s  manifest.json\n');
    expect(io.errText).toBe('not recorded by any voice: caller bye\n');
  });
});

describe('help', () => {
  it.each([[], ['check'], ['import'], ['list'], ['index']])(
    'of "%s" has examples',
    async (...args: string[]) => {
      const io = terminal();
      await expect(run(io, ...args, '--help')).rejects.toMatchObject({ exitCode: 0 });
      expect(io.outText).toContain('Examples:\n  $ callstorm fixtures ');
    },
  );
});
