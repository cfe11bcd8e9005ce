import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deltaBytes } from '../../../src/agent/protocol/delta_bytes.ts';
import { writeServer } from '../../../src/agent/protocol/wire.ts';

const deltaOf = (delta: string) => ({
  type: 'response.output_audio.delta' as const,
  event_id: 'event_x000001',
  response_id: 'resp_x000002',
  item_id: 'item_x000003',
  output_index: 0,
  content_index: 0,
  delta,
});

it('stay what they were while others are made, however long', () => {
  const deltas = Array.from({ length: 60 }, (_, i) =>
    deltaOf('AB+/'.charAt(i % 4).repeat(i === 30 ? 300_000 : 16_000)),
  );
  const made = deltas.map(deltaBytes);
  expect(made.map((bytes) => bytes.toString('latin1'))).toEqual(deltas.map(writeServer));
});

it('are those of the text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), fc.nat(3), (audio, index) => {
      const event = { ...deltaOf(Buffer.from(audio).toString('base64')), output_index: index };
      expect(deltaBytes(event).toString('utf8')).toBe(writeServer(event));
      expect(JSON.parse(writeServer(event))).toEqual(event);
    }),
    { numRuns: 100 },
  );
});
