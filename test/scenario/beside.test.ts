/** What stands beside a step's key: impairments and faults of that step alone, and what cannot stand there. */

import { describe, expect, it } from 'vitest';
import { scenarioOf } from '../../src/scenario/scenario.ts';
import { meaningIssues } from '../../src/scenario/scenario_meaning.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import type { ScenarioFile } from '../../src/scenario/schema/scenario_schema.ts';

type Step = ScenarioFile['callers'][number]['script'][number];

function fileOf(...script: readonly unknown[]): ScenarioFile {
  return {
    name: 'beside',
    callers: [{ name: 'ann', script: script as Step[] }],
    load: { concurrency: 1, calls: 1 },
  };
}

const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
const issuesOf = (...script: readonly unknown[]): readonly string[] =>
  meaningIssues(fileOf(...script), { repertoire, fileExists: () => false }).map(
    ({ path, message }) => `${path.slice(2).join('.')}: ${message}`,
  );

describe('beside a step', () => {
  it('an impairment and a fault are of that step, and the step is what it was', () => {
    const impair = ['clip=30dB'];
    const faults = [{ fault: 'stall', share: '50%' }];
    const beside = scenarioOf(fileOf('listen', { say: 'refund', impair, faults }, 'listen'));
    const within = scenarioOf(fileOf('listen', { say: { speech: 'refund', impair } }, 'listen'));
    expect(beside.callers).toEqual(within.callers);
    expect(beside.impairments).toEqual(within.impairments);
    expect(beside.impairments).toMatchObject([{ impair: 'clip', step: 1, callers: ['ann'] }]);
    expect(beside.faults).toMatchObject([{ fault: 'stall', share: 0.5, step: 1, callers: ['ann'] }]);
  });

  it('keys may come in any order', () => {
    const scenario = scenarioOf(
      fileOf(
        'listen',
        { impair: ['clip=30dB'], say: 'refund' },
        { faults: [{ fault: 'close' }], listen: '8s' },
      ),
    );
    expect(scenario.callers[0]?.steps.map(({ op }) => op)).toEqual(['listen', 'say', 'listen']);
    // Of the answer to what was said last.
    expect(scenario.faults).toMatchObject([{ fault: 'close', step: 1 }]);
  });

  it.each([
    [{ say: 'refund', listen: '8s' }, 'script.1: expected one step, with one key: say, listen'],
    [{ impair: ['clip'] }, 'script.1: expected one step, with one key'],
    [
      { listen: '8s', impair: ['clip'] },
      'script.1.impair: expected impair beside say, interrupt, backchannel: listen says nothing',
    ],
    [{ say: 'refund', impair: ['clop'] }, 'script.1.impair.0: there is no impairment "clop"'],
    [{ say: 'refund', faults: [{ fault: 'stal' }] }, 'script.1.faults.0.fault: there is no fault "stal"'],
    [
      { say: 'refund', faults: [{ fault: 'stall', step: 2 }] },
      'script.1.faults.0.step: expected no step here: it is the one that it stands at',
    ],
    [
      { say: 'refund', faults: [{ fault: 'storm', at: '3s' }] },
      'script.1.faults.0: storm strikes at no step',
    ],
    [
      { listen: '8s', faults: [{ fault: 'stall' }] },
      'script.1.faults.0: stall would never strike: nobody says anything in listen',
    ],
    [
      { say: 'refund', faults: [{ fault: 'stall', phase: 'answer', during: 'answer' }] },
      'script.1.faults.0.during: stall: during and phase are the same',
    ],
  ])('refuses %j', (step, said) => {
    expect(issuesOf('listen', step, 'listen').find((issue) => issue.startsWith(said))).toBeDefined();
  });
});
