/** How long calls kept their lines, by the logs of runs: from the connection’s opening to the call’s end. */

import { resolve } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import type { StaffingQuestion } from '../forecast/queue/needed_lines.ts';
import { account } from '../report/account.ts';
import { readLogs } from '../report/read.ts';
import { meanInterval, sortedValues } from '../report/statistics.ts';
import type { Io } from './io.ts';

type Lengths = Pick<StaffingQuestion, 'callLengthS' | 'lengthsS'>;

export function givenLength(mean: number): Lengths {
  return { callLengthS: { mean, low: null, high: null }, lengthsS: [] };
}

/** Of all calls that had a line, those that failed on it too: they kept it as well. Throws ConfigError. */
export async function callLengthsOf(io: Io, runs: readonly string[]): Promise<Lengths> {
  const lengthsS: number[] = [];
  for (const given of runs) {
    const log = await readLogs([resolve(io.cwd, given)]);
    for (const { record } of account(log).calls) {
      const { connectedMs = null, endedMs = null } = record ?? {};
      if (connectedMs !== null && endedMs !== null && endedMs > connectedMs)
        lengthsS.push((endedMs - connectedMs) / 1000);
    }
  }
  if (lengthsS.length === 0) {
    throw new ConfigError(`expected calls that were connected in ${runs.join(', ')}, found none`, {
      code: 'no_calls',
      path: '--from',
      hint: 'Give the length of a call: --call-length 3m',
    });
  }
  const sorted = sortedValues(lengthsS);
  const mean = sorted.reduce((sum, length) => sum + length, 0) / sorted.length;
  const [low, high] = meanInterval(sorted, 'call length') ?? [null, null];
  return { callLengthS: { mean, low, high }, lengthsS };
}
