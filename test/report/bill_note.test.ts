/** What a reader of the costs is told of what is unknown or bounded, word for word. */

import { describe, expect, it } from 'vitest';
import type { Usage } from '../../src/core/log/record.ts';
import { pricesFor, type Prices } from '../../src/pricing/prices.ts';
import { account } from '../../src/report/account.ts';
import { billOf, type CallBill } from '../../src/report/bill.ts';
import { billNotes, reportedOf } from '../../src/report/bill_note.ts';
import { call, footer, gathered, header, turn, usage } from './log_builder.ts';

const tokens = pricesFor({ model: 'gpt-realtime-2.1' });
const minutes = pricesFor({ model: 'gpt-live' });
const transcribed = (transcriptionModel: string): Prices =>
  pricesFor({ model: 'gpt-realtime-2.1', transcriptionModel });

const nothing = reportedOf([], usage(), tokens);
const notes = (
  used: Partial<Usage>,
  {
    prices = tokens,
    lostCalls = 0,
    responses = 9,
    maxUsd,
  }: {
    readonly prices?: Prices | null;
    readonly lostCalls?: number;
    readonly responses?: number;
    readonly maxUsd?: number;
  } = {},
): readonly string[] => {
  const whole = usage(used);
  const reported = { ...reportedOf([], whole, prices), lostCalls, responses };
  return billNotes(reported, whole, prices, maxUsd === undefined ? {} : { budget: { maxUsd } });
};

describe('a note of the costs', () => {
  it('tells what the service has counted beside what the calls lasted, where time is paid', () => {
    const used = usage({ unreported: 4, sessionSeconds: 7 });
    const reported = { ...reportedOf([], used, minutes), responses: 4 };
    expect(billNotes(reported, used, minutes, {}, 90)).toEqual([
      "The service counted 7 s of sessions that lasted 90 s by the callers' clocks. The cost is by the latter: what it bills is its own to say.",
    ]);
    expect(notes({ sessionSeconds: 7 })).toEqual([]);
  });

  it('is there for nothing that is known', () => {
    expect(notes({ textIn: 9, audioOut: 9 }, { maxUsd: 1 })).toEqual([]);
    expect(notes({ textIn: 9 }, { prices: null })).toEqual([]);
  });

  it.each<[string, Partial<Usage>, Parameters<typeof notes>[1], readonly string[]]>([
    [
      'responses without usage',
      { unreported: 1 },
      { responses: 1 },
      ['Usage missing on 1 of 1 response: what they cost is unknown, and so is the total.'],
    ],
    [
      'responses without usage, under a budget',
      { unreported: 2 },
      { maxUsd: 5 },
      [
        'Usage missing on 2 of 9 responses: what they cost is unknown, and so is the total.',
        'The budget could not be watched: it saw only what was told.',
      ],
    ],
    // What is paid for by the minute costs the same, whatever was told.
    [
      'responses without usage, paid for by the minute',
      { unreported: 2 },
      { prices: minutes, maxUsd: 5 },
      ['Usage missing on 2 of 9 responses.'],
    ],
    [
      'a response that was cut off',
      { cutOff: 1 },
      {},
      [
        '1 response told no usage before the end of its call cut it off: what they cost is unknown, and so is the total.',
      ],
    ],
    [
      'responses that were cut off, paid for by the minute',
      { cutOff: 2 },
      { prices: minutes },
      ['2 responses told no usage before the end of their calls cut them off.'],
    ],
    [
      'usage that cannot be',
      { impossible: 1 },
      {},
      [
        'Usage that cannot be (negative, broken or too large figures, more cached than there was) was told 1 time: bounded or left out, and counted in protocol_violations.',
      ],
    ],
    [
      'a call that was lost',
      {},
      { lostCalls: 1 },
      ['The cost of 1 call is unknown: nobody saw its end. What was told before it counts at the least.'],
    ],
    [
      'calls that were lost',
      {},
      { lostCalls: 2 },
      ['The cost of 2 calls is unknown: nobody saw their end. What was told before it counts at the least.'],
    ],
    [
      'tokens of no kind',
      { unsplitIn: 3, unsplitOut: 4 },
      {},
      [
        'Of 7 tokens nobody told whether they were text or audio: costs are between the price of the cheapest and that of the dearest, and at most what is shown.',
      ],
    ],
    [
      'cached tokens of no kind',
      { unsplitCached: 1 },
      { prices: null },
      ['Of 1 token nobody told whether they were text or audio.'],
    ],
    ['tokens of no kind, paid for by the minute', { unsplitIn: 3 }, { prices: minutes }, []],
    [
      'transcriptions without usage',
      { unreportedTranscriptions: 1 },
      {},
      ['Usage missing on 1 transcription.'],
    ],
    [
      'transcriptions without usage, of a model that has a price',
      { unreportedTranscriptions: 2 },
      { prices: transcribed('gpt-4o-transcribe') },
      ['Usage missing on 2 transcriptions: what they cost is unknown, and so is the total.'],
    ],
    ['transcription, where nothing has a price', { transcriptionSeconds: 30 }, { prices: null }, []],
    [
      'transcription by a model that nobody named',
      { transcriptionSeconds: 30.4, transcriptionTokens: 1 },
      {},
      [
        '30 s of transcription are in no sum: set pricing.transcription_model.',
        '1 token of transcription are in no sum: set pricing.transcription_model.',
      ],
    ],
    [
      'transcription by a model with a price',
      { transcriptionSeconds: 30 },
      { prices: transcribed('gpt-4o-transcribe') },
      [],
    ],
    [
      'tokens of transcription by a model that is paid for by the minute',
      { transcriptionTokens: 5 },
      { prices: transcribed('whisper-1') },
      ['5 tokens of transcription are in no sum: whisper-1 has a price by the minute, none by the token.'],
    ],
    [
      'tokens of transcription with a price',
      { transcriptionTokens: 5 },
      { prices: transcribed('gpt-4o-transcribe') },
      ['5 tokens of transcription are billed as output, which is the dearest: at most that much.'],
    ],
  ])('of %s says so', (_what, used, more, told) => {
    expect(notes(used, more)).toEqual(told);
  });
});

describe('what was reported', () => {
  const billsOf = (...records: Parameters<typeof gathered>[0]): readonly CallBill[] =>
    account(gathered([header(), ...records, footer()])).calls.flatMap((one) => billOf(one, tokens) ?? []);

  it('of nothing is nothing', () => {
    expect(nothing).toEqual({
      responses: 0,
      unreported: 0,
      unreportedTranscriptions: 0,
      cutOff: 0,
      impossible: 0,
      unsplitTokens: 0,
      unknownCalls: 0,
      lostCalls: 0,
    });
  });

  it('counts the answers that began, and at least those that told nothing', () => {
    const bills = billsOf(turn({ answers: 2 }), turn({ turn: 1, answers: 1 }), call());
    expect(reportedOf(bills, usage({ unreported: 1 }), tokens).responses).toBe(3);
    expect(reportedOf(bills, usage({ unreported: 4 }), tokens).responses).toBe(4);
  });

  it('has the figures of the usage, and the tokens of no kind together', () => {
    const whole = usage({
      unreported: 1,
      unreportedTranscriptions: 2,
      cutOff: 3,
      impossible: 4,
      unsplitIn: 5,
      unsplitOut: 6,
      unsplitCached: 7,
    });
    expect(reportedOf([], whole, tokens)).toMatchObject({
      unreported: 1,
      unreportedTranscriptions: 2,
      cutOff: 3,
      impossible: 4,
      unsplitTokens: 11,
    });
  });

  it('counts calls whose cost is unknown, and of these those whose end nobody saw', () => {
    const bills = billsOf(
      turn({ call: 0 }),
      call({ call: 0 }),
      turn({ call: 1 }),
      call({ call: 1, usage: usage({ unreported: 1 }) }),
      turn({ call: 2, answers: 1 }),
    );
    expect(reportedOf(bills, usage(), tokens)).toMatchObject({ unknownCalls: 2, lostCalls: 1 });
    // Without prices nothing has a cost that is known.
    expect(reportedOf(bills, usage(), null)).toMatchObject({ unknownCalls: 3, lostCalls: 1 });
  });
});
