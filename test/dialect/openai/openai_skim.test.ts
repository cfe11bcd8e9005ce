/** However a service orders and spaces what it writes: what is skimmed is what is read, and what cannot be is left to be read. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';
import { StringText } from '../../../src/engine/string_text.ts';

const session = openaiRealtime({ format: 'pcm16' }).open();
const PAYLOAD = Buffer.alloc(4800, 7).toString('base64');

function skimmed(text: string) {
  const found = session.skim(new StringText(text));
  if (found === null) return null;
  const { responseId, itemId, bytes, payloadStart, payloadEnd } = found;
  return { responseId, itemId, bytes, payload: text.slice(payloadStart, payloadEnd) };
}

/** As Python's encoder has it, or JavaScript's. */
function written(entries: readonly (readonly [string, unknown])[], spaced: boolean): string {
  const [colon, comma] = spaced ? [': ', ', '] : [':', ','];
  return `{${entries.map(([key, value]) => JSON.stringify(key) + colon + JSON.stringify(value)).join(comma)}}`;
}

const event = {
  type: 'response.output_audio.delta',
  event_id: 'event_1',
  response_id: 'resp_1',
  item_id: 'item_1',
  output_index: 0,
  content_index: 0,
  delta: PAYLOAD,
};

describe('an audio delta', () => {
  it('is skimmed for itself, whatever the names in the one before were', () => {
    const name = fc.oneof(
      fc.constantFrom(
        '',
        'resp_1',
        'resp_12',
        'resp_',
        'ré',
        'a"b',
        'a\\\\',
        '\u0000',
        '\u0001',
        'x'.repeat(300),
      ),
      fc.string({ maxLength: 8 }),
    );
    const entries = fc.record({ response_id: name, item_id: name }, { requiredKeys: [] });
    fc.assert(
      fc.property(fc.array(fc.tuple(entries, fc.boolean()), { maxLength: 8 }), (deltas) => {
        const one = openaiRealtime({ format: 'pcm16' }).open();
        for (const [names, behind] of deltas) {
          const { type, response_id: _, item_id: __, ...rest } = event;
          const text = JSON.stringify(behind ? { type, ...rest, ...names } : { type, ...names, ...rest });
          const [remembers, fresh] = [one, openaiRealtime({ format: 'pcm16' }).open()].map((session) => {
            const found = session.skim(new StringText(text));
            return found === null ? null : { ...found };
          });
          expect(remembers).toEqual(fresh);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is skimmed wherever its payload stands, and says the same as when it is read', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.entries(event), { minLength: 7 }),
        fc.boolean(),
        fc.constantFrom('response.output_audio.delta', 'response.audio.delta'),
        (entries, spaced, type) => {
          const text = written(
            entries.map(([key, value]) => [key, key === 'type' ? type : value] as const),
            spaced,
          );
          expect(skimmed(text)).toEqual({
            responseId: 'resp_1',
            itemId: 'item_1',
            bytes: 4800,
            payload: PAYLOAD,
          });
          expect(session.read(text)).toMatchObject({
            type: 'audio',
            responseId: 'resp_1',
            itemId: 'item_1',
            ms: 100,
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('need not say of which answer it is', () => {
    const text = written([['type', event.type] as const, ['delta', PAYLOAD]], false);
    expect(skimmed(text)).toMatchObject({ responseId: '', itemId: '', bytes: 4800 });
    expect(session.read(text)).toMatchObject({ responseId: '', itemId: '', ms: 100 });
  });

  it.each<[string, string]>([
    [
      'another event, its payload first',
      written([['delta', PAYLOAD] as const, ['type', 'response.text.delta']], false),
    ],
    ['without a type', written([['delta', PAYLOAD] as const, ['response_id', 'resp_1']], false)],
    [
      'within something else',
      `{"x":{"delta":"${PAYLOAD}"},"type":"response.output_audio.delta","delta":"AAAA"}`,
    ],
    [
      'with a type within something else',
      `{"delta":"${PAYLOAD}","x":{"type":"response.output_audio.delta"},"type":"response.text.delta"}`,
    ],
    [
      'with more behind it than is looked through',
      written([['delta', PAYLOAD] as const, ['x', 'y'.repeat(600)], ['type', event.type]], false),
    ],
    ['with an escaped id', `{"type":"${event.type}","response_id":"a\\"b","delta":"${PAYLOAD}"}`],
    ['with an id that is no text', `{"type":"${event.type}","response_id":12,"delta":"${PAYLOAD}"}`],
  ])('is left to be read: %s', (_what, text) => {
    expect(skimmed(text)).toBeNull();
  });
});
