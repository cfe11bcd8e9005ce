import { describe, expect, it } from 'vitest';
import { account } from '../../src/report/account.ts';
import { summarize } from '../../src/report/summarize.ts';
import {
  call,
  footer,
  gathered,
  generator,
  header,
  lostBefore,
  started,
  turn,
  usage,
} from './log_builder.ts';

const used = usage({ audioIn: 100, audioOut: 1000, transcriptionSeconds: 2 });
const heard = turn({ usage: used, answerAudioMs: 5000, heardMs: 2000 });
const lost = lostBefore({ call: 0, outcome: 'failed', failure: 'worker_lost', dialedMs: null });
const end = [
  generator(),
  footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
];

describe('a call that was lost with its worker', () => {
  it.each([
    ['with a line that knows nothing of it', [header(), heard, { ...heard, turn: 1 }, lost, ...end]],
    ['without a line of its own', [header(), heard, { ...heard, turn: 1 }, ...end]],
  ])('has used and heard what its turns tell of, %s', (_, records) => {
    const log = gathered(records);
    expect(account(log).calls).toMatchObject([
      {
        failure: 'worker_lost',
        usage: { audioIn: 200, audioOut: 2000, transcriptionSeconds: 4 },
        receivedMs: 10_000,
        heardMs: 4000,
      },
    ]);
    const { cost } = summarize(log);
    // What it used after its last turn was told nobody knows.
    expect(cost.totalUsd).toBeNull();
    expect(cost.leastUsd).toBeCloseTo((200 * 32 + 2000 * 64) / 1e6, 9);
    // Six seconds of 20 tokens each.
    expect(cost.wasted).toEqual({ audioS: 6, usd: 0.00768 });
  });
});

describe('any other call', () => {
  it('has used and heard what its own line says', () => {
    const own = call({ usage: usage({ audioOut: 1500 }), audioReceivedMs: 9000, heardMs: 8000 });
    expect(account(gathered([header(), heard, own])).calls).toMatchObject([
      { usage: { audioIn: 0, audioOut: 1500 }, receivedMs: 9000, heardMs: 8000 },
    ]);
  });
});

describe('a log that breaks off', () => {
  const load = { mode: 'open', plannedCalls: 4, maxConcurrency: 100 } as const;

  it('has lost the calls that had begun, and never started the others', () => {
    const log = gathered([header({ load }), started(0), call(), started(1), started(2), turn({ call: 2 })]);
    const { calls, counts } = account(log);
    expect(calls.slice(1)).toMatchObject([
      {
        caller: 'buyer',
        failure: 'worker_lost',
        detail: 'the log has the beginning of this call, but not its end',
      },
      { caller: 'buyer', failure: 'worker_lost', detail: 'the log has turns of this call, but not its end' },
    ]);
    expect(counts).toMatchObject({
      planned: 4,
      started: 3,
      completed: 1,
      failed: 2,
      notStarted: 1,
      withoutRecord: { failed: 2, notStarted: 1 },
    });
  });

  it('of which a call is told of twice says so', () => {
    const { damage } = gathered([header({ load }), started(0), started(0), call()]);
    expect(damage.duplicates).toBe(1);
  });
});

describe('a run that was spread over shares of a plan', () => {
  const share = (index: number, plannedCalls: number) =>
    header({
      selection: { of: 2, share: index },
      load: { mode: 'open', plannedCalls, maxConcurrency: 50 },
      monotonicAtMs: index,
    });
  const counts = { planned: 3, completed: 3, failed: 0, blocked: 0, notStarted: 0 };
  const even = [share(0, 3), ...[0, 2, 4].map((index) => call({ call: index })), footer({ calls: counts })];

  it('has as many calls as its shares together, also where one breaks off', () => {
    const log = gathered([...even, share(1, 2), started(1)]);
    expect(account(log).counts).toMatchObject({ planned: 5, completed: 3, failed: 1, notStarted: 1 });
  });

  it('and where all are whole', () => {
    const odd = [1, 3].map((index) => call({ call: index }));
    const end = footer({ calls: { ...counts, planned: 2, completed: 2 } });
    expect(account(gathered([...even, share(1, 2), ...odd, end])).counts).toMatchObject({
      planned: 5,
      completed: 5,
      notStarted: 0,
    });
  });
});

describe('a failed call that does not say why', () => {
  it('is counted as a defect on this side, so that it is in some count', () => {
    const log = gathered([header(), call({ outcome: 'failed' }), footer()]);
    const { failures } = account(log);
    expect(failures).toEqual({ engine_error: { count: 1, meaning: expect.any(String), example: null } });
  });
});

describe('a run that goes on', () => {
  const records = [header({ load: { mode: 'open', plannedCalls: 9, maxConcurrency: 9 } }), started(0), heard];

  it('has calls going on, that are no failures, and none missing', () => {
    const going = account({ ...gathered(records), goingOn: true as const });
    expect(going.calls).toMatchObject([{ outcome: 'going_on', failure: null, lost: false }]);
    expect(going.counts).toMatchObject({
      planned: 0,
      started: 0,
      connected: 0,
      failed: 0,
      notStarted: 0,
      withoutRecord: { failed: 0, notStarted: 0 },
    });
    expect(account(gathered(records)).counts).toMatchObject({ planned: 9, failed: 1, notStarted: 8 });
  });

  it('has spent what the calls that ended have', () => {
    const records = [header(), started(0), heard, call(), started(1), { ...heard, call: 1 }];
    expect(summarize({ ...gathered(records), goingOn: true as const }).cost.perCallUsd).toBe(
      summarize(gathered(records.slice(0, 4))).cost.perCallUsd,
    );
  });
});

describe('failures', () => {
  it('are told the commonest first, those as common by name, with the first words that there were for each', () => {
    const failing = ['no_answer', 'connect_failed', 'rate_limited', 'rate_limited'] as const;
    const calls = failing.map((failure, index) =>
      lostBefore({ call: index, outcome: 'failed', failure, detail: index === 2 ? null : `of ${index}` }),
    );
    const { failures } = account(gathered([header(), ...calls, ...end]));
    expect(Object.entries(failures).map(([code, { count, example }]) => [code, count, example])).toEqual([
      ['rate_limited', 2, 'of 3'],
      ['connect_failed', 1, 'of 1'],
      ['no_answer', 1, 'of 0'],
    ]);
  });

  it('are no longer than anybody reads, whatever a target said', () => {
    const said = lostBefore({ call: 0, outcome: 'failed', failure: 'http_error', detail: 'x'.repeat(9000) });
    const { failures } = account(gathered([header(), said, ...end]));
    expect(failures.http_error?.example).toMatch(/^x{2000}(?!x)/);
  });
});
