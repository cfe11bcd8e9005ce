/** Reporters of a user's own in a real process: where they went wrong, told once, and a run that is what it would have been. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { usualViews } from '../../src/report/view/views.ts';
import { callstorm } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';

const file = scenario({ load: constant(2), target: 'url: simulator' });
const folder = dirname(file);

function module(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

it('names the line of a reporter that throws, and ends as it would have ended', async () => {
  const throws = module(
    'throws.ts',
    "interface Never {}\n\nexport default {\n  name: 'mine',\n  sink: () => ({\n    record(): Never {\n      throw new Error('enough');\n    },\n  }),\n  view: { file: 'mine.txt', make: () => 'made' },\n};\n",
  );
  const imports = module(
    'imports.mts',
    "import { ConfigError, exitCodeOf } from 'callstorm';\nexport default { name: 'b', view: { file: 'b.txt', make: ({ summary }: any) => `${exitCodeOf(summary)} ${ConfigError.name}` } };\n",
  );
  const out = join(folder, 'out');
  const asked = ['--reporter', throws, '--reporter', imports, '--reporter', 'csv'];
  const ended = await callstorm(['rehearse', file, '--seed', '11', '--out', out, '--quiet', ...asked]).ended;
  const told = ended.err.split('\n').filter((line) => line.includes('reporter'));
  expect(told).toEqual([`warning reporter mine (${throws}) stopped: enough (${throws}:7)`]);
  expect(ended.exitCode).toBe(0);
  expect(readdirSync(out).sort()).toEqual(
    [
      'b.txt',
      'calls.csv',
      'calls.ndjson',
      'mine.txt',
      'turns.csv',
      ...usualViews.map((each) => each.file),
    ].sort(),
  );
  expect(readFileSync(join(out, 'summary.json'), 'utf8')).toMatch(/"command": ".* rehearse \S+ --seed 11"/);
  expect(readFileSync(join(out, 'mine.txt'), 'utf8')).toBe('made');
  expect(readFileSync(join(out, 'b.txt'), 'utf8')).toBe('0 ConfigError');
  // Of a run that is over, by the same command's `report`.
  const again = await callstormHere(['report', out, '--write', '--reporter', imports]);
  expect(again.err).toContain(`wrote ${join(out, 'b.txt')}`);
});

it('makes no call where one does not load', async () => {
  const early = module('early.ts', "\n\nthrow new Error('early');\n");
  const out = join(folder, 'none');
  const ended = await callstorm(['run', file, '--out', out, '--reporter', early]).ended;
  expect([ended.exitCode, ended.err]).toEqual([
    2,
    `error ${early}:3:7: the module stopped while it ran: early\n`,
  ]);
  expect(() => readdirSync(out)).toThrow('ENOENT');
});
