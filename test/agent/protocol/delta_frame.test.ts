import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deltaFrame } from '../../../src/agent/protocol/delta_frame.ts';
import { writeServer } from '../../../src/agent/protocol/wire.ts';

/** What a WebSocket client makes of it: whole text frames, not masked, their length told in the shortest way there is. */
function received(parts: readonly Buffer[]): string[] {
  const bytes = Buffer.concat(parts);
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    expect(bytes[at]).toBe(0x81);
    const short = bytes[at + 1] as number;
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short;
    expect(short).toBe(length > 0xffff ? 127 : length > 125 ? 126 : length);
    const from = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
    at = from + length;
    texts.push(bytes.toString('utf8', from, at));
  }
  return texts;
}

it('carries the text, whatever its length', () => {
  const length = fc.oneof(
    fc.nat(200),
    fc.nat(20_000),
    fc.integer({ min: 48_900, max: 49_100 }),
    fc.nat(80_000),
  );
  fc.assert(
    fc.property(length, fc.nat(255), fc.nat(3), (bytes, value, index) => {
      const event = {
        type: 'response.output_audio.delta' as const,
        event_id: 'event_x000001',
        response_id: 'resp_x000002',
        item_id: 'item_x000003',
        output_index: index,
        content_index: 0,
        delta: Buffer.alloc(bytes, value).toString('base64'),
      };
      const text = writeServer(event);
      expect(JSON.parse(text)).toEqual(event);
      // The second time what is kept of it serves.
      expect(received([...deltaFrame(event), ...deltaFrame(event)])).toEqual([text, text]);
    }),
    { numRuns: 100 },
  );
});
