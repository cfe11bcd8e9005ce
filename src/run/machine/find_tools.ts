/** Whether programs that some commands make use of are there. Only looks: what is found is asked for its version, and nothing is fetched. */

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { cut, visible } from '../../core/word/visible.ts';
import type { FoundTool } from './machine_reading.ts';

const ASKED_FOR_MS = 5000;

export async function findTools(env: NodeJS.ProcessEnv): Promise<readonly FoundTool[]> {
  const own = env['CALLSTORM_K6'];
  const [k6, kubectl, go, chromium] = await Promise.all([
    own === undefined || own === '' ? onPath(['k6'], env) : runnable(own),
    onPath(['kubectl'], env),
    onPath(['go'], env),
    onPath(['chromium', 'chromium-browser', 'google-chrome'], env),
  ]);
  return [
    { name: 'k6', path: k6, version: await told(k6, ['version']) },
    { name: 'kubectl', path: kubectl, version: await told(kubectl, ['version', '--client']) },
    { name: 'go', path: go, version: await told(go, ['version']) },
    { name: 'chromium', path: chromium, version: null },
  ];
}

async function onPath(names: readonly string[], { PATH = '' }: NodeJS.ProcessEnv): Promise<string | null> {
  for (const name of names)
    for (const folder of PATH.split(delimiter).filter(isAbsolute)) {
      const found = await runnable(join(folder, name));
      if (found !== null) return found;
    }
  return null;
}

async function runnable(path: string): Promise<string | null> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile() ? path : null;
  } catch {
    return null;
  }
}

/** Its first line. */
export function told(path: string | null, args: readonly string[]): Promise<string | null> {
  if (path === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const child = execFile(path, [...args], { timeout: ASKED_FOR_MS, encoding: 'utf8' }, (error, out) => {
      const line = out.split('\n')[0]?.trim() ?? '';
      resolve(error !== null || line === '' ? null : cut(visible(line), 80));
    });
    child.stdin?.end();
  });
}
