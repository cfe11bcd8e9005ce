/**
 * The fields of a turn that have no column of their own. A long log has hundreds of thousands of turns, and all but a few are of this
 * version: those are looked at field by field, which is far sooner done than going through whatever is there. Pure.
 */

import type { TurnRecord } from '../core/log/record.ts';
import type { OpenUsage } from '../core/log/usage.ts';
import { keyOf, restBeside, restKeyBeside } from './kept_rest.ts';

/** What each turn has, and has in columns or not at all. */
const IN_COLUMNS = [
  'type',
  'call',
  'turn',
  'step',
  'kind',
  'caller',
  'voice',
  'said',
  'heardText',
  'transcript',
  'outcome',
  'expectsAnswer',
  'failure',
  'detail',
  'marks',
  'speechEndFrame',
  'agentInterrupted',
  'bargeIn',
  'answers',
  'answerAudioMs',
  'heardMs',
  'underruns',
  'rttMs',
  'usage',
] as const satisfies readonly (keyof TurnRecord)[];

export type TurnRest = Omit<TurnRecord, (typeof IN_COLUMNS)[number]>;

const keyOfAny = restKeyBeside(IN_COLUMNS);

/** Two turns have one key only where they have the same rest, and left the same of their usage open. */
export function turnRestKey(turn: TurnRecord, openUsage: OpenUsage): string {
  if (!isOfThisVersion(turn)) return `?${keyOfAny(turn, openUsage)}`;
  const { agentInterruptions, backchannels, phantoms, stopsUntold, answerStatus, answerReason } = turn;
  const ofAgent = `${keyOf(agentInterruptions)}${keyOf(phantoms)}${keyOf(stopsUntold)}${keyOf(answerStatus)}${keyOf(answerReason)}`;
  const lists = `${keyOf(backchannels)}${keyOf(turn.tools)}${keyOf(turn.heardAs)}${keyOf(turn.fallbacks)}`;
  let key = ofAgent + lists;
  for (const name in openUsage) key += `${keyOf(name)}${keyOf(openUsage[name as keyof OpenUsage])}`;
  return key;
}

export function turnRest(turn: TurnRecord): TurnRest {
  return isOfThisVersion(turn) ? withKnown({}, turn) : (restBeside(turn, IN_COLUMNS) as TurnRest);
}

/** Whether withKnown gives all of it. */
export function isKnownRest(rest: TurnRest): boolean {
  return Object.keys(rest).length === Object.keys(withKnown({}, rest)).length;
}

/**
 * What is made of a turn, and the rest that is known here. One field after the other, always in this order: turns that have the
 * same fields are of one shape then, and a spread takes several times as long.
 */
export function withKnown<Own extends object>(own: Own, rest: TurnRest): Own & TurnRest {
  const made: Own & { -readonly [Name in keyof TurnRest]?: TurnRest[Name] } = own;
  made.backchannels = rest.backchannels;
  if (rest.agentInterruptions !== undefined) made.agentInterruptions = rest.agentInterruptions;
  if (rest.phantoms !== undefined) made.phantoms = rest.phantoms;
  if (rest.stopsUntold !== undefined) made.stopsUntold = rest.stopsUntold;
  if (rest.answerStatus !== undefined) made.answerStatus = rest.answerStatus;
  if (rest.answerReason !== undefined) made.answerReason = rest.answerReason;
  if (rest.tools !== undefined) made.tools = rest.tools;
  if (rest.heardAs !== undefined) made.heardAs = rest.heardAs;
  if (rest.fallbacks !== undefined) made.fallbacks = rest.fallbacks;
  return made as Own & TurnRest;
}

/** It has all that every turn has, and no field that is not known here. */
function isOfThisVersion(turn: TurnRecord): boolean {
  let known = IN_COLUMNS.length + 1;
  if (turn.agentInterruptions !== undefined) known++;
  if (turn.phantoms !== undefined) known++;
  if (turn.stopsUntold !== undefined) known++;
  if (turn.answerStatus !== undefined) known++;
  if (turn.answerReason !== undefined) known++;
  if (turn.tools !== undefined) known++;
  if (turn.heardAs !== undefined) known++;
  if (turn.fallbacks !== undefined) known++;
  return Object.keys(turn).length === known && hasAll(turn);
}

/** Those that no reader of a log asks for: the others are there. */
function hasAll(turn: Partial<TurnRecord>): boolean {
  return (
    turn.step !== undefined &&
    turn.voice !== undefined &&
    turn.said !== undefined &&
    turn.heardText !== undefined &&
    turn.transcript !== undefined &&
    turn.detail !== undefined &&
    turn.speechEndFrame !== undefined &&
    turn.answers !== undefined
  );
}
