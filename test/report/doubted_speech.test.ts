import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { SpeechTally } from '../../src/report/doubted_speech.ts';
import { turn } from './log_builder.ts';

const said = (words: string, count: number, agentInterrupted: boolean, delayMs: number) =>
  Array.from({ length: count }, () =>
    turn({
      kind: 'say',
      voice: 'me',
      said: words,
      agentInterrupted,
      marks: { speechEnd: 1000, speechStoppedEvent: 1000 + delayMs },
    }),
  );

function speechDoubts(turns: readonly TurnRecord[], silenceDurationMs?: number): readonly string[] {
  const tally = new SpeechTally();
  for (const each of turns) tally.turn(each);
  return tally.doubts(silenceDurationMs);
}

describe('speechDoubts', () => {
  it('doubts the recording that alone is always talked over', () => {
    const doubts = speechDoubts([...said('noisy', 4, true, 520), ...said('clean', 4, false, 520)]);
    expect(doubts).toEqual([expect.stringMatching(/^me\/noisy was talked over in all of its 4 turns/)]);
    expect(doubts[0]).toContain('fixtures check');
  });

  it('doubts the one whose end is noticed far sooner than the others', () => {
    const doubts = speechDoubts([...said('noisy', 3, false, 60), ...said('clean', 5, false, 520)]);
    expect(doubts).toEqual([expect.stringContaining('me/noisy was noticed after 60')]);
  });

  it('leaves to the agent what happens to all, or too seldom to tell', () => {
    expect(speechDoubts([...said('one', 4, true, 500), ...said('two', 4, true, 480)])).toEqual([]);
    expect(speechDoubts([...said('one', 2, true, 0), ...said('two', 4, false, 480)])).toEqual([]);
    expect(speechDoubts([...said('one', 4, false, 400), ...said('two', 4, false, 520)])).toEqual([]);
    expect(speechDoubts([])).toEqual([]);
  });

  it('doubts itself where all ends are noticed far sooner than the session lets them be', () => {
    const turns = [...said('one', 3, false, 259), ...said('two', 3, false, 300)];
    expect(speechDoubts(turns, 500)).toEqual([
      expect.stringMatching(
        /after \d+ ms at the median, .* 500 ms of silence: the harness's own end of speech is in doubt/,
      ),
    ]);
    expect(speechDoubts(said('one', 3, false, 100), 500)).toHaveLength(1);
    // As long as it asks for, or little less; a session that goes by something else, or an older log; too few.
    expect(speechDoubts(turns, 400)).toEqual([]);
    expect(speechDoubts(turns)).toEqual([]);
    expect(speechDoubts(said('one', 2, false, 100), 500)).toEqual([]);
  });

  it('doubts the one recording that is noticed sooner than the session lets it be, and not by far sooner than others', () => {
    expect(speechDoubts([...said('noisy', 3, false, 300), ...said('clean', 5, false, 520)], 500)).toEqual([
      expect.stringMatching(/me\/noisy was noticed after 300 ms, and the session waits for 500 ms/),
    ]);
  });

  it('draws the line at 250 ms sooner than others, and at 150 ms under what the session waits for', () => {
    const sooner = (ms: number) =>
      speechDoubts([...said('noisy', 3, false, ms), ...said('clean', 5, false, 520)]).length;
    expect([sooner(270), sooner(269)]).toEqual([0, 1]);
    const under = (ms: number) => speechDoubts(said('one', 3, false, ms), 500).length;
    expect([under(350), under(349)]).toEqual([0, 1]);
  });

  it('says nothing of a recording whose end was never noticed', () => {
    const unnoticed = Array.from({ length: 3 }, () =>
      turn({ kind: 'say', voice: 'me', said: 'unnoticed', marks: { speechEnd: 1000 } }),
    );
    expect(speechDoubts([...unnoticed, ...said('clean', 5, false, 520)], 500)).toEqual([]);
  });
});
