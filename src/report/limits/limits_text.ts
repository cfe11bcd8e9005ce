/** How the limits of an account are told to people, in every view the same. Pure. */

import { visible } from '../../core/word/visible.ts';
import type { AccountLimit, AccountLimits, LimitKind } from '../../forecast/limits/account_limits.ts';
import type { MinuteEstimate } from '../../forecast/limits/per_minute.ts';
import { count, percent, plural, seconds } from '../figure.ts';

const names: Readonly<Record<LimitKind, string>> = {
  tokens: 'tokens a minute',
  requests: 'requests a minute',
  sessions: 'sessions at once',
  new_sessions: 'new sessions a minute',
};

export function limitName(kind: LimitKind): string {
  return names[kind];
}

/** Whole calls: never more than are let through. */
export function callsAtOnce({ value, low, high }: MinuteEstimate): string {
  const [at, from, to] = [value, low, high].map((one) => Math.floor(one + 1e-9)) as [number, number, number];
  return from === to ? count(at) : `${count(at)} (${count(from)} to ${count(to)})`;
}

export function limitsConclusion({ first, agent, calls }: AccountLimits): string {
  if (first?.atOnce == null) return `${plural(calls, 'call')} tell nothing by which a limit could be said.`;
  const account = `The account lets ${callsAtOnce(first.atOnce)} calls through at once, by its ${limitName(first.kind)}`;
  if (agent === null) return `${account}.`;
  const holds = `the agent holds ${count(agent.holds)}`;
  switch (agent.limitedBy) {
    case 'account':
      return `${account}; ${holds}: the account is the limit, not the agent.`;
    case 'agent':
      return `${account}; ${holds}: the agent is the limit, not the account.`;
    case 'either':
      return `${account}; ${holds}: either may be met first.`;
  }
}

export const LIMIT_COLUMNS = [
  'limit',
  'stated',
  'of one call',
  'calls at once, on average',
  'in the busiest minute of an hour',
];

export function limitCells({ kind, allowed, perMinute, atOnce }: AccountLimit): readonly string[] {
  const one = perMinute?.mean;
  return [
    limitName(kind),
    count(allowed),
    one === undefined ? '–' : `${rounded(one.value)} (${rounded(one.low)} to ${rounded(one.high)})`,
    perMinute === null ? '–' : callsAtOnce(perMinute.atOnce),
    atOnce === null ? '–' : callsAtOnce(atOnce),
  ];
}

function rounded(value: number): string {
  return count(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}

const MOST_REFUSALS = 5;

export function limitsNotes({ stated, limits, busiest, refusals, calls }: AccountLimits): readonly string[] {
  const refused = refusals
    .slice(0, MOST_REFUSALS)
    .map(({ atMs, call, code }) => `${seconds(atMs / 1000)} (call ${call}, ${code})`);
  return [
    `Limits: ${visible(stated.source)}.`,
    ...busiest.map(({ kind, amount, fromMs }) => {
      const limit = limits.find((one) => one.kind === kind);
      const share = limit === undefined ? '' : `, ${percent(amount / limit.allowed)} of what is allowed`;
      return `In the run: ${count(amount)} ${limitName(kind)} in its busiest, from ${seconds(fromMs / 1000)} on${share}.`;
    }),
    refusals.length === 0
      ? 'In the run nothing was refused for a limit.'
      : `In the run ${plural(refusals.length, 'refusal')} for a limit: at ${refused.join(', ')}${refusals.length > refused.length ? ' …' : ''}.`,
    ...(limits.some(({ perMinute }) => perMinute !== null)
      ? [
          `Of ${plural(calls, 'call')}, with 95% intervals of resampled calls. Tokens are all of the input, what is cached and what is sent again with each answer included, and the output; a call asks for more the longer it goes on.`,
          'Calls are taken to begin by chance. Those that begin together ask for the most together: leave room, or spread their beginnings.',
        ]
      : []),
  ];
}
