/**
 * Whether a condition holds in what a call has shown: by what was heard, by transcripts and by tool calls, and by nothing else.
 * Pure. What there is no data for is told as that; whoever asks decides what it comes to.
 */

import type { Condition } from '../../core/plan/expectation.ts';
import type { TurnRecord } from '../../core/log/record.ts';
import { allOf, anyOf, failed, held, negated, unknown, type Proof } from './proof.ts';
import { heardWords } from './heard_words.ts';
import { matches } from './pattern.ts';
import type { Scope } from './scope.ts';
import { fallsBack, handedOver, noticesSilence } from './shown_fallback.ts';
import { misses } from './tool_wish.ts';
import { givesWay, keepsTalking } from './turn_taking.ts';
import { cut } from '../../core/word/visible.ts';
import { atSeconds } from './late.ts';

const SHOWN_CHARACTERS = 160;

export function examine(condition: Condition, scope: Scope): Proof {
  switch (condition.is) {
    case 'says':
      return says(condition, scope, scope.turns);
    case 'says_not':
      return negated(says(condition, scope, scope.turns), 'it was said');
    case 'tool':
      return callsTool(condition, scope);
    case 'no_tool':
      return callsNoTool(condition, scope);
    case 'fallback':
      return fallsBack(condition.reason, scope);
    case 'escalates':
      return handedOver(scope);
    case 'silence_acknowledged':
      return noticesSilence(scope);
    case 'hangup':
      return hangsUp(scope);
    case 'yields':
      return givesWay(condition.withinMs, scope);
    case 'keeps_talking':
      return keepsTalking(scope);
    case 'reconnects':
      return reconnects(scope);
    case 'remembers':
      return remembers(condition, scope);
    case 'all':
      return allOf(condition.of.map((one) => examine(one, scope)));
    case 'any':
      return anyOf(condition.of.map((one) => examine(one, scope)));
    case 'not':
      return negated(examine(condition.what, scope), 'it did');
  }
}

function says(
  { pattern }: Extract<Condition, { is: 'says' | 'says_not' | 'remembers' }>,
  { untilMs, sinceMs }: Scope,
  turns: readonly TurnRecord[],
): Proof {
  let unwritten = 0;
  let tooLate: number | null = null;
  let last = '';
  for (const turn of turns) {
    const words = heardWords(turn);
    if (words === null) unwritten++;
    else if (words !== '') {
      last = words;
      if (!matches(pattern, words)) continue;
      const atMs = turn.marks.firstHeard as number;
      if (atMs <= untilMs) return held(atMs);
      tooLate ??= atMs;
    }
  }
  if (tooLate !== null) return failed(`it was said ${atSeconds(tooLate - sinceMs)}`);
  if (unwritten > 0) return unknown('the transcript of what was heard');
  return failed(last === '' ? 'nothing was heard' : `heard: ${cut(last, SHOWN_CHARACTERS)}`);
}

function callsTool(wish: Extract<Condition, { is: 'tool' }>, scope: Scope): Proof {
  let why = `${wish.name} was not called`;
  for (const turn of scope.turns) {
    if (turn.tools === undefined) return unknown('the tool calls');
    for (const tool of turn.tools) {
      const wrong = misses(tool, wish, scope.persona);
      if (wrong !== null) {
        if (tool.name === wish.name || why === `${wish.name} was not called`) why = wrong;
      } else if (tool.calledMs <= scope.untilMs) return held(tool.calledMs);
      else why = `it was called ${atSeconds(tool.calledMs - scope.sinceMs)}`;
    }
  }
  return failed(why);
}

function callsNoTool({ name }: Extract<Condition, { is: 'no_tool' }>, scope: Scope): Proof {
  for (const turn of scope.turns) {
    if (turn.tools === undefined) return unknown('the tool calls');
    const called = turn.tools.find(
      (tool) => (name === undefined || tool.name === name) && tool.calledMs <= scope.untilMs,
    );
    if (called !== undefined) return failed(`${called.name} was called`);
  }
  return held(null);
}

function hangsUp({ call, turns, all, untilMs, sinceMs }: Scope): Proof {
  if (call.endedBy === undefined) return unknown('who ended the call');
  if (call.endedBy !== 'agent') return failed('the agent did not end the call');
  if (turns.at(-1) !== all.at(-1)) return failed('the call went on');
  const { endedMs } = call;
  if (endedMs !== null && endedMs > untilMs)
    return failed(`it ended the call ${atSeconds(endedMs - sinceMs)}`);
  return held(endedMs);
}

/** Of a turn: losses from its words on, and before the next turn's. */
function lossesIn({ call, turns, all, sinceMs }: Scope) {
  const next = turns.length === all.length ? undefined : all[all.indexOf(turns.at(-1) as TurnRecord) + 1];
  const fromMs = turns.length === all.length ? -Infinity : (turns[0]?.marks.speechStart ?? sinceMs);
  const endMs = next?.marks.speechStart ?? Infinity;
  return (call.reconnects ?? []).filter(({ lostMs }) => lostMs >= fromMs && lostMs < endMs);
}

function reconnects(scope: Scope): Proof {
  const losses = lossesIn(scope);
  if (losses.length === 0) {
    return scope.call.failure === 'disconnected' || scope.call.failure === 'connection_lost'
      ? failed('the connection was lost and did not come back')
      : failed('no connection was lost');
  }
  // `within` is of each loss: how long the caller was without a session.
  const allowedMs = scope.untilMs - scope.sinceMs;
  for (const { lostMs, readyMs } of losses) {
    if (readyMs === null) return failed('the connection was lost and did not come back');
    if (readyMs - lostMs > allowedMs) return failed(`it was back ${atSeconds(readyMs - lostMs)}`);
  }
  return held(losses.at(-1)?.readyMs ?? null);
}

function remembers(condition: Extract<Condition, { is: 'remembers' }>, scope: Scope): Proof {
  const back = (scope.call.reconnects ?? []).find(({ readyMs }) => readyMs !== null)?.readyMs ?? null;
  if (back === null) return failed('no connection was lost and came back');
  const since = scope.turns.filter(({ marks }) => (marks.firstHeard ?? -Infinity) >= back);
  const allowedMs = scope.untilMs - scope.sinceMs;
  return says(condition, { ...scope, sinceMs: back, untilMs: back + allowedMs }, since);
}
