/** GPT-Live as the caller's client speaks it: what is sent is the published types', what comes is read whatever it is. */

import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/call/event.ts';
import type { SessionSettings } from '../../../src/core/plan/plan.ts';
import type { DialectSession, ReadEvent } from '../../../src/dialect/dialect.ts';
import { gptLive } from '../../../src/dialect/gpt_live/gpt_live.ts';
import { StringText } from '../../../src/engine/string_text.ts';

const FORM: SessionSettings = { format: 'pcm16', turnDetection: null };
const TOOLS = [
  {
    name: 'lookup_order',
    description: 'Finds an order.',
    parameters: { type: 'object', properties: { order_number: { type: 'string' } } },
  },
];

function opened(settings: Partial<SessionSettings> = {}, tools = TOOLS): [DialectSession, unknown] {
  const session = gptLive({ ...FORM, ...settings }).open();
  const [start = ''] = session.write({
    type: 'configure',
    session: { ...FORM, ...settings },
    model: 'gpt-live-1',
    tools,
  });
  return [session, JSON.parse(String(start))];
}

function read(session: DialectSession, event: object): readonly ReadEvent[] {
  const told = session.read(JSON.stringify(event));
  return Array.isArray(told) ? (told as readonly ReadEvent[]) : [told as ReadEvent];
}

function written(session: DialectSession, command: Command): unknown[] {
  return session.write(command).map((text) => JSON.parse(String(text)) as unknown);
}

const heard = (delta: string): object => ({ type: 'session.input_transcript.delta', delta });
const delegated = (id: string, more: object = {}): object => ({
  type: 'session.delegation.created',
  delegation: { id, type: 'delegation', target: 'client', ...more },
});
const delta = `{"type":"session.output_audio.delta","delta":"${Buffer.alloc(24_000).toString('base64')}"}`;

describe('session.start', () => {
  it('says what the scenario says, and names what can be delegated in the instructions', () => {
    const [, start] = opened({ instructions: 'Be brief.', voice: 'cedar', format: 'g711_ulaw' });
    expect(start).toEqual({
      type: 'session.start',
      session: {
        model: 'gpt-live-1',
        instructions:
          'Be brief.\n\nDelegate these tasks, and wait for what comes of them before you answer:\n- lookup_order(order_number): Finds an order.',
        audio: { format: { type: 'audio/pcmu', rate: 8000 }, output: { voice: 'cedar' } },
        delegation: { type: 'client' },
      },
    });
  });

  it('says how long the model may be silent about a task, whoever does it', () => {
    const raw = { delegation: { type: 'responses', responses: { model: 'gpt-5.5' } } };
    const of = (settings: Parameters<typeof opened>[0]): unknown =>
      (opened(settings)[1] as { readonly session: { readonly delegation: unknown } }).session.delegation;
    expect(of({ acknowledgementDelayMs: 800 })).toEqual({ type: 'client', acknowledgement_delay_ms: 800 });
    expect(of({ acknowledgementDelayMs: 0, raw })).toMatchObject({
      type: 'responses',
      responses: { model: 'gpt-5.5' },
      acknowledgement_delay_ms: 0,
    });
  });

  it('says nothing that it was not told', () => {
    const [, start] = opened({ sampleRate: 16000 }, []);
    expect(start).toEqual({
      type: 'session.start',
      session: { model: 'gpt-live-1', audio: { format: { type: 'audio/pcm', rate: 16000 } } },
    });
  });

  it('hands the tools to a model behind the session where the scenario has one', () => {
    const raw = { delegation: { type: 'responses', responses: { model: 'gpt-5.5' } }, store: true };
    const [session, start] = opened({ raw });
    expect(start).toMatchObject({
      session: {
        store: true,
        delegation: {
          type: 'responses',
          responses: { model: 'gpt-5.5', tools: [{ type: 'function', name: 'lookup_order' }] },
        },
      },
    });
    const event = (inner: object): object => ({ type: 'response.event', delegation_id: 'd', event: inner });
    const item = { type: 'function_call', call_id: 'c1', name: 'lookup_order', arguments: '{}' };
    read(session, event({ type: 'response.created' }));
    const done = { type: 'response.output_item.done', item: { ...item, status: 'completed' } };
    expect(read(session, event(done))).toEqual([
      { type: 'tool_call', responseId: null, callId: 'c1', name: 'lookup_order', arguments: '{}' },
    ]);
    const second = { ...item, call_id: 'c2', status: 'completed' };
    read(session, event({ type: 'response.output_item.done', item: second }));
    read(session, event({ type: 'response.completed' }));
    const gave = (callId: string): unknown[] =>
      written(session, { type: 'tool_result', callId, output: 'x' }).map(
        (one) => (one as { type: string }).type,
      );
    expect(gave('c1')).toEqual(['response.item.create']);
    expect(gave('c2')).toEqual(['response.item.create', 'response.create']);
    expect(gave('c2'), 'a result that comes late').toEqual(['response.item.create']);
  });

  it('keeps the address as it is given, and has the key where the target wants it', () => {
    const dialect = gptLive(FORM);
    const target = { url: '', model: 'gpt-live-1', speaksFirst: 'agent', session: FORM } as const;
    const azure = 'wss://x.openai.azure.com/openai/v1/live/sessions?a=1&b=2';
    expect(dialect.connection({ ...target, keyHeader: 'api-key', query: { b: '3' } }, azure, 'k')).toEqual({
      url: 'wss://x.openai.azure.com/openai/v1/live/sessions?a=1&b=3',
      headers: { 'api-key': 'k' },
      protocols: [],
    });
    expect(dialect.connection(target, 'wss://api.openai.com/v1/live/sessions', 'k')).toMatchObject({
      url: 'wss://api.openai.com/v1/live/sessions',
      headers: { authorization: 'Bearer k' },
    });
  });
});

describe('a session', () => {
  it('is ready once it has started', () => {
    const [session] = opened();
    expect(read(session, { type: 'session.started', session: { id: 's' } })).toEqual([
      { type: 'session', sessionId: 's' },
      { type: 'ready' },
    ]);
  });

  it('is greeted by commentary, and answered what tools gave in pieces that one append takes', () => {
    const [session] = opened();
    expect(written(session, { type: 'respond', to: 'nothing' })).toMatchObject([
      { type: 'session.commentary.append', delegation_id: null },
    ]);
    const output = 'word '.repeat(600).trim();
    const pieces = written(session, { type: 'tool_result', callId: 'd1', output }) as { content: string }[];
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.map(({ content }) => content).join('')).toBe(output);
    for (const piece of pieces) expect(piece).toMatchObject({ delegation_id: 'd1' });
    for (const { content } of pieces) expect(Buffer.byteLength(content)).toBeLessThan(1500);
    for (const type of ['cancel', 'push', 'commit'] as const) expect(written(session, { type })).toEqual([]);
  });

  it('skims audio, and reads it in whatever shape', () => {
    const [session] = opened();
    expect(session.skim(new StringText(delta))).toMatchObject({ responseId: '', itemId: '', bytes: 24_000 });
    const odd = { delta: 'AAAA\nAAAA', type: 'session.output_audio.delta', note: 'x' };
    expect(session.skim(new StringText(JSON.stringify(odd)))).toBeNull();
    expect(read(session, odd)).toEqual([
      { type: 'audio', responseId: '', itemId: '', ms: 0.125, payload: 'AAAAAAAA' },
    ]);
  });

  it('takes a task up once its words have come', () => {
    const [session] = opened();
    expect(read(session, delegated('d1'))).toEqual([{ type: 'other', name: 'session.delegation.created' }]);
    const told = read(session, heard(' My order number is 4 0 7'));
    expect(told.map(({ type }) => type)).toEqual(['transcribed', 'tool_call']);
    expect(told[1]).toMatchObject({
      callId: 'd1',
      name: 'lookup_order',
      arguments: '{"order_number":"407"}',
    });
  });

  it('does so at the latest after a second and a half of audio', () => {
    const [session] = opened();
    read(session, delegated('d1'));
    expect(session.skim(new StringText(delta))).not.toBeNull();
    expect(session.skim(new StringText(delta))).not.toBeNull();
    expect(session.skim(new StringText(delta))).toBeNull();
    const told = session.read(delta) as readonly ReadEvent[];
    expect(told.map(({ type }) => type)).toEqual(['tool_call', 'audio']);
    expect(session.skim(new StringText(delta))).not.toBeNull();
  });

  it('is given several tasks by the same words, and the next by what is said next', () => {
    const [session] = opened();
    read(session, heard(' My order number is 4 0 7'));
    const number = { name: 'lookup_order', arguments: '{"order_number":"407"}' };
    expect(read(session, delegated('d1'))).toMatchObject([{ callId: 'd1', ...number }]);
    expect(read(session, delegated('d2'))).toMatchObject([{ callId: 'd2', ...number }]);
    read(session, heard(' No, 5 1 2'));
    expect(read(session, delegated('d3'))).toMatchObject([
      { callId: 'd3', arguments: '{"order_number":"512"}' },
    ]);
  });

  it('leaves what others are to do to them', () => {
    const [session] = opened();
    read(session, heard(' Hello'));
    expect(read(session, delegated('d1', { target: 'responses' }))).toEqual([
      { type: 'other', name: 'session.delegation.created' },
    ]);
  });
});

describe('what a session has used', () => {
  it('is what is told, and not its sum', () => {
    const [session] = opened();
    const told = (seconds: unknown): unknown => {
      const [event] = read(session, { type: 'session.usage.updated', usage: { seconds } });
      return event?.type === 'used' ? event.usage.sessionSeconds : event?.type;
    };
    expect([15, 30, 30, 29, -4, 'x', 1e9].map(told)).toEqual([
      15,
      15,
      'other',
      'other',
      'other',
      'other',
      'other',
    ]);
    expect(
      read(session, { type: 'session.closed', reason: 'close_requested', usage: { seconds: 37 } }),
    ).toMatchObject([{ type: 'used', usage: { sessionSeconds: 7 } }, { type: 'over' }]);
  });
});

describe('the end of a session', () => {
  it('is asked for, and waited for, once the session has started', () => {
    const [session] = opened();
    expect(session.farewell?.()).toEqual({ messages: [] });
    read(session, { type: 'session.started', session: { id: 's' } });
    expect(session.farewell?.()).toEqual({ messages: ['{"type":"session.close"}'], awaited: true });
    expect(read(session, { type: 'session.closed', reason: 'close_requested' }).at(-1)).toEqual({
      type: 'over',
    });
    expect(session.farewell?.(), 'what is closed is not closed again').toEqual({ messages: [] });
  });

  it.each([
    ['close_requested', null, null],
    ['remote_hangup', null, null],
    ['expired', 'session_expired', 'session_expired'],
    ['content', 'agent_error', 'agent_error'],
    ['connection_lost', 'connection_lost', 'connection_lost'],
  ] as const)('means what it says: %s', (reason, fatal, meaning) => {
    const [session] = opened();
    const told = read(session, { type: 'session.closed', reason, usage: { seconds: 7 } });
    const errors = told.filter(({ type }) => type === 'error');
    expect(errors).toMatchObject(fatal === null ? [] : [{ fatal, code: `session_closed_${reason}` }]);
    expect(told.at(-1)).toEqual({ type: 'over' });
    expect(session.closeMeaning(1000, '')).toBe(meaning);
  });

  it.each([
    ['invalid_api_key', 'auth_failed'],
    ['model_not_found', 'auth_failed'],
    ['insufficient_quota', 'agent_error'],
    ['unknown_parameter', null],
  ])('comes with some errors and not with others: %s', (code, fatal) => {
    const [session] = opened();
    const error = { type: 'invalid_request_error', code, message: 'm', client_event_id: 'e1' };
    expect(read(session, { type: 'error', error })).toEqual([
      { type: 'error', code, message: 'm', fatal, answers: 'e1' },
    ]);
  });
});

describe('what a server should not send', () => {
  it.each([
    'no JSON',
    '[]',
    'null',
    '{"type":7}',
    '{"type":"session.output_audio.delta","delta":7}',
    '{"type":"session.output_audio.delta","delta":"~"}',
    '{"type":"session.delegation.created"}',
    '{"type":"response.event","event":[]}',
    '{"type":"session.input_transcript.delta","delta":{}}',
  ])('is malformed: %s', (text) => {
    const [session] = opened();
    const [told] = session.read(text) as readonly ReadEvent[];
    expect(told?.type).toBe('malformed');
  });

  it('is another name where nobody knows it', () => {
    const [session] = opened();
    expect(read(session, { type: 'constructor' })).toEqual([{ type: 'other', name: 'constructor' }]);
  });

  it('is worth a name in front of `session.closed`', () => {
    const [session] = opened();
    expect(read(session, { type: 'session.closed', reason: 7 }).map(({ type }) => type)).toEqual([
      'other',
      'error',
      'over',
    ]);
  });
});
