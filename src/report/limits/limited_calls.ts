/** What a log tells of the use of an account: each call’s answers with what they were counted as, and what was refused for a limit. Pure. */

import type { TurnRecord } from '../../core/log/record.ts';
import { inputTokens, outputTokens } from '../../core/log/usage.ts';
import type { LimitedCall, Refusal } from '../../forecast/limits/account_limits.ts';
import { account } from '../account.ts';
import type { RunLog } from '../log.ts';

const REFUSALS: ReadonlySet<string> = new Set(['rate_limited', 'http_rate_limited']);

export interface AccountUse {
  readonly calls: readonly LimitedCall[];
  readonly refusals: readonly Refusal[];
}

export function accountUse(log: RunLog): AccountUse {
  const calls: LimitedCall[] = [];
  const refusals: Refusal[] = [];
  for (const { index, record, turns } of account(log).calls) {
    const { connectedMs = null, endedMs = null, failure = null } = record ?? {};
    for (const turn of turns) {
      if (turn.failure !== null && REFUSALS.has(turn.failure))
        refusals.push({ atMs: instantOf(turn) ?? endedMs ?? 0, call: index, code: turn.failure });
    }
    const told = refusals.some(({ call }) => call === index);
    if (failure !== null && REFUSALS.has(failure) && !told && record !== null)
      refusals.push({ atMs: endedMs ?? record.scheduledMs, call: index, code: failure });
    if (connectedMs === null || endedMs === null || endedMs <= connectedMs) continue;
    calls.push({
      call: index,
      fromMs: connectedMs,
      untilMs: endedMs,
      answers: turns.flatMap((turn) => answersOf(turn, endedMs)),
    });
  }
  return { calls, refusals };
}

/** What has no instant of its own is not lost: it was told by the end of the call. */
function answersOf(turn: TurnRecord, endedMs: number): LimitedCall['answers'] {
  if (turn.usage === null) return [];
  const atMs = instantOf(turn) ?? endedMs;
  const tokens = inputTokens(turn.usage) + outputTokens(turn.usage);
  return tokens === 0 && turn.answers === 0 ? [] : [{ atMs, tokens, requests: turn.answers }];
}

/** Tokens are told, and counted, as the answer is done. */
function instantOf({ marks }: TurnRecord): number | null {
  return marks.answerDone ?? marks.lastHeard ?? marks.firstAudio ?? marks.speechEnd;
}
