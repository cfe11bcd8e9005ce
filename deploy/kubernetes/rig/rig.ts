/**
 * The rig: Kubernetes for real on one machine, and Callstorm on it. A control plane built from its own sources, three nodes whose kubelet
 * is a stand-in (README.md says what it is not), a storm of calls in four pods, and what goes wrong with them.
 *
 *   npm run rig:kubernetes                 # the whole story
 *   npm run rig:kubernetes -- storm killed # parts of it
 *
 * Fails where something does not hold. All of it runs in a world of its own (network, mounts, process numbers), which no packet leaves and
 * which ends with the rig, however that ends; built binaries stay in ~/.cache/callstorm-rig.
 */

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parts } from './story.ts';

const here = import.meta.dirname;
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  refuse(`expected parts of the story (${Object.keys(parts).join(', ')}), found ${unknown.join(', ')}`);
}

/** Namespaces, all of whose processes the kernel ends with the first of them. */
const WORLD = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

requireNamespaces();
requireEtcd();
const bin = execFileSync(join(here, 'build.sh'), {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
}).trim();
const told = spawn(
  'unshare',
  [...WORLD, process.execPath, ...process.execArgv, join(here, 'tell.ts'), bin, ...asked],
  // A session of its own: a Ctrl-C is for us, and the end of its standard input is all that it is told.
  { stdio: ['pipe', 'inherit', 'inherit'], detached: true },
);
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    told.stdin.end();
  });
}
told.once('exit', (code) => {
  process.exitCode = isInterrupted ? 130 : (code ?? 1);
});

function requireNamespaces(): void {
  const tried = spawnSync('unshare', [...WORLD, 'ip', 'link', 'add', 'try', 'type', 'bridge'], {
    encoding: 'utf8',
  });
  if (tried.status === 0) return;
  const why = tried.error?.message ?? tried.stderr.trim();
  refuse(
    `namespaces cannot be made here: ${why}\nrig: it needs Linux, root, unshare (util-linux) and ip (iproute2)`,
  );
}

function requireEtcd(): void {
  if (spawnSync('etcd', ['--version']).status === 0) return;
  refuse('etcd of 3.4 or later is not on the PATH; Debian’s package etcd-server has it');
}

function refuse(why: string): never {
  console.error(`rig: ${why}`);
  process.exit(2);
}
