/** A call of a run, made again by itself: the same words at the same instants, the same draws of the agent, the same end. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporary, written } from './command.ts';
import { callstormHere } from './here.ts';

const file = written(
  'storm.yaml',
  `
name: storm
seed: 73_000
faults:
  - { fault: disconnect, share: 50%, during: answer, nth: 2, after: 300ms }
callers:
  - name: asker
    script: [listen, { say: order-status }, listen, { say: thanks-bye }, hangup]
load: { concurrency: 6, calls: 6, ramp: 1s }
`.replace('73_000', '73000'),
);

describe('callstorm replay', () => {
  it('makes a call that was spoiled come to the same, and says so; what is not there is an error', async () => {
    const folder = join(temporary(), 'run');
    await callstormHere(['run', file, '--out', folder, '--quiet']);
    const records = readFileSync(join(folder, 'calls.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; call: number; failure?: string | null });
    const spoiled = records.find(({ type, failure }) => type === 'call' && failure === 'disconnected');
    expect(spoiled).toBeDefined();
    const again = await callstormHere(['replay', folder, '--call', String(spoiled?.call)]);
    expect(again.out).toMatch(/WHAT +IN THE RUN +AGAIN +LATER BY +CAME TO\n/);
    expect(again.out).toMatch(/end .*failed \(disconnected\)\n[\s\S]*the same results\n$/);
    expect(again.exitCode).toBe(0);
    const unknown = await callstormHere(['replay', folder, '--call', '99']);
    expect(unknown).toMatchObject({ exitCode: 2, out: '' });
    expect(unknown.err).toMatch(/the run has no call 99/);
  });
});
