import { describe, expect, it } from 'vitest';
import { SpokenNumber, type NumberHeard } from '../../../src/agent/mind/spoken_number.ts';

const slot = (opener: string, digitsAtLeast: number) => ({
  openers: [opener],
  digitsAtLeast,
  ask: `${opener}?`,
  noted: 'confirm',
});
const slots = { order: slot('my-order-number-is', 4), phone: slot('my-phone-number-is', 6) };

const words = (text: string): string[] =>
  text.split(' ').map((word) => (/^\d$/.test(word) ? `digit-${word}` : word));

/** What comes of these turns, the last one's. */
function heard(turns: readonly string[], asked: string | null = null): NumberHeard | undefined {
  const number = new SpokenNumber(slots);
  return turns.map((turn) => number.hear(words(turn), asked)).at(-1);
}

const whole = (digits: string, of = 'order'): NumberHeard => ({ type: 'whole', slot: of, digits });
const cut = (grown: boolean): NumberHeard => ({ type: 'cut', ask: 'my-order-number-is?', grown });

describe('a spoken number', () => {
  it('is whole in one breath, whichever it is', () => {
    expect(heard(['my-order-number-is 4 0 7 1 2'])).toEqual(whole('40712'));
    expect(heard(['hello my-phone-number-is 0 3 0 1 2 3'])).toEqual(whole('030123', 'phone'));
    expect(heard(['4 0 7 1'], 'order')).toEqual(whole('4071'));
  });

  it('may come in pieces', () => {
    const turns = ['my-order-number-is', '4 0', '7 1 2'];
    expect(turns.map((_, i) => heard(turns.slice(0, i + 1)))).toEqual([
      cut(false),
      cut(true),
      whole('40712'),
    ]);
    expect(heard(['4 0', '7 1'], 'order')).toEqual(whole('4071'));
  });

  it('may be begun anew', () => {
    expect(heard(['4 0 7', '4 0 7 1 2'], 'order')).toEqual(whole('40712'));
    expect(heard(['my-order-number-is 4 0 7', 'my-order-number-is 4 0'])).toEqual(cut(false));
    expect(heard(['my-order-number-is 4 0', 'my-phone-number-is 7 1'])).toMatchObject({
      type: 'cut',
      grown: false,
    });
  });

  it('is forgotten when something else is said in between', () => {
    expect(heard(['4 0', 'refund', '7 1'], 'order')).toEqual(cut(false));
    expect(heard(['my-order-number-is 4 0', 'refund', '7 1'])).toEqual({ type: 'stray' });
  });

  it('is nobody’s unless it was asked for or opened', () => {
    expect(heard(['refund'])).toEqual({ type: 'none' });
    expect(heard(['4 0 7 1 2'])).toEqual({ type: 'stray' });
  });
});
