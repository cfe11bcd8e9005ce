/** The command that makes the same run again, as the report tells it. */

import { withoutSecrets } from '../core/word/secret.ts';
import { shellWord } from '../core/word/shell_word.ts';
import { whichCallsText } from '../engine/recording/which_calls.ts';
import type { PlanOptions, RunOptions } from './options.ts';
import { PLAIN } from './typed_as.ts';

/** `command`: what Callstorm is called by. A rehearsal has some of a run's options. */
export function commandLine(
  file: string,
  options: Partial<RunOptions>,
  command = PLAIN,
  verb: 'run' | 'rehearse' = 'run',
): string {
  const parts = [`${command} ${verb}`, shellWord(file), ...planParts(options)];
  if (options.engine === 'k6') parts.push('--engine k6');
  const { shard } = options;
  if (shard !== undefined) parts.push(`--shard ${shard.share + 1}/${shard.of}`);
  if (options.runId !== undefined) parts.push(`--run-id ${options.runId}`);
  if (options.workers !== undefined) parts.push(`--workers ${options.workers}`);
  if (options.calibrate !== undefined) parts.push(options.calibrate ? '--calibrate' : '--no-calibrate');
  for (const fault of options.fault ?? []) parts.push(`--fault ${shellWord(fault)}`);
  if (options.record !== undefined) parts.push(`--record ${whichCallsText(options.record)}`);
  return parts.join(' ');
}

/** The same of a folder for k6. */
export function bundleLine(
  file: string,
  options: Pick<RunOptions, 'target'> & PlanOptions & { readonly out: string; readonly vus?: number },
  command = PLAIN,
): string {
  return [
    `${command} bundle`,
    shellWord(file),
    '--for k6',
    `--out ${shellWord(options.out)}`,
    ...planParts(options),
    ...(options.vus === undefined ? [] : [`--vus ${options.vus}`]),
  ].join(' ');
}

function planParts(options: Pick<RunOptions, 'target'> & PlanOptions): readonly string[] {
  const parts: string[] = [];
  if (options.target !== undefined) parts.push(`--target ${shellWord(withoutSecrets(options.target))}`);
  if (options.dialect !== undefined) parts.push(`--dialect ${options.dialect}`);
  if (options.calls !== undefined) parts.push(`--calls ${options.calls}`);
  if (options.concurrency !== undefined) parts.push(`--concurrency ${options.concurrency}`);
  if (options.duration !== undefined) parts.push(`--duration ${options.duration}ms`);
  if (options.seed !== undefined) parts.push(`--seed ${options.seed}`);
  if (options.prices !== undefined) parts.push(`--prices ${shellWord(options.prices)}`);
  if (options.budget !== undefined) parts.push(`--budget ${options.budget}`);
  return parts;
}
