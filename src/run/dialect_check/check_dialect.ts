/** Checks a dialect of the user's own by the conformance kit, in a thread of its own. No call is made, and nothing is dialled. */

import { dirname, resolve } from 'node:path';
import type { PlanDialect } from '../../core/plan/plan.ts';
import { ConfigError } from '../../core/word/config_error.ts';
import { readDialect } from '../../scenario/dialect_file.ts';
import { runApart } from '../../scenario/run_apart.ts';
import type { CheckStart, DialectCheck } from './check_thread.ts';
import { readRecorded } from './recorded_session.ts';

export interface CheckedDialect {
  readonly planned: PlanDialect;
  readonly check: DialectCheck;
}

const LIMIT_MS = 60_000;

/** `file`, `recorded`: as the user names them, from `cwd`. Throws ConfigError or ConfigErrors where the module is no dialect. */
export async function checkDialect(
  file: string,
  {
    cwd,
    recorded,
    limitMs = LIMIT_MS,
  }: { readonly cwd: string; readonly recorded?: string; readonly limitMs?: number },
): Promise<CheckedDialect> {
  const messages = recorded === undefined ? [] : await readRecorded(resolve(cwd, recorded), recorded);
  const path = resolve(cwd, file);
  const planned = { ...(await readDialect(path, dirname(path), { shown: file })), file };
  const start: CheckStart = { planned, recorded: messages };
  const check = await runApart<DialectCheck>('run/dialect_check/check_thread', start, limitMs);
  if (check.type === 'checked') return { planned, check };
  const what =
    check.type === 'late'
      ? `the check was not over within ${limitMs / 1000} s`
      : check.type === 'ended'
        ? 'the module ended the thread that it was checked in'
        : `the check stopped: ${check.message}`;
  const hint =
    check.type === 'threw' ? {} : { hint: 'Does one of its functions loop for ever, or call process.exit?' };
  throw new ConfigError(what, { code: 'dialect_module', file, ...hint });
}
