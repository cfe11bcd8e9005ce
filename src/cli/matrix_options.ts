/** What `callstorm matrix` was asked for, and the command that asks for the same again. */

import { withoutSecrets } from '../core/word/secret.ts';
import { shellWord } from '../core/word/shell_word.ts';
import type { StudiedMetric } from '../report/matrix/studied_metric.ts';
import type { Factor } from '../scenario/factor.ts';
import { PLAIN } from './typed_as.ts';

export interface MatrixOptions {
  readonly vary?: readonly Factor[];
  readonly rehearse?: true;
  readonly target?: string;
  readonly calls?: number;
  readonly repeat?: number;
  readonly metric?: readonly StudiedMetric[];
  readonly seed?: number;
  readonly fault?: readonly string[];
  readonly dryRun?: true;
  readonly out?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** `command`: what Callstorm is called by. */
export function matrixCommandLine(file: string, options: MatrixOptions, command = PLAIN): string {
  const parts = [`${command} matrix`, shellWord(file)];
  for (const { name, levels } of options.vary ?? []) {
    parts.push(`--vary ${shellWord(withoutSecrets(`${name}=${levels.map(({ text }) => text).join(',')}`))}`);
  }
  if (options.rehearse === true) parts.push('--rehearse');
  if (options.target !== undefined) parts.push(`--target ${shellWord(withoutSecrets(options.target))}`);
  if (options.calls !== undefined) parts.push(`--calls ${options.calls}`);
  if (options.repeat !== undefined) parts.push(`--repeat ${options.repeat}`);
  for (const { metric, stat } of options.metric ?? []) {
    parts.push(`--metric ${stat === 'rate' ? metric : `${metric}.${stat}`}`);
  }
  if (options.seed !== undefined) parts.push(`--seed ${options.seed}`);
  for (const fault of options.fault ?? []) parts.push(`--fault ${shellWord(fault)}`);
  return parts.join(' ');
}
