import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directoryFor, openLog } from '../../src/cli/run_directory.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { put, tempDir } from '../fixture/folder.ts';
import { terminal } from './terminal.ts';

const plan = { scenario: { name: 'Support line' } } as Plan;

describe('where a run is written to', () => {
  it('is where --out says, or a place of its own', async () => {
    const cwd = await tempDir();
    expect(directoryFor(terminal({ cwd }), plan, 'here')).toBe(join(cwd, 'here'));
    expect(directoryFor(terminal({ cwd }), plan, undefined)).toMatch(/reports\/.*-support-line$/);
  });

  it.each(['', ' '])('is not the working folder for an empty --out: "%s"', (out) => {
    expect(() => directoryFor(terminal(), plan, out)).toThrow(
      'expected a directory for the report, found an empty name',
    );
  });

  it.skipIf(!existsSync('/proc/self'))('is refused at once where no directory can be made', () => {
    expect(() => openLog('/proc/callstorm')).toThrow(
      'cannot be written: no directory can be made there (ENOENT)',
    );
  });

  it('is refused where a file is in the way', async () => {
    const file = await put(await tempDir(), 'file', '');
    expect(() => openLog(join(file, 'run'))).toThrow('a file is in the way of the directory (ENOTDIR)');
  });
});
