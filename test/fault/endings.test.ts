import { describe, expect, it } from 'vitest';
import { ActiveFaults } from '../../src/fault/active_faults.ts';
import { Endings, type Ending } from '../../src/fault/endings.ts';
import { armed, type LineHappening } from './client_faults.ts';

function endingsOf(...texts: readonly string[]): Endings<LineHappening, Ending<LineHappening>> {
  const endings = new Endings<LineHappening, Ending<LineHappening>>();
  const active = new ActiveFaults(armed(...texts), { seed: 1, id: 'call-1', index: 0 });
  for (const ending of active.strikingOnce('line')) endings.await(ending);
  return endings;
}

describe('an ending', () => {
  it('comes so long after the n-th time of what it hangs on', () => {
    const endings = endingsOf('cut::nth=2');
    endings.happens('opened', 0, 0);
    endings.happens('spoke', 1000, 1000);
    expect(endings.nextDueMs()).toBe(Infinity);
    endings.happens('spoke', 3000, 3000);
    expect(endings.nextDueMs()).toBe(3100);
    expect(endings.take(3099)).toBeNull();
    expect(endings.take(3100)).toMatchObject({ fault: 'cut', plan: { on: 'spoke', nth: 2 } });
  });

  it('is the last', () => {
    const endings = endingsOf('cut', 'cut::nth=2');
    endings.happens('spoke', 10, 10);
    endings.happens('spoke', 20, 20);
    expect(endings.take(500)).toMatchObject({ plan: { nth: 1 } });
    expect(endings.nextDueMs()).toBe(Infinity);
    expect(endings.take(500)).toBeNull();
  });

  it('counts what happens in its stretch alone', () => {
    const endings = endingsOf('cut::from=2s,until=4s');
    endings.happens('spoke', 1000, 1000);
    endings.happens('spoke', 4000, 4000);
    expect(endings.nextDueMs()).toBe(Infinity);
    endings.happens('spoke', 5000, 2000);
    expect(endings.nextDueMs()).toBe(5100);
  });
});
