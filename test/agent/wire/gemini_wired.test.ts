import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { geminiWire } from '../../../src/agent/wire/gemini_wire.ts';
import { GeminiClient } from './gemini_client.ts';

const lookUp = {
  functionDeclarations: [{ name: 'lookup_order', parameters: { type: 'OBJECT', properties: {} } }],
};
const audible = { outputAudioTranscription: {}, inputAudioTranscription: {}, tools: [lookUp] };
const hello = {
  clientContent: { turns: [{ role: 'user', parts: [{ text: 'Hello.' }] }], turnComplete: true },
};

describe('the paths', () => {
  it('are those of the service, by version and method, and of the other cloud', () => {
    const own = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';
    expect(geminiWire.serves(own)).toBe(true);
    expect(geminiWire.serves(own.replace('v1beta', 'v1alpha') + 'Constrained')).toBe(true);
    expect(geminiWire.serves('/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent')).toBe(
      true,
    );
    expect(geminiWire.serves('/v1/realtime')).toBe(false);
    expect(geminiWire.serves(`${own}Else`)).toBe(false);
  });
});

describe('the gate', () => {
  it('lets nobody in before a setup, and takes only one', async () => {
    const early = (await GeminiClient.of()).send(hello);
    expect(early.closes).toEqual([
      { code: 1007, reason: 'setup must be the first message and only the first' },
    ]);
    const twice = (await GeminiClient.of()).setUp().setUp();
    expect(twice.names()).toEqual(['setupComplete']);
    expect(twice.closes.map(({ code }) => code)).toEqual([1007]);
  });

  it('says what it does not know of a message, in the words of the service', async () => {
    const reasonOf = async (message: object): Promise<string | undefined> =>
      (await GeminiClient.of()).send(message).closes[0]?.reason;
    expect(await reasonOf({ setup: { model: 'models/m', voice: 'x' } })).toBe(
      'Invalid JSON payload received. Unknown name "voice" at \'setup\': Cannot find field.',
    );
    expect(await reasonOf({ setup: { model: 7 } })).toBe("Invalid value at 'setup.model' (TYPE_STRING), 7");
    expect(await reasonOf({ setup: { model: 'm' } })).toContain('unexpected model name format');
    expect(await reasonOf({ setup: { model: 'models/m' }, clientContent: {} })).toContain(
      "oneof field 'message_type'",
    );
    expect(await reasonOf({})).toBe('Request contains an invalid argument.');
    expect((await GeminiClient.of()).sendText('{').closes[0]?.code).toBe(1007);
    expect((await GeminiClient.of()).sendBytes(Uint8Array.of(255, 0)).closes[0]?.code).toBe(1007);
  });

  it('reads names in either way of writing, and messages that come as bytes', async () => {
    const text = JSON.stringify({
      setup: { model: 'models/m', generation_config: { response_modalities: 'AUDIO' } },
    });
    const client = (await GeminiClient.of()).sendBytes(new TextEncoder().encode(text));
    expect(client.names()).toEqual(['setupComplete']);
  });

  it('is closed by no text with an exception', async () => {
    const agent = await loadAgent({ seed: 5 });
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json()), { maxLength: 4 }), (texts) => {
        const client = new GeminiClient(agent).setUp(audible);
        for (const text of texts) client.sendText(text);
        client.run(100);
        expect(client.closes.length).toBeLessThan(2);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a conversation', () => {
  it('greets when it is asked to, and takes the turn for complete when it has been played', async () => {
    const client = (await GeminiClient.of())
      .setUp(audible)
      .send({ clientContent: { turns: [], turnComplete: true } });
    client.run(10_000);
    expect(client.names()).toEqual(['setupComplete', 'modelTurn', 'generationComplete', 'turnComplete']);
    const at = (name: string): number =>
      client.told.find(({ message }) => Object.keys(message.serverContent ?? {})[0] === name)?.atMs ?? 0;
    const audio = client.told.flatMap(({ message }) => message.serverContent?.modelTurn?.parts ?? []);
    const bytes = audio.reduce((sum, { inlineData }) => sum + ((inlineData?.data?.length ?? 0) * 3) / 4, 0);
    expect(at('turnComplete') - at('modelTurn')).toBeCloseTo(bytes / 48, -1);
    expect(at('generationComplete')).toBeLessThan(at('turnComplete'));
    expect(client.words()).toMatch(/welcome/i);
    const usage = client.told.findLast(({ message }) => message.usageMetadata !== undefined)?.message
      .usageMetadata;
    expect(usage).toMatchObject({
      totalTokenCount: (usage?.promptTokenCount ?? 0) + (usage?.responseTokenCount ?? 0),
    });
  });

  it('hears, writes down, calls a tool, and answers what the tool gave without being asked', async () => {
    const client = (await GeminiClient.of()).setUp(audible);
    await client.says('order-status');
    client.silence(6000);
    await client.says('my-order-number-is', 'digit-4', 'digit-1', 'digit-2', 'digit-7');
    client.silence(3000);
    const [call] = client.calls();
    expect(call?.name).toBe('lookup_order');
    const since = client.told.length;
    client.send({
      toolResponse: {
        functionResponses: [
          { id: call?.id, name: 'lookup_order', response: { status: 'shipped', arrives: 'tomorrow' } },
        ],
      },
    });
    client.silence(9000);
    expect(client.names(since)).toEqual(['modelTurn', 'generationComplete', 'turnComplete']);
    expect(client.words(since)).toMatch(/tomorrow|on its way/i);
    const heard = client.told
      .map(({ message }) => message.serverContent?.inputTranscription?.text ?? '')
      .join(' ');
    expect(heard).toMatch(/order/i);
  });

  it('breaks off when it is interrupted: no more of it comes, and the turn is complete at once', async () => {
    const client = (await GeminiClient.of()).setUp(audible).send(hello);
    client.run(1500);
    const since = client.told.length;
    await client.says('order-status');
    expect(
      client
        .names(since)
        .filter((name) => name !== 'modelTurn')
        .slice(0, 2),
    ).toEqual(['interrupted', 'turnComplete']);
    const stopped = client.told.find(({ message }) => message.serverContent?.interrupted === true);
    const over = client.told.find(({ message }) => message.serverContent?.turnComplete === true);
    expect(over?.atMs).toBe(stopped?.atMs);
  });

  it('goes on talking where it may not be interrupted', async () => {
    const handling = { realtimeInputConfig: { activityHandling: 'NO_INTERRUPTION' } };
    const client = (await GeminiClient.of()).setUp({ ...audible, ...handling }).send(hello);
    client.run(1500);
    await client.says('order-status');
    expect(client.names()).not.toContain('interrupted');
  });

  it('takes turns from a client that marks them, and hears nothing outside', async () => {
    const manual = { realtimeInputConfig: { automaticActivityDetection: { disabled: true } } };
    const client = (await GeminiClient.of()).setUp({ ...audible, ...manual });
    await client.says('order-status');
    client.silence(5000);
    expect(client.names()).toEqual(['setupComplete']);
    client.send({ realtimeInput: { activityStart: {} } });
    await client.says('order-status');
    client.send({ realtimeInput: { activityEnd: {} } });
    client.run(8000);
    expect(client.words()).toMatch(/order number/i);
    const automatic = (await GeminiClient.of()).setUp().send({ realtimeInput: { activityStart: {} } });
    expect(automatic.closes[0]?.code).toBe(1007);
  });

  it('takes calls back that nobody waits for any more, and says nothing of their results', async () => {
    const client = (await GeminiClient.of()).setUp(audible);
    await client.says('order-status');
    client.silence(6000);
    await client.says('my-order-number-is', 'digit-4', 'digit-1', 'digit-2', 'digit-7');
    client.silence(3000);
    const [call] = client.calls();
    await client.says('complaint');
    const taken = client.told.find(({ message }) => message.toolCallCancellation !== undefined);
    expect(taken?.message.toolCallCancellation?.ids).toEqual([call?.id]);
  });
});

describe('a long conversation', () => {
  const promptsOf = async (contextWindowCompression?: object): Promise<readonly number[]> => {
    const more = contextWindowCompression === undefined ? {} : { contextWindowCompression };
    const client = (await GeminiClient.of()).setUp({ ...audible, ...more });
    for (let i = 0; i < 12; i++) client.send(hello).run(12_000);
    return client.told.flatMap(({ message }) => message.usageMetadata?.promptTokenCount ?? []);
  };

  it('is read whole, or shortened to the target once it has passed the trigger', async () => {
    const whole = await promptsOf();
    expect(whole.length).toBe(12);
    expect(whole).toEqual(whole.toSorted((a, b) => a - b));
    const start = whole[0] ?? 0;
    const trigger = (whole[6] ?? 0) - start;
    const target = Math.round(trigger / 2);
    const compressed = await promptsOf({
      triggerTokens: String(trigger),
      slidingWindow: { targetTokens: String(target) },
    });
    expect(compressed.slice(0, 6)).toEqual(whole.slice(0, 6));
    const shortened = compressed.findIndex((tokens, i) => tokens < (compressed[i - 1] ?? 0));
    expect(shortened).toBeGreaterThan(5);
    expect(compressed[shortened]).toBeLessThan(start + target + 20);
    expect(Math.max(...compressed)).toBeLessThan(whole.at(-1) ?? 0);
  });

  it('is not shortened to more than what sets that off', async () => {
    const client = (await GeminiClient.of()).setUp({
      contextWindowCompression: { triggerTokens: '100', slidingWindow: { targetTokens: '100' } },
    });
    expect(client.closes).toEqual([
      { code: 1007, reason: expect.stringContaining('context_window_compression') as string },
    ]);
  });

  it('has a handle only where the client has asked for one', async () => {
    const offers = async (more: object): Promise<number> => {
      const client = (await GeminiClient.of()).setUp(more).send(hello);
      client.run(8000);
      return client.told.filter(({ message }) => message.sessionResumptionUpdate !== undefined).length;
    };
    expect(await offers({})).toBe(0);
    expect(await offers({ sessionResumption: {} })).toBeGreaterThan(1);
  });
});

describe('the end of a connection', () => {
  it('is told of before, and comes', async () => {
    const client = (await GeminiClient.of({ limits: { sessionMs: 20_000 } })).setUp();
    client.run(16_000);
    expect(client.told.at(-1)).toMatchObject({ atMs: 15_000, message: { goAway: { timeLeft: '5s' } } });
    client.run(5000);
    expect(client.closes).toMatchObject([{ code: 1008 }]);
    expect(client.closes[0]?.reason).toMatch(/GoAway/);
  });

  it('is no end of the conversation: by its handle another goes on with it, and by no other', async () => {
    const agent = await loadAgent({ seed: 5 });
    const memory = new Map<string, unknown>();
    const first = new GeminiClient(agent, memory).setUp({ ...audible, sessionResumption: {} }).send(hello);
    first.run(8000);
    await first.says('order-status');
    first.silence(6000);
    const { newHandle: handle } =
      first.told.findLast(({ message }) => message.sessionResumptionUpdate?.resumable === true)?.message
        .sessionResumptionUpdate ?? {};
    const next = new GeminiClient(agent, memory, 1, first.nowMs).setUp({
      ...audible,
      sessionResumption: { handle },
    });
    await next.says('my-order-number-is', 'digit-4', 'digit-1', 'digit-2', 'digit-7');
    next.silence(4000);
    // The order's number is asked of nobody: it was the other session that wanted it.
    expect(next.calls()[0]?.name).toBe('lookup_order');
    const lost = new GeminiClient(agent, memory, 2).setUp({ sessionResumption: { handle: 'of nobody' } });
    expect(lost.closes).toEqual([{ code: 1008, reason: 'BidiGenerateContent session not found' }]);
  });

  const ends = [
    ['auth_failed', 1007, /API key not valid/],
    ['session_expired', 1008, /GoAway/],
    ['internal_error', 1011, /Internal error/],
    ['server_error', 1011, /Internal error/],
    ['rate_limited', 1011, /quota/],
  ] as const;
  it.each(ends)('is how %s shows: close %i with its reason', async (fault, code, reason) => {
    const client = await GeminiClient.of({ faults: [{ fault, share: 1, args: {} }] });
    client.setUp(audible).send(hello).run(60_000);
    expect(client.closes).toMatchObject([{ code }]);
    expect(client.closes[0]?.reason).toMatch(reason);
  });

  it('does not come of fields and messages that nobody knows', async () => {
    const client = await GeminiClient.of({ faults: [{ fault: 'extra_fields', share: 1, args: {} }] });
    client.setUp(audible).send(hello).run(8000);
    expect(client.closes).toEqual([]);
    expect(client.told.some(({ message }) => 'xTrace' in message)).toBe(true);
    const strange = await GeminiClient.of({ faults: [{ fault: 'unknown_events', share: 1, args: {} }] });
    strange.setUp(audible).send(hello).run(8000);
    expect(strange.names().some((name) => /^callstorm(Weather|Tide|Moon)Updated$/.test(name))).toBe(true);
    expect(strange.names()).toContain('turnComplete');
  });
});
