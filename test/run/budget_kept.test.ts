import { beforeAll, describe, expect, it } from 'vitest';
import { capped, uncapped, type Trial } from './capped_run.ts';

const small = { file: 'scenarios/support-line.yaml', pricing: { model: 'gpt-realtime-2.1' } } as const;
/** Calls of which one follows another, so that some are over before the budget is. */
const load = { mode: 'closed', concurrency: 2, rampMs: 0, holdMs: 600_000, calls: 6 } as const;

let uncappedUsd = 0;
beforeAll(async () => {
  uncappedUsd = await uncapped(trial({ stop: 'now', share: 1 }));
}, 60_000);

const trial = (own: Pick<Trial, 'stop' | 'share'> & Partial<Trial>): Trial => ({
  ...small,
  overrides: { seed: 5, calls: 6 },
  load,
  ...(uncappedUsd === 0 ? {} : { uncappedUsd }),
  ...own,
});

describe('a run with a budget', () => {
  it('that stops politely ends below it with its last calls whole, and says what was not started', async () => {
    const run = await capped(trial({ stop: 'polite', share: 0.6 }));
    expect(run.spentUsd).toBeLessThanOrEqual(run.maxUsd);
    expect(run.spentUsd).toBeGreaterThan(run.maxUsd / 3);
    expect(run.footer).toMatchObject({ reason: 'budget', detail: expect.stringContaining('no room') });
    const unmade = run.calls.filter(({ outcome }) => outcome === 'not_started');
    expect(unmade.length).toBeGreaterThan(0);
    expect(unmade.every(({ detail }) => detail === run.footer.detail)).toBe(true);
    expect(run.calls.filter(({ outcome }) => outcome === 'completed')).toHaveLength(6 - unmade.length);
    expect(run.budget.drained?.callsGoingOn).toBeGreaterThan(0);
    expect(run.budget.spentUsd).toBeCloseTo(run.spentUsd, 9);
  });

  it('that stops now is over it by no more than a turn of each call that was going on', async () => {
    const run = await capped(trial({ stop: 'now', share: 0.4 }));
    expect(run.footer.reason).toBe('budget');
    expect(run.budget.stopped?.spentUsd).toBeGreaterThanOrEqual(run.maxUsd);
    expect(run.spentUsd).toBeLessThanOrEqual(run.maxUsd + run.allowedUsd);
    expect(Object.keys(run.summary.failures)).toEqual(['budget']);
  });

  it('that suffices is not touched by it', async () => {
    const run = await capped(trial({ stop: 'polite', share: 3 }));
    expect(run.footer).toMatchObject({ reason: 'done', calls: { completed: 6 } });
    expect(run.spentUsd).toBeCloseTo(uncappedUsd, 9);
  });
});
