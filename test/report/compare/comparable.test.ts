import { describe, expect, it } from 'vitest';
import { obstaclesBetween, warningsBetween } from '../../../src/report/compare/comparable.ts';
import type { RunIdentity } from '../../../src/report/compare/compared_run.ts';
import { madeRun } from './compared_runs.ts';

const { identity } = madeRun({ seed: 1, calls: 10 });
const with_ = (fields: Partial<RunIdentity>): RunIdentity => ({ ...identity, runs: ['other'], ...fields });

describe('two runs', () => {
  it('of one plan are compared, with nothing to say', () => {
    expect(obstaclesBetween(identity, with_({}))).toEqual([]);
    expect(warningsBetween(identity, with_({}))).toEqual([]);
  });

  it.each([
    [
      'invalid_run',
      { verdict: 'invalid', reasons: ['frames went out late'] },
      'is invalid: frames went out late',
    ],
    ['not_whole', { ended: 'cut off' }, 'was cut off'],
    ['not_whole', { ended: 'budget' }, 'ended early (budget)'],
    ['other_engine', { engine: 'virtual' }, 'another engine: node before, virtual after'],
    ['other_dialect', { dialect: 'else' }, 'another dialect: openai-realtime before, else after'],
    ['other_frame', { frameMs: 20 }, 'another frame size: 100 ms before, 20 ms after'],
    [
      'other_scenario',
      { scenario: 'else', plan: 'x' },
      'another scenario: “support-line” before, “else” after',
    ],
  ] as const)('are not, for good: %s', (code, fields, text) => {
    const found = obstaclesBetween(identity, with_(fields));
    expect(found).toMatchObject([{ code, passable: false }]);
    expect(found[0]?.text).toContain(text);
    expect(found[0]?.wayOut).toMatch(/\.$/);
    const turned = obstaclesBetween(with_(fields), identity);
    expect(turned.map((one) => one.code)).toEqual([code]);
  });

  it('of another plan are not, unless somebody insists; what differs is said', () => {
    const other = with_({ plan: 'x', seed: 7, target: { url: 'wss://other', model: 'm' } });
    const [found] = obstaclesBetween(identity, other);
    expect(found).toMatchObject({ code: 'other_plan', passable: true });
    expect(found?.text).toContain('seed 42 → 7, target simulator → wss://other, model gpt-realtime-2.1 → m');
    expect(warningsBetween(identity, other).join()).toContain('the plans differ (seed 42 → 7');
    expect(obstaclesBetween(identity, with_({ plan: 'x' }))[0]?.text).toContain('callers, settings');
  });

  it('that are one run, or of two versions, say so', () => {
    expect(warningsBetween(identity, identity).join()).toContain('both are the same run');
    expect(warningsBetween(identity, with_({ callstorm: '9' })).join()).toContain(
      'by Callstorm 0.1.0 before, and 9',
    );
  });
});
