import { describe, expect, it } from 'vitest';
import { ActiveFaults } from '../../src/fault/active_faults.ts';
import { armed, type ClientMoments } from './client_faults.ts';

const at = (texts: readonly string[], seed = 1, id = 'call-1', index = 0): ActiveFaults<ClientMoments> =>
  new ActiveFaults(armed(...texts), { seed, id, index });

/** Who strikes at each of so many frames, one a second. */
function struck(active: ActiveFaults<ClientMoments>, count = 40): string[] {
  return Array.from({ length: count }, (_, i) =>
    active
      .striking('frame', i * 1000)
      .map(({ name }) => name)
      .join(' '),
  );
}

describe('faults at work', () => {
  it('strike in their own moments, in the order they were given in', () => {
    const active = at(['damaged', 'cut', 'stalled']);
    expect(active.striking('frame', 0).map(({ name }) => name)).toEqual(['damaged', 'stalled']);
    expect(active.striking('line', 0).map(({ name }) => name)).toEqual(['cut']);
    expect([active.has('frame'), at(['cut']).has('frame')]).toEqual([true, false]);
  });

  it('do what their arguments say', () => {
    const [fault] = at(['stalled::by=70']).striking('frame', 0);
    expect(fault?.effect({ delayMs: 5, sent: 'whole' })).toEqual({ delayMs: 75, sent: 'whole' });
  });

  it('are drawn alike with the same seed, and whatever others there are', () => {
    const alone = struck(at(['stalled:30%']));
    expect(struck(at(['stalled:30%']))).toEqual(alone);
    expect(alone.filter(Boolean).length).toBeGreaterThan(4);
    const among = struck(at(['damaged:50%', 'stalled:30%', 'cut']));
    expect(among.map((names) => names.includes('stalled'))).toEqual(alone.map(Boolean));
    expect(struck(at(['stalled:30%'], 2))).not.toEqual(alone);
    expect(struck(at(['stalled:30%'], 1, 'call-2'))).not.toEqual(alone);
  });

  it('with a seed of their own go by the number of the session, whatever its id', () => {
    const own = struck(at(['stalled:30%:seed=7'], 1, 'call-1', 4));
    expect(struck(at(['stalled:30%:seed=7'], 2, 'call-9', 4))).toEqual(own);
    expect(struck(at(['stalled:30%:seed=7'], 1, 'call-1', 5))).not.toEqual(own);
  });

  it('are drawn for the session where it has a moment but once, and counted in sessions', () => {
    const cuts = (text: string): number[] =>
      Array.from({ length: 9 }, (_, index) => index).filter(
        (index) => at([text], 1, `call-${index}`, index).strikingOnce('line').length > 0,
      );
    expect(cuts('cut')).toHaveLength(9);
    expect(cuts('cut::every=4')).toEqual([3, 7]);
    const some = cuts('cut:50%');
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(9);
  });
});
