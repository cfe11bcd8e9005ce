import { describe, expect, it } from 'vitest';
import { readClientBytes } from '../../../src/agent/protocol/skim.ts';

const NOT_JSON = {
  type: 'unreadable',
  problem: { code: 'invalid_json', message: 'We could not parse the JSON of your event.', param: null },
  eventId: null,
};

describe('the bytes of a message', () => {
  it.each([
    ['in a string', '{"type":"session.update","session":{"type":"realtime","instructions":"a\xFFb"}}'],
    ['cut short', '{"type":"response.cancel","event_id":"\xC3"}'],
    ['in the audio', '{"type":"input_audio_buffer.append","audio":"AA\xFFA"}'],
  ])('are not JSON where they are not UTF-8: %s', (_where, text) => {
    expect(readClientBytes(Buffer.from(text, 'latin1'))).toEqual(NOT_JSON);
  });

  it('are not JSON where they begin with a mark of their order', () => {
    expect(readClientBytes(Buffer.from('\uFEFF{"type":"response.cancel"}', 'utf8'))).toEqual(NOT_JSON);
  });

  it('may be any UTF-8, also after some that were not', () => {
    const event = { type: 'response.cancel', event_id: 'é 日本 🙂 \uFFFD' };
    expect(() => readClientBytes(Buffer.from([0xf0, 0x9f]))).not.toThrow();
    expect(readClientBytes(Buffer.from(JSON.stringify(event), 'utf8'))).toEqual({ type: 'event', event });
  });
});
