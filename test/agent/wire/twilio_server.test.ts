import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../../src/agent/protocol/server_event.ts';
import type { SessionEffect, SessionInput } from '../../../src/agent/session.ts';
import type { WireEffect, WireSetup } from '../../../src/agent/wire/agent_wire.ts';
import { TwilioServer } from '../../../src/agent/wire/twilio_server.ts';
import { twilioWire } from '../../../src/agent/wire/twilio_wire.ts';

const SETUP: WireSetup = {
  seed: 1,
  index: 0,
  memory: new Map(),
  tools: [
    {
      name: 'lookup',
      parameters: { type: 'object' },
      outcomes: [{ type: 'result', weight: 1, output: '"found"', latencyMs: [300, 300] }],
    },
  ],
};

/** A session that does what it is told: what it is given is kept, and what it says is said next. */
class Scripted {
  readonly sessionId = 'sess_1';
  readonly given: SessionInput[] = [];
  private next: readonly SessionEffect[] = [];

  handle(input: SessionInput): readonly SessionEffect[] {
    this.given.push(input);
    const { next } = this;
    this.next = [];
    return next;
  }

  says(...events: readonly object[]): void {
    this.next = events.map((event) => ({ type: 'send', event: event as ServerEvent }));
  }

  wants(effect: SessionEffect): void {
    this.next = [effect];
  }

  /** The types of the protocol's events that it was sent. */
  get asked(): readonly unknown[] {
    return this.given.flatMap((input) =>
      input.type === 'message' && input.message.type === 'event' ? [input.message.event] : [],
    );
  }
}

function stream(setup: Partial<WireSetup> = {}, parameters: object = { callstorm: 'tell' }) {
  const session = new Scripted();
  const server = new TwilioServer(session, { ...SETUP, ...setup });
  const receives = (message: object, atMs: number): readonly WireEffect[] =>
    server.handle({ type: 'message', message: twilioWire.read(JSON.stringify(message)) }, atMs);
  server.handle({ type: 'opened' }, 0);
  receives({ event: 'connected', protocol: 'Call', version: '1.0.0' }, 1);
  receives({ event: 'start', streamSid: 'MZ1', start: { customParameters: parameters } }, 2);
  const timer = (atMs: number): readonly WireEffect[] => server.handle({ type: 'timer' }, atMs);
  return { session, server, receives, timer };
}

const said = (effects: readonly WireEffect[]): readonly unknown[] =>
  effects.flatMap((effect) => (effect.type === 'say' ? [JSON.parse(effect.text) as unknown] : []));

const delta = (ms: number, item = 'item_1') => ({
  type: 'response.output_audio.delta',
  response_id: 'resp_1',
  item_id: item,
  delta: Buffer.alloc(8 * ms, 0x12).toString('base64'),
});
const started = { type: 'input_audio_buffer.speech_started', item_id: 'u1' };
const CALL = {
  type: 'response.output_item.done',
  item: { type: 'function_call', call_id: 'c1', name: 'lookup', arguments: '{"a":1}' },
};

describe('a server behind a telephone', () => {
  it('sets its session up once the stream begins, in µ-law and with its own tools, and greets', () => {
    const { session } = stream();
    expect(session.asked).toMatchObject([
      {
        type: 'session.update',
        session: {
          audio: { input: { format: { type: 'audio/pcmu' } }, output: { format: { type: 'audio/pcmu' } } },
          tools: [{ type: 'function', name: 'lookup' }],
        },
      },
      { type: 'response.create' },
    ]);
    expect(stream({ greets: false }).session.asked).toHaveLength(1);
  });

  it('answers by itself, whatever the scenario has a client do', () => {
    const turnDetection = {
      type: 'server_vad',
      threshold: 0.4,
      prefixPaddingMs: 100,
      silenceDurationMs: 700,
      createResponse: false,
      interruptResponse: false,
    } as const;
    const { session } = stream({ settings: { format: 'pcm16', turnDetection } });
    expect(session.asked[0]).toMatchObject({
      session: {
        audio: {
          input: {
            turn_detection: { silence_duration_ms: 700, create_response: true, interrupt_response: true },
          },
        },
      },
    });
  });

  it('hears the caller’s audio, and none before the stream begins', () => {
    const media = { event: 'media', media: { payload: Buffer.from([1, 2, 3]).toString('base64') } };
    const { session, receives } = stream();
    receives(media, 20);
    expect(session.given.at(-1)).toMatchObject({
      type: 'message',
      message: { type: 'append', bytes: Uint8Array.of(1, 2, 3) },
    });
    const early = new Scripted();
    const server = new TwilioServer(early, SETUP);
    server.handle({ type: 'message', message: twilioWire.read(JSON.stringify(media)) }, 5);
    expect(early.given).toEqual([]);
  });

  it('sends what its session says as media, with marks', () => {
    const { session, timer } = stream();
    session.says(delta(250), delta(800), { type: 'response.output_audio.done', item_id: 'item_1' });
    expect(said(timer(100))).toMatchObject([
      { event: 'media', streamSid: 'MZ1', media: { payload: delta(250).delta } },
      { event: 'media', streamSid: 'MZ1' },
      { event: 'mark', streamSid: 'MZ1', mark: { name: 'item_1:0' } },
    ]);
  });

  it('has what is queued thrown away as the caller speaks over it, and its session told how much was heard', () => {
    const { session, receives, timer } = stream();
    session.says(delta(1000), delta(1000));
    timer(100);
    receives({ event: 'mark', streamSid: 'MZ1', mark: { name: 'item_1:0' } }, 1100);
    session.says(started);
    expect(said(timer(1400))).toEqual([{ event: 'clear', streamSid: 'MZ1' }]);
    expect(session.asked.at(-1)).toMatchObject({
      type: 'conversation.item.truncate',
      item_id: 'item_1',
      audio_end_ms: 1300,
    });
    // Nothing is queued any more.
    session.says(started);
    expect(said(timer(1500))).toEqual([]);
  });

  it('gives its own tools’ results after their latency, and asks for the answer to them', () => {
    const { session, timer } = stream();
    session.says({ type: 'response.created' }, CALL, { type: 'response.done' });
    const effects = timer(1000);
    expect(said(effects)).toMatchObject([{ callstorm: { type: 'calls', name: 'lookup', callId: 'c1' } }]);
    expect(effects.at(-1)).toEqual({ type: 'wake', atMs: 1300 });
    timer(1300);
    expect(session.asked.slice(-2)).toMatchObject([
      { type: 'conversation.item.create', item: { call_id: 'c1', output: '"found"' } },
      { type: 'response.create' },
    ]);
  });

  it('tells what it says behind its audio, and only who asked', () => {
    const words = [
      { type: 'response.output_audio_transcript.delta', delta: 'Hel' },
      delta(100),
      { type: 'response.output_audio_transcript.delta', delta: 'lo.' },
      { type: 'response.done' },
    ];
    const asked = stream();
    asked.session.says(...words);
    expect(said(asked.timer(1))).toMatchObject([
      { event: 'media' },
      { event: 'callstorm', callstorm: { type: 'says', text: 'Hello.' } },
    ]);
    const unasked = stream({}, {});
    unasked.session.says(...words);
    expect(said(unasked.timer(1))).toMatchObject([{ event: 'media' }]);
  });

  it('asks for one wake: its own and its session’s, and not again for one that has come', () => {
    const { session, timer } = stream();
    session.wants({ type: 'wake', atMs: 5000 });
    expect(timer(10)).toEqual([{ type: 'wake', atMs: 5000 }]);
    session.says(CALL);
    expect(timer(20).at(-1)).toEqual({ type: 'wake', atMs: 320 });
    expect(timer(320).at(-1)).toEqual({ type: 'wake', atMs: 5000 });
    expect(timer(5000)).toEqual([]);
  });

  it('closes as the stream stops, and lets its session close it', () => {
    const { session, receives, timer } = stream();
    session.wants({ type: 'close', code: 1011, reason: 'no more' });
    expect(timer(5)).toEqual([{ type: 'close', code: 1011, reason: 'no more' }]);
    expect(receives({ event: 'stop', streamSid: 'MZ1', stop: {} }, 10)).toEqual([
      { type: 'close', code: 1000, reason: '' },
    ]);
  });

  it('bears with what it cannot read', () => {
    const { session, server } = stream();
    const before = session.given.length;
    for (const text of ['{', '[]', '{"event":"media","media":{"payload":"%"}}', '{"event":"mark"}', '7'])
      expect(server.handle({ type: 'message', message: twilioWire.read(text) }, 9)).toEqual([]);
    server.handle({ type: 'message', message: twilioWire.readBinary(Uint8Array.of(1)) }, 9);
    expect(session.given).toHaveLength(before);
  });
});
