/** The user's own k6: where it is, and of which version. It is neither part of Callstorm nor fetched by it. */

import { spawnSync } from 'node:child_process';
import { ConfigError } from '../../core/word/config_error.ts';
import { cut, visible } from '../../core/word/visible.ts';

export interface FoundK6 {
  readonly program: string;
  /** As it says itself. */
  readonly version: string;
}

const WITHIN_MS = 20_000;
const LEAST_MAJOR = 1;
const HINT =
  'k6 is not part of Callstorm: install it yourself (https://grafana.com/docs/k6), or say where it is by CALLSTORM_K6. Without it, callstorm run makes the same calls by its own engine.';

/** Throws ConfigError. */
export function findK6(env: Readonly<Record<string, string | undefined>>): FoundK6 {
  const named = env['CALLSTORM_K6'];
  const program = named === undefined || named === '' ? 'k6' : named;
  const where = program === 'k6' ? 'on the PATH' : `at ${visible(program)} (CALLSTORM_K6)`;
  const { error, status, stdout } = spawnSync(program, ['version'], {
    encoding: 'utf8',
    env: { ...env },
    timeout: WITHIN_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw refusal(`expected k6 ${where}, found none`, 'k6_missing', HINT);
  }
  const [line = ''] = (stdout ?? '').split('\n');
  if (error !== undefined || status !== 0 || line.trim() === '') {
    const why = error === undefined ? `exit code ${status ?? 'none'}` : error.message;
    throw refusal(
      `expected the program ${where} to tell its version, and it did not: ${why}`,
      'k6_unfit',
      HINT,
    );
  }
  const version = /\bv(\d+)\.\S*/.exec(line);
  if (version !== null && Number(version[1]) < LEAST_MAJOR) {
    throw refusal(
      `expected k6 1.0 or later, found ${version[0]}`,
      'k6_unfit',
      'Update it: k6/websockets came with 1.0.',
    );
  }
  return { program, version: version?.[0] ?? cut(visible(line), 100) };
}

function refusal(message: string, code: string, hint: string): ConfigError {
  return new ConfigError(message, { code, path: '--engine', hint });
}
