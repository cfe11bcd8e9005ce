/** What is asked of a run that it cannot do: each is one error, before any call is made. */

import type { Plan } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { findK6 } from '../run/k6/found_k6.ts';
import { refuseUnfitForK6 } from '../run/k6/unfit_for_k6.ts';
import type { RunOptions } from './options.ts';
import { STDOUT } from './share_option.ts';

/** Throws ConfigError where something is asked for that there would be no place for. */
export function refuseWithoutFolder(options: RunOptions): void {
  if (options.log === undefined) return;
  const beside = [
    [
      options.out === undefined && options.record !== undefined,
      '--record',
      'recordings are files: add --out',
    ],
    [
      options.out === undefined && options.reporter !== undefined,
      '--reporter',
      'a reporter leaves a file: add --out',
    ],
    [
      options.json === true && options.log === STDOUT,
      '--json',
      'callstorm merge - --json sums up what comes from there',
    ],
  ] as const;
  for (const [given, path, hint] of beside) {
    if (!given) continue;
    throw new ConfigError(`expected the log alone (--log ${options.log}), found something beside it`, {
      code: 'option_invalid',
      path,
      hint,
    });
  }
}

/** What only an agent of our own can do; a report that tells of faults which nobody committed would be a lie. */
export function refuseAgentOptions(options: RunOptions): void {
  for (const [given, option] of [
    [options.fault, '--fault'],
    [options.agentLog, '--agent-log'],
  ] as const) {
    if (given === undefined) continue;
    throw new ConfigError('expected the simulated agent as the target: no other can be told to do this', {
      code: 'option_invalid',
      path: option,
      hint: `leave ${option} out, or give it to \`callstorm serve\` (there: ${option === '--fault' ? '--fault' : '--log'})`,
    });
  }
}

/** What a run by k6 cannot do; and that there is a k6, before anything is written. */
export function refuseOnK6(
  plan: Plan,
  options: RunOptions,
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (options.engine !== 'k6') return;
  for (const [given, option, hint] of [
    [
      options.shard,
      '--shard',
      'bundle the plan, and give each machine a part: k6 run --execution-segment (docs/k6.md)',
    ],
    [options.workers, '--workers', 'k6 spreads its VUs over the cores by itself'],
    [options.record, '--record', 'only callstorm’s own engine records calls'],
    [
      options.calibrate === true ? true : undefined,
      '--calibrate',
      'only callstorm’s own engine makes such calls',
    ],
  ] as const) {
    if (given === undefined) continue;
    throw new ConfigError(`expected no ${option} with --engine k6, found one`, {
      code: 'option_invalid',
      path: option,
      hint: `leave it out: ${hint}`,
    });
  }
  refuseUnfitForK6(plan);
  findK6(env);
}
