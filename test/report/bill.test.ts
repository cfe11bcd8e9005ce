/** gpt-realtime-2.1 costs $32 a million tokens of audio in and $64 out; gpt-live five cents a minute. */

import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/core/plan/plan.ts';
import type { CallRecord, TurnRecord } from '../../src/core/log/record.ts';
import { accountOf } from '../../src/report/account.ts';
import { cachedTokens } from '../../src/core/log/usage.ts';
import { bill } from './billed.ts';
import { call, judgement, lostBefore, turn, usage } from './log_builder.ts';

const account = (record: CallRecord | undefined, ...turns: TurnRecord[]) => accountOf(record, turns, 0);
const priced = (pricing: Partial<Judgement['pricing']>, more: Partial<Judgement> = {}): Judgement => ({
  ...judgement,
  pricing: { model: 'gpt-realtime-2.1', ...pricing },
  ...more,
});
const million = usage({ audioOut: 1e6 });

describe('bill', () => {
  it('has a part for each kind of tokens that was told, the seldom ones only where there are any', () => {
    const used = usage({
      textIn: 100,
      textCached: 40,
      imageIn: 50,
      imageCached: 20,
      unsplitIn: 1000,
      unsplitOut: 200,
      transcriptionTokens: 70,
    });
    const partsOf = (one: typeof used) => bill([account(call({ usage: one }))], judgement).summary.parts;
    expect(partsOf(used).map(({ part, amount, of }) => [part, amount, of])).toEqual([
      ['text in', 60, 'tokens'],
      ['text cached', 40, 'tokens'],
      ['text out', 0, 'tokens'],
      ['audio in', 0, 'tokens'],
      ['audio cached', 0, 'tokens'],
      ['audio out', 0, 'tokens'],
      ['transcription', 0, 's'],
      ['image in', 30, 'tokens'],
      ['image cached', 20, 'tokens'],
      ['unsplit in', 1000, 'tokens'],
      ['unsplit out', 200, 'tokens'],
      ['transcription tokens', 70, 'tokens'],
    ]);
    const cached = partsOf(usage({ unsplitIn: 1000, unsplitCached: 300 })).slice(7);
    expect(cached.map(({ part, amount }) => [part, amount])).toEqual([
      ['unsplit in', 700],
      ['unsplit cached', 300],
    ]);
    expect(partsOf(usage({ textIn: 1 })).map(({ part }) => part)).toEqual([
      'text in',
      'text cached',
      'text out',
      'audio in',
      'audio cached',
      'audio out',
      'transcription',
    ]);
  });

  it('is of calls that got a session, or left turns behind', () => {
    const calls = [
      account(call({ usage: million, readyMs: 0, endedMs: 60_000 })),
      account(lostBefore({ call: 1, outcome: 'failed' })),
      account(lostBefore({ call: 2, outcome: 'blocked' })),
      account(undefined, turn({ call: 3, usage: million })),
    ];
    const { calls: bills, summary, usage: all } = bill(calls, judgement);
    expect(bills.map(({ usd, sessionS }) => [usd, sessionS])).toEqual([
      [64, 60],
      [null, 0],
    ]);
    expect(all.audioOut).toBe(2e6);
    // Nobody saw the end of the lost call: what it cost is unknown, and with it the total and every mean.
    expect(summary).toMatchObject({
      totalUsd: null,
      leastUsd: 128,
      perCallUsd: null,
      perMinuteUsd: null,
      perTurnUsd: null,
    });
  });

  it('has nothing a call, a minute or a turn of none', () => {
    const { summary, calls } = bill([], judgement);
    expect(calls).toEqual([]);
    expect(summary).toMatchObject({
      totalUsd: 0,
      perCallUsd: null,
      perMinuteUsd: null,
      perTurnUsd: null,
      cacheHitRate: null,
      projected: { per1000CallsUsd: null, callsPerMonth: null, perMonthUsd: null },
      budgetUsd: null,
    });
  });

  it('has a minute of sessions that lasted: what cost something in no time is no part of it', () => {
    const calls = [
      account(call({ usage: million, readyMs: 0, endedMs: 60_000 })),
      account(call({ call: 1, usage: million, readyMs: 1000, endedMs: 1000 })),
    ];
    expect(bill(calls, judgement).summary).toMatchObject({ totalUsd: 128, perMinuteUsd: 64 });
  });

  it('has a session from ready to end, never less than none', () => {
    const session = (readyMs: number | null, endedMs: number | null) =>
      bill([account(call({ readyMs, endedMs }), turn())], judgement).calls[0]?.sessionS;
    expect([session(1000, 3500), session(1000, 900), session(null, 900), session(1000, null)]).toEqual([
      2.5, 0, 0, 0,
    ]);
  });

  it('wastes what was received and not heard', () => {
    const wasted = (audioReceivedMs: number, heardMs: number) =>
      bill([account(call({ audioReceivedMs, heardMs }))], judgement).calls[0];
    expect(wasted(5000, 3000)).toMatchObject({ wastedS: 2 });
    expect(wasted(3000, 5000)).toMatchObject({ wastedS: 0, wastedUsd: 0 });
    // Twenty tokens a second.
    expect(wasted(51_000, 1000)?.wastedUsd).toBeCloseTo(0.064, 12);
  });

  it('projects the mean of a call', () => {
    const { projected } = bill([account(call({ usage: million }))], priced({ callsPerMonth: 250 })).summary;
    expect(projected).toEqual({ per1000CallsUsd: 64_000, callsPerMonth: 250, perMonthUsd: 16_000 });
    expect(bill([], priced({}, { budget: { maxUsd: 7 } })).summary.budgetUsd).toBe(7);
  });

  it('has cached tokens inside the input, in the parts apart from the rest', () => {
    const used = usage({
      textIn: 100,
      imageIn: 50,
      textCached: 30,
      imageCached: 10,
      audioIn: 200,
      audioCached: 80,
      textOut: 5,
      audioOut: 7,
    });
    expect(cachedTokens(used)).toBe(120);
    const { parts, cacheHitRate } = bill([account(call({ usage: used }))], judgement).summary;
    expect(cacheHitRate).toBeCloseTo(120 / 350, 12);
    expect(parts.map(({ part, amount, of }) => [part, amount, of])).toEqual([
      ['text in', 70, 'tokens'],
      ['text cached', 30, 'tokens'],
      ['text out', 5, 'tokens'],
      ['audio in', 120, 'tokens'],
      ['audio cached', 80, 'tokens'],
      ['audio out', 7, 'tokens'],
      ['transcription', 0, 's'],
      ['image in', 40, 'tokens'],
      ['image cached', 10, 'tokens'],
    ]);
    const [textIn, , , audioIn] = parts;
    expect(textIn?.usd).toBeCloseTo(70 * 4e-6, 12);
    expect(parts[7]?.usd).toBeCloseTo(40 * 5e-6, 12);
    expect(audioIn?.usd).toBeCloseTo(120 * 32e-6, 12);
  });

  it('has no tokens below none, where a service tells of more cached than there were', () => {
    const odd = usage({ textCached: 10, audioCached: 10 });
    const { parts } = bill([account(call({ usage: odd }))], judgement).summary;
    expect([parts[0]?.amount, parts[3]?.amount]).toEqual([0, 0]);
  });

  it('bills a model by its minutes, and then no turn', () => {
    const calls = [account(call({ readyMs: 0, endedMs: 120_000 }), turn({ usage: million }))];
    const { summary, calls: bills } = bill(calls, priced({ model: 'gpt-live' }));
    expect(bills[0]).toMatchObject({ usd: 0.1, turnsUsd: [] });
    expect(summary).toMatchObject({ perMinuteUsd: 0.05, perTurnUsd: null });
    expect(summary.parts.at(-1)).toEqual({ part: 'session time', amount: 120, of: 's', usd: 0.1 });
    expect(summary.prices).toMatchObject({ model: 'gpt-live', usdPerMinute: 0.05, usdPerMillion: null });
  });

  it('bills turns by what they reported', () => {
    const turns = [turn({ usage: million }), turn({ usage: null }), turn({ usage: usage() })];
    const { calls, summary } = bill([account(call({ usage: million }), ...turns)], judgement);
    expect(calls[0]?.turnsUsd).toEqual([64, 0]);
    expect(summary.perTurnUsd).toBe(32);
  });

  it('knows no sum without prices, and says why', () => {
    const calls = [account(call({ usage: million, audioReceivedMs: 2000 }), turn({ usage: million }))];
    const { summary, notes, calls: bills } = bill(calls, priced({ model: 'house-model' }));
    expect(bills[0]).toMatchObject({ usd: null, wastedUsd: null, turnsUsd: [], wastedS: 2 });
    expect(summary).toMatchObject({ totalUsd: null, perMinuteUsd: null, perTurnUsd: null, prices: null });
    expect(summary.wasted).toEqual({ audioS: 2, usd: null });
    expect(summary.parts.map(({ usd }) => usd)).toEqual(Array(7).fill(null));
    expect(notes).toEqual([expect.stringMatching(/^Costs are unknown: /)]);
    const own = { textIn: 0, textCached: 0, textOut: 0, audioIn: 0, audioCached: 0, audioOut: 1 };
    const { prices } = bill(calls, priced({ model: 'house-model', prices: own })).summary;
    expect(prices).toMatchObject({ model: 'house-model', date: null, usdPerMillion: own });
  });

  it('says nothing of transcription where there was none', () => {
    const { notes, summary } = bill([account(call())], judgement);
    expect(notes).toEqual([]);
    expect(summary.parts.map(({ part }) => part)).not.toContain('transcription tokens');
  });
});

describe('what coming back cost', () => {
  const of = (pricing: Partial<Judgement['pricing']>, replayedItems = 2) => {
    const back = {
      lostMs: 5000,
      readyMs: 6000,
      tries: 1,
      replayedItems,
      firstUsage: usage({ audioIn: 1e6 }),
    };
    return bill([account(call({ reconnects: [back] }))], priced(pricing)).calls[0]?.replays;
  };

  it('is the input of the first answer, at its price where it is billed by tokens', () => {
    expect(of({})).toEqual([{ tokens: 1e6, usd: 32 }]);
    expect(of({ model: 'gpt-live' })).toEqual([{ tokens: 1e6, usd: null }]);
    expect(of({ model: 'nobody-knows' })).toEqual([{ tokens: 1e6, usd: null }]);
    expect(of({}, 0)).toEqual([]);
  });
});
