/** Calls as they lie in a page: within bounds, and there again when they are unpacked. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InspectedCall } from '../../../src/page/inspector/inspected_call.ts';
import { unpacked, unpackedJson } from '../../../src/page/inspector/unpack.ts';
import { bounded, packCalls, packSound } from '../../../src/report/page/call_pack.ts';
import { call, turn } from '../log_builder.ts';

function inspected(index: number, words = ''): InspectedCall {
  return {
    id: `${index}`,
    call: index,
    run: 'run-1',
    axisMs: 0,
    reason: '',
    replayCommand: null,
    records: [turn({ call: index, heardText: words }), call({ call: index })],
    words: true,
    sound: null,
  };
}

describe('packed calls', () => {
  it('are the first of them, as many as there is room for, and come out as they went in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 200 }), { maxLength: 20 }),
        fc.integer({ min: 200, max: 4000 }),
        async (words, room) => {
          const calls = words.map((text, index) => inspected(index, text));
          const { calls: inside, packed } = packCalls(calls, room);
          expect(inside).toEqual(calls.slice(0, inside.length));
          expect(await unpackedJson(packed)).toEqual(JSON.parse(JSON.stringify(inside)));
          expect(inside.length === 0 || packed.length <= room).toBe(true);
          const one = packCalls(calls.slice(0, inside.length + 1), Infinity);
          expect(inside.length === calls.length || one.packed.length > room).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('have long texts cut, and it is said how much there was', () => {
    const [short, long] = bounded([turn({ heardText: 'yes' }), turn({ heardText: 'a'.repeat(1 << 20) })]);
    expect(short).toEqual(turn({ heardText: 'yes' }));
    expect(JSON.stringify(long)).toContain('(cut: 1048576 characters in all)');
    expect(JSON.stringify(long).length).toBeLessThan(8000);
  });

  it('keep to a bound however many records and entries there are, and keep the call’s own', () => {
    const tools = Array.from(
      { length: 600 },
      (_, i) =>
        ({
          name: `t${i}`,
          callId: '',
          arguments: '{}',
          calledMs: 1,
          outcome: 'result',
          answeredMs: 2,
          heardMs: 3,
        }) as const,
    );
    const many = Array.from({ length: 500 }, (_, index) =>
      turn({ turn: index, tools, heardText: 'b'.repeat(5000) }),
    );
    const records = bounded([...many, call()]);
    expect(records.length).toBe(401);
    expect(records.at(-1)).toEqual(call());
    expect(JSON.stringify(records[0]).length).toBeLessThan(100_000);
  });

  it('hold sound byte by byte', async () => {
    const sound = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) % 256);
    expect(await unpacked(packSound(sound))).toEqual(sound);
  });
});
