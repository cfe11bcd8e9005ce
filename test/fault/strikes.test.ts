import { describe, expect, it } from 'vitest';
import { ActiveFaults } from '../../src/fault/active_faults.ts';
import { strike, type Struck } from '../../src/fault/strikes.ts';
import { armed, type FramePlan } from './client_faults.ts';

const usual: FramePlan = { delayMs: 0, sent: 'whole' };

function struckBy(log: string[], ...texts: readonly string[]): Struck<FramePlan> {
  const striking = new ActiveFaults(armed(...texts), { seed: 1, id: 'call-1', index: 0 }).striking(
    'frame',
    0,
  );
  return strike(
    usual,
    striking,
    ({ effect }, before) => effect(before),
    'delayMs',
    (fault, atMs) => log.push(`${fault} ${atMs}`),
  );
}

describe('a plan that faults have struck', () => {
  it('is the same one where none has', () => {
    const log: string[] = [];
    const { plan, strikes } = struckBy(log);
    expect(plan).toBe(usual);
    strikes.carriedOut('sent', 10);
    expect([log, strikes.awaits('sent')]).toEqual([[], false]);
  });

  it('adds up in one part, and holds the last of another; each is told of once its part is carried out', () => {
    const log: string[] = [];
    const { plan, strikes } = struckBy(
      log,
      'stalled::by=1s',
      'damaged',
      'stalled::by=2s',
      'damaged::leaves=never',
    );
    expect(plan).toEqual({ delayMs: 3000, sent: 'never' });
    expect(log).toEqual([]);
    strikes.carriedOut('delayMs', 10);
    expect(log).toEqual(['stalled 10', 'stalled 10']);
    expect([strikes.awaits('delayMs'), strikes.awaits('sent')]).toEqual([false, true]);
    strikes.carriedOut('sent', 20);
    strikes.carriedOut('sent', 30);
    expect(log.slice(2)).toEqual(['damaged 20']);
  });
});
