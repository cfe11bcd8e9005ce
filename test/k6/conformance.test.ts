/** The script for k6 makes the same calls as every engine, over real sockets: on the host double, and on k6 itself where there is one. */

import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import { artefactsOf, recordsOf } from '../loopback/artefacts.ts';
import { callstorm, temporary } from '../loopback/command.ts';
import { conformancePlan, holdTogether, logOf, type Log } from '../loopback/conformance_of.ts';
import { builtHost, realK6, withoutGo } from './k6_host.ts';

const file = conformancePlan();
let node: readonly LogRecord[] = [];

async function run(folder: string, args: readonly string[], k6 = ''): Promise<readonly LogRecord[]> {
  const env = k6 === '' ? {} : { CALLSTORM_K6: k6 };
  const { exitCode, err } = await callstorm(['run', file, '--out', folder, '--quiet', ...args], { env })
    .ended;
  expect(err).toBe('');
  expect([0, 1, 3]).toContain(exitCode);
  return recordsOf(join(folder, 'calls.ndjson'));
}

const engines = [
  { name: 'the host double', skipped: withoutGo, program: builtHost },
  { name: 'k6 itself', skipped: realK6 === null, program: () => realK6 ?? '' },
];

describe.skipIf(engines.every(({ skipped }) => skipped))('k6, beside node', () => {
  beforeAll(async () => {
    node = await run(join(temporary(), 'node'), []);
  });

  for (const { name, skipped, program } of engines) {
    describe.skipIf(skipped)(`on ${name}`, () => {
      const folder = join(temporary(), 'k6');
      let k6: readonly LogRecord[] = [];
      beforeAll(async () => {
        k6 = await run(folder, ['--engine', 'k6'], program());
      }, 180_000);

      holdTogether(
        (): Log => logOf(node),
        (): Log => logOf(k6),
      );

      it('leaves what every run leaves', () => {
        const { header, footer, calls, summary } = artefactsOf(folder);
        expect(header).toMatchObject({ engine: 'k6', clockResolutionMs: 1 });
        expect(footer).toMatchObject({ reason: 'done', calls: { planned: 10 } });
        expect(calls.every(({ rtt }) => rtt.count > 0)).toBe(true);
        expect(summary.notes.some((note) => note.includes('whole milliseconds'))).toBe(true);
        expect(summary.generator.frames).toBeGreaterThan(500);
      });
    });
  }
});
