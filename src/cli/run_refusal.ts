/** What is asked of a run that it cannot do: each is one error, before any call is made. */

import { ConfigError } from '../core/word/config_error.ts';
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
