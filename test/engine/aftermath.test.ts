/** What an agent makes of what it should not have been sent: which of several, told once, and when. */

import { describe, expect, it } from 'vitest';
import type { StrikeRecord } from '../../src/core/log/record.ts';
import { Aftermath } from '../../src/engine/aftermath.ts';

const error = (answers?: string) =>
  ({
    type: 'error',
    code: 'invalid_value',
    message: 'no',
    fatal: null,
    ...(answers === undefined ? {} : { answers }),
  }) as const;

function waiting(...sent: readonly (readonly [fault: string, atMs: number, connection: number])[]): {
  readonly aftermath: Aftermath;
  readonly told: StrikeRecord[];
} {
  const told: StrikeRecord[] = [];
  const aftermath = new Aftermath((strike) => told.push(strike));
  for (const [fault, atMs, connection] of sent) {
    aftermath.await({
      strike: { type: 'strike', call: 3, atMs, fault, connection },
      eventId: fault === 'not_json' ? null : `id of ${fault}`,
    });
  }
  return { aftermath, told };
}

const gist = (told: readonly StrikeRecord[]): readonly unknown[] =>
  told.map(({ fault, response }) => [fault, response?.type ?? null]);

describe('an error', () => {
  it('answers the message that it names', () => {
    const { aftermath, told } = waiting(['unknown_event', 100, 0], ['odd_bytes', 150, 0]);
    expect(aftermath.answered(0, error('id of odd_bytes'), 190)).toBe(true);
    expect(told).toEqual([
      {
        type: 'strike',
        call: 3,
        atMs: 150,
        fault: 'odd_bytes',
        connection: 0,
        response: { type: 'answered', code: 'invalid_value', afterMs: 40 },
      },
    ]);
    expect(aftermath.answered(0, error('id of odd_bytes'), 191)).toBe(false);
    expect(told).toHaveLength(1);
  });

  it('that names none answers the first that waits', () => {
    const { aftermath, told } = waiting(['not_json', 100, 0], ['odd_bytes', 150, 0]);
    expect(aftermath.answered(0, error(), 190)).toBe(true);
    expect(aftermath.answered(0, error(), 195)).toBe(true);
    expect(gist(told)).toEqual([
      ['not_json', 'answered'],
      ['odd_bytes', 'answered'],
    ]);
  });

  it('that names another message, or comes from another connection, answers nothing', () => {
    const { aftermath, told } = waiting(['not_json', 100, 0], ['odd_bytes', 150, 0]);
    expect(aftermath.answered(0, error('a message of the call’s own'), 190)).toBe(false);
    expect(aftermath.answered(1, error(), 190)).toBe(false);
    expect(told).toEqual([]);
  });
});

describe('a close', () => {
  it('comes of what was sent last on that connection', () => {
    const { aftermath, told } = waiting(['not_json', 100, 0], ['odd_bytes', 150, 0], ['not_json', 160, 1]);
    expect(aftermath.closed(0, 1007, 'why', 200)).toBe('odd_bytes');
    expect(told[0]?.response).toEqual({ type: 'closed', code: 1007, reason: 'why', afterMs: 50 });
    expect(aftermath.closed(2, 1007, 'why', 200)).toBeNull();
  });
});

describe('silence', () => {
  it('of two seconds is that it was let pass', () => {
    const { aftermath, told } = waiting(['not_json', 100, 0], ['odd_bytes', 150, 0]);
    expect(aftermath.wakeMs).toBe(2100);
    aftermath.pass(2099);
    expect(told).toEqual([]);
    aftermath.pass(2100);
    expect(gist(told)).toEqual([['not_json', 'ignored']]);
    expect(aftermath.wakeMs).toBe(2150);
  });

  it('that the end of the call breaks off says nothing', () => {
    const { aftermath, told } = waiting(['not_json', 100, 0], ['odd_bytes', 150, 0]);
    aftermath.end();
    expect(gist(told)).toEqual([
      ['not_json', null],
      ['odd_bytes', null],
    ]);
    expect(aftermath.wakeMs).toBe(Infinity);
  });
});
