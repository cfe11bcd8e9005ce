import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { giveWay } from '../../src/cli/give_way.ts';

it('lowers the priority of a process, and minds none that is gone', async () => {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setTimeout(() => {}, 60_000)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const pid = child.pid as number;
  const patient = Math.min(19, getPriority(pid) + 5);
  giveWay(pid, patient);
  expect(getPriority(pid)).toBe(patient);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(() => giveWay(pid, 5)).not.toThrow();
});
