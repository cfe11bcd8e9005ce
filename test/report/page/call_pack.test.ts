/** Calls as they lie in a page. */

import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { InspectedCall, InspectedRecord } from '../../../src/page/inspector/inspected_call.ts';
import { bounded, packCalls, packSound } from '../../../src/report/page/call_pack.ts';
import { Random } from '../../../src/core/word/random.ts';
import { call, started, turn } from '../log_builder.ts';

const unpacked = (packed: string): Buffer => gunzipSync(Buffer.from(packed, 'base64'));

/** Words that no compressor makes smaller. */
function words(seed: number, length: number): string {
  const random = new Random('call_pack', seed);
  return Array.from({ length }, () => String.fromCharCode(33 + random.below(90))).join('');
}

const inspected = (index: number): InspectedCall => ({
  id: String(index),
  call: index,
  run: 'r',
  axisMs: 0,
  reason: '',
  replayCommand: null,
  records: [turn({ call: index, heardText: words(index, 400) })],
  words: true,
  sound: null,
});

describe('the records of a call', () => {
  it('are whole as long as nothing in them is longer than anybody reads', () => {
    const records = [started(0), turn({ heardText: 'x'.repeat(6000) }), call()];
    expect(bounded(records)).toEqual(records);
  });

  it('have their texts and their lists cut, wherever they are', () => {
    const tools = Array.from({ length: 600 }, (_, n) => ({
      name: `t${n}`,
      callId: `c${n}`,
      arguments: '',
      calledMs: n,
      outcome: 'never' as const,
      answeredMs: null,
      heardMs: null,
    }));
    const [record] = bounded([turn({ heardText: 'x'.repeat(7000), tools })]) as [
      InspectedRecord & { type: 'turn' },
    ];
    expect(record.heardText).toMatch(/^x{6000}(?!x).*7000 characters in all/);
    expect(record.tools).toEqual(tools.slice(0, 500));
    const odd = { ...call(), ['n'.repeat(9000)]: 1 };
    expect(Object.keys(bounded([odd])[0] ?? {}).find((name) => name.startsWith('nn'))).toMatch(
      /^n{6000}(?!n)/,
    );
  });

  it('are fewer and shorter of a call that is far too long; its end is kept', () => {
    const many = Array.from({ length: 900 }, (_, n) => turn({ turn: n, heardText: 'x'.repeat(1000) }));
    const end = call({ detail: 'y'.repeat(300) });
    const kept = bounded([end, ...many]);
    expect(kept).toHaveLength(401);
    expect(kept.slice(0, 400).map((record) => (record.type === 'turn' ? record.turn : -1))).toEqual(
      Array.from({ length: 400 }, (_, n) => n),
    );
    expect(kept[0]).toMatchObject({ heardText: expect.stringMatching(/^x{200}(?!x)/) });
    expect(kept.at(-1)).toMatchObject({ type: 'call', detail: expect.stringMatching(/^y{200}(?!y)/) });
    // Fewer than that, but just as long together.
    expect(bounded(many.slice(0, 100))[0]).toMatchObject({ heardText: 'x'.repeat(1000) });
  });
});

describe('the bound of a call', () => {
  const filled = (length: number): InspectedRecord[] => {
    const records = (texts: readonly string[]): InspectedRecord[] =>
      texts.map((heardText, n) => turn({ turn: n, heardText }));
    const full = Array.from({ length: 59 }, () => 'x'.repeat(6000));
    const left = length - JSON.stringify(records([...full, ''])).length;
    return records([...full, 'x'.repeat(left)]);
  };

  it('is of 400,000 characters, and not one more', () => {
    // 59 of the longest texts, each in a turn of some 650 characters more, leave room for one that is not as long.
    const whole = filled(400_000);
    expect(JSON.stringify(whole)).toHaveLength(400_000);
    expect(bounded(whole)).toEqual(whole);
    const [first] = bounded(filled(400_001));
    expect(first).toMatchObject({
      heardText: expect.stringMatching(/^x{200}… \(cut: 6000 characters in all\)$/),
    });
  });

  it('leaves numbers, and what is not there, as they are', () => {
    const odd = { ...turn(), rttMs: 12.5, expectsAnswer: false, usage: null };
    expect(bounded([odd])).toEqual([odd]);
  });
});

describe('packed calls', () => {
  const calls = Array.from({ length: 20 }, (_, index) => inspected(index));
  const all = packCalls(calls, Infinity);

  it('are all of them where there is room, and come out as they went in', () => {
    expect(all.calls).toEqual(calls);
    expect(JSON.parse(unpacked(all.packed).toString('utf8'))).toEqual(calls);
    expect(packCalls(calls, all.packed.length).calls).toEqual(calls);
  });

  it('are as many of the first as fit, and no fewer', () => {
    for (const share of [0.1, 0.33, 0.5, 0.77, 0.99]) {
      const most = Math.floor(all.packed.length * share);
      const { calls: fitting, packed } = packCalls(calls, most);
      expect(packed.length).toBeLessThanOrEqual(most);
      expect(fitting).toEqual(calls.slice(0, fitting.length));
      expect(JSON.parse(unpacked(packed).toString('utf8'))).toEqual(fitting);
      const more = packCalls(calls.slice(0, fitting.length + 1), Infinity);
      expect(more.packed.length).toBeGreaterThan(most);
    }
    expect(packCalls(calls, 100).calls).toEqual([]);
    expect(packCalls([], 10)).toMatchObject({ calls: [] });
    expect(JSON.parse(unpacked(packCalls(calls, 0).packed).toString('utf8'))).toEqual([]);
  });
});

it('packs a sound as it is', () => {
  const sound = Uint8Array.from({ length: 300 }, (_, n) => n % 256);
  expect(new Uint8Array(unpacked(packSound(sound)))).toEqual(sound);
});
