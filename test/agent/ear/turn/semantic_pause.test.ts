import { describe, expect, it } from 'vitest';
import { semanticPauseMs } from '../../../../src/agent/ear/turn/semantic_pause.ts';

const heard = (confidence: number, complete: boolean) => ({
  utterances: ['refund'],
  transcript: '',
  confidence,
  complete,
  unfinished: null,
});

describe('the pause that ends a turn, by its words', () => {
  it('is short after a whole sentence and long inside one, by eagerness', () => {
    expect(
      (['high', 'auto', 'medium', 'low'] as const).map((eagerness) => [
        semanticPauseMs(eagerness, heard(0.9, true)),
        semanticPauseMs(eagerness, heard(0.9, false)),
      ]),
    ).toEqual([
      [300, 2000],
      [600, 4000],
      [600, 4000],
      [900, 8000],
    ]);
  });

  it('lies in between where the words were not clear', () => {
    const unclear = semanticPauseMs('auto', heard(0.3, true));
    expect(unclear).toBeGreaterThan(600);
    expect(unclear).toBeLessThan(4000);
    expect(semanticPauseMs('auto', heard(0.3, false))).toBe(unclear);
  });
});
