/**
 * A run that is calibrated while it goes on: its own error is small, stands in the report, and nothing of the calls that
 * measured it is in any other figure. Where the reference agent fails, the run does not.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CalibrationRecord, LogRecord } from '../../src/core/log/record.ts';
import { artefactsOf, expectAccounted, expectExit, recordsOf, type Artefacts } from './artefacts.ts';
import { callstorm, temporary, type Ended } from './command.ts';
import { callstormHere } from './here.ts';
import { Lanes } from './lanes.ts';
import { referencePid } from './reference_pid.ts';
import { constant, scenario } from './scenario_text.ts';

const CALLS = 6;
const TURNS = 3;

interface Calibrated {
  readonly ended: Ended;
  readonly folder: string;
  readonly found: Artefacts;
  readonly records: readonly LogRecord[];
}

async function run(seed: number, ...args: string[]): Promise<Calibrated> {
  const folder = join(temporary(), 'run');
  const file = scenario({
    seed,
    load: constant(CALLS),
    script: `[${Array(TURNS).fill('{ say: okay }, listen').join(', ')}]`,
  });
  const ended = await callstorm(['run', file, '--out', folder, '--quiet', ...args]).ended;
  return { ended, folder, found: artefactsOf(folder), records: recordsOf(join(folder, 'calls.ndjson')) };
}

const ofCalibration = (records: readonly LogRecord[]): readonly LogRecord[] =>
  records.filter(({ type }) => type.startsWith('calibration'));

const lanes = new Lanes(2);

describe.concurrent('callstorm run --calibrate', { retry: 2 }, () => {
  it(
    'measures its own error, which is small, and keeps it out of everything else',
    lanes.take(async () => {
      const { ended, folder, found, records } = await run(71_001, '--calibrate', '--workers', '2');
      expectExit(found, ended, 0);
      expectAccounted(found, CALLS);
      expect(found.header.calibration).toEqual({ sentinels: 2, asked: true });
      const { calibration, calls, turns, metrics, callers, verdict } = found.summary;
      const told = ofCalibration(records) as CalibrationRecord[];
      expect(told.length).toBeGreaterThanOrEqual(2);
      expect(calibration).toMatchObject({ turns: told.length, unmatched: 0, trouble: null });
      // The onset's grid is up to 10 ms early, the machine late.
      expect(calibration?.error?.size.p95).toBeLessThanOrEqual(20);
      expect(verdict.warnings).toEqual([]);
      for (const { measuredMs, trueMs } of told) expect([measuredMs, trueMs]).not.toContain(null);

      expect(calls.planned).toBe(CALLS);
      expect(found.footer.calls.planned).toBe(CALLS);
      expect(turns.total).toBe(CALLS * TURNS);
      expect(metrics.response_latency).toMatchObject({ count: CALLS * TURNS });
      expect(callers.map(({ caller }) => caller)).toEqual(['hurried']);
      expect(found.summary.run.peakConcurrency).toBeLessThanOrEqual(CALLS);
      expect(JSON.stringify(records.filter(({ type }) => type === 'turn'))).not.toContain('sentinel');

      expect(ended.out).toMatch(/response_latency .*\n {2}measured − true: /);
      const again = await callstormHere(['report', folder, '--format', 'markdown']);
      expect(again.out).toBe(readFileSync(join(folder, 'report.md'), 'utf8'));
      expect(again.out).toContain('measured − true: ');
      expect(referencePid(71_001)).toBeNull();
    }),
  );

  it(
    'makes no such calls where the run is small and nobody asks, and says so',
    lanes.take(async () => {
      const { ended, found, records } = await run(71_002);
      expectExit(found, ended, 0);
      expect(found.header.calibration).toEqual({ sentinels: 0, asked: null });
      expect(ofCalibration(records)).toEqual([]);
      expect(ended.out).toContain('not calibrated: fewer than 50 calls; --calibrate');
      expect(found.summary.repeat.command).not.toContain('calibrate');
    }),
  );

  it.skipIf(!existsSync('/proc'))(
    'goes on without its reference agent, and says why it is not calibrated',
    lanes.take(async () => {
      const folder = join(temporary(), 'run');
      const file = scenario({ seed: 71_003, load: constant(CALLS) });
      const command = callstorm(['run', file, '--out', folder, '--quiet', '--calibrate']);
      // Gone as soon as it is there: before a sentinel can have had an answer.
      let pid: number | null = null;
      while (pid === null) {
        pid = referencePid(71_003);
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
        });
      }
      process.kill(pid, 'SIGKILL');
      const ended = await command.ended;
      const found = artefactsOf(folder);
      expectExit(found, ended, 0);
      expectAccounted(found, CALLS);
      expect(found.summary.calls.completed).toBe(CALLS);
      expect(found.summary.calibration).toMatchObject({ turns: 0, error: null });
      expect(found.summary.calibration?.trouble).toMatch(/^the reference agent .*SIGKILL/);
      expect(found.summary.verdict.warnings.join()).toContain('not calibrated: the reference agent');
    }),
  );
});
