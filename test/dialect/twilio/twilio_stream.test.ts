import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DialectSession, ReadEvent } from '../../../src/dialect/dialect.ts';
import { twilioMediaStreams } from '../../../src/dialect/twilio/twilio_media_streams.ts';
import { ReceivedText } from '../../../src/engine/node/received_text.ts';
import { StringText } from '../../../src/engine/string_text.ts';

const TARGET = { url: 'wss://shop.example/media', parameters: { tenant: 'abc' } };
const CONFIGURE = {
  type: 'configure',
  session: { format: 'pcm16', turnDetection: null },
  model: '',
} as const;
const PAYLOAD = Buffer.alloc(160, 0x7e).toString('base64');

/** A stream that has begun, and its name. */
function begun(target: typeof TARGET | { readonly url: string } = TARGET): {
  readonly stream: DialectSession;
  readonly streamSid: string;
} {
  const stream = twilioMediaStreams(target).open({ seed: 4, call: 7, connection: 0 });
  const start = JSON.parse(String(stream.write(CONFIGURE)[1])) as { streamSid: string };
  return { stream, streamSid: start.streamSid };
}

/** As the engine has it: skimmed where that does, else read. */
function receives(stream: DialectSession, text: string): readonly ReadEvent[] | 'skimmed' {
  if (stream.skim(new StringText(text)) !== null) return 'skimmed';
  const told = stream.read(text);
  return Array.isArray(told) ? (told as readonly ReadEvent[]) : [told as ReadEvent];
}

const warning = (code: string) => expect.objectContaining({ type: 'error', code, fatal: null }) as unknown;

describe('what Twilio sends', () => {
  it('begins with connected and start, in the kinds of values that it has', () => {
    const { accountSid, callSid, streamSid } = {
      accountSid: expect.stringMatching(/^AC[0-9a-f]{32}$/) as unknown,
      callSid: expect.stringMatching(/^CA[0-9a-f]{32}$/) as unknown,
      streamSid: expect.stringMatching(/^MZ[0-9a-f]{32}$/) as unknown,
    };
    const stream = twilioMediaStreams(TARGET).open({ seed: 4, call: 7, connection: 0 });
    expect(stream.write(CONFIGURE).map((text) => JSON.parse(String(text)) as unknown)).toEqual([
      { event: 'connected', protocol: 'Call', version: '1.0.0' },
      {
        event: 'start',
        sequenceNumber: '1',
        start: {
          accountSid,
          streamSid,
          callSid,
          tracks: ['inbound'],
          mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
          customParameters: { tenant: 'abc' },
        },
        streamSid,
      },
    ]);
    expect(stream.follows?.(CONFIGURE)).toEqual([{ type: 'session', sessionId: callSid }, { type: 'ready' }]);
  });

  it('names calls and streams by seed, call and connection, and the account by the seed alone', () => {
    const idsOf = (seed: number, call: number, connection: number): Record<string, string> => {
      const stream = twilioMediaStreams(TARGET).open({ seed, call, connection });
      const { start } = JSON.parse(String(stream.write(CONFIGURE)[1])) as { start: Record<string, string> };
      return start;
    };
    const ids = idsOf(1, 0, 0);
    expect(idsOf(1, 0, 0)).toEqual(ids);
    expect(idsOf(1, 0, 1)).toMatchObject({ accountSid: ids['accountSid'], callSid: ids['callSid'] });
    expect(idsOf(1, 0, 1)['streamSid']).not.toBe(ids['streamSid']);
    expect(idsOf(1, 1, 0)['callSid']).not.toBe(ids['callSid']);
    expect(idsOf(2, 0, 0)['accountSid']).not.toBe(ids['accountSid']);
  });

  it('asks the agent that the run has started to tell of itself, and nobody else', () => {
    const parametersAt = (url: string): unknown => {
      const [, start = ''] = twilioMediaStreams({ url }).open().write(CONFIGURE);
      return (JSON.parse(String(start)) as { start: { customParameters: unknown } }).start.customParameters;
    };
    expect(parametersAt('simulator')).toEqual({ callstorm: 'tell' });
    expect(parametersAt('wss://shop.example/media')).toEqual({});
  });

  it('numbers what it sends, and counts the time of what was captured and lost as well', () => {
    const { stream, streamSid } = begun();
    const frame = (): unknown => {
      const { before = '', after = '' } = stream.envelope?.() ?? {};
      return JSON.parse(`${before}${PAYLOAD}${after}`);
    };
    const media = (sequenceNumber: string, chunk: string, timestamp: string) => ({
      event: 'media',
      sequenceNumber,
      media: { track: 'inbound', chunk, timestamp, payload: PAYLOAD },
      streamSid,
    });
    expect(frame()).toEqual(media('2', '1', '0'));
    expect(frame()).toEqual(media('3', '2', '20'));
    stream.lost?.();
    expect(JSON.parse(String(stream.played?.('a "b"')[0]))).toEqual({
      event: 'mark',
      sequenceNumber: '4',
      streamSid,
      mark: { name: 'a "b"' },
    });
    expect(frame()).toEqual(media('5', '3', '60'));
    const stop = JSON.parse(String(stream.farewell?.().messages[0])) as unknown;
    expect(stop).toMatchObject({ event: 'stop', sequenceNumber: '6', streamSid });
  });

  it('has nothing to say where the agent’s side does it all', () => {
    const { stream } = begun();
    expect(stream.write({ type: 'respond', to: 'nothing' })).toEqual([]);
    expect(stream.write({ type: 'tool_result', callId: 'c', output: '{}' })).toEqual([]);
    expect(stream.write({ type: 'truncate', itemId: 'i', heardMs: 1 })).toEqual([]);
    expect(stream.write({ type: 'commit' })).toEqual([]);
  });
});

describe('what a server sends', () => {
  const shapes: readonly (readonly [string, (sid: string, payload: string) => string])[] = [
    [
      'as examples have it',
      (sid, payload) => `{"event":"media","streamSid":"${sid}","media":{"payload":"${payload}"}}`,
    ],
    [
      'with spaces',
      (sid, payload) => `{"event": "media", "streamSid": "${sid}", "media": {"payload": "${payload}"}}`,
    ],
    [
      'audio first',
      (sid, payload) => `{"media":{"payload":"${payload}"},"streamSid":"${sid}","event":"media"}`,
    ],
    [
      'with a track',
      (sid, payload) =>
        `{"streamSid":"${sid}","event":"media","media":{"track":"outbound","payload":"${payload}"}}`,
    ],
  ];

  it.each(shapes)('is parsed once and then known by what stands around its audio: %s', (_how, media) => {
    const { stream, streamSid } = begun();
    const first = Buffer.alloc(160, 1).toString('base64');
    const second = Buffer.alloc(401, 2).toString('base64');
    expect(receives(stream, media(streamSid, first))).toEqual([
      { type: 'audio', responseId: '', itemId: '', ms: 20, payload: first },
    ]);
    const text = media(streamSid, second);
    const received = new ReceivedText();
    received.bytes = Buffer.from(text);
    for (const wire of [new StringText(text), received]) {
      const skimmed = stream.skim(wire);
      expect(skimmed).toMatchObject({ bytes: 401 });
      expect(text.slice(skimmed?.payloadStart, skimmed?.payloadEnd)).toBe(second);
    }
    // Another stream's looks almost the same.
    const other = `${streamSid.slice(0, -1)}${streamSid.endsWith('0') ? '1' : '0'}`;
    expect(receives(stream, media(other, second))).not.toBe('skimmed');
  });

  it('is read where slashes are escaped, as some libraries do', () => {
    const { stream, streamSid } = begun();
    const payload = Buffer.alloc(6, 0xff).toString('base64');
    const escaped = `{"event":"media","streamSid":"${streamSid}","media":{"payload":"${payload.replaceAll('/', '\\/')}"}}`;
    for (let i = 0; i < 2; i++) expect(receives(stream, escaped)).toMatchObject([{ type: 'audio', payload }]);
  });

  it('throws away what is queued by clear, and wants to know of what was played by mark', () => {
    const { stream, streamSid } = begun();
    expect(receives(stream, `{"event":"clear","streamSid":"${streamSid}"}`)).toEqual([
      { type: 'interrupted' },
    ]);
    expect(receives(stream, `{"event":"mark","streamSid":"${streamSid}","mark":{"name":"m1"}}`)).toEqual([
      { type: 'mark', name: 'm1' },
    ]);
  });

  it.each([
    ['no JSON', () => '{"event":'],
    ['a list', () => '[]'],
    ['no event', (sid: string) => `{"streamSid":"${sid}"}`],
    ['an unknown event', (sid: string) => `{"event":"play","streamSid":"${sid}"}`],
    ['another stream', () => `{"event":"clear","streamSid":"MZ0"}`],
    ['no stream', () => `{"event":"clear"}`],
    ['no payload', (sid: string) => `{"event":"media","streamSid":"${sid}","media":{}}`],
    ['a mark without a name', (sid: string) => `{"event":"mark","streamSid":"${sid}"}`],
  ])('is warned of by its number where it is not what it should be, once a stream: %s', (_what, text) => {
    const { stream, streamSid } = begun();
    const violation = { type: 'violation', reason: expect.stringContaining('twilio_31951') as unknown };
    expect(receives(stream, text(streamSid))).toEqual([violation, warning('twilio_31951')]);
    expect(receives(stream, text(streamSid))).toEqual([]);
  });

  it('is played with a field too many, and warned of', () => {
    const { stream, streamSid } = begun();
    const text = `{"event":"media","streamSid":"${streamSid}","turn":3,"media":{"payload":"${PAYLOAD}"}}`;
    expect(receives(stream, text)).toEqual([
      expect.objectContaining({ type: 'audio', ms: 20 }),
      expect.objectContaining({ type: 'violation' }),
      warning('twilio_31951'),
    ]);
    expect(receives(stream, text)).toBe('skimmed');
  });

  it('is not taken as bytes', () => {
    const { stream, streamSid } = begun();
    const wire = new ReceivedText();
    wire.bytes = Buffer.from(`{"event":"clear","streamSid":"${streamSid}"}`);
    wire.binary = true;
    expect(stream.skim(wire)).toBeNull();
    expect(stream.read(wire.head(wire.length))).toEqual([
      expect.objectContaining({ type: 'violation' }),
      warning('twilio_31950'),
    ]);
  });

  it('clicks where a file’s header is in it, even behind audio of the same shape', () => {
    const { stream, streamSid } = begun();
    const media = (payload: string) =>
      `{"event":"media","streamSid":"${streamSid}","media":{"payload":"${payload}"}}`;
    receives(stream, media(PAYLOAD));
    expect(receives(stream, media(PAYLOAD))).toBe('skimmed');
    const file = Buffer.from(`RIFF${'x'.repeat(40)}`).toString('base64');
    expect(receives(stream, media(file))).toEqual([
      expect.objectContaining({ type: 'audio' }),
      expect.objectContaining({ type: 'violation' }),
      warning('wav_header'),
    ]);
    expect(receives(stream, media(file))).toBe('skimmed');
  });

  it('tells beside the protocol what it was asked for, and anything else in vain', () => {
    const { stream, streamSid } = begun({ url: 'simulator' });
    const tell = (callstorm: object) =>
      receives(stream, JSON.stringify({ event: 'callstorm', streamSid, callstorm }));
    expect(tell({ type: 'says', text: 'Hello.' })).toEqual([
      { type: 'answer_content', responseId: '', itemId: '', text: 'Hello.' },
    ]);
    expect(tell({ type: 'calls', name: 'lookup', callId: 'c1', arguments: '{}' })).toEqual([
      { type: 'tool_call', responseId: null, callId: 'c1', name: 'lookup', arguments: '{}' },
    ]);
    expect(tell({ type: 'hears', text: 'Hi' })).toMatchObject([{ type: 'transcribed', text: 'Hi' }]);
    expect(tell({ type: 'calls', name: 7 })).toMatchObject([{ type: 'other' }]);
  });

  it('never makes it throw', () => {
    const { stream, streamSid } = begun();
    const key = fc.constantFrom('event', 'streamSid', 'media', 'mark', 'callstorm', 'x');
    const value = fc.oneof(fc.constantFrom('media', 'mark', streamSid, 'callstorm'), fc.jsonValue());
    const text = fc.oneof(
      fc.string(),
      fc.dictionary(key, value).map((fields) => JSON.stringify(fields)),
    );
    fc.assert(
      fc.property(text, (one) => {
        expect(() => receives(stream, one)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
