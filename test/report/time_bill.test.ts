import { describe, expect, it } from 'vitest';
import { telephonyPriceTable } from '../../src/pricing/telephony_table.ts';
import type { CallBill } from '../../src/report/bill.ts';
import { pricesFor } from '../../src/pricing/prices.ts';
import { machineNote, oldPriceNote, timeParts, timePrices } from '../../src/report/time_bill.ts';

const [inbound] = telephonyPriceTable;
if (inbound === undefined) throw new Error('the table has rows');
const machine = { usdPerHour: 2, sessions: 2 };
const prices = pricesFor({
  model: 'none',
  telephony: [inbound],
  infrastructure: {
    kind: 'infrastructure',
    model: 'box',
    date: '2026-01',
    source: 'http://own.example/prices',
    usdPerSessionHour: 1,
    machine,
  },
});

/** A session from and to these seconds. */
function from(beganS: number, endedS: number): CallBill {
  const record = { readyMs: beganS * 1000, endedMs: endedS * 1000 };
  return { call: { record }, sessionS: endedS - beganS } as unknown as CallBill;
}

describe('what goes by the length of calls', () => {
  const bills = [from(0, 61), from(10, 70), from(61, 3600)];

  it('is rounded up call by call', () => {
    const [session, line, machines] = timeParts(bills, 3660, prices);
    expect(session).toMatchObject({ part: 'session time', usd: 0 });
    // 2 + 1 + 59 minutes begun.
    expect(line).toMatchObject({ part: 'telephony', amount: 62 * 60 });
    expect(line?.usd).toBeCloseTo(62 * 0.0085, 12);
    expect(machines?.usd).toBeCloseTo(3660 / 3600, 12);
  });

  it('is nothing where nobody said what it costs', () => {
    expect(timeParts(bills, 3660, pricesFor({ model: 'gpt-realtime' }))).toEqual([]);
    expect(timeParts(bills, 3660, null)).toEqual([]);
    expect(timePrices(pricesFor({ model: 'gpt-realtime' }))).toEqual({});
  });

  it('is told with where its prices are from, as no link', () => {
    expect(timePrices(prices)).toEqual({
      telephony: [
        {
          name: 'twilio-inbound-local',
          date: '2026-06',
          source: 'www.twilio.com/en-us/voice/pricing/us',
          usdPerMinute: 0.0085,
          billedBy: 'minute',
        },
      ],
      infrastructure: {
        name: 'box',
        date: '2026-01',
        source: 'own.example/prices',
        usdPerSessionHour: 1,
        machine,
      },
    });
  });
});

describe('machines', () => {
  it('are paid for the most sessions at once, idle or not', () => {
    // The third begins as the first ends: never more than two at once.
    const [note] = machineNote([from(0, 61), from(10, 70), from(61, 3600)], prices);
    expect(note).toContain('2 sessions at once there were 1 machine to pay, idle or not: $2.00');
    const [more] = machineNote([from(0, 62), from(10, 70), from(61, 3600)], prices);
    expect(more).toContain('3 sessions at once there were 2 machines');
    expect(more).toContain('$4.00');
  });

  it('say nothing where none are paid, or no session was', () => {
    expect(machineNote([from(0, 61)], pricesFor({ model: 'gpt-realtime' }))).toEqual([]);
    expect(machineNote([], prices)).toEqual([]);
  });
});

describe('prices of long ago', () => {
  const told = (model: string): Parameters<typeof oldPriceNote>[0] => ({
    prices: {
      model,
      date: '2026-05',
      source: '',
      usdPerMillion: null,
      usdPerMinute: null,
      transcription: null,
      ...timePrices(prices),
    },
  });

  it('are told by name, each that is too old', () => {
    const at = (day: string): string | null => oldPriceNote(told('m'), Date.parse(day));
    expect(at('2026-07-01')).toBeNull();
    expect(at('2026-08-15')).toContain('box (of 2026-01');
    expect(at('2026-11-27')).not.toContain('m (of');
    expect(at('2026-12-01')).toContain('m (of 2026-05, 184 days)');
    expect(oldPriceNote({ prices: null }, 0)).toBeNull();
  });
});
