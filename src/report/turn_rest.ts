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
  const { agentInterruptions, backchannels, phantoms, answerStatus, answerReason } = turn;
  const ofAgent = `${keyOf(agentInterruptions)}${keyOf(phantoms)}${keyOf(answerStatus)}${keyOf(answerReason)}`;
  const lists = `${keyOf(backchannels)}${keyOf(turn.tools)}${keyOf(turn.heardAs)}${keyOf(turn.fallbacks)}`;
  let key = ofAgent + lists;
  for (const name in openUsage) key += `${keyOf(name)}${keyOf(openUsage[name as keyof OpenUsage])}`;
  return key;
}

export function turnRest(turn: TurnRecord): TurnRest {
  if (!isOfThisVersion(turn)) return restBeside(turn, IN_COLUMNS) as TurnRest;
  const rest: { -readonly [Name in keyof TurnRest]: TurnRest[Name] } = { backchannels: turn.backchannels };
  if (turn.agentInterruptions !== undefined) rest.agentInterruptions = turn.agentInterruptions;
  if (turn.phantoms !== undefined) rest.phantoms = turn.phantoms;
  if (turn.answerStatus !== undefined) rest.answerStatus = turn.answerStatus;
  if (turn.answerReason !== undefined) rest.answerReason = turn.answerReason;
  if (turn.tools !== undefined) rest.tools = turn.tools;
  if (turn.heardAs !== undefined) rest.heardAs = turn.heardAs;
  if (turn.fallbacks !== undefined) rest.fallbacks = turn.fallbacks;
  return rest;
}

/** It has all that every turn has, and no field that is not known here. */
function isOfThisVersion(turn: TurnRecord): boolean {
  let known = IN_COLUMNS.length + 1;
  if (turn.agentInterruptions !== undefined) known++;
  if (turn.phantoms !== undefined) known++;
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
