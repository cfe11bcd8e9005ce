import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/agent/profile/load_profile.ts';
import { readTlsPair } from '../../src/agent/tls_files.ts';
import { readRegular, readRegularText } from '../../src/disk/read_regular.ts';
import { importFixture } from '../../src/fixture/import.ts';
import { loadManifest, readFixture, type Fixture } from '../../src/fixture/manifest.ts';
import { readLogs } from '../../src/report/read.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
const at = (name: string): string => join(folder, name);
const socket = createServer();
const ENDINGS = ['.yaml', '.ts', '.wav', '.pem', '.ndjson', 'manifest.json'];

beforeAll(async () => {
  for (const ending of ENDINGS) {
    execFileSync('mkfifo', [at(`fifo${ending}`)]);
    symlinkSync('/dev/zero', at(`zero${ending}`));
  }
  writeFileSync(at('plain'), 'text');
  writeFileSync(at('vast'), '');
  truncateSync(at('vast'), 80 << 20);
  await new Promise<void>((resolve) => socket.listen(at('socket'), resolve));
});
afterAll(() => {
  socket.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a file', () => {
  it('that is one is read', async () => {
    expect(await readRegularText(at('plain'))).toBe('text');
    expect(await readRegular(at('vast'), 'recording')).toHaveLength(80 << 20);
  });

  it.each([
    ['fifo.yaml', 'NOT_A_REGULAR_FILE'],
    ['zero.yaml', 'NOT_A_REGULAR_FILE'],
    ['socket', 'NOT_A_REGULAR_FILE'],
    ['.', 'EISDIR'],
    ['vast', 'FILE_TOO_LARGE'],
    ['none', 'ENOENT'],
  ])('that is none, or too large, is refused unread: %s', async (name, code) => {
    await expect(readRegularText(at(name))).rejects.toMatchObject({ code });
  });
});

const readers: readonly (readonly [
  what: string,
  ending: string,
  read: (file: string) => Promise<unknown>,
])[] = [
  ['a scenario', '.yaml', (file) => loadScenario(file)],
  ['a module', '.ts', (file) => loadScenario(file)],
  ['a profile', '.yaml', (file) => loadProfile({ voices: new Map() } as never, file)],
  ['a certificate', '.pem', (file) => readTlsPair(file, file)],
  ['a log', '.ndjson', (file) => readLogs([file])],
  [
    'a recording',
    '.wav',
    (file) => readFixture(folder, { id: 'x', file: file.slice(folder.length + 1) } as Fixture),
  ],
  ['a recording to import', '.wav', (file) => importFixture({ file, dir: at('new'), transcript: 'x' })],
];

describe.each(readers)('%s that is', (_, ending, read) => {
  it.each(['fifo', 'zero'])('a %s is one clear error', async (kind) => {
    await expect(read(at(`${kind}${ending}`))).rejects.toThrow(/REGULAR|regular|pipe/i);
  });
});

it('a manifest that is a pipe is one clear error', async () => {
  const dir = mkdtempSync(at('m'));
  execFileSync('mkfifo', [join(dir, 'manifest.json')]);
  await expect(loadManifest(dir)).rejects.toThrow(/NOT_A_REGULAR_FILE/);
});
