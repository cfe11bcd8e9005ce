import * as fc from 'fast-check';
import type {
  RealtimeServerEvent,
  ResponseFunctionCallArgumentsDoneEvent,
  ResponseOutputItemDoneEvent,
} from 'openai/resources/realtime/realtime';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/call/event.ts';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';
import { StringText } from '../../../src/engine/string_text.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const dialect = openaiRealtime({ format: 'pcm16' });
const narrow = openaiRealtime({ format: 'g711_ulaw' });
const session = dialect.open();
const written = (command: Command): unknown[] =>
  session.write(command).map((text) => JSON.parse(String(text)) as unknown);
const read = (event: unknown) => session.read(JSON.stringify(event));
const skimmed = (text: string) => {
  const wire = new StringText();
  wire.text = text;
  const found = session.skim(wire);
  if (found === null) return null;
  const { responseId, itemId, bytes, payloadStart, payloadEnd } = found;
  return { responseId, itemId, bytes, payload: text.slice(payloadStart, payloadEnd) };
};

describe('writing', () => {
  it('configures a session in the protocol’s own words', () => {
    const { session } = smallPlan([]).target;
    expect(
      written({
        type: 'configure',
        session: { ...session, voice: 'marin', instructions: 'Be brief.' },
        model: 'm',
      }),
    ).toEqual([
      {
        type: 'session.update',
        session: {
          type: 'realtime',
          output_modalities: ['audio'],
          instructions: 'Be brief.',
          audio: {
            input: {
              format: { type: 'audio/pcm', rate: 24000 },
              turn_detection: {
                type: 'server_vad',
                threshold: 0.5,
                prefix_padding_ms: 300,
                silence_duration_ms: 500,
                create_response: true,
                interrupt_response: true,
              },
            },
            output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'marin' },
          },
        },
      },
    ]);
  });

  it('turns detection off with a null, and sends G.711 as such', () => {
    const [update] = written({
      type: 'configure',
      session: { format: 'g711_alaw', turnDetection: null },
      model: 'm',
    });
    expect(update).toMatchObject({
      session: {
        audio: {
          input: { format: { type: 'audio/pcma' }, turn_detection: null },
          output: { format: { type: 'audio/pcma' } },
        },
      },
    });
  });

  it('declares tools, and leaves the choice to the agent', () => {
    const { session } = smallPlan([]).target;
    const parameters = { type: 'object', properties: { order_number: { type: 'string' } } };
    const outcomes = [{ type: 'never', weight: 1 }] as const;
    const described = { name: 'lookup_order', description: 'Looks it up.', parameters, outcomes };
    const [update] = written({ type: 'configure', session, model: 'm', tools: [described] });
    // What the harness will answer is no business of the agent's.
    expect(update).toMatchObject({
      session: {
        tools: [{ type: 'function', name: 'lookup_order', description: 'Looks it up.', parameters }],
        tool_choice: 'auto',
      },
    });
    expect(JSON.stringify(update)).not.toContain('outcomes');
    const [without] = written({ type: 'configure', session, model: 'm', tools: [] });
    expect(JSON.stringify(without)).not.toContain('tool');
  });

  it('hands a tool’s result over as an item of the conversation', () => {
    expect(written({ type: 'tool_result', callId: 'call_1', output: '{"status":"shipped"}' })).toEqual([
      {
        type: 'conversation.item.create',
        item: { type: 'function_call_output', call_id: 'call_1', output: '{"status":"shipped"}' },
      },
    ]);
  });

  it('truncates to whole milliseconds, never beyond what was heard', () => {
    expect(written({ type: 'truncate', itemId: 'item_1', heardMs: 650.9 })).toEqual([
      { type: 'conversation.item.truncate', item_id: 'item_1', content_index: 0, audio_end_ms: 650 },
    ]);
    expect(written({ type: 'truncate', itemId: 'item_1', heardMs: -1 })).toMatchObject([{ audio_end_ms: 0 }]);
  });

  it('knows the rate of what it sends', () => {
    expect(dialect.uplink).toEqual({ format: 'pcm16', sampleRate: 24000, bytesPerMs: 48 });
    expect(narrow.downlink).toEqual({ format: 'g711_ulaw', sampleRate: 8000, bytesPerMs: 8 });
    expect(JSON.parse(dialect.append('AAAA'))).toEqual({ type: 'input_audio_buffer.append', audio: 'AAAA' });
  });
});

describe('connecting', () => {
  const { target } = smallPlan([]);

  it('asks for the model once, and hands the key over in a header only', () => {
    const to = dialect.connection(target, 'wss://example.test/v1/realtime', 'sk-secret');
    expect(to.url).toBe('wss://example.test/v1/realtime?model=test-model');
    expect(to.headers).toEqual({ authorization: 'Bearer sk-secret' });
    expect(dialect.connection(target, 'ws://h/v1?model=mine', undefined)).toMatchObject({
      url: 'ws://h/v1?model=mine',
      headers: {},
    });
    expect(dialect.connection(target, 'ws://h/v1?x=1', undefined).url).toBe('ws://h/v1?x=1&model=test-model');
  });

  it.each([
    'wss://a.example/openai/realtime?api-version=2025-04-01-preview&deployment=voice',
    'wss://a.example/openai/deployments/voice/realtime?api-version=1',
    'wss://api.example/v1/realtime?call_id=rtc_1',
  ])('asks for no model beside what answers already: %s', (url) => {
    expect(dialect.connection(target, url, undefined).url).toBe(url);
  });

  it('adds headers and query, in place of what is there, and hands the key over as it is asked to', () => {
    const own = {
      ...target,
      keyHeader: 'api-key',
      headers: { 'x-tenant': 'acme' },
      query: { deployment: 'a b', x: '2' },
    };
    const to = dialect.connection(own, 'wss://h/v1?x=1&y=1', 'secret');
    expect(to.url).toBe('wss://h/v1?y=1&deployment=a%20b&x=2');
    expect(to.headers).toEqual({ 'api-key': 'secret', 'x-tenant': 'acme' });
  });
});

describe('reading', () => {
  it('takes a published event for what it is', () => {
    const stopped: RealtimeServerEvent = {
      type: 'input_audio_buffer.speech_stopped',
      event_id: 'e',
      item_id: 'item_1',
      audio_end_ms: 2000,
    };
    expect(read(stopped)).toEqual({ type: 'speech_stopped', itemId: 'item_1' });
    expect(
      read({ type: 'session.created', event_id: 'e', session: { id: 'sess_1', type: 'realtime' } }),
    ).toEqual({
      type: 'session',
      sessionId: 'sess_1',
    });
    expect(read({ type: 'session.updated', session: {} })).toEqual({ type: 'ready' });
    expect(read({ type: 'response.created', response: { id: 'resp_1' } })).toEqual({
      type: 'answer_created',
      responseId: 'resp_1',
    });
  });

  it('takes for content only what has something in it', () => {
    const ids = { response_id: 'r', item_id: 'i' };
    const found = { type: 'answer_content', responseId: 'r', itemId: 'i' };
    const added = 'response.content_part.added';
    const delta = 'response.output_audio_transcript.delta';
    expect(read({ type: added, ...ids, part: { type: 'audio', transcript: '' } })).toEqual({
      type: 'other',
      name: added,
      ofAnswer: true,
    });
    expect(read({ type: delta, ...ids, delta: '' })).toEqual({ type: 'other', name: delta, ofAnswer: true });
    expect(read({ type: delta, ...ids, delta: 'Hel' })).toEqual({ ...found, text: 'Hel' });
    expect(read({ type: added, ...ids, part: { type: 'audio', transcript: 'Hel' } })).toEqual(found);
    expect(read({ type: added, ...ids, part: { type: 'text', text: 'Hel' } })).toEqual(found);
    expect(read({ type: delta, item_id: 'i', delta: 'Hel' })).toMatchObject({ type: 'malformed' });
  });

  it('reads usage with cached tokens as part of the input', () => {
    const done = read({
      type: 'response.done',
      response: {
        id: 'resp_1',
        status: 'completed',
        usage: {
          total_tokens: 253,
          input_tokens: 132,
          output_tokens: 121,
          input_token_details: {
            text_tokens: 119,
            audio_tokens: 13,
            image_tokens: 0,
            cached_tokens: 64,
            cached_tokens_details: { text_tokens: 60, audio_tokens: 4, image_tokens: 0 },
          },
          output_token_details: { text_tokens: 30, audio_tokens: 91 },
        },
      },
    });
    expect(done).toMatchObject({
      type: 'answer_done',
      status: 'completed',
      usage: { textIn: 119, audioIn: 13, textCached: 60, audioCached: 4, textOut: 30, audioOut: 91 },
    });
  });

  it('tells a failed answer’s reason, and a rate limit from other failures', () => {
    const failed = (error: object) =>
      read({
        type: 'response.done',
        response: { id: 'r', status: 'failed', status_details: { type: 'failed', error }, usage: null },
      });
    expect(failed({ type: 'server_error', code: 'server_error', message: 'oops' })).toMatchObject({
      status: 'failed',
      reason: 'server_error: oops',
      rateLimited: false,
      usage: null,
    });
    expect(failed({ type: 'rate_limit_exceeded', code: 'rate_limit_exceeded' })).toMatchObject({
      rateLimited: true,
    });
    expect(
      read({
        type: 'response.done',
        response: { id: 'r', status: 'cancelled', status_details: { reason: 'turn_detected' } },
      }),
    ).toMatchObject({ status: 'cancelled', reason: 'turn_detected' });
  });

  it('reads both the names of today and those of older servers', () => {
    const payload = Buffer.alloc(480).toString('base64');
    for (const type of ['response.output_audio.delta', 'response.audio.delta']) {
      expect(read({ type, response_id: 'r', item_id: 'i', delta: payload })).toEqual({
        type: 'audio',
        responseId: 'r',
        itemId: 'i',
        ms: 10,
        payload,
      });
    }
    for (const type of ['response.output_audio_transcript.done', 'response.audio_transcript.done']) {
      expect(read({ type, response_id: 'r', transcript: 'Hello.' })).toEqual({
        type: 'answer_text',
        responseId: 'r',
        text: 'Hello.',
      });
    }
  });

  describe('a tool call', () => {
    const told: ResponseFunctionCallArgumentsDoneEvent = {
      type: 'response.function_call_arguments.done',
      event_id: 'e',
      response_id: 'resp_1',
      item_id: 'item_1',
      output_index: 0,
      call_id: 'call_1',
      name: 'lookup_order',
      arguments: '{"order_number":"407112"}',
    };
    const item = {
      type: 'function_call',
      id: 'item_1',
      status: 'completed',
      call_id: 'call_1',
      name: 'lookup_order',
      arguments: '{"order_number":"407112"}',
    } as const;
    const ended: ResponseOutputItemDoneEvent = {
      type: 'response.output_item.done',
      event_id: 'e',
      response_id: 'resp_1',
      output_index: 0,
      item,
    };
    const call = {
      type: 'tool_call',
      responseId: 'resp_1',
      callId: 'call_1',
      name: 'lookup_order',
      arguments: '{"order_number":"407112"}',
    };

    it('is read from each event that tells of it', () => {
      expect(read(told)).toEqual(call);
      expect(read(ended)).toEqual(call);
      const done: RealtimeServerEvent = { type: 'conversation.item.done', event_id: 'e', item };
      expect(read(done)).toEqual({ ...call, responseId: null });
    });

    it('is left to the item where older servers leave its name out', () => {
      const { name: _, ...nameless } = told;
      expect(read(nameless)).toEqual({
        type: 'other',
        name: 'response.function_call_arguments.done',
        ofAnswer: true,
      });
      const { status: _status, ...stateless } = item;
      expect(read({ ...ended, item: stateless })).toEqual(call);
    });

    it('is none when its response was cut off while it was written', () => {
      expect(read({ ...told, arguments: '{"order_nu' }).type).toBe('other');
      for (const status of ['incomplete', 'in_progress']) {
        expect(read({ ...ended, item: { ...item, status, arguments: '{"order_nu' } }).type).toBe('other');
      }
      // A model may write nonsense to its end: that is for the application to judge.
      expect(read({ ...ended, item: { ...item, arguments: 'nonsense' } })).toMatchObject({
        arguments: 'nonsense',
      });
    });

    it('is none of the other items', () => {
      for (const type of ['message', 'function_call_output', undefined]) {
        expect(read({ ...ended, item: { ...item, type } }).type).toBe('other');
      }
      expect(read({ type: 'conversation.item.done', item: null })).toEqual({
        type: 'other',
        name: 'conversation.item.done',
      });
    });

    it('is malformed without the id to answer it by', () => {
      const { call_id: _, ...anonymous } = told;
      expect(read(anonymous).type).toBe('malformed');
    });
  });

  it('knows when no answer will come of the asking, from servers of both ages', () => {
    const error = (code: string | null, message: string) =>
      read({ type: 'error', error: { type: 'invalid_request_error', code, message } });
    const message =
      'Conversation already has an active response in progress: resp_1. Wait until it is finished.';
    expect(error('conversation_already_has_active_response', message)).toMatchObject({
      busy: true,
      fatal: null,
    });
    expect(error(null, message)).toMatchObject({ code: 'invalid_request_error', busy: true });
    expect(error('response_cancel_not_active', 'Cancellation failed')).not.toHaveProperty('busy');
  });

  it('knows which errors end the session', () => {
    const fatal = (code: string) => {
      const event = read({
        type: 'error',
        error: { type: 'invalid_request_error', code, message: 'm', param: null },
      });
      return event.type === 'error' ? event.fatal : 'not an error';
    };
    expect(fatal('invalid_api_key')).toBe('auth_failed');
    expect(fatal('session_expired')).toBe('session_expired');
    expect(fatal('response_cancel_not_active')).toBeNull();
    expect(read({ type: 'error', error: { type: 'server_error', code: null } })).toMatchObject({
      code: 'server_error',
      fatal: null,
    });
  });

  it('lets through what it does not know, with extra fields and nulls', () => {
    expect(read({ type: 'response.mystery', anything: null })).toEqual({
      type: 'other',
      name: 'response.mystery',
      ofAnswer: true,
    });
    expect(read({ type: 'session.updated', session: null, obfuscation: 'xyz' })).toEqual({ type: 'ready' });
  });

  it('calls malformed what cannot be read, and never throws', () => {
    for (const text of [
      '',
      'garbage',
      '[]',
      '1',
      'null',
      '{"type":7}',
      '{"type":"response.created"}',
      '{"type":"response.done","response":{"id":"r","status":"sleeping"}}',
    ]) {
      expect(session.read(text).type).toBe('malformed');
    }
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        expect(typeof session.read(JSON.stringify(value) ?? text).type).toBe('string');
        expect(typeof session.read(text).type).toBe('string');
      }),
    );
    const types = [
      'response.done',
      'error',
      'response.created',
      'response.output_audio.delta',
      'conversation.item.input_audio_transcription.completed',
      'response.function_call_arguments.done',
      'response.output_item.done',
      'conversation.item.done',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.dictionary(
          fc.constantFrom(
            'response',
            'error',
            'delta',
            'id',
            'usage',
            'item_id',
            'item',
            'arguments',
            'call_id',
          ),
          fc.anything(),
        ),
        (type, fields) => {
          expect(typeof read({ ...fields, type }).type).toBe('string');
        },
      ),
    );
  });

  it('is not fooled by an event named like a part of every object', () => {
    for (const type of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(session.read(`{"type":"${type}"}`)).toEqual({ type: 'other', name: type });
    }
  });

  it('gives a closing its meaning', () => {
    expect(session.closeMeaning(3000, 'invalid_request_error.invalid_api_key')).toBe('auth_failed');
    expect(session.closeMeaning(4000, 'invalid_request_error.missing_model')).toBe('auth_failed');
    expect(session.closeMeaning(1001, 'session expired')).toBe('session_expired');
    expect(session.closeMeaning(1000, '')).toBeNull();
  });
});

describe('skimming', () => {
  const payload = fc.uint8Array({ maxLength: 3000 });
  const id = fc.stringMatching(/^[A-Za-z0-9_]{1,24}$/);

  it('finds what reading finds, in whatever order the keys come', () => {
    const keys = [
      'type',
      'event_id',
      'response_id',
      'item_id',
      'output_index',
      'content_index',
      'delta',
      'obfuscation',
    ];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(keys, { minLength: keys.length }),
        payload,
        id,
        id,
        (order, bytes, responseId, itemId) => {
          const fields: Record<string, unknown> = {
            type: 'response.output_audio.delta',
            event_id: 'event_1',
            response_id: responseId,
            item_id: itemId,
            output_index: 0,
            content_index: 0,
            delta: Buffer.from(bytes).toString('base64'),
            obfuscation: 'pad',
          };
          const text = JSON.stringify(Object.fromEntries(order.map((key) => [key, fields[key]])));
          const found = skimmed(text);
          // A shape that surprises is left to the parser; one that is taken has to be right.
          const payload = fields['delta'];
          expect([null, { responseId, itemId, bytes: bytes.length, payload }]).toContainEqual(found);
          const ms = bytes.length / 48;
          expect(session.read(text)).toEqual({ type: 'audio', responseId, itemId, ms, payload });
        },
      ),
    );
  });

  it('does take the shape that servers send', () => {
    const payload = Buffer.alloc(12_000, 7).toString('base64');
    const text = `{"type":"response.output_audio.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0,"delta":"${payload}"}`;
    expect(skimmed(text)).toEqual({ responseId: 'r', itemId: 'i', bytes: 12_000, payload });
  });

  it('leaves a payload written with escapes to the parser, which gives it as it is meant', () => {
    const delta = `${'A'.repeat(60)}\\/AAA`;
    const text = `{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"${delta}"}`;
    expect(session.read(text)).toMatchObject({ payload: `${'A'.repeat(60)}/AAA` });
    expect(
      skimmed(`{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"${delta}"}`),
    ).toBeNull();
  });

  it('and the parser find no audio in what is not base64', () => {
    for (const delta of ['!!!notbase64', 'AAAA AAA', 'AA=A', '{"a":1}', 'ÄÖÜß']) {
      const text = JSON.stringify({
        type: 'response.output_audio.delta',
        response_id: 'r',
        item_id: 'i',
        delta,
      });
      expect(session.read(text)).toMatchObject({ type: 'malformed' });
    }
    const garbage = '!!!notbase64';
    expect(
      skimmed(`{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"${garbage}"}`),
    ).toBeNull();
  });

  it('leaves names to the parser that are longer than any service’s, or not what they seem', () => {
    const at = (responseId: string, itemId: string) =>
      skimmed(
        JSON.stringify({
          type: 'response.output_audio.delta',
          response_id: responseId,
          item_id: itemId,
          delta: 'AAAAAAAA',
        }),
      );
    expect(at('r'.repeat(100), 'i'.repeat(200))).toMatchObject({ itemId: 'i'.repeat(200) });
    for (const odd of [
      'x'.repeat(257),
      'x'.repeat(600),
      'x'.repeat(1_000_000),
      'a"b',
      'a\\b',
      'ä',
      '\u0007',
    ]) {
      expect([at(odd, 'i'), at('r', odd)]).toEqual([null, null]);
    }
  });

  it('takes nothing else for audio', () => {
    const transcript = {
      type: 'response.output_audio_transcript.delta',
      response_id: 'r',
      item_id: 'i',
      delta: 'said "type":"response.output_audio.delta"',
    };
    expect(skimmed(JSON.stringify({ ...transcript, padding: 'x'.repeat(80) }))).toBeNull();
    expect(
      skimmed('{"type":"response.output_audio.delta","response_id":"r","item_id":"i","delta":"AAA'),
    ).toBeNull();
    expect(skimmed('')).toBeNull();
    fc.assert(
      fc.property(fc.string({ maxLength: 600 }), (text) => {
        expect(skimmed(`${text}${' '.repeat(70)}`)).toBeNull();
      }),
    );
  });
});
