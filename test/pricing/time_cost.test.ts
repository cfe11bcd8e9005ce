import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../../src/core/log/usage.ts';
import type { InfrastructurePriceRow } from '../../src/core/plan/price_row.ts';
import { costOf } from '../../src/pricing/cost.ts';
import { pricesFor } from '../../src/pricing/prices.ts';
import { telephonyPriceTable } from '../../src/pricing/telephony_table.ts';
import { billedMinutes, machinesUsd, timeUsd } from '../../src/pricing/time_cost.ts';

const box: InfrastructurePriceRow = {
  kind: 'infrastructure',
  model: 'gpu-box',
  date: '2026-11',
  source: 'our contract',
  usdPerSessionHour: 0.06,
  machine: { usdPerHour: 2.4, sessions: 40 },
};
const [inbound, , streams] = telephonyPriceTable;
if (inbound === undefined || streams === undefined) throw new Error('the table has rows');

describe('a minute of a carrier', () => {
  it.each([
    [0, 0],
    [0.2, 1],
    [60, 1],
    [60.0001, 1],
    [60.001, 2],
    [61, 2],
    [180, 3],
  ])('%d s are %d of them', (seconds, minutes) => {
    expect(billedMinutes(seconds, 'minute')).toBe(minutes);
  });

  it('is by the second where that is what is billed', () => {
    expect(billedMinutes(61, 'second')).toBeCloseTo(61 / 60, 12);
    expect(billedMinutes(60.2, 'second')).toBeCloseTo(61 / 60, 12);
  });

  it('is never less than what was talked, and never a whole one more', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (ms) => {
        const minutes = billedMinutes(ms / 1000, 'minute');
        expect(minutes).toBeGreaterThanOrEqual(ms / 60_000);
        expect(minutes).toBeLessThan(ms / 60_000 + 1);
      }),
    );
  });
});

describe('a phone agent of one’s own', () => {
  const prices = pricesFor({
    model: 'gpt-realtime-2.1',
    telephony: [inbound, streams],
    infrastructure: box,
  });

  it('pays for the line, the stream beside it and its share of a machine', () => {
    const cost = costOf({ ...noUsage, textIn: 1_000_000 }, prices, 90);
    expect(cost.telephonyUsd).toBeCloseTo(2 * (0.0085 + 0.004), 12);
    expect(cost.infrastructureUsd).toBeCloseTo((90 / 3600) * 0.06, 12);
    expect(cost.totalUsd).toBeCloseTo(4 + 0.025 + 0.0015, 12);
    expect(timeUsd(90, prices)).toBeCloseTo(0.0265, 12);
  });

  it('pays nothing for a call that never was', () => {
    expect(costOf(noUsage, prices, 0).totalUsd).toBe(0);
  });

  it('pays for machines that are idle, where it pays for machines', () => {
    expect(machinesUsd(box, 81, 2)).toMatchObject({ machines: 3 });
    expect(machinesUsd(box, 81, 2)?.usd).toBeCloseTo(14.4, 12);
    expect(machinesUsd(box, 80, 2)).toMatchObject({ machines: 2 });
    const { machine: _, ...bySession } = box;
    expect(machinesUsd(bySession, 81, 2)).toBeNull();
  });
});
