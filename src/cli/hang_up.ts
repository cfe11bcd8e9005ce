/**
 * Whether the end of a terminal (SIGHUP) is to be ignored, as `nohup` asks. Node resets every signal as it starts, so that
 * this cannot be asked of the system: it is told by what `nohup` leaves behind, or by a parent that ignores it.
 */

import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

export interface Traces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The status of the parent as Linux tells it; the file that an output goes to. Both empty where nobody can tell. */
  readonly parentStatus?: () => string;
  readonly output?: (descriptor: 1 | 2) => string;
}

export function hangUpIsIgnored(traces: Traces): boolean {
  const { env, parentStatus = ofParent, output = fileOf } = traces;
  if (basename(env['_'] ?? '') === 'nohup') return true;
  if (([1, 2] as const).some((descriptor) => basename(output(descriptor)) === 'nohup.out')) return true;
  const ignored = /^SigIgn:\s*([0-9a-f]+)/m.exec(parentStatus())?.[1] ?? '0';
  // The lowest bit is signal 1.
  return (BigInt(`0x${ignored}`) & 1n) === 1n;
}

function ofParent(): string {
  try {
    return readFileSync(`/proc/${process.ppid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function fileOf(descriptor: 1 | 2): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}
