import type { LiveServerMessage } from '@google/genai';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionSettings } from '../../../src/core/plan/plan.ts';
import type { OnWire } from '../../../src/core/word/on_wire.ts';
import type { DialectSession, ReadEvent } from '../../../src/dialect/dialect.ts';
import { geminiLive } from '../../../src/dialect/gemini/gemini_live.ts';
import { StringText } from '../../../src/engine/string_text.ts';

/** Only what the published types have can be said here. */
type Said = OnWire<Partial<Omit<LiveServerMessage, 'text' | 'data'>>>;

const dialect = geminiLive({});
const open = (former?: DialectSession): DialectSession =>
  dialect.open({ seed: 0, call: 0, connection: 0, ...(former === undefined ? {} : { former }) });
const settings: SessionSettings = {
  format: 'pcm16',
  turnDetection: {
    type: 'server_vad',
    threshold: 0.5,
    prefixPaddingMs: 300,
    silenceDurationMs: 500,
    createResponse: true,
    interruptResponse: true,
  },
};
const configure = (
  session: DialectSession,
  more: Partial<SessionSettings> = {},
  model = 'gemini-3.8-live',
): unknown =>
  JSON.parse(
    String(session.write({ type: 'configure', session: { ...settings, ...more }, model })[0]),
  ) as unknown;
const read = (session: DialectSession, ...messages: readonly Said[]): readonly ReadEvent[] =>
  messages.flatMap((message) => session.read(JSON.stringify(message)) as readonly ReadEvent[]);
const types = (events: readonly ReadEvent[]): readonly string[] => events.map(({ type }) => type);

const audio = (data = 'AAAA'): Said => ({
  serverContent: {
    modelTurn: { role: 'model', parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }] },
  },
});
const words = (text: string): Said => ({ serverContent: { outputTranscription: { text } } });
const generated: Said = { serverContent: { generationComplete: true } };
const complete: Said = { serverContent: { turnComplete: true } };
const interrupted: Said = { serverContent: { interrupted: true } };

describe('the first message', () => {
  it('says what the scenario wants in the words of the service, and nothing that is a default elsewhere', () => {
    expect(configure(open())).toEqual({
      setup: {
        model: 'models/gemini-3.8-live',
        generationConfig: { responseModalities: ['AUDIO'] },
        realtimeInputConfig: { automaticActivityDetection: { silenceDurationMs: 500 } },
        outputAudioTranscription: {},
        sessionResumption: {},
      },
    });
  });

  it('has voice, instructions, sensitivities, padding, transcription and limits where they are wanted', () => {
    const setup = configure(open(), {
      voice: 'Achernar',
      instructions: 'Be brief.',
      temperature: 0.7,
      maxOutputTokens: 900,
      reasoningEffort: 'minimal',
      transcription: { model: 'any', language: 'en-US' },
      turnDetection: {
        type: 'server_vad',
        threshold: 0.8,
        prefixPaddingMs: 40,
        silenceDurationMs: 700,
        createResponse: true,
        interruptResponse: false,
      },
    });
    expect(setup).toMatchObject({
      setup: {
        generationConfig: {
          speechConfig: {
            voiceConfig: { prebuiltVoiceConfig: { voiceName: 'Achernar' } },
            languageCode: 'en-US',
          },
          temperature: 0.7,
          maxOutputTokens: 900,
          thinkingConfig: { thinkingLevel: 'MINIMAL' },
        },
        systemInstruction: { parts: [{ text: 'Be brief.' }] },
        inputAudioTranscription: { languageCodes: ['en-US'] },
        realtimeInputConfig: {
          activityHandling: 'NO_INTERRUPTION',
          automaticActivityDetection: {
            startOfSpeechSensitivity: 'START_SENSITIVITY_LOW',
            prefixPaddingMs: 40,
            silenceDurationMs: 700,
          },
        },
      },
    });
  });

  it('leaves turns to the client where nobody detects them, and what is raw lies over all', () => {
    const raw = {
      contextWindowCompression: { triggerTokens: '25600', slidingWindow: {} },
      generationConfig: { topP: 0.5 },
    };
    expect(configure(open(), { turnDetection: null, raw }, 'projects/p/models/m')).toMatchObject({
      setup: {
        model: 'projects/p/models/m',
        generationConfig: { responseModalities: ['AUDIO'], topP: 0.5 },
        contextWindowCompression: { triggerTokens: '25600' },
        realtimeInputConfig: { automaticActivityDetection: { disabled: true } },
      },
    });
    expect(open().write({ type: 'push' })).toEqual(['{"realtimeInput":{"activityStart":{}}}']);
    expect(open().write({ type: 'commit' })).toEqual(['{"realtimeInput":{"activityEnd":{}}}']);
  });
});

describe('a long conversation', () => {
  it('is shortened by the service where that is wanted, and its counts are text', () => {
    const setup = (contextCompression: SessionSettings['contextCompression']): unknown =>
      configure(open(), contextCompression === undefined ? {} : { contextCompression });
    expect(setup({ triggerTokens: 25_600, targetTokens: 12_800 })).toMatchObject({
      setup: {
        contextWindowCompression: { triggerTokens: '25600', slidingWindow: { targetTokens: '12800' } },
      },
    });
    expect(setup({})).toMatchObject({ setup: { contextWindowCompression: { slidingWindow: {} } } });
    expect(setup(undefined)).not.toHaveProperty('setup.contextWindowCompression');
  });

  it('is told anew where no handle is wanted, whatever the service offers', () => {
    const first = open();
    expect(configure(first, { resumption: false })).not.toHaveProperty('setup.sessionResumption');
    const offered: Said = { sessionResumptionUpdate: { newHandle: 'h1', resumable: true } };
    expect(read(first, offered, { goAway: { timeLeft: '9s' } })).toContainEqual({
      type: 'leaving',
      inMs: 9000,
      keeps: false,
    });
    const second = configure(open(first), { resumption: false });
    expect(second).not.toHaveProperty('setup.sessionResumption');
    expect(second).toHaveProperty('setup.historyConfig.initialHistoryInClientContent', true);
  });
});

describe('where it connects', () => {
  const target = { url: '', model: 'm', speaksFirst: 'caller' as const, session: settings };

  it('gives an address without a path the path of the service, and the key in the query', () => {
    const { url, headers } = dialect.connection(target, 'wss://host.example', 'k&1');
    expect(url).toBe(
      'wss://host.example/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?key=k%261',
    );
    expect(headers).toEqual({});
  });

  it('takes a token to the method that takes tokens', () => {
    const { url } = dialect.connection(target, 'wss://host.example/', 'auth_tokens/abc');
    expect(url).toBe(
      'wss://host.example/ws/google.ai.generativelanguage.v1alpha.GenerativeService.BidiGenerateContentConstrained?access_token=auth_tokens%2Fabc',
    );
  });

  it('leaves an address with a path as it is, and shows the other cloud its key as bearer', () => {
    const cloud =
      'wss://eu-aiplatform.googleapis.com/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent';
    expect(dialect.connection(target, cloud, 'k')).toMatchObject({
      url: cloud,
      headers: { authorization: 'Bearer k' },
    });
    const own = dialect.connection({ ...target, keyHeader: 'x-key' }, 'ws://h/own?a=1', 'k');
    expect(own).toMatchObject({ url: 'ws://h/own?a=1', headers: { 'x-key': 'k' } });
  });
});

describe('what is sent', () => {
  it('asks 2.5 to begin with content alone, and nudges later ones', () => {
    const [old, newer] = ['gemini-2.5-flash-native-audio', 'gemini-3.8-live'].map((model) => {
      const session = open();
      configure(session, {}, model);
      return session.write({ type: 'respond', to: 'nothing' });
    });
    expect(old).toHaveLength(1);
    expect(JSON.parse(String(old?.[0]))).toMatchObject({
      clientContent: { turns: [{ role: 'user' }], turnComplete: true },
    });
    expect(newer?.[1]).toBe('{"realtimeInput":{"text":" "}}');
  });

  it('gives what a tool gave under its name, once, and asks for nothing more', () => {
    const session = open();
    read(session, { toolCall: { functionCalls: [{ id: 'c1', name: 'look_up', args: { order: '42' } }] } });
    const given = session.write({ type: 'tool_result', callId: 'c1', output: '{"status":"shipped"}' });
    expect(given.map((text) => JSON.parse(String(text)) as unknown)).toEqual([
      {
        toolResponse: { functionResponses: [{ id: 'c1', name: 'look_up', response: { status: 'shipped' } }] },
      },
    ]);
    expect(session.write({ type: 'respond', to: 'tools' })).toEqual([]);
    const plain = session.write({ type: 'tool_result', callId: 'c1', output: 'not found' });
    expect(plain[0]).toContain('"response":{"output":"not found"}');
  });

  it('tells of a call that was taken back, whose result can be given all the same: whether it is, the client decides', () => {
    const session = open();
    read(session, { toolCall: { functionCalls: [{ id: 'c1', name: 'look_up' }] } });
    expect(read(session, { toolCallCancellation: { ids: ['c1'] } })).toEqual([
      { type: 'tools_cancelled', callIds: ['c1'] },
    ]);
    const [given = ''] = session.write({ type: 'tool_result', callId: 'c1', output: '1' });
    expect(JSON.parse(String(given))).toEqual({
      toolResponse: { functionResponses: [{ id: 'c1', name: 'look_up', response: { output: 1 } }] },
    });
  });

  it('goes on with the handle that was left, and tells what was said only where there is none', () => {
    const items = [{ type: 'caller', text: 'Hello' } as const];
    const first = open();
    read(first, { sessionResumptionUpdate: { newHandle: 'h1', resumable: true } });
    // Not now: the last one still serves.
    read(first, { sessionResumptionUpdate: { newHandle: '', resumable: false } });
    const second = open(first);
    expect(configure(second)).toMatchObject({ setup: { sessionResumption: { handle: 'h1' } } });
    expect(read(second, { setupComplete: { sessionId: 's2' } })).toEqual([
      { type: 'session', sessionId: 's2' },
      { type: 'ready', continues: true },
    ]);
    const other = open(open());
    expect(configure(other)).toMatchObject({
      setup: { sessionResumption: {}, historyConfig: { initialHistoryInClientContent: true } },
    });
    expect(JSON.parse(String(other.write({ type: 'replay', items })[0]))).toEqual({
      clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hello' }] }], turnComplete: false },
    });
    // What was lost with the connection is asked for again, until something has come.
    expect(other.write({ type: 'respond', to: 'tools' })[0]).toBe('{"clientContent":{"turnComplete":true}}');
    read(other, audio());
    expect(other.write({ type: 'respond', to: 'tools' })).toEqual([]);
  });
});

describe('what is told', () => {
  it('makes one answer of a turn, over when all of it is generated; what it used comes with the end', () => {
    const session = open();
    const events = read(session, words('Hello '), audio(), words('there.'), generated, {
      ...complete,
      usageMetadata: { promptTokenCount: 3, responseTokenCount: 2, totalTokenCount: 5 },
    });
    expect(types(events)).toEqual([
      'other',
      'answer_created',
      'answer_content',
      'audio',
      'answer_content',
      'answer_text',
      'answer_done',
      'other',
      'used',
    ]);
    expect(events[5]).toMatchObject({ text: 'Hello there.' });
    expect(events[6]).toMatchObject({ status: 'completed', usageFollows: true });
    expect(events[8]).toMatchObject({ responseId: 'answer_1' });
  });

  it('takes what is interrupted for cut until the turn is complete, and what comes then for another', () => {
    const session = open();
    const events = read(session, audio(), interrupted, audio(), complete, audio());
    expect(types(events)).toEqual([
      'answer_created',
      'audio',
      'interrupted',
      'audio',
      'answer_done',
      'used',
      'answer_created',
      'audio',
    ]);
    const named = events.flatMap((event) => ('responseId' in event ? [event.responseId] : []));
    expect(named).toEqual([
      'answer_1',
      'answer_1',
      'answer_1',
      'answer_1',
      'answer_1',
      'answer_2',
      'answer_2',
    ]);
    expect(events[4]).toMatchObject({ status: 'cancelled', reason: 'turn_detected' });
  });

  it('holds interrupted and the end of the turn in one message for the one and then the other', () => {
    const session = open();
    const both: Said = { serverContent: { interrupted: true, turnComplete: true } };
    expect(types(read(session, audio(), both))).toEqual([
      'answer_created',
      'audio',
      'interrupted',
      'answer_done',
    ]);
  });

  it('ends an answer with the call of a tool, and begins another with what is made of its result', () => {
    const session = open();
    const call: Said = {
      toolCall: {
        functionCalls: [
          { id: 'a', name: 'x', args: { n: 1 } },
          { id: 'b', name: 'y' },
        ],
      },
    };
    expect(types(read(session, audio(), call, audio()))).toEqual([
      'answer_created',
      'audio',
      'tool_call',
      'answer_done',
      'tool_call',
      'answer_created',
      'audio',
    ]);
  });

  it('tells an answer of its own of a tool that is called without a word', () => {
    const call: Said = { toolCall: { functionCalls: [{ id: 'a', name: 'x' }] } };
    expect(types(read(open(), call))).toEqual(['answer_created', 'tool_call', 'answer_done']);
  });

  it('gathers what it has heard the caller say until it is all, or is answered', () => {
    const session = open();
    const heard = (text: string, finished?: boolean): Said => ({
      serverContent: { inputTranscription: finished === undefined ? { text } : { text, finished } },
    });
    expect(read(session, heard(' where is'), heard(' it?'), audio())[2]).toEqual({
      type: 'transcribed',
      itemId: '',
      text: 'where is it?',
      seconds: 0,
      tokens: 0,
    });
    expect(read(session, heard('yes', true))[0]).toMatchObject({ type: 'transcribed', text: 'yes' });
  });

  it('takes a turn that was rejected for a failed answer', () => {
    const rejected: Said = { serverContent: { turnComplete: true, turnCompleteReason: 'RESPONSE_REJECTED' } };
    expect(read(open(), rejected)[1]).toMatchObject({
      type: 'answer_done',
      status: 'failed',
      reason: 'RESPONSE_REJECTED',
    });
    const asks: Said = { serverContent: { turnComplete: true, turnCompleteReason: 'NEED_MORE_INPUT' } };
    expect(types(read(open(), asks))).toEqual(['other']);
  });

  it('is told how long there is left before the server goes', () => {
    expect(read(open(), { goAway: { timeLeft: '9.5s' } })).toEqual([
      { type: 'leaving', inMs: 9500, keeps: false },
    ]);
  });

  it('knows what a close means by its reason', () => {
    const means = (code: number, reason: string): unknown => open().closeMeaning(code, reason);
    expect(means(1007, 'API key not valid. Please pass a valid API key.')).toBe('auth_failed');
    expect(means(1007, 'Request contains an invalid argument.')).toBe('agent_error');
    expect(means(1008, 'models/x is not found for API version v1beta')).toBe('agent_error');
    expect(means(1011, 'You exceeded your current quota, please check your plan')).toBe('rate_limited');
    expect(means(1011, 'Internal error encountered.')).toBe('agent_error');
    expect(
      means(
        1008,
        'Connection aborted because the client failed to close the connection after receiving a GoAway',
      ),
    ).toBe('session_expired');
    expect(means(1000, '')).toBeNull();
  });

  it('makes something of whatever text comes, and throws at none of it', () => {
    const session = open();
    const names = fc.constantFrom(
      'serverContent',
      'modelTurn',
      'parts',
      'inlineData',
      'data',
      'toolCall',
      'functionCalls',
      'ids',
      'goAway',
      'usageMetadata',
      'toolCallCancellation',
      'constructor',
      '__proto__',
      'text',
      'interrupted',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(names, tie('any')),
        fc.array(tie('any'), { maxLength: 3 }),
      ),
    })).any;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          value.map((one) => JSON.stringify(one)),
        ),
        (text) => {
          session.skim(new StringText(text));
          const events = session.read(text) as readonly ReadEvent[];
          expect(events.every(({ type }) => type.length > 0)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
    expect(types(session.read('nonsense') as readonly ReadEvent[])).toEqual(['malformed']);
  });
});

describe('audio that is skimmed', () => {
  const piece = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIj';
  const shapes = [
    JSON.stringify(audio(piece)),
    JSON.stringify(audio(piece), null, 2) + '\n',
    `{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"${piece}","mimeType":"audio/pcm"}}],"role":"model"}}}`,
  ];

  it('is the same that is read, however the server writes it', () => {
    for (const text of shapes) {
      const [read1, read2] = [open(), open()];
      read(read1, audio());
      const skimmed = read1.skim(new StringText(text));
      read(read2, audio());
      const [told] = read2.read(text) as readonly ReadEvent[];
      expect(skimmed).toMatchObject({ responseId: 'answer_1', bytes: 36 });
      expect(told).toMatchObject({ type: 'audio', responseId: 'answer_1', ms: 36 / 48, payload: piece });
      expect(text.slice(skimmed?.payloadStart, skimmed?.payloadEnd)).toBe(piece);
      // Once more, by what was found of it the first time.
      expect(read1.skim(new StringText(text))).toMatchObject({ bytes: 36 });
    }
  });

  it('is not skimmed where it begins an answer, or where something stands beside it', () => {
    const session = open();
    expect(session.skim(new StringText(shapes[0] ?? ''))).toBeNull();
    read(session, audio());
    const beside: Said = { ...audio(piece), usageMetadata: { promptTokenCount: 1 } };
    const both: Said = { serverContent: { ...audio(piece).serverContent, generationComplete: true } };
    for (const message of [beside, both, words('x')]) {
      expect(session.skim(new StringText(JSON.stringify(message)))).toBeNull();
    }
    expect(session.skim(new StringText((shapes[0] ?? '').replace('AAEC', 'A~EC')))).toBeNull();
    expect(session.skim(new StringText((shapes[0] ?? '').replace('24000', '16000')))).toBeNull();
  });
});
