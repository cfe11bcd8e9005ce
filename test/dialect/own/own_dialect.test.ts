import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanDialect } from '../../../src/core/plan/plan_dialect.ts';
import type { DialectSession, WireText } from '../../../src/dialect/dialect.ts';
import { readJson, type OwnDialect, type OwnSession } from '../../../src/dialect/own/define_dialect.ts';
import { described } from '../../../src/dialect/own/described.ts';
import { ownDialect } from '../../../src/dialect/own/own_dialect.ts';
import { ReceivedText } from '../../../src/engine/node/received_text.ts';
import { StringText } from '../../../src/engine/string_text.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const { target } = smallPlan([]);

type Changes = Partial<Omit<OwnDialect, 'open'>> & Partial<OwnSession>;
type Around = NonNullable<OwnSession['around']>;

function made({ send = () => undefined, receive = () => null, around, ...changes }: Changes) {
  const dialect: OwnDialect = {
    name: 'mine',
    caller: { sampleRate: 16_000, frame: ({ base64: audio }) => `{"audio":"${audio}"}` },
    agent: { sampleRate: 24_000, audio: { when: { type: 'audio' }, at: 'data' } },
    ...changes,
    open: () => ({ send, receive, ...(around === undefined ? {} : { around }) }),
  };
  const found = described(dialect, base64, []);
  if (found.type === 'wrong') throw new Error(JSON.stringify(found.mistakes));
  const planned: PlanDialect = { ...found.dialect, file: './mine.ts', code: '', map: '' };
  const blame = (what: string, error: unknown): Error => new Error(`${what}: ${(error as Error).message}`);
  return ownDialect(planned, { dialect, blame, base64 });
}

const session = (changes: Changes): DialectSession => made(changes).open();

/** As an engine has it, of text or bytes. */
function received(message: string | Uint8Array): readonly WireText[] {
  const wire = new ReceivedText();
  wire.bytes = Buffer.from(message);
  wire.binary = typeof message !== 'string';
  const text = typeof message === 'string' ? message : Buffer.from(message).toString('latin1');
  return [wire, new StringText(text, wire.binary)];
}

describe('a dialect of one’s own', () => {
  it('makes the message of a frame without asking', () => {
    expect(made({}).append('AAEC')).toBe('{"audio":"AAEC"}');
    const binary = made({ caller: { sampleRate: 8000, frame: ({ bytes }) => Uint8Array.of(7, ...bytes) } });
    expect([binary.append('\u0000\u00ff'), binary.uplink.encoding]).toEqual(['\u0007\u0000\u00ff', 'raw']);
  });

  it('connects as a target wants it, or as it wants it itself', () => {
    const asked = { ...target, query: { v: '1 2' }, headers: { 'x-tenant': 'acme' } };
    expect(made({}).connection(asked, 'ws://h/p', 'k')).toEqual({
      url: 'ws://h/p?v=1%202',
      headers: { authorization: 'Bearer k', 'x-tenant': 'acme' },
      protocols: [],
    });
    const own = made({
      connect: ({ url, key = '' }) => ({ url: `${url}&k=1`, headers: { 'x-key': key }, protocols: ['acme'] }),
    });
    expect(own.connection(asked, 'ws://h/p', 'k')).toEqual({
      url: 'ws://h/p?v=1%202&k=1',
      headers: { 'x-key': 'k', 'x-tenant': 'acme' },
      protocols: ['acme'],
    });
    expect(() =>
      made({ connect: () => ({ url: 'http://h' }) }).connection(target, 'ws://h', undefined),
    ).toThrow('connect: expected a ws:// or wss:// URL as url');
  });

  it('finds the audio that it has declared without asking, tightly written or not', () => {
    const asked: unknown[] = [];
    const one = session({ receive: (message) => void asked.push(message) });
    const payload = base64(new Uint8Array(960).fill(3));
    for (const message of [
      { type: 'audio', data: payload },
      { seq: 7, type: 'audio', data: payload, more: 1 },
    ]) {
      for (const text of [JSON.stringify(message), JSON.stringify(message).replaceAll('":', '": ')]) {
        for (const wire of received(text)) {
          const { bytes, payloadStart, payloadEnd } = one.skim(wire) ?? {
            bytes: 0,
            payloadStart: 0,
            payloadEnd: 0,
          };
          expect([bytes, text.slice(payloadStart, payloadEnd)]).toEqual([960, payload]);
        }
      }
    }
    for (const wire of received(JSON.stringify({ type: 'text', data: payload })))
      expect(one.skim(wire)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('reads declared audio in another order, and never asks for it', () => {
    const one = session({
      receive: () => {
        throw new Error('asked');
      },
    });
    const payload = base64(new Uint8Array(480));
    expect(one.read(JSON.stringify({ more: 'x'.repeat(600), data: payload, type: 'audio' }))).toEqual([
      { type: 'audio', responseId: '', itemId: '', payload, ms: 10 },
    ]);
  });

  it('takes every binary message for audio where it says so, of any length, and asks for text', () => {
    const one = session({
      agent: { sampleRate: 16_000, audio: 'binary' },
      receive: (message) => ({ type: 'violation', reason: String(message) }),
    });
    for (const length of [0, 1, 640]) {
      for (const wire of received(new Uint8Array(length))) {
        expect(one.skim(wire)).toMatchObject({ bytes: length, payloadStart: 0, payloadEnd: length });
      }
    }
    for (const wire of received('hello')) expect(one.skim(wire)).toBeNull();
    expect(one.read('hello')).toEqual([{ type: 'violation', reason: 'hello' }]);
  });

  it('says in the core’s words what was heard', () => {
    const one = session({
      receive: (message) => [
        { type: 'ready', sessionId: 's' },
        { type: 'text', text: 'Hi. ' },
        { type: 'caller_text', text: 'hello' },
        { type: 'interrupted' },
        { type: 'tool_call', id: 't', name: 'look', arguments: { a: 1 } },
        { type: 'mark', name: 'm' },
        { type: 'reply', message: 'pong' },
        { type: 'audio', audio: typeof message === 'string' ? base64(new Uint8Array(5)) : message },
        { type: 'error', message: 'no', fatal: 'rate_limited' },
      ],
    });
    const events = one.readBytes?.(new Uint8Array(48)) ?? [];
    expect(events).toEqual([
      { type: 'session', sessionId: 's' },
      { type: 'ready' },
      { type: 'answer_content', responseId: '', itemId: '', text: 'Hi. ' },
      { type: 'transcribed', itemId: '', text: 'hello', seconds: 0, tokens: 0, usageTrouble: 'unreported' },
      { type: 'interrupted' },
      { type: 'tool_call', responseId: null, callId: 't', name: 'look', arguments: '{"a":1}' },
      { type: 'mark', name: 'm' },
      { type: 'reply', message: 'pong' },
      { type: 'audio', responseId: '', itemId: '', payload: base64(new Uint8Array(48)), ms: 1 },
      { type: 'error', code: '', message: 'no', fatal: 'rate_limited' },
    ]);
    expect(one.read('x')).toContainEqual(expect.objectContaining({ type: 'audio', ms: 5 / 48 }));
  });

  it('tells its answers, with their words and what they used, where it can', () => {
    const said = readJson;
    const one = session({
      answers: 'told',
      agent: { sampleRate: 24_000 },
      receive: (message) => said(message) as never,
    });
    const told = (event: object): unknown => one.read(JSON.stringify(event));
    expect(told({ type: 'answer_started', answer: 'a' })).toEqual([
      { type: 'answer_created', responseId: 'a' },
    ]);
    told({ type: 'text', answer: 'a', text: 'Good ' });
    told({ type: 'text', answer: 'a', text: 'day.' });
    expect(told({ type: 'answer_done', answer: 'a', usage: { audioOut: 40 } })).toMatchObject([
      { type: 'answer_text', responseId: 'a', text: 'Good day.' },
      {
        type: 'answer_done',
        responseId: 'a',
        status: 'completed',
        worded: true,
        usage: { audioOut: 40, textIn: 0 },
      },
    ]);
    expect(made({}).byEar).toBe(true);
    expect(made({ answers: 'told' }).byEar).toBeUndefined();
  });

  it('is ready as soon as it has said how it is to be, where it says so', () => {
    const configure = { type: 'configure', session: target.session, model: 'm' } as const;
    expect(session({ ready: 'at_once' }).follows?.(configure)).toEqual([
      { type: 'session', sessionId: null },
      { type: 'ready' },
    ]);
    expect(session({}).follows?.(configure)).toEqual([]);
  });

  it('says what is to be said: one message, several or none', () => {
    const commands: string[] = [];
    const one = session({
      send: (command) => {
        commands.push(command.type);
        if (command.type === 'respond') return command.to;
        return command.type === 'cancel' ? ['a', 'b'] : undefined;
      },
    });
    expect(one.write({ type: 'respond', to: 'tools' })).toEqual(['tools']);
    expect(one.write({ type: 'cancel' })).toEqual(['a', 'b']);
    expect(one.write({ type: 'push' })).toEqual([]);
    expect([one.played?.('m'), one.farewell?.()]).toEqual([[], { messages: [] }]);
    expect(commands).toEqual(['respond', 'cancel', 'speech_starts', 'played', 'hang_up']);
  });

  it('says it in bytes as well, and answers in them', () => {
    const bytes = Uint8Array.of(1, 2);
    const one = session({ send: () => ['a', bytes], receive: () => ({ type: 'reply', message: bytes }) });
    expect(one.write({ type: 'cancel' })).toEqual(['a', bytes]);
    expect([one.played?.('m'), one.farewell?.().messages]).toEqual([
      ['a', bytes],
      ['a', bytes],
    ]);
    expect(one.read('ping')).toEqual([{ type: 'reply', message: bytes }]);
  });

  it('tells of a tool what it is, and nothing of what comes of a call', () => {
    const tool = { name: 'look', parameters: {}, outcomes: [{ type: 'never', weight: 1 }] } as const;
    const told: unknown[] = [];
    const one = session({ send: (command) => void told.push(command) });
    one.write({ type: 'configure', session: target.session, model: 'm', tools: [tool] });
    expect(told).toMatchObject([{ type: 'start', model: 'm' }]);
    expect((told[0] as { readonly tools: unknown }).tools).toEqual([{ name: 'look', parameters: {} }]);
  });

  it('puts around each frame what is its own: numbers that count up, also over frames that were lost', () => {
    const text = session({
      around: ({ sent, captured }) => ({ before: `{"n":${sent},"t":${captured * 20},` }),
    });
    expect({ ...text.envelope?.() }).toEqual({ before: '{"n":0,"t":0,', after: '' });
    text.lost?.();
    expect({ ...text.envelope?.() }).toEqual({ before: '{"n":1,"t":40,', after: '' });
    const binary = made({
      caller: { sampleRate: 8000, frame: ({ bytes }) => bytes },
      around: ({ sent }) => ({ before: Uint8Array.of(0xff, sent), after: Uint8Array.of(0) }),
    });
    expect([binary.open().envelope?.(), binary.open().envelope?.()]).toEqual([
      { before: '\u00ff\u0000', after: '\u0000' },
      { before: '\u00ff\u0000', after: '\u0000' },
    ]);
    expect(session({}).envelope, 'a protocol that wants nothing is not asked').toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'around: expected before, after or both, found nothing'],
    ['bytes around text', { before: Uint8Array.of(1) }, 'around: expected text of ASCII as before'],
    ['what is no ASCII', { after: 'é' }, 'around: expected text of ASCII as after'],
  ])('is blamed where it puts %s around a frame', (_what, given, message) => {
    expect(() => session({ around: (() => given) as Around }).envelope?.()).toThrow(message);
    expect(() => session({ around: 7 as never })).toThrow('expected a function as around, found 7');
  });

  it.each<[string, unknown, string]>([
    ['no event', 7, 'receive: expected an event, found 7'],
    ['one that is misspelt', { type: 'interupted' }, 'did you mean "interrupted"?'],
    [
      'one without its words',
      { type: 'text' },
      'expected text as text of an event of the type "text", found nothing',
    ],
    ['audio that is none', { type: 'audio', audio: 7 }, 'expected base64 or a Uint8Array as audio'],
    ['an end of an answer, found by ear', { type: 'answer_done', answer: 'a' }, "answers: 'told'"],
    ['another reason to end', { type: 'error', message: 'x', fatal: 'bored' }, 'expected one of auth_failed'],
  ])('is blamed where it hears %s', (_what, event, message) => {
    expect(() => session({ receive: () => event as never }).read('x')).toThrow(message);
  });

  it('is blamed by name for what it throws, and for what it cannot say', () => {
    const thrown = (): never => {
      throw new TypeError('oh');
    };
    expect(() => session({ receive: thrown }).read('x')).toThrow('receive: oh');
    expect(() => session({ send: thrown }).write({ type: 'cancel' })).toThrow("send({ type: 'cancel' }): oh");
    expect(() => session({ send: () => 7 as never }).write({ type: 'cancel' })).toThrow('found 7');
  });
});

describe('a message read as JSON', () => {
  it('is the same in text and in bytes, and null where it is no object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const text = JSON.stringify(value);
        expect(readJson(text)).toEqual(JSON.parse(text));
        expect(readJson(new TextEncoder().encode(text))).toEqual(JSON.parse(text));
      }),
      { numRuns: 50 },
    );
    for (const text of ['', '[]', 'null', '7', '{', '"x"']) expect(readJson(text)).toBeNull();
    expect(readJson(Uint8Array.of(0xff, 0xfe))).toBeNull();
  });
});
