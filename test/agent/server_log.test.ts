import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openServerLog } from '../../src/agent/server_log.ts';
import { hasFullDevice } from '../disk/full.ts';

const record = { type: 'fault', sessionId: '', atMs: 1, fault: 'dropped' } as const;

it.runIf(hasFullDevice)('a log on a full disk says so once, and lets the agent go on', async () => {
  const told: string[] = [];
  const log = await openServerLog('/dev/full', (why) => told.push(why));
  log.write(record);
  await log.close();
  log.write(record);
  await log.close();
  expect(told).toEqual(['the disk is full (ENOSPC)']);
});

it('a log on a disk with room is written whole, and says nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
  const told: string[] = [];
  const log = await openServerLog(join(folder, 'log'), (why) => told.push(why));
  log.write(record);
  await log.close();
  expect(JSON.parse(readFileSync(join(folder, 'log'), 'utf8'))).toEqual(record);
  expect(told).toEqual([]);
  rmSync(folder, { recursive: true });
});
