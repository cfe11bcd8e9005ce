import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deltaBytes } from '../../../src/agent/protocol/delta_bytes.ts';
import { writeServer } from '../../../src/agent/protocol/wire.ts';

it('are those of the text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), fc.nat(3), (audio, index) => {
      const event = {
        type: 'response.output_audio.delta' as const,
        event_id: 'event_x000001',
        response_id: 'resp_x000002',
        item_id: 'item_x000003',
        output_index: index,
        content_index: 0,
        delta: Buffer.from(audio).toString('base64'),
      };
      expect(deltaBytes(event).toString('utf8')).toBe(writeServer(event));
      expect(JSON.parse(writeServer(event))).toEqual(event);
    }),
    { numRuns: 100 },
  );
});
