/** Alerts with their instants, of a few turns in windows small enough to reckon with. */

import { describe, expect, it } from 'vitest';
import type { Limits } from '../../../src/report/quality/health.ts';
import { MomentWatch, noMoments } from '../../../src/report/quality/moments.ts';
import type { TurnEvent } from '../../../src/report/quality/turn_events.ts';
import { judgement } from '../log_builder.ts';

const limits: Limits = { ...judgement.monitor, windows: { call: 4, fleet: 10 } };
const event = (at: number, fields: Partial<TurnEvent> = {}): TurnEvent => ({
  atMs: at * 1000,
  call: 7,
  turn: at,
  latencyMs: null,
  wrong: false,
  goodAudio: null,
  goodPlayback: null,
  usd: null,
  ...fields,
});
const events = (many: number, of: (at: number) => Partial<TurnEvent>): TurnEvent[] =>
  Array.from({ length: many }, (_, at) => event(at, of(at)));

function ofCall(all: readonly TurnEvent[], by: Limits = limits) {
  const watch = new MomentWatch(by);
  watch.call(all);
  return watch.moments();
}

function ofFleet(all: readonly TurnEvent[], by: Limits = limits) {
  const watch = new MomentWatch(by);
  watch.fleet(all);
  return watch.moments();
}

describe('a share of good audio that is just what is asked', () => {
  it.each([
    [0.8, 10],
    [0.7, 15],
    [0.9, 5],
    [0.6, 20],
  ])('raises nothing: of at least %d, with %d of fifty that are not', (goodAudioRatio, bad) => {
    const asked = { ...limits, goodAudioRatio, windows: { call: 10, fleet: 50 } };
    const first = (bads: number) => (at: number) => ({ goodAudio: at >= bads });
    expect(ofFleet(events(50, first(bad)), asked)).toEqual(noMoments);
    expect(ofFleet(events(50, first(bad + 1)), asked).alerts).toHaveLength(1);
  });
});

describe('a turn of a call', () => {
  it('alerts beyond its limit, and not at it', () => {
    expect(ofCall([event(0, { latencyMs: 800, usd: 0.1 }), event(1)])).toEqual(noMoments);
    expect(ofCall([event(2, { latencyMs: 1600, usd: 0.15 })])).toEqual({
      alerts: [
        {
          category: 'latency',
          level: 'critical',
          over: 'turn',
          observed: 1600,
          limit: 800,
          fromMs: 2000,
          untilMs: 2000,
          turns: 1,
          call: 7,
          turn: 2,
          text: 'turn 2 of call 7 was answered after 1.6 s, over 800 ms',
        },
        {
          category: 'cost',
          level: 'warning',
          over: 'turn',
          observed: 0.15,
          limit: 0.1,
          fromMs: 2000,
          untilMs: 2000,
          turns: 1,
          call: 7,
          turn: 2,
          text: 'turn 2 of call 7 cost $0.150, over $0.100',
        },
      ],
      raised: [
        { category: 'latency', over: 'turn', count: 1, kept: 1 },
        { category: 'cost', over: 'turn', count: 1, kept: 1 },
      ],
    });
  });

  it('that nobody told of has neither latency nor cost', () => {
    expect(ofCall([event(0, { turn: null, latencyMs: 9000, usd: 9 })])).toEqual(noMoments);
  });

  it('is kept where it is among the five worst of its kind, of as bad ones the first', () => {
    const { alerts, raised } = ofCall(
      events(9, (at) => ({ latencyMs: [900, 1000, 950, 1000, 2000, 900, 1000, 1000, 850][at] ?? 0 })),
    );
    expect(alerts.map(({ turn, observed }) => [turn, observed])).toEqual([
      [1, 1000],
      [3, 1000],
      [4, 2000],
      [6, 1000],
      [7, 1000],
    ]);
    expect(raised).toEqual([{ category: 'latency', over: 'turn', count: 9, kept: 5 }]);
    const same = ofCall(events(8, () => ({ latencyMs: 900 })));
    expect(same.alerts.map(({ turn }) => turn)).toEqual([0, 1, 2, 3, 4]);
  });

  it('stands in the order of time among those of all kinds', () => {
    const { alerts, raised } = ofCall(
      events(4, (at) => (at % 2 === 0 ? { usd: 1 - at / 10 } : { latencyMs: 900 + at })),
    );
    expect(alerts.map(({ category, fromMs }) => [category, fromMs])).toEqual([
      ['cost', 0],
      ['latency', 1000],
      ['cost', 2000],
      ['latency', 3000],
    ]);
    expect(raised.map(({ category, count }) => [category, count])).toEqual([
      ['cost', 2],
      ['latency', 2],
    ]);
  });
});

describe('a stretch of a call', () => {
  it('is of its last so many turns, from the first that was too much to the last', () => {
    const { alerts } = ofCall(events(8, (at) => ({ wrong: at === 1 || at === 2 })));
    // Of four: a quarter from the second on, half from the third to the fifth, a quarter at the sixth, none at the seventh.
    expect(alerts).toEqual([
      {
        category: 'errors',
        level: 'critical',
        over: 'call',
        observed: 0.5,
        limit: 0.2,
        fromMs: 1000,
        untilMs: 5000,
        turns: 6,
        call: 7,
        text: '50% of 4 turns of call 7 went wrong, over 20%',
      },
    ]);
  });

  it('is of ten turns where the scenario says nothing', () => {
    const turns = events(12, (at) => ({ wrong: at < 3 }));
    const { alerts } = ofCall(turns, judgement.monitor);
    expect(alerts).toMatchObject([
      { observed: 0.3, fromMs: 2000, untilMs: 9000, text: '30% of 10 turns of call 7 went wrong, over 20%' },
    ]);
    expect(ofCall(turns.slice(1), judgement.monitor)).toEqual(noMoments);
  });
});

describe('a stretch of all calls', () => {
  it('is too slow by the p95 of its last so many answers', () => {
    // Of ten the p95 is the slowest: until it is the eleventh last.
    const { alerts, raised } = ofFleet(events(25, (at) => ({ latencyMs: at === 12 ? 1700 : 300 })));
    expect(alerts).toEqual([
      {
        category: 'latency',
        level: 'critical',
        over: 'window',
        observed: 1700,
        limit: 800,
        fromMs: 12_000,
        untilMs: 21_000,
        turns: 19,
        text: 'response_latency p95 of 10 turns in a row was 1.7 s, over 800 ms',
      },
    ]);
    expect(raised).toEqual([{ category: 'latency', over: 'window', count: 1, kept: 1 }]);
  });

  it('goes wrong by the share of its turns', () => {
    const { alerts } = ofFleet(events(20, (at) => ({ wrong: at < 3 })));
    expect(alerts).toMatchObject([
      {
        category: 'errors',
        level: 'warning',
        over: 'window',
        observed: 0.3,
        limit: 0.2,
        fromMs: 2000,
        untilMs: 9000,
        text: '30% of 10 turns in a row went wrong, over 20%',
      },
    ]);
    expect(alerts[0]).not.toHaveProperty('call');
  });

  it('sounds bad, and plays badly, each by its own limit, and says how much was good', () => {
    const bad = (key: 'goodAudio' | 'goodPlayback') => events(10, (at) => ({ [key]: at >= 3 }));
    const quarter = { ...limits, goodAudioRatio: 0.75 };
    const audio = ofFleet(bad('goodAudio'), quarter).alerts;
    expect(audio).toMatchObject([{ category: 'audio', limit: 0.75, fromMs: 2000, untilMs: 9000 }]);
    expect(audio[0]?.observed).toBeCloseTo(0.7, 12);
    expect(ofFleet(bad('goodPlayback'), quarter).alerts).toMatchObject([
      { category: 'playback', limit: 0.75, fromMs: 2000, untilMs: 9000 },
    ]);
    const lenient = { ...quarter, goodPlaybackRatio: 0.5 };
    expect(ofFleet(bad('goodPlayback'), lenient)).toEqual(noMoments);
    expect(ofFleet(bad('goodAudio'), lenient).alerts).toHaveLength(1);
    // Of which nobody could tell is neither good nor bad.
    expect(
      ofFleet(
        events(30, (at) => ({ goodAudio: at % 3 === 0 ? at < 9 : null })),
        quarter,
      ).alerts,
    ).toHaveLength(1);
    expect(ofFleet(events(30, () => ({})))).toEqual(noMoments);
  });

  it('is of fifty turns where the scenario says nothing', () => {
    const eleven = events(60, (at) => ({ wrong: at < 11 }));
    expect(ofFleet(eleven, judgement.monitor).alerts).toMatchObject([
      {
        observed: 0.22,
        fromMs: 10_000,
        untilMs: 49_000,
        text: '22% of 50 turns in a row went wrong, over 20%',
      },
    ]);
    expect(ofFleet(eleven.slice(1), judgement.monitor)).toEqual(noMoments);
  });
});
