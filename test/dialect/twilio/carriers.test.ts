/** Carriers beside Twilio: what each of them says of a call, by its own names, and what of a server's words it takes. */

import { describe, expect, it } from 'vitest';
import { CARRIER_NAMES, type CarrierName } from '../../../src/core/plan/carrier.ts';
import type { DialectSession, ReadEvent } from '../../../src/dialect/dialect.ts';
import { twilioMediaStreams } from '../../../src/dialect/twilio/twilio_media_streams.ts';
import { StringText } from '../../../src/engine/string_text.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const OPENING = { seed: 1, call: 2, connection: 0 };

function begun(carrier: CarrierName) {
  const dialect = twilioMediaStreams({ url: 'wss://a.example', parameters: { tenant: 'a' }, carrier });
  const session = dialect.open(OPENING);
  const { session: settings, model } = smallPlan([]).target;
  const said = session.write({ type: 'configure', session: settings, model }).map(parse);
  return { dialect, session, said };
}

function parse(text: string | Uint8Array): Record<string, unknown> {
  return JSON.parse(String(text)) as Record<string, unknown>;
}

function frame(session: DialectSession, base64 = 'AAAA'): Record<string, unknown> {
  const { before = '', after = '' } = session.envelope?.() ?? {};
  return parse(`${before}${base64}${after}`);
}

function heard(session: DialectSession, message: object): readonly ReadEvent[] {
  const wire = new StringText();
  wire.text = JSON.stringify(message);
  const skimmed = session.skim(wire);
  if (skimmed !== null) return [{ type: 'other', name: `skimmed ${skimmed.bytes}` }];
  return [session.read(wire.text)].flat();
}

const HEX = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('a carrier beside Twilio', () => {
  it('telnyx: snake case, a stream by a uuid that the server need not name', () => {
    const { session, said } = begun('telnyx');
    const [connected, start] = said;
    expect(connected).toEqual({ event: 'connected', version: '1.0.0' });
    expect(start).toMatchObject({
      event: 'start',
      sequence_number: '1',
      stream_id: expect.stringMatching(HEX) as string,
      start: {
        call_control_id: expect.stringMatching(/^v3:/) as string,
        media_format: { encoding: 'PCMU', sample_rate: 8000, channels: 1 },
        custom_parameters: { tenant: 'a' },
      },
    });
    expect(frame(session)).toMatchObject({
      event: 'media',
      sequence_number: '2',
      media: { track: 'inbound', chunk: '1', timestamp: '0', payload: 'AAAA' },
      stream_id: start?.['stream_id'],
    });
    expect(heard(session, { event: 'media', media: { payload: 'AAAAAAAA' } })[0]).toMatchObject({
      type: 'audio',
      ms: 0.75,
    });
    expect(heard(session, { event: 'media', media: { payload: 'BBBBAAAA' } })).toEqual([
      { type: 'other', name: 'skimmed 6' },
    ]);
    expect(heard(session, { event: 'clear' })).toEqual([{ type: 'interrupted' }]);
    expect(heard(session, { event: 'mark', mark: { name: 'm' } })).toEqual([{ type: 'mark', name: 'm' }]);
    expect(session.played?.('m').map(parse)).toMatchObject([
      { event: 'mark', mark: { name: 'm' }, sequence_number: '3' },
    ]);
    expect(session.press?.('5').map(parse)).toMatchObject([{ event: 'dtmf', dtmf: { digit: '5' } }]);
    expect(session.farewell?.().messages.map(parse)).toMatchObject([{ event: 'stop', sequence_number: '5' }]);
  });

  it('plivo: begins at once, is played to by playAudio, and marks are checkpoints', () => {
    const { session, said } = begun('plivo');
    expect(said).toHaveLength(1);
    const [start = {}] = said;
    const { streamId } = start['start'] as { streamId: string };
    expect(start).toMatchObject({
      event: 'start',
      sequenceNumber: 1,
      start: { callId: expect.stringMatching(HEX) as string, mediaFormat: { encoding: 'audio/x-mulaw' } },
      extra_headers: '{"tenant":"a"}',
    });
    expect(frame(session)).toMatchObject({
      event: 'media',
      sequenceNumber: 2,
      streamId,
      media: { chunk: 1, payload: 'AAAA' },
    });
    const media = { contentType: 'audio/x-mulaw', sampleRate: 8000, payload: 'AAAA' };
    expect(heard(session, { event: 'playAudio', media, streamId })[0]).toMatchObject({
      type: 'audio',
      ms: 0.375,
    });
    expect(heard(session, { event: 'clearAudio', streamId })).toEqual([{ type: 'interrupted' }]);
    expect(heard(session, { event: 'checkpoint', streamId, name: 'c' })).toEqual([
      { type: 'mark', name: 'c' },
    ]);
    expect(session.played?.('c').map(parse)).toMatchObject([{ event: 'playedStream', streamId, name: 'c' }]);
    // Twilio's own name for it is none here.
    expect(heard(session, { event: 'media', media, streamId })).toMatchObject([
      { type: 'violation', reason: expect.stringContaining('plivo_message') as string },
      { type: 'error' },
    ]);
  });

  it('exotel: PCM of 8 kHz, a tenth of a second a message', () => {
    const { dialect, session, said } = begun('exotel');
    expect(dialect).toMatchObject({
      frameMs: 100,
      uplink: { format: 'pcm16', sampleRate: 8000, bytesPerMs: 16 },
    });
    const [connected, start] = said;
    expect(connected).toEqual({ event: 'connected' });
    const sid = start?.['stream_sid'];
    expect(start).toMatchObject({ start: { stream_sid: sid, custom_parameters: { tenant: 'a' } } });
    expect(start).toHaveProperty('start.call_sid');
    expect(start).toHaveProperty('start.account_sid');
    frame(session);
    expect(frame(session)).toMatchObject({ stream_sid: sid, media: { chunk: '2', timestamp: '100' } });
    expect(
      heard(session, { event: 'media', stream_sid: sid, media: { payload: 'AAAAAAAAAAAAAAAAAAAAAA==' } })[0],
    ).toMatchObject({ type: 'audio', ms: 1 });
    expect(
      heard(session, { event: 'media', stream_sid: 'another', media: { payload: 'AAAA' } }),
    ).toMatchObject([{ type: 'violation' }, { type: 'error', code: 'exotel_message' }]);
    expect(session.press?.('#').map(parse)).toMatchObject([{ dtmf: { digit: '#', duration: '100' } }]);
  });

  it('signalwire: is taken for Twilio', () => {
    const { said } = begun('signalwire');
    const twilio = twilioMediaStreams({ url: 'wss://a.example', parameters: { tenant: 'a' } }).open(OPENING);
    const { session, model } = smallPlan([]).target;
    expect(said).toEqual(twilio.write({ type: 'configure', session, model }).map(parse));
  });

  it.each(CARRIER_NAMES)('%s: takes whatever comes without throwing', (carrier) => {
    const { session } = begun(carrier);
    for (const odd of [
      null,
      1,
      [],
      {},
      { event: 1 },
      { event: 'media' },
      { event: 'media', media: 3 },
      { event: 'mark', mark: [] },
      { event: 'checkpoint' },
      { event: '__proto__' },
      { event: 'constructor', media: { payload: 1 } },
    ]) {
      const events = [session.read(JSON.stringify(odd))].flat();
      expect(events.every(({ type }) => ['violation', 'error', 'audio', 'mark'].includes(type))).toBe(true);
    }
  });
});
