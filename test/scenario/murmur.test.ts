/** Sounds that ask for nothing, as a script writes them: over the agent, and into a silence. */

import { describe, expect, it } from 'vitest';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { scenarioOf } from '../../src/scenario/scenario.ts';
import { meaningIssues } from '../../src/scenario/scenario_meaning.ts';
import type { ScenarioFile } from '../../src/scenario/schema/scenario_schema.ts';

const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);

function fileOf(...script: ScenarioFile['callers'][number]['script']): ScenarioFile {
  return { name: 'murmurs', callers: [{ name: 'ann', script }], load: { concurrency: 1, calls: 1 } };
}

const issues = (...script: ScenarioFile['callers'][number]['script']): readonly unknown[] =>
  meaningIssues(fileOf(...script), { repertoire, fileExists: () => true });

describe('a murmur', () => {
  it('is in the plan with its kind where somebody says it, and its recording is too', async () => {
    const file = fileOf(
      { say: 'refund' },
      { backchannel: { say: 'yes', as: 'non_directed' } },
      'listen',
      { silence: { for: '4s', or: 'hangup', murmur: { after: '1s', say: 'cough' } } },
      { silence: { for: '4s', murmur: { say: ['not-now'], as: 'tic' } } },
    );
    const { plan } = await compileWith(repertoire, scenarioOf(file));
    expect(plan.callers[0]?.steps.slice(1)).toEqual([
      {
        op: 'backchannel',
        afterMs: 800,
        speech: [{ utterance: 'yes' }],
        as: 'non_directed',
        onTimeout: 'fail',
      },
      { op: 'listen', onTimeout: 'fail' },
      { op: 'silence', durationMs: 4000, orHangup: true, afterMs: 1000, speech: [{ utterance: 'cough' }] },
      { op: 'silence', durationMs: 4000, afterMs: 800, speech: [{ utterance: 'not-now' }], as: 'tic' },
    ]);
    expect(plan.clips.map(({ utterance }) => utterance)).toEqual(
      expect.arrayContaining(['cough', 'not-now']),
    );
  });

  it('has to be something that there is, within its silence', () => {
    const silence = (murmur: { after?: string; say: string }) => ({ silence: { for: '2s', murmur } });
    const path = ['callers', 0, 'script', 0, 'silence', 'murmur'];
    expect(issues(silence({ after: '1900ms', say: 'cough' }), { say: 'yes' })).toEqual([]);
    expect(issues(silence({ after: '2s', say: 'cough' }), { say: 'yes' })).toMatchObject([{ path }]);
    expect(issues(silence({ say: 'coughs' }), { say: 'yes' })).toMatchObject([{ path: [...path, 'say'] }]);
  });
});
