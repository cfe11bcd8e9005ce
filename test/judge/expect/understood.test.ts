import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/core/plan/expectation.ts';
import type { TurnRecord } from '../../../src/core/log/record.ts';
import { understandingOf } from '../../../src/judge/expect/understood.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';
import { answered } from '../../report/log_builder.ts';

const plan = smallPlan([{ op: 'listen', onTimeout: 'fail' }]);
const persona = { orderNumber: '407112', phone: '5550100' };
const turn = (heardText: string | null, tools: TurnRecord['tools'] = []): TurnRecord => ({
  ...answered(0, 0, 400),
  heardText,
  tools,
});
const says: Condition = { is: 'says', pattern: { source: 'order number', flags: 'i' } };
const holds = (condition: Condition, ...turns: readonly TurnRecord[]): boolean | null =>
  understandingOf(plan).holds(condition, { turns, persona });

describe('what a caller takes an answer for', () => {
  it('goes by the words of the last turn alone', () => {
    const asks = turn('Your order number, please?');
    const greets = turn('Good morning.');
    expect(holds(says, greets, asks)).toBe(true);
    expect(holds(says, asks, greets)).toBe(false);
  });

  it('knows that it does not know what nobody has written down', () => {
    const fallsBack: Condition = { is: 'fallback', reason: 'any' };
    expect(holds(says, turn(null))).toBeNull();
    expect(holds({ is: 'not', what: says }, turn(null))).toBeNull();
    expect(holds(fallsBack, turn(null))).toBeNull();
    expect(holds(fallsBack, turn('Good news, your order is on its way.'))).toBe(false);
  });

  it('needs no words for a tool, and compares its arguments with the caller’s own', () => {
    const called = (number: string): TurnRecord =>
      turn(null, [
        {
          name: 'lookup_order',
          callId: 'c',
          arguments: JSON.stringify({ order_number: number }),
          calledMs: 1,
          outcome: 'result',
          answeredMs: null,
          heardMs: null,
        },
      ]);
    const wish: Condition = {
      is: 'tool',
      name: 'lookup_order',
      arguments: { order_number: { persona: 'orderNumber' } },
    };
    expect(holds(wish, called('407-112'))).toBe(true);
    expect(holds(wish, called('999'))).toBe(false);
    expect(holds(wish, turn(null))).toBe(false);
    expect(holds({ is: 'any', of: [says, wish] }, called('407112'))).toBe(true);
    expect(holds({ is: 'any', of: [says, wish] }, called('999'))).toBeNull();
  });
});
