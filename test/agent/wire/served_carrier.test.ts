/** Each carrier from both sides: what one end writes the other end reads, and nothing is taken for a stream that is none. */

import { describe, expect, it } from 'vitest';
import { carrierOfStart, inTwilioWords } from '../../../src/agent/wire/served_carrier.ts';
import { g711Encode } from '../../../src/audio/g711.ts';
import { CARRIER_NAMES } from '../../../src/core/plan/carrier.ts';
import { carrierOf } from '../../../src/dialect/twilio/carriers.ts';
import { streamIds } from '../../../src/dialect/twilio/stream_ids.ts';

type Fields = Readonly<Record<string, unknown>>;

const parse = (text: string): Fields => JSON.parse(text) as Fields;
const SILENCE = Buffer.from(g711Encode(new Int16Array(8), 'ulaw')).toString('base64');

describe.each([undefined, ...CARRIER_NAMES])('a call carried by %s', (name) => {
  const carrier = carrierOf(name);
  const ids = carrier.ids(streamIds({ seed: 1, call: 0, connection: 0 }));
  const told = carrier.tells({ event: 'start', sequence: 1, parameters: { tenant: 'a' } }, ids) ?? {};
  const served = carrierOfStart(told);

  it('is known by its start, with its parameters', () => {
    expect(served).toMatchObject({ streamSid: ids.streamSid, parameters: { tenant: 'a' } });
  });

  it('hears what the server says', () => {
    if (served === null) throw new Error('its start is not known');
    const heard = (message: Fields): Fields => carrier.hears(message, ids);
    const { streamSid } = ids;
    expect(heard(parse(served.media(SILENCE)))).toMatchObject({ event: 'media', streamSid });
    const { payload } = heard(parse(served.media(SILENCE)))['media'] as { readonly payload: string };
    expect(Buffer.from(payload, 'base64')).toHaveLength(carrier.audio.bytesPerMs);
    expect(heard(served.clear())).toMatchObject({ event: 'clear', streamSid });
    expect(heard(served.mark('m'))).toMatchObject({ event: 'mark', streamSid, mark: { name: 'm' } });
    expect(heard(served.tell({ type: 'says' }))).toMatchObject({
      event: 'callstorm',
      callstorm: { type: 'says' },
    });
  });

  it('is heard: marks, keys and the end, and its audio as µ-law', () => {
    const tell = (message: Parameters<typeof carrier.tells>[0]): Fields =>
      inTwilioWords(carrier.tells(message, ids) ?? {});
    expect(tell({ event: 'mark', sequence: 2, name: 'm' })).toMatchObject({
      event: 'mark',
      mark: { name: 'm' },
    });
    expect(tell({ event: 'dtmf', sequence: 3, digit: '5' })).toMatchObject({
      event: 'dtmf',
      dtmf: { digit: '5' },
    });
    expect(tell({ event: 'stop', sequence: 4 })).toMatchObject({ event: 'stop' });
    const samples = Int16Array.from({ length: 80 }, (_, i) => Math.round(8000 * Math.sin(i / 3)));
    const isPcm = carrier.audio.format === 'pcm16';
    const wire = isPcm ? new Uint8Array(samples.buffer) : g711Encode(samples, 'ulaw');
    expect(served?.heard(wire)).toEqual(g711Encode(samples, 'ulaw'));
  });
});

describe('a start', () => {
  it.each([
    {},
    { start: null },
    { start: [] },
    { stream_id: 'x' },
    { start: { streamId: 'x' } },
    { start: { stream_sid: 'x' } },
    { start: { streamSid: 3 } },
  ])('that names no stream begins none: %j', (message) => {
    expect(carrierOfStart(message)).toBeNull();
  });

  it('may have parameters that cannot be read', () => {
    const plivo = { start: { streamId: 's', callId: 'c' }, extra_headers: '{' };
    expect(carrierOfStart(plivo)).toMatchObject({ streamSid: 's', parameters: {} });
  });
});
