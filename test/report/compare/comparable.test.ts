import { describe, expect, it } from 'vitest';
import {
  obstaclesBetween,
  planDifferences,
  warningsBetween,
} from '../../../src/report/compare/comparable.ts';
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

  it('are not in the words, and with the way out, of what keeps them apart', () => {
    const given = (fields: Partial<RunIdentity>) =>
      obstaclesBetween(identity, with_(fields)).map(({ text, wayOut }) => `${text} | ${wayOut}`);
    expect(given({ verdict: 'invalid', reasons: [] })).toEqual([
      'reports/1 is invalid: the generator could not sustain it | Its figures tell of the run and not of the target: merge the share that is missing, or make the run again, with less load or on a quieter machine.',
    ]);
    expect(given({ ended: 'cut off' })).toEqual([
      'reports/1 was cut off: its last calls are missing or broken off, and these are not the same as the others | Make the run again, to its end.',
    ]);
    expect(given({ ended: 'budget', verdict: 'invalid' })).toEqual([
      'reports/1 ended early (budget): its last calls are missing or broken off, and these are not the same as the others | Make the run again, to its end.',
    ]);
    expect(given({ engine: 'virtual', dialect: 'else', frameMs: 20 })).toEqual([
      'another engine: node before, virtual after | A rehearsal tells of its profile and a run of its target: make both the same way.',
      'another dialect: openai-realtime before, else after | Run both in one dialect.',
      'another frame size: 100 ms before, 20 ms after | A caller’s words are heard a frame later: run both with one frame size.',
    ]);
    expect(given({ scenario: 'else' })).toEqual([
      'another scenario: “support-line” before, “else” after | Other callers say other things: run one scenario against both.',
    ]);
    expect(given({ plan: 'x', seed: 7 })).toEqual([
      'another plan of support-line: seed 42 → 7 | Run the same scenario with the same options against both; or give --anyway: they are compared then, but not call by call.',
    ]);
  });

  it('of which either is no good are not, and each that is not is named', () => {
    const bad = with_({ given: 'b', ended: 'error' });
    expect(obstaclesBetween({ ...identity, verdict: 'invalid' }, bad).map(({ code }) => code)).toEqual([
      'invalid_run',
      'not_whole',
    ]);
  });

  it('differ in what their plans are seen to differ in, and else in what is not seen', () => {
    const { load } = identity;
    expect(planDifferences(identity, with_({ plan: 'x' }))).toEqual([
      'callers, settings, thresholds or recordings',
    ]);
    expect(
      planDifferences(
        identity,
        with_({
          seed: 1,
          target: { url: 'wss://b', model: 'm' },
          load: { mode: 'closed', plannedCalls: null, maxConcurrency: 7 },
        }),
      ),
    ).toEqual([
      'seed 42 → 1',
      'target simulator → wss://b',
      'model gpt-realtime-2.1 → m',
      'load open → closed',
      'planned calls 10 → by the clock',
      'at most at once 100 → 7',
    ]);
    const byTheClock = { ...identity, load: { ...load, plannedCalls: null } };
    expect(planDifferences(byTheClock, identity)).toEqual(['planned calls by the clock → 10']);
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
    expect(warningsBetween(identity, identity)).toEqual([
      'both are the same run: whatever is compared is the same',
    ]);
    expect(warningsBetween({ ...identity, runs: [] }, { ...identity, runs: [] })).toEqual([]);
    expect(warningsBetween(identity, with_({ callstorm: '9' }))).toEqual([
      'measured by Callstorm 0.1.0 before, and 9 after',
    ]);
    expect(warningsBetween(identity, with_({ plan: 'x', seed: 7 }))).toEqual([
      'the plans differ (seed 42 → 7): a difference may be theirs and not the target’s',
    ]);
  });
});
