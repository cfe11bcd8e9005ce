/** The desktop that a command is given on, if there is one: what it opens a page with. No shell reads what is opened. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** An opener that has not failed by then has opened it. */
const FAILS_WITHIN_MS = 2000;

/** `target`: a path or an address. False: there is no desktop, or nothing on it opens this. Never rejects. */
export async function opensOnDesktop(
  target: string,
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const opener = openerOf(platform, env);
  return opener !== null && (await opens(opener, target, env));
}

interface Opener {
  readonly command: string;
  readonly args: readonly string[];
}

/** Null: there is none, or nobody would see what it opens. */
function openerOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Opener | null {
  switch (platform) {
    case 'darwin':
      return { command: 'open', args: [] };
    case 'win32':
      // No shell, which would read the path.
      return { command: 'rundll32', args: ['url.dll,FileProtocolHandler'] };
    default: {
      const seen = [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
      const there = (env['PATH'] ?? '').split(delimiter).some((path) => existsSync(join(path, 'xdg-open')));
      return seen && there ? { command: 'xdg-open', args: [] } : null;
    }
  }
}

function opens({ command, args }: Opener, target: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  return new Promise((settle) => {
    const child = spawn(command, [...args, target], { stdio: 'ignore', detached: true, env });
    const timer = setTimeout(() => settle(true), FAILS_WITHIN_MS);
    const end = (opened: boolean): void => {
      clearTimeout(timer);
      settle(opened);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
    child.unref();
  });
}
