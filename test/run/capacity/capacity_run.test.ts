import { beforeAll, describe, expect, it } from 'vitest';
import { capacitySink } from '../../../src/run/capacity/capacity_sink.ts';
import { header, judgement } from '../../report/log_builder.ts';
import { searched, settingsFor, type Searched } from './made_target.ts';
import { controlWith } from '../run_control.ts';

/** Its p95 is 1.179 of its median: 800 ms are crossed at 678, with 42 to 43 calls at once. */
const rising = (atOnce: number): number => 300 + 9 * atOnce;
const SLO = 'response_latency p95 < 800ms, error_rate < 5%';

const settings = settingsFor(SLO, { mostMs: 300_000 });
let found: Searched;
beforeAll(() => {
  found = searched({ latencyMs: rising }, settings);
});

describe('a search for capacity', () => {
  it('finds where the latency crosses the limit, and says how sure it is', () => {
    const { knee, limit } = found.result;
    expect(knee.holds).toBeGreaterThanOrEqual(38);
    expect(knee.holds).toBeLessThanOrEqual(43);
    expect(knee.fails).toBeLessThanOrEqual((knee.holds as number) * 1.06);
    expect(limit.by).toBe('target');
    expect(knee.confidence).toBeGreaterThan(0.9);
    expect(knee.measured.holds).toBeGreaterThanOrEqual(2);
    expect(knee.measured.fails).toBeGreaterThanOrEqual(2);
  });

  it('leaves the warm-up of each level out, and says how it was decided', () => {
    for (const level of found.result.levels) {
      expect(level.warmUp.durationMs).toBeGreaterThan(15_000);
      expect(level.warmUp.how).toContain('mean length of a call');
      expect(level.countedFromMs).toBe(level.fromMs + level.warmUp.durationMs);
      expect(level.atOnce.mean).toBeCloseTo(level.amount, 0);
    }
  });

  it('names the conditions that break, and the number of sessions at which calls are refused', () => {
    const { result } = searched(
      { latencyMs: () => 300, takes: 30 },
      settingsFor('response_latency p95 < 800ms, error_rate < 2%'),
    );
    expect(result.knee.holds).toBe(30);
    expect(result.knee.brokenBy).toEqual(['error_rate < 2%']);
    expect(result.knee.refusedAt).toBe(30);
    expect(result.notes.join(' ')).toContain('At 30 sessions connections are refused (overloaded)');
  });

  it('never takes the generator for the target', () => {
    const { result } = searched({ latencyMs: rising, generatorTakes: 20 }, settingsFor(SLO));
    expect(result.limit.by).toBe('generator');
    expect(result.limit.next).toContain('--workers');
    expect(result.knee.holds).toBeLessThanOrEqual(20);
    expect(result.knee.holds).toBeGreaterThanOrEqual(19);
    expect(result.knee.failsBy).toBe('generator');
    expect(result.knee.brokenBy).toEqual([]);
    const late = result.levels.filter(({ amount }) => amount > 20);
    expect(late.map(({ verdict }) => verdict)).toEqual(late.map(() => 'invalid'));
  });

  it('says `generator` also where the target would have failed the condition there', () => {
    const { result } = searched(
      { latencyMs: (atOnce) => (atOnce > 20 ? 5000 : 300), generatorTakes: 20 },
      settingsFor(SLO),
    );
    expect(result.limit.by).toBe('generator');
  });

  it('stops at the most that may be tried, and says that it still holds', () => {
    const { result } = searched({ latencyMs: () => 300 }, settingsFor(SLO, { max: 12 }));
    expect(result.limit.by).toBe('max');
    expect(result.knee).toMatchObject({ holds: 12, fails: null, failsBy: null });
    expect(Math.max(...result.levels.map(({ amount }) => amount))).toBe(12);
  });

  it('goes down where the first level fails already', () => {
    const { result } = searched({ latencyMs: (atOnce) => 100 * atOnce }, settingsFor(SLO, { from: 20 }));
    expect(result.knee.holds).toBeLessThanOrEqual(6);
    expect(result.knee.holds).toBeGreaterThanOrEqual(5);
  });

  it('says that nothing holds where not even one call does', () => {
    const { result } = searched({ latencyMs: () => 2000 }, settingsFor(SLO, { from: 4 }));
    expect(result.knee).toMatchObject({ holds: null, fails: 1, confidence: null });
    expect(result.limit.by).toBe('target');
  });

  it('ends soon where nobody is there', () => {
    const { result } = searched({ latencyMs: () => 300, takes: 0 }, settingsFor(SLO));
    expect(result.limit.by).toBe('unreachable');
    expect(result.run.lastedMs).toBeLessThan(60_000);
  });

  it('does not go down for hours where a condition asks for more calls than a level can have', () => {
    const { result } = searched(
      { latencyMs: rising },
      settingsFor('response_latency p95 < 800ms, error_rate < 0.1%', { mostMs: 120_000 }),
    );
    expect(result.limit).toMatchObject({ by: 'time' });
    expect(result.limit.next).toContain('--level-most');
    expect(result.knee.holds).toBeNull();
    expect(result.levels.filter(({ verdict }) => verdict === 'undecided').length).toBeLessThanOrEqual(2);
  });

  it('keeps what it had when it is broken off', () => {
    const stopped = { atMs: 300_000, reason: 'interrupted' } as const;
    const { result } = searched({ latencyMs: rising, stopped }, settingsFor(SLO));
    expect(result.limit.by).toBe('interrupted');
    expect(result.levels.length).toBeGreaterThan(2);
    expect(result.levels.at(-1)?.verdict).toBe('cut');
  });

  it('ends by its budget, and by its time', () => {
    const stopped = { atMs: 200_000, reason: 'budget' } as const;
    expect(searched({ latencyMs: rising, stopped }, settingsFor(SLO)).result.limit.by).toBe('budget');
    const { result } = searched({ latencyMs: rising }, settingsFor(SLO, { totalMs: 200_000 }));
    expect(result.limit.by).toBe('time');
    expect(result.run.lastedMs).toBeLessThan(240_000);
  });

  it('sees that more load gets less done', () => {
    const { result } = searched(
      { latencyMs: (atOnce) => (atOnce < 30 ? 500 : 60 * atOnce ** 2) },
      settingsFor('error_rate < 20%', { max: 50 }),
    );
    expect(result.knee.retrograde?.peakAt).toBeLessThan(30);
    expect(result.notes.join(' ')).toContain('Throughput goes back');
  });

  it('raises the calls that begin per second, where that is asked for', () => {
    // Each call is about 20 s: 2 a second are 40 at once.
    const { result } = searched(
      { latencyMs: rising },
      settingsFor(SLO, { from: 0.5, max: 20, mostMs: 300_000, within: 0.2 }),
      'calls_per_second',
    );
    const level = result.levels.find(({ amount }) => amount === result.knee.holds);
    expect(level?.atOnce.mean).toBeGreaterThan(25);
    expect(level?.atOnce.mean).toBeLessThan(43);
  });

  it('tells the same story from its records alone', () => {
    const { result, records } = found;
    const again = capacitySink({ settings, unit: 'calls_at_once', pricing: judgement.pricing });
    again.begin?.(header({ engine: 'virtual' }), controlWith());
    for (const record of records) again.record?.(record);
    void again.end?.({
      type: 'footer',
      endedMs: result.run.lastedMs,
      reason: 'done',
      detail: null,
      calls: { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 },
    });
    expect(again.result()?.levels.map(({ amount, verdict }) => [amount, verdict])).toEqual(
      result.levels.map(({ amount, verdict }) => [amount, verdict]),
    );
    expect(again.result()?.knee).toEqual(result.knee);
  });

  it('tells how far it is', () => {
    const told: string[] = [];
    searched({ latencyMs: () => 300 }, settingsFor(SLO, { max: 4 }), 'calls_at_once', ({ type }) =>
      told.push(type),
    );
    expect(told.filter((type) => type === 'begun')).toHaveLength(
      told.filter((type) => type === 'over').length,
    );
    expect(told).toContain('so_far');
  });
});
