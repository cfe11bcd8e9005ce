/**
 * The host double of test/k6/host, built by Go: k6's JavaScript engine with what of k6 our script uses, in the place of a k6 that nobody
 * here has. Without Go it is skipped with a word, and fails under CI=true. Where somebody has a k6, that is tried too.
 */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { temporary } from '../loopback/command.ts';

const found = spawnSync('go', ['version']).status === 0;
export const withoutGo =
  !found && (process.env['CI'] !== 'true' || process.env['CALLSTORM_WITHOUT_GO'] === '1');
if (withoutGo)
  process.stderr.write('SKIPPED: there is no Go; the script for k6 was not run on k6’s engine\n');

/** The user's own k6; null: there is none. */
export const realK6 = k6Here();
if (realK6 === null)
  process.stderr.write(
    'SKIPPED: there is no k6 (CALLSTORM_K6, or on the PATH); its script ran on a host double, k6 itself was not run\n',
  );

/** Compiled once, and kept by Go: later it takes a moment. */
export function builtHost(): string {
  const program = join(temporary(), 'k6-host');
  const source = join(import.meta.dirname, 'host');
  const { status, stderr, error } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: source,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the host double was not built: ${stderr}`, { cause: error });
  return program;
}

function k6Here(): string | null {
  const named = process.env['CALLSTORM_K6'] ?? 'k6';
  const { status, stdout } = spawnSync(named, ['version'], { encoding: 'utf8' });
  return status === 0 && /^k6(\.exe)? v/.test(stdout) ? named : null;
}
