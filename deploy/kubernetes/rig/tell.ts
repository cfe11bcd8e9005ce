/**
 * The story, told within the rig's own world (rig.ts makes it): brings the cluster up, tells the parts that were asked for, and ends.
 * The kernel ends all that was started with it. Where its standard input ends, whoever wanted the story has gone, and so does it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bringUp } from './cluster.ts';
import type { Stage } from './stage.ts';
import { parts, type PartName } from './story.ts';

const [bin = '', ...asked] = process.argv.slice(2);
const chosen = (asked.length === 0 ? Object.keys(parts) : asked) as PartName[];
const folder = mkdtempSync(join(tmpdir(), 'callstorm-rig-'));

process.stdin.on('end', () => leave(130)).resume();
leave(await tell().catch(failed));

async function tell(): Promise<number> {
  const stage: Stage = await bringUp({ bin, folder, repository: resolve(import.meta.dirname, '../../..') });
  for (const name of chosen) await parts[name](stage);
  if (stage.failed.length === 0) return 0;
  console.error(`\nrig: did not hold: ${stage.failed.join('; ')}`);
  return 1;
}

function failed(error: unknown): number {
  console.error(`rig: ${(error as Error).message}`);
  return 1;
}

function leave(code: number): never {
  // The first process of its world: to everybody else in it.
  if (process.pid === 1) process.kill(-1, 'SIGKILL');
  if (process.env['CALLSTORM_RIG_KEEP'] === undefined) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  } else {
    console.error(`rig: logs are kept in ${folder}`);
  }
  process.exit(code);
}
