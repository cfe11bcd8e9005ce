/** What there was to be heard in a run, of either side: what its advice goes by. Pure. */

import type { TurnRecord } from '../core/log/record.ts';
import type { Monitored } from './monitored.ts';
import { KeptValues } from './kept_values.ts';
import { mean, sortedValues } from './statistics.ts';

export type Sound = Pick<
  Monitored,
  'cleanAudio' | 'meanAnswerMs' | 'longestAnswerMs' | 'silences' | 'spoken' | 'toolWaits'
>;

export class SoundTally {
  private readonly answersMs = new KeptValues();
  private clean = 0;
  private longestAnswerMs = 0;
  private silences = 0;
  private callersMs = 0;
  private agentMs = 0;
  private silentWaits = 0;
  private waits = 0;

  turn({ kind, marks, answers, answerAudioMs, underruns, tools = [] }: TurnRecord): void {
    if (kind === 'silence') this.silences++;
    if (answerAudioMs > 0) {
      this.answersMs.add(answerAudioMs);
      this.longestAnswerMs = Math.max(this.longestAnswerMs, answerAudioMs / Math.max(1, answers));
      if (underruns.count === 0) this.clean++;
    }
    if (marks.speechStart !== null && marks.speechEnd !== null) {
      this.callersMs += Math.max(0, marks.speechEnd - marks.speechStart);
      this.agentMs += answerAudioMs;
    }
    const sentMs = tools.reduce((first, { answeredMs }) => Math.min(first, answeredMs ?? Infinity), Infinity);
    if (sentMs === Infinity) return;
    this.waits++;
    if (marks.firstHeard === null || marks.firstHeard >= sentMs) this.silentWaits++;
  }

  sound(): Sound {
    const { answersMs, clean, longestAnswerMs, silences, callersMs, agentMs } = this;
    return {
      cleanAudio: { clean, of: answersMs.length },
      meanAnswerMs: mean(sortedValues(answersMs)),
      longestAnswerMs,
      silences,
      spoken: { callersMs, agentMs },
      toolWaits: { silent: this.silentWaits, of: this.waits },
    };
  }
}
