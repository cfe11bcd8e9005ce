import { describe, expect, it } from 'vitest';
import { account, accountOf, hasTurns, untracedCall } from '../../src/report/account.ts';
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

describe('the account of a run', () => {
  const ended = footer({ calls: { planned: 7, completed: 1, failed: 3, blocked: 1, notStarted: 1 } });
  const load = { mode: 'open', plannedCalls: 7, maxConcurrency: 9 } as const;
  const log = gathered([
    header({ load }),
    call({ call: 0 }),
    call({ call: 1, outcome: 'failed', failure: 'agent_hung_up' }),
    lostBefore({ call: 2, outcome: 'failed', failure: 'connect_failed' }),
    lostBefore({ call: 3, outcome: 'blocked', dialedMs: null }),
    lostBefore({ call: 4, outcome: 'not_started', dialedMs: null }),
    // Its worker was lost in the middle of it.
    turn({ call: 5 }),
    ended,
  ]);

  it('has every planned call in one count, and of those that began how many came through', () => {
    expect(account(log).counts).toEqual({
      planned: 7,
      started: 4,
      connected: 3,
      completed: 1,
      failed: 3,
      blocked: 1,
      notStarted: 2,
      withoutRecord: { failed: 1, notStarted: 1 },
    });
  });

  it('has its failures with what they mean, and none of calls that did not fail', () => {
    expect(account(log).failures).toEqual({
      agent_hung_up: {
        count: 1,
        meaning: 'the target closed the session in the middle of the script',
        example: null,
      },
      connect_failed: { count: 1, meaning: expect.any(String), example: null },
      worker_lost: {
        count: 1,
        meaning: expect.any(String),
        example: 'the log has turns of this call, but not its end',
      },
    });
  });

  it('takes a call for connected that only began for none that was', () => {
    const { counts } = account(gathered([header({ load }), started(0), started(1), turn({ call: 1 })]));
    expect(counts).toMatchObject({ started: 2, connected: 1, failed: 2 });
  });

  it('has each call with its own record and turns, where there are any', () => {
    const { calls } = account(
      gathered([
        header({ startedAtMs: 5000 }),
        turn({ call: 2, turn: 0 }),
        turn({ call: 2, turn: 1, said: 'refund' }),
        call({ call: 2, closeCode: 1001, detail: 'of its own', dialedMs: 3, endedMs: 900, caller: 'refund' }),
        turn({ call: 4 }),
        call({ call: 6 }),
      ]),
    );
    expect(calls.map(({ index, record }) => [index, record?.closeCode])).toEqual([
      [2, 1001],
      [4, undefined],
      [6, 1000],
    ]);
    expect(calls.map(({ turns }) => turns.map(({ said }) => said))).toEqual([
      ['order-status', 'refund'],
      ['order-status'],
      [],
    ]);
    expect(calls.map(hasTurns)).toEqual([true, true, false]);
    expect(calls[0]).toMatchObject({
      caller: 'refund',
      outcome: 'completed',
      failure: null,
      detail: 'of its own',
      dialedMs: 3,
      endedMs: 900,
      lost: false,
      run: 0,
      startedAtMs: 5000,
    });
    expect(calls[1]).toMatchObject({ record: null, dialedMs: null, endedMs: null, lost: true });
  });

  it('knows of which run a call is, and where the clock of its log begins', () => {
    const run = (name: string, startedAtMs: number, ...indices: readonly number[]) => [
      header({ run: name, startedAtMs, monotonicAtMs: startedAtMs }),
      ...indices.map((index) => call({ call: index })),
      footer({ calls: { planned: 2, completed: 2, failed: 0, blocked: 0, notStarted: 0 } }),
    ];
    const { calls, counts } = account(gathered([...run('one', 1000, 0, 1), ...run('two', 9000, 0, 1)]));
    expect(calls.map(({ run: of, index, startedAtMs }) => [of, index, startedAtMs])).toEqual([
      [0, 0, 1000],
      [0, 1, 1000],
      [1, 0, 9000],
      [1, 1, 9000],
    ]);
    expect(counts).toMatchObject({ planned: 4, completed: 4, notStarted: 0 });
  });
});

describe('how many calls a run was to have', () => {
  const of = (plannedCalls: number | null, more: Parameters<typeof header>[0] = {}) =>
    header({ load: { mode: 'closed', plannedCalls, maxConcurrency: 2 }, ...more });
  const planned = (records: Parameters<typeof gathered>[0]) => {
    const { planned: all, notStarted } = account(gathered(records)).counts;
    return [all, notStarted];
  };
  const footed = (calls: number) =>
    footer({ calls: { planned: calls, completed: calls, failed: 0, blocked: 0, notStarted: 0 } });

  it('is what its footer says, whatever its header had promised', () => {
    expect(planned([of(9), call(), footed(4)])).toEqual([4, 3]);
    expect(planned([of(null), call(), footed(4)])).toEqual([4, 3]);
  });

  it('is no less than what is there', () => {
    expect(planned([of(9), call(), call({ call: 1 }), footed(1)])).toEqual([2, 0]);
    expect(planned([of(1), call(), call({ call: 1 })])).toEqual([2, 0]);
  });

  it('is what its header says where it broke off, and what is there where nobody said a number', () => {
    expect(planned([of(9), call()])).toEqual([9, 8]);
    expect(planned([of(null), call(), started(3)])).toEqual([2, 0]);
  });

  it('is the whole once, where two logs of it tell of no share and one broke off', () => {
    const logs = [of(9), call(), footed(5), of(9, { monotonicAtMs: 2000 }), call({ call: 1 })];
    expect(planned(logs)).toEqual([9, 7]);
  });

  it('is, of a share that broke off and has no number, what is there of it', () => {
    const share = (index: number) =>
      of(null, { selection: { of: 2, share: index }, monotonicAtMs: index, startedAtMs: 5000 + index });
    const logs = [share(0), call(), call({ call: 2 }), footed(3), share(1), call({ call: 1 })];
    expect(planned(logs)).toEqual([4, 1]);
  });
});

describe('a single call', () => {
  it('without a record is known by its turns, and by who began it', () => {
    expect(accountOf(undefined, [], 7, 'refund')).toEqual({
      index: -1,
      run: 0,
      caller: 'refund',
      outcome: 'failed',
      failure: 'worker_lost',
      detail: 'the log has the beginning of this call, but not its end',
      record: null,
      dialedMs: null,
      endedMs: null,
      turns: [],
      lost: true,
      startedAtMs: 7,
      usage: usage(),
      receivedMs: 0,
      heardMs: 0,
    });
    expect(accountOf(undefined, [], 0).caller).toBeNull();
    const turns = [turn({ call: 4, caller: 'order' }), { ...heard, call: 4, turn: 1 }];
    expect(accountOf(undefined, turns, 0, 'refund')).toMatchObject({
      index: 4,
      caller: 'order',
      detail: 'the log has turns of this call, but not its end',
      // The first turn told of no usage.
      usage: used,
      receivedMs: 5000,
      heardMs: 2000,
    });
  });

  it('by its record is as that says', () => {
    const record = call({ call: 3, outcome: 'failed', failure: 'http_error', detail: 'a 503', heardMs: 12 });
    expect(accountOf(record, [heard], 7, 'other')).toEqual({
      index: 3,
      run: 0,
      caller: 'buyer',
      outcome: 'failed',
      failure: 'http_error',
      detail: 'a 503',
      record,
      dialedMs: 1,
      endedMs: 10_010,
      turns: [heard],
      lost: false,
      startedAtMs: 7,
      usage: usage(),
      receivedMs: 0,
      heardMs: 12,
    });
  });

  it('is lost where nobody who saw its connection told of its end', () => {
    const undialled = { call: 0, dialedMs: null } as const;
    const isLost = (record: Parameters<typeof accountOf>[0]) => accountOf(record, [], 0).lost;
    expect(isLost(lostBefore({ ...undialled, outcome: 'failed' }))).toBe(true);
    // It knew that there was none.
    expect(isLost(lostBefore({ ...undialled, outcome: 'failed', connections: 0 }))).toBe(false);
    expect(isLost(lostBefore({ ...undialled, outcome: 'blocked' }))).toBe(false);
    expect(isLost(lostBefore({ ...undialled, outcome: 'not_started' }))).toBe(false);
    expect(isLost(lostBefore({ call: 0, outcome: 'failed' }))).toBe(false);
  });

  it('has turns or none, also where it is not kept', () => {
    expect(hasTurns(accountOf(undefined, [heard], 0))).toBe(true);
    expect(hasTurns(untracedCall)).toBe(false);
  });

  it('without a trace was never started, and used nothing', () => {
    expect(untracedCall).toMatchObject({ index: -1, outcome: 'not_started', caller: null, lost: false });
    expect(untracedCall.usage).toEqual(usage());
  });
});
