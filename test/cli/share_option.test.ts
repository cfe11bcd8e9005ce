import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  refuseEmptyShares,
  refuseShareOfSimulator,
  shareOptions,
  type ShareOptions,
} from '../../src/cli/share_option.ts';
import type { PlanLoad } from '../../src/core/load/arrivals.ts';

function read(...args: readonly string[]): ShareOptions {
  const command = shareOptions(new Command('run'))
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  return command.parse(args, { from: 'user' }).opts();
}

describe('a share of a run', () => {
  it('counts from 1 for people, from 0 within', () => {
    expect(read('--shard', '1/4').shard).toEqual({ of: 4, share: 0 });
    expect(read('--shard', '4/4').shard).toEqual({ of: 4, share: 3 });
    expect(read('--shard', '1/1').shard).toEqual({ of: 1, share: 0 });
    expect(read('--shard', 'index:0/4').shard).toEqual({ of: 4, share: 0 });
    expect(read('--shard', 'index:3/4').shard).toEqual({ of: 4, share: 3 });
  });

  it.each([
    '0/4',
    '5/4',
    '2',
    '2/',
    '/4',
    '-1/4',
    '1.5/4',
    '2/0',
    'a/b',
    '1/4/2',
    'index:4/4',
    'index:/4',
    'index:$(SHARD_INDEX)/4',
    '',
  ])('is not %j', (text) => {
    expect(() => read('--shard', text)).toThrow('expected a share such as 2/4');
  });

  it('is of a run with a name that is fit for a folder', () => {
    expect(read('--run-id', 'nightly-17').runId).toBe('nightly-17');
    for (const bad of ['../up', '.', '..', 'a b', '', 'x'.repeat(101), 'a/b']) {
      expect(() => read('--run-id', bad)).toThrow('expected a name of letters');
    }
  });

  it('has its log in a file, or on standard output, and never at an address that all processes can read', () => {
    expect(read('--log', '-').log).toBe('-');
    expect(read('--log', '/logs/share-2.ndjson').log).toBe('/logs/share-2.ndjson');
    expect(() => read('--log', ' ')).toThrow('found an empty name');
    expect(() => read('--log', 'https://logs.example/?sig=abc')).toThrow('it goes into CALLSTORM_LOG_URL');
  });

  it('that would have nothing to do is refused by the name of what asked for it', () => {
    const load: PlanLoad = { mode: 'closed', concurrency: 8, calls: 3, rampMs: 0, holdMs: 1000 };
    expect(() => refuseEmptyShares(load, { of: 4, share: 2 }, '--shard')).not.toThrow();
    for (const option of ['--shard', '--shards'] as const) {
      expect(() => refuseEmptyShares(load, { of: 4, share: 3 }, option)).toThrow(
        expect.objectContaining({
          message: 'expected at most as many shares as the plan has calls, 3; found 4',
          place: expect.objectContaining({ code: 'option_invalid', path: option }) as unknown,
        }),
      );
    }
  });

  it('is refused of the run’s own agent, unless it is all of it', () => {
    const plan = { target: { url: 'simulator' } } as Parameters<typeof refuseShareOfSimulator>[0];
    expect(() => refuseShareOfSimulator(plan, { shard: { of: 2, share: 0 } })).toThrow('found simulator');
    expect(() => refuseShareOfSimulator(plan, { shard: { of: 1, share: 0 } })).not.toThrow();
    expect(() => refuseShareOfSimulator(plan, {})).not.toThrow();
  });
});

describe('the instant at which all shares begin', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.UTC(2026, 10, 27) });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is an instant with its zone, or so long from now', () => {
    expect(read('--start-at', '2026-12-01T03:00:00Z').startAt).toBe(Date.UTC(2026, 11, 1, 3));
    expect(read('--start-at', '2026-12-01T03:00:00+01:00').startAt).toBe(Date.UTC(2026, 11, 1, 2));
    expect(read('--start-at', '30s').startAt).toBe(Date.UTC(2026, 10, 27) + 30_000);
  });

  it('may be long over, and is no further off than a week', () => {
    expect(read('--start-at', '2020-01-01T00:00:00Z').startAt).toBe(Date.UTC(2020, 0, 1));
    expect(read('--start-at', '168h').startAt).toBe(Date.UTC(2026, 11, 4));
    for (const far of ['2999-01-01T00:00:00Z', '169h']) {
      expect(() => read('--start-at', far)).toThrow(
        `expected an instant within a week from now, found "${far}"`,
      );
    }
  });

  it.each(['tomorrow', '2026-12-01', '2026-12-01T03:00:00', '03:00', ''])('is not %j', (text) => {
    expect(() => read('--start-at', text)).toThrow('expected an instant with its zone');
  });
});
