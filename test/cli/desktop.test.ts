import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { opensOnDesktop } from '../../src/cli/desktop.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-desktop-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ADDRESS = "http://127.0.0.1:9/token/;$(id)'/";

/** An opener that keeps what it was given. */
function opener(name: string, exitCode: number): NodeJS.ProcessEnv {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" > ${folder}/${name}.given\nexit ${exitCode}\n`);
  chmodSync(file, 0o755);
  return { PATH: `${folder}:/usr/bin:/bin` };
}

it.each([
  ['linux', 'xdg-open', [ADDRESS]],
  ['darwin', 'open', [ADDRESS]],
  ['win32', 'rundll32', ['url.dll,FileProtocolHandler', ADDRESS]],
] as const)('on %s gives %s the address as it is', async (platform, name, given) => {
  const env = { ...opener(name, 0), DISPLAY: ':0' };
  expect(await opensOnDesktop(ADDRESS, env, platform)).toBe(true);
  expect(readFileSync(join(folder, `${name}.given`), 'utf8')).toBe(given.map((each) => `${each}\n`).join(''));
  expect(await opensOnDesktop(ADDRESS, { ...opener(name, 3), DISPLAY: ':0' }, platform)).toBe(false);
});

it('starts nothing where nobody would see it, or nothing is there', async () => {
  const env = opener('xdg-open', 0);
  rmSync(join(folder, 'xdg-open.given'), { force: true });
  expect(await opensOnDesktop(ADDRESS, env, 'linux')).toBe(false);
  expect(await opensOnDesktop(ADDRESS, { PATH: '', DISPLAY: ':0' }, 'linux')).toBe(false);
  expect(await opensOnDesktop(ADDRESS, { PATH: '/none' }, 'darwin')).toBe(false);
  expect(() => readFileSync(join(folder, 'xdg-open.given'))).toThrow('ENOENT');
});
