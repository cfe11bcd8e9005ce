import { describe, expect, it } from 'vitest';
import { always } from '../../src/fault/occasions.ts';
import { armed } from './client_faults.ts';

describe('a fault of any side', () => {
  it('is armed with its own arguments and with what every fault takes', () => {
    const [stalled] = armed('stalled:50%:by=2s,every=3');
    expect(stalled).toMatchObject({
      fault: { name: 'stalled', of: 'frame' },
      share: 0.5,
      args: { by: 2000 },
      when: { ...always, every: 3 },
    });
    expect(armed('damaged')[0]).toMatchObject({ share: 1, args: { leaves: 'half' }, when: always });
  });

  it('keeps for itself what it calls as every fault does', () => {
    expect(armed('cut::nth=2')[0]).toMatchObject({ args: { nth: 2 }, when: always });
  });

  it.each([
    ['stuled', 'there is no fault "stuled"; did you mean "stalled"?'],
    ['dropped', 'there is no fault "dropped", only stalled, damaged, cut'],
    ['damaged::leaves=al', 'damaged: leaves: expected one of half, never, found "al"'],
    ['stalled::by=0', 'stalled: by: expected a duration from 1ms to 24h, found "0"'],
    ['cut::nth=2,until=500', 'cut: nobody speaks twice in a second'],
    ['cut::nth=2,from=500,until=500', 'cut: expected until to be later than from'],
  ])('%s is a mistake: %s', (text, mistake) => {
    expect(() => armed(text)).toThrow(new Error(mistake));
  });
});
