/** A call as its monitor sees it, turn after turn. */

import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../../src/core/log/record.ts';
import { accountOf } from '../../../src/report/account.ts';
import { measuredTurn } from '../../../src/report/metric/family.ts';
import { GoodAudio } from '../../../src/report/quality/good_audio.ts';
import { EventsOf } from '../../../src/report/quality/turn_events.ts';
import { answered, call, turn, type TurnFields } from '../log_builder.ts';

function eventsOf(
  turns: readonly TurnRecord[],
  record: Partial<Parameters<typeof call>[0]> = {},
  { firstMs = 0, usd = [] }: { readonly firstMs?: number; readonly usd?: readonly (number | null)[] } = {},
) {
  const own = accountOf(call({ call: 3, ...record }), turns, 0);
  return new EventsOf(own.startedAtMs - firstMs).call(
    3,
    own,
    turns.map(measuredTurn),
    usd,
    new GoodAudio({ strikes: [] }),
  );
}

describe('an event', () => {
  it('is a turn: when it was heard, how late, and whether all was well', () => {
    expect(eventsOf([answered(3, 0, 400)], {}, { usd: [0.25] })).toEqual([
      {
        atMs: 2400,
        call: 3,
        turn: 0,
        latencyMs: 400,
        wrong: false,
        goodAudio: true,
        goodPlayback: true,
        usd: 0.25,
      },
    ]);
    expect(eventsOf([answered(3, 0, 400)], {}, { usd: [null] })[0]?.usd).toBeNull();
    expect(eventsOf([answered(3, 0, 400)])[0]?.usd).toBeNull();
  });

  it('counts from the first of the runs', () => {
    expect(eventsOf([answered(3, 0, 400)], {}, { firstMs: 60_000 })[0]?.atMs).toBe(62_400);
  });

  it('where nothing was heard is when it was said, or done, or its call ended', () => {
    const at = (fields: TurnFields, endedMs: number | null = 9000) =>
      eventsOf([turn({ call: 3, outcome: 'unanswered', ...fields })], { endedMs })[0]?.atMs;
    expect(at({ marks: { speechEnd: 2000, answerDone: 3000 } })).toBe(2000);
    expect(at({ marks: { answerDone: 3000 } })).toBe(3000);
    expect(at({})).toBe(9000);
    expect(at({}, null)).toBe(0);
  });

  it('has no playback where there was no answer, and a bad one where it had a gap', () => {
    const played = (answerAudioMs: number, count: number) =>
      eventsOf([{ ...answered(3, 0, 400), answerAudioMs, underruns: { count, ms: 0 } }])[0]?.goodPlayback;
    expect(played(1000, 0)).toBe(true);
    expect(played(1000, 1)).toBe(false);
    expect(played(0, 0)).toBeNull();
  });

  it('went wrong where it was not answered or failed, but by the harness', () => {
    const wrong = (fields: TurnFields) => eventsOf([turn({ call: 3, ...fields })])[0]?.wrong;
    expect(wrong({ outcome: 'unanswered' })).toBe(true);
    expect(wrong({ outcome: 'failed', failure: 'agent_error' })).toBe(true);
    expect(wrong({ outcome: 'failed', failure: 'interrupted' })).toBe(false);
  });
});

describe('a call that was lost', () => {
  const lost = { outcome: 'failed', failure: 'agent_hung_up', endedMs: 9000 } as const;
  const end = {
    atMs: 9000,
    call: 3,
    turn: null,
    latencyMs: null,
    wrong: true,
    goodAudio: null,
    goodPlayback: null,
    usd: null,
  };

  it('is an event of its own, after its turns, or without any', () => {
    expect(eventsOf([answered(3, 0, 400)], lost).slice(1)).toEqual([end]);
    expect(eventsOf([], lost)).toEqual([end]);
  });

  it('is none where its last turn tells of it, where the harness ended it, and where its end is not known', () => {
    expect(eventsOf([turn({ call: 3, outcome: 'unanswered' })], lost)).toHaveLength(1);
    expect(eventsOf([answered(3, 0, 400)], { ...lost, failure: 'interrupted' })).toHaveLength(1);
    expect(eventsOf([answered(3, 0, 400)], { ...lost, endedMs: null })).toHaveLength(1);
    expect(eventsOf([answered(3, 0, 400)], { endedMs: 9000 })).toHaveLength(1);
  });
});

describe('a call that was not made', () => {
  it('has no events', () => {
    for (const outcome of ['blocked', 'not_started'] as const)
      expect(eventsOf([answered(3, 0, 400)], { outcome })).toEqual([]);
  });
});
