/** What there was to be heard in a run, of either side: what its advice goes by. Pure; one pass over the turns. */

import type { TurnRecord } from '../core/log/record.ts';
import type { Monitored } from './monitored.ts';
import { KeptValues } from './kept_values.ts';
import { mean, sortedValues } from './statistics.ts';

export type Sound = Pick<
  Monitored,
  'cleanAudio' | 'meanAnswerMs' | 'longestAnswerMs' | 'silences' | 'spoken' | 'toolWaits'
>;

export function soundOf(turns: Iterable<TurnRecord>): Sound {
  const answersMs = new KeptValues();
  let clean = 0;
  let longestAnswerMs = 0;
  let silences = 0;
  let callersMs = 0;
  let agentMs = 0;
  let silentWaits = 0;
  let waits = 0;
  for (const { kind, marks, answers, answerAudioMs, underruns, tools = [] } of turns) {
    if (kind === 'silence') silences++;
    if (answerAudioMs > 0) {
      answersMs.add(answerAudioMs);
      longestAnswerMs = Math.max(longestAnswerMs, answerAudioMs / Math.max(1, answers));
      if (underruns.count === 0) clean++;
    }
    if (marks.speechStart !== null && marks.speechEnd !== null) {
      callersMs += Math.max(0, marks.speechEnd - marks.speechStart);
      agentMs += answerAudioMs;
    }
    const sentMs = tools.reduce((first, { answeredMs }) => Math.min(first, answeredMs ?? Infinity), Infinity);
    if (sentMs === Infinity) continue;
    waits++;
    if (marks.firstHeard === null || marks.firstHeard >= sentMs) silentWaits++;
  }
  return {
    cleanAudio: { clean, of: answersMs.length },
    meanAnswerMs: mean(sortedValues(answersMs)),
    longestAnswerMs,
    silences,
    spoken: { callersMs, agentMs },
    toolWaits: { silent: silentWaits, of: waits },
  };
}
