/** What there was to be heard in a run, of either side. */

import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { SoundTally, type Sound } from '../../src/report/sound.ts';
import { turn } from './log_builder.ts';
import { toolCall } from './tool_run.ts';

function soundOf(turns: readonly TurnRecord[]): Sound {
  const tally = new SoundTally();
  for (const each of turns) tally.turn(each);
  return tally.sound();
}

describe('what was to be heard', () => {
  it('is nothing of no turns', () => {
    expect(soundOf([])).toEqual({
      cleanAudio: { clean: 0, of: 0 },
      meanAnswerMs: null,
      longestAnswerMs: 0,
      silences: 0,
      spoken: { callersMs: 0, agentMs: 0 },
      toolWaits: { silent: 0, of: 0 },
    });
  });

  it('is answers, with those that had no gap; a turn of several answers has shorter ones', () => {
    const sound = soundOf([
      turn({ answerAudioMs: 9000, answers: 3 }),
      turn({ answerAudioMs: 4000, answers: 1, underruns: { count: 1, ms: 20 } }),
      turn({ answerAudioMs: 2000, answers: 0 }),
      turn({ answerAudioMs: 0 }),
    ]);
    expect(sound).toMatchObject({
      cleanAudio: { clean: 2, of: 3 },
      meanAnswerMs: 5000,
      longestAnswerMs: 4000,
      toolWaits: { of: 0 },
    });
  });

  it('is both sides’ speech in turns in which the caller spoke, and silences apart', () => {
    const sound = soundOf([
      turn({ answerAudioMs: 3000, marks: { speechStart: 1000, speechEnd: 2500 } }),
      turn({ answerAudioMs: 500, kind: 'silence' }),
      turn({ answerAudioMs: 800, kind: 'greeting' }),
      // Its words were broken off before they began.
      turn({ answerAudioMs: 10, marks: { speechStart: 4000, speechEnd: 3900 } }),
    ]);
    expect(sound).toMatchObject({ spoken: { callersMs: 1500, agentMs: 3010 }, silences: 1 });
  });

  it('is, of turns with a tool’s result, those in which nothing was heard before the first of them', () => {
    const [first, second] = [toolCall('a', 900, 1500, null), toolCall('b', 900, 3000, null)];
    const heardAt = (firstHeard: number | null) => turn({ tools: [second, first], marks: { firstHeard } });
    const waits = (...turns: Parameters<typeof soundOf>[0][]) => turns.map((some) => soundOf(some).toolWaits);
    expect(waits([heardAt(1499)], [heardAt(1500)], [heardAt(null)])).toEqual([
      { silent: 0, of: 1 },
      { silent: 1, of: 1 },
      { silent: 1, of: 1 },
    ]);
    // Without a result there was nothing to wait for.
    expect(
      waits([turn({ tools: [toolCall('a', 900, null, null, 'never')] })], [turn({ tools: [] })]),
    ).toEqual([
      { silent: 0, of: 0 },
      { silent: 0, of: 0 },
    ]);
  });
});
