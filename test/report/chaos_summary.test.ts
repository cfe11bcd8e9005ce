import { describe, expect, it } from 'vitest';
import type { CallRecord, StrikeRecord } from '../../src/core/log/record.ts';
import { chaosOf } from '../../src/report/chaos_summary.ts';
import { chaosFacts, struckName } from '../../src/report/view/chaos_block.ts';

const strike = (call: number, fault: string, more: Partial<StrikeRecord> = {}): StrikeRecord => ({
  type: 'strike',
  call,
  atMs: 1000,
  fault,
  connection: 0,
  ...more,
});
const ended = (call: number, more: Partial<CallRecord> = {}) =>
  [call, { call, outcome: 'completed', failure: null, ...more } as CallRecord] as const;
const failed = (call: number, failure: CallRecord['failure']) => ended(call, { outcome: 'failed', failure });

describe('what was done on purpose', () => {
  it('is nothing where nothing struck', () => {
    expect(chaosOf([{ calls: new Map([ended(0)]), strikes: [] }], 1)).toBeUndefined();
  });

  it('counts strikes, calls and what became of those calls, by fault', () => {
    const calls = new Map([ended(0), failed(1, 'disconnected'), failed(2, 'connection_lost'), ended(3)]);
    const strikes = [
      strike(0, 'noise'),
      strike(1, 'noise'),
      strike(0, 'latency', { of: 'network' }),
      strike(0, 'latency', { of: 'network', connection: 1 }),
      strike(2, 'latency'),
    ];
    // The same call of another run is another call.
    const again = { calls: new Map([ended(0)]), strikes: [strike(0, 'noise')] };
    expect(chaosOf([{ calls, strikes }, again], 5)).toEqual({
      calls: 5,
      struck: 4,
      faults: [
        { fault: 'noise', network: false, strikes: 3, calls: 3, completed: 2, failures: { disconnected: 1 } },
        { fault: 'latency', network: true, strikes: 2, calls: 1, completed: 1, failures: {} },
        {
          fault: 'latency',
          network: false,
          strikes: 1,
          calls: 1,
          completed: 0,
          failures: { connection_lost: 1 },
        },
      ],
    });
  });

  it('tells what the agent made of what it should not have been sent', () => {
    const strikes = [
      strike(0, 'not_json', { response: { type: 'answered', code: 'invalid_json', afterMs: 40 } }),
      strike(1, 'not_json', { response: { type: 'closed', code: 1007, reason: 'no', afterMs: 40 } }),
      strike(2, 'not_json', { response: { type: 'ignored' } }),
      strike(3, 'not_json'),
    ];
    const [struck] = chaosOf([{ calls: new Map(), strikes }], 4)?.faults ?? [];
    expect(struck?.responses).toEqual({ answered: { invalid_json: 1 }, closed: { 1007: 1 }, ignored: 1 });
    expect(struck && chaosFacts(struck)).toEqual([
      '0 completed',
      '1 answered invalid_json',
      '1 closed with 1007',
      '1 ignored',
    ]);
  });

  it('lays a lost connection to the last strike before it, and tells who came back and when', () => {
    const lost = (lostMs: number, readyMs: number | null) => ({
      lostMs,
      readyMs,
      tries: 1,
      replayedItems: 0,
    });
    const calls = new Map([
      ended(0, { reconnects: [lost(500, 600), lost(3000, 3400)] }),
      ended(1, { reconnects: [lost(2000, null)] }),
    ]);
    const strikes = [
      strike(0, 'noise'),
      strike(0, 'disconnect', { atMs: 3000 }),
      strike(1, 'disconnect', { atMs: 2000 }),
    ];
    const faults = chaosOf([{ calls, strikes }], 2)?.faults ?? [];
    expect(faults.map(({ fault, reconnects }) => [fault, reconnects])).toEqual([
      ['disconnect', { lost: 2, back: 1, timeMs: { p50: 400, p95: 400, max: 400 } }],
      ['noise', undefined],
    ]);
    expect(faults[0] && chaosFacts(faults[0]).at(-1)).toBe('1 of 2 came back, in p50 400 ms, at most 400 ms');
  });

  it('tells the commonest first, those as common by name, and of many codes only twenty', () => {
    const codes = ['b', 'a', 'c', 'c', ...Array.from({ length: 30 }, (_, n) => `z${n + 10}`)];
    const strikes = codes.map((code, n) =>
      strike(n, 'not_json', { response: { type: 'answered', code, afterMs: 1 } }),
    );
    const [struck] = chaosOf([{ calls: new Map(), strikes }], 40)?.faults ?? [];
    const told = Object.entries(struck?.responses?.answered ?? {});
    expect(told.slice(0, 4)).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
      ['z10', 1],
    ]);
    expect(told).toHaveLength(20);
  });

  it('lays no lost connection to a strike after it, whichever was told first, nor to one of another call', () => {
    const lost = (lostMs: number) => ({ lostMs, readyMs: lostMs + 100, tries: 1, replayedItems: 0 });
    const calls = new Map([ended(0, { reconnects: [lost(2500), lost(999)] }), ended(1), ended(2)]);
    const strikes = [
      strike(0, 'late', { atMs: 3000 }),
      strike(0, 'cause', { atMs: 2000 }),
      strike(0, 'early', { atMs: 1000 }),
      strike(1, 'other', { atMs: 2400 }),
    ];
    const faults = chaosOf([{ calls, strikes }], 3)?.faults ?? [];
    expect(faults.map(({ fault, reconnects }) => [fault, reconnects?.lost])).toEqual([
      ['cause', 1],
      ['early', undefined],
      ['late', undefined],
      ['other', undefined],
    ]);
    // Of two at one instant the later told.
    const same = [strike(0, 'first', { atMs: 2000 }), strike(0, 'second', { atMs: 2000 })];
    expect(
      chaosOf([{ calls, strikes: same }], 3)?.faults.find(({ reconnects }) => reconnects !== undefined)
        ?.fault,
    ).toBe('second');
  });

  it('tells how long it took to come back: the median, the slow ones and the slowest', () => {
    const lost = (lastedMs: number) => ({
      lostMs: 1000,
      readyMs: 1000 + lastedMs,
      tries: 1,
      replayedItems: 0,
    });
    const times = Array.from({ length: 40 }, (_, at) => lost(40 - at));
    const calls = new Map([ended(0, { reconnects: times })]);
    const [struck] = chaosOf([{ calls, strikes: [strike(0, 'disconnect')] }], 1)?.faults ?? [];
    expect(struck?.reconnects).toEqual({ lost: 40, back: 40, timeMs: { p50: 20, p95: 38, max: 40 } });
    const never = new Map([
      ended(0, { reconnects: [{ lostMs: 1000, readyMs: null, tries: 3, replayedItems: 0 }] }),
    ]);
    const [gone] = chaosOf([{ calls: never, strikes: [strike(0, 'disconnect')] }], 1)?.faults ?? [];
    expect(gone?.reconnects).toEqual({ lost: 1, back: 0, timeMs: { p50: null, p95: null, max: null } });
  });

  it('takes no more of what the target said than anybody reads', () => {
    const response = { type: 'answered', code: 'x'.repeat(5000), afterMs: 1 } as const;
    const [struck] =
      chaosOf([{ calls: new Map(), strikes: [strike(0, 'not_json', { response })] }], 1)?.faults ?? [];
    expect(struck?.responses?.answered).toEqual({
      [`${'x'.repeat(2000)}… (cut: 5000 characters in all)`]: 1,
    });
  });

  it('has the commonest failure of struck calls first, and those as common by name', () => {
    const codes = ['disconnected', 'answer_failed', 'connection_lost', 'connection_lost'] as const;
    const calls = new Map(codes.map((code, n) => failed(n, code)));
    const strikes = codes.map((_, n) => strike(n, 'noise'));
    const [struck] = chaosOf([{ calls, strikes }], 4)?.faults ?? [];
    expect(Object.entries(struck?.failures ?? {})).toEqual([
      ['connection_lost', 2],
      ['answer_failed', 1],
      ['disconnected', 1],
    ]);
  });

  it('counts the commonest even of codes that come late, and each as often as it came', () => {
    const codes = [...Array.from({ length: 25 }, (_, n) => `a${n + 10}`), 'z', 'z'];
    const strikes = codes.map((code, n) =>
      strike(n, 'not_json', { response: { type: 'answered', code, afterMs: 1 } }),
    );
    const [struck] = chaosOf([{ calls: new Map(), strikes }], 40)?.faults ?? [];
    const told = Object.entries(struck?.responses?.answered ?? {});
    expect(told[0]).toEqual(['z', 2]);
    expect(told.at(-1)).toEqual(['a28', 1]);
  });

  it('tells of faults the one that struck most calls first, and of others by name', () => {
    const strikes = ['b', 'c', 'a'].flatMap((fault, n) => [
      strike(n, fault),
      ...(fault === 'c' ? [strike(9, fault)] : []),
    ]);
    const faults = chaosOf([{ calls: new Map(), strikes }], 40)?.faults ?? [];
    expect(faults.map(({ fault, calls }) => [fault, calls])).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('says of a toxic that it is the network’s', () => {
    const [toxic] =
      chaosOf([{ calls: new Map(), strikes: [strike(0, 'down', { of: 'network' })] }], 1)?.faults ?? [];
    expect(toxic && struckName(toxic)).toBe('down (network)');
  });
});
