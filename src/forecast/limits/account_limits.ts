/**
 * At how many calls at once the account is the limit, not the agent: what a provider lets one account use at a time, over what one call asks
 * for. And how near a run came to it. Pure; it knows no provider.
 */

import { perMinute, type MeteredCall, type MinuteEstimate, type PerMinute } from './per_minute.ts';

/** Null: not stated. */
export interface StatedLimits {
  readonly tokensPerMinute: number | null;
  readonly requestsPerMinute: number | null;
  readonly sessions: number | null;
  readonly newSessionsPerMinute: number | null;
  /** Who says so, for whoever reads. */
  readonly source: string;
}

export type LimitKind = 'tokens' | 'requests' | 'sessions' | 'new_sessions';

export interface AccountLimit {
  readonly kind: LimitKind;
  readonly allowed: number;
  /** A minute, of one call; null: it is not counted by the minute, or nothing was. */
  readonly perMinute: PerMinute | null;
  /** The most calls at once that it lets through. Null: the run tells nothing to say it by. */
  readonly atOnce: MinuteEstimate | null;
}

/** What a run used of it, in any sixty seconds. */
export interface BusiestMinute {
  readonly kind: 'tokens' | 'requests';
  readonly amount: number;
  readonly fromMs: number;
}

/** A call or an answer that was refused for a limit of the account. */
export interface Refusal {
  readonly atMs: number;
  readonly call: number;
  readonly code: string;
}

export interface LimitedCall {
  readonly call: number;
  /** Of its connection. */
  readonly fromMs: number;
  readonly untilMs: number;
  readonly answers: readonly { readonly atMs: number; readonly tokens: number; readonly requests: number }[];
}

export interface AccountLimits {
  readonly stated: StatedLimits;
  readonly calls: number;
  readonly limits: readonly AccountLimit[];
  /** The one that is met first. Null: none can be told. */
  readonly first: AccountLimit | null;
  readonly busiest: readonly BusiestMinute[];
  readonly refusals: readonly Refusal[];
  /** What the agent holds, where that was asked: which of the two is met first. */
  readonly agent: { readonly holds: number; readonly limitedBy: 'account' | 'agent' | 'either' } | null;
}

const MINUTE_MS = 60_000;

export function accountLimits(
  stated: StatedLimits,
  calls: readonly LimitedCall[],
  refusals: readonly Refusal[],
  agentHolds: number | null,
  seed: number,
): AccountLimits {
  const limits = [
    ...counted('tokens', stated.tokensPerMinute, calls, seed),
    ...counted('requests', stated.requestsPerMinute, calls, seed),
    ...given('sessions', stated.sessions, 1),
    ...given('new_sessions', stated.newSessionsPerMinute, meanMinutes(calls)),
  ];
  const first = limits.reduce<AccountLimit | null>(
    (least, one) =>
      one.atOnce !== null && (least?.atOnce == null || one.atOnce.value < least.atOnce.value) ? one : least,
    null,
  );
  return {
    stated,
    calls: calls.length,
    limits,
    first,
    busiest: [...busiestOf('tokens', calls), ...busiestOf('requests', calls)],
    refusals: [...refusals].sort((a, b) => a.atMs - b.atMs),
    agent: agentHolds === null ? null : { holds: agentHolds, limitedBy: limitedBy(agentHolds, first) },
  };
}

function limitedBy(holds: number, first: AccountLimit | null): 'account' | 'agent' | 'either' {
  if (first?.atOnce == null || first.atOnce.low > holds) return 'agent';
  return first.atOnce.high < holds ? 'account' : 'either';
}

function counted(
  kind: 'tokens' | 'requests',
  allowed: number | null,
  calls: readonly LimitedCall[],
  seed: number,
): readonly AccountLimit[] {
  if (allowed === null) return [];
  const metered = calls.map(({ fromMs, untilMs, answers }): MeteredCall => ({
    minutes: (untilMs - fromMs) / MINUTE_MS,
    counted: answers
      .filter((answer) => answer[kind] > 0)
      .map((answer) => ({
        atMinute: Math.min(untilMs - fromMs, Math.max(0, answer.atMs - fromMs)) / MINUTE_MS,
        amount: answer[kind],
      })),
  }));
  const found = perMinute(metered, allowed, seed);
  return [{ kind, allowed, perMinute: found, atOnce: found?.atOnceBusiest ?? null }];
}

/** `callsEach`: how many calls at once one of what is allowed comes to. Null: no call tells. */
function given(
  kind: 'sessions' | 'new_sessions',
  allowed: number | null,
  callsEach: number | null,
): readonly AccountLimit[] {
  if (allowed === null) return [];
  const value = callsEach === null ? null : allowed * callsEach;
  return [
    { kind, allowed, perMinute: null, atOnce: value === null ? null : { value, low: value, high: value } },
  ];
}

/** Little: so many begin a minute, and stay for so long. */
function meanMinutes(calls: readonly LimitedCall[]): number | null {
  if (calls.length === 0) return null;
  return calls.reduce((sum, { fromMs, untilMs }) => sum + untilMs - fromMs, 0) / calls.length / MINUTE_MS;
}

function busiestOf(kind: 'tokens' | 'requests', calls: readonly LimitedCall[]): readonly BusiestMinute[] {
  const all = calls
    .flatMap(({ answers }) => answers)
    .filter((answer) => answer[kind] > 0)
    .sort((a, b) => a.atMs - b.atMs);
  let [most, fromMs] = [0, 0];
  let [within, oldest] = [0, 0];
  for (const { atMs, [kind]: amount } of all) {
    within += amount;
    for (
      let first = all[oldest];
      first !== undefined && first.atMs <= atMs - MINUTE_MS;
      first = all[oldest]
    ) {
      within -= first[kind];
      oldest++;
    }
    if (within > most) [most, fromMs] = [within, all[oldest]?.atMs ?? atMs];
  }
  return most === 0 ? [] : [{ kind, amount: most, fromMs }];
}
