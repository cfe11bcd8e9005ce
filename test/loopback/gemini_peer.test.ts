import { GoogleGenAI, Modality, type LiveServerMessage, type Session } from '@google/genai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import { startServer } from '../../src/agent/server.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { pcm16FromFloat, pcm16ToFloat } from '../../src/audio/pcm.ts';
import { resample } from '../../src/audio/resample.ts';
import { recordings } from '../agent/virtual_client.ts';

/** The connection lasts so long, and is told of its end a quarter of that before. */
const LASTS_MS = 12_000;

let server: AgentServer;
beforeAll(async () => {
  const agent = await loadAgent({ seed: 5, limits: { sessionMs: LASTS_MS } });
  server = await startServer({ agent, host: '127.0.0.1', port: 0, dialect: 'gemini-live', key: 'right' });
});
afterAll(() => server.close());

const lookUp = {
  name: 'lookup_order',
  description: 'Finds an order by its number.',
  parametersJsonSchema: {
    type: 'object',
    properties: { order_number: { type: 'string' } },
    required: ['order_number'],
  },
};

/** Whoever waits for something is told of all that has come so far, and of each thing that comes. */
class Peer {
  readonly messages: LiveServerMessage[] = [];
  readonly closes: { readonly code: number; readonly reason: string }[] = [];
  session!: Session;
  private wake: () => void = () => {};

  static async connect(key = 'right', handle?: string): Promise<Peer> {
    const peer = new Peer();
    const { host } = new URL(server.url);
    const ai = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: `http://${host}` } });
    peer.session = await ai.live.connect({
      model: 'gemini-3.8-live',
      config: {
        responseModalities: [Modality.AUDIO],
        systemInstruction: 'You answer the telephone of a shop.',
        tools: [{ functionDeclarations: [lookUp] }],
        inputAudioTranscription: {},
        outputAudioTranscription: {},
        sessionResumption: handle === undefined ? {} : { handle },
      },
      callbacks: {
        onmessage: (message) => {
          peer.messages.push(message);
          peer.wake();
        },
        onclose: ({ code, reason }) => {
          peer.closes.push({ code, reason });
          peer.wake();
        },
      },
    });
    return peer;
  }

  async until<T>(found: () => T | undefined | null | false): Promise<T> {
    for (;;) {
      const value = found();
      if (value !== undefined && value !== null && value !== false) return value;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** At once: turns are found by position, not by the time of arrival. */
  async says(...utterances: string[]): Promise<void> {
    const spoken = await recordings(...utterances.map((utterance) => `awb/${utterance}`));
    for (const { pcm } of [...spoken, { pcm: new Int16Array(24_000) }]) {
      const samples = pcm16FromFloat(await resample(pcm16ToFloat(pcm), 24_000, 16_000));
      const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
      this.session.sendRealtimeInput({ audio: { data, mimeType: 'audio/pcm;rate=16000' } });
    }
  }

  turns(): number {
    return this.messages.filter(({ serverContent }) => serverContent?.turnComplete === true).length;
  }

  words(): string {
    return this.messages.map(({ serverContent }) => serverContent?.outputTranscription?.text ?? '').join('');
  }

  handle(): string {
    return this.messages.findLast((message) => message.sessionResumptionUpdate?.resumable === true)
      ?.sessionResumptionUpdate?.newHandle as string;
  }
}

describe("Google's own client against the simulated agent", () => {
  it('is heard, has a tool called, interrupts, and goes on after goAway with the handle it was given', async () => {
    const peer = await Peer.connect();
    expect(peer.messages[0]?.setupComplete?.sessionId).toMatch(/^sess_/);
    peer.session.sendClientContent({ turns: 'Hello.', turnComplete: true });
    await peer.until(() => peer.messages.some(({ serverContent }) => serverContent?.modelTurn !== undefined));
    // Over its greeting: what is being said breaks off.
    await peer.says('order-status');
    await peer.until(() => peer.messages.some(({ serverContent }) => serverContent?.interrupted === true));
    await peer.until(() => /order number/i.test(peer.words()));
    await peer.says('my-order-number-is', 'digit-4', 'digit-1', 'digit-2', 'digit-7');
    const [call] = await peer.until(
      () => peer.messages.find(({ toolCall }) => toolCall !== undefined)?.toolCall?.functionCalls,
    );
    const heard = peer.messages
      .map(({ serverContent }) => serverContent?.inputTranscription?.text ?? '')
      .join(' ');
    expect(heard).toMatch(/order/i);
    expect(call?.name).toBe('lookup_order');
    peer.session.sendToolResponse({
      functionResponses: [
        {
          id: call?.id as string,
          name: 'lookup_order',
          response: { status: 'shipped', arrives: 'tomorrow' },
        },
      ],
    });
    const before = peer.turns();
    await peer.until(() => peer.turns() > before);
    expect(peer.words()).toMatch(/on its way|shipped|tomorrow/i);
    await peer.until(() => peer.messages.some(({ goAway }) => goAway !== undefined));
    const goAway = peer.messages.find((message) => message.goAway !== undefined)?.goAway;
    expect(goAway?.timeLeft).toMatch(/^\d+(\.\d)?s$/);
    peer.session.close();

    const next = await Peer.connect('right', peer.handle());
    await next.says('thanks-bye');
    await next.until(() => next.turns() > 0);
    expect(next.words()).not.toMatch(/welcome/i);
    next.session.close();
  });

  it('is refused with a wrong key, in the words of the service', async () => {
    const { host } = new URL(server.url);
    const ai = new GoogleGenAI({ apiKey: 'wrong', httpOptions: { baseUrl: `http://${host}` } });
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      void ai.live.connect({
        model: 'gemini-3.8-live',
        callbacks: { onmessage: () => {}, onclose: ({ code, reason }) => resolve({ code, reason }) },
      });
    });
    expect(await closed).toEqual({ code: 1007, reason: 'API key not valid. Please pass a valid API key.' });
  });

  it('is told why a handle that nobody knows is of no use', async () => {
    const { host } = new URL(server.url);
    const ai = new GoogleGenAI({ apiKey: 'right', httpOptions: { baseUrl: `http://${host}` } });
    const closed = new Promise<{ code: number; reason: string }>((resolve) => {
      void ai.live.connect({
        model: 'gemini-3.8-live',
        config: { sessionResumption: { handle: 'of another time' } },
        callbacks: { onmessage: () => {}, onclose: ({ code, reason }) => resolve({ code, reason }) },
      });
    });
    expect(await closed).toEqual({ code: 1008, reason: 'BidiGenerateContent session not found' });
  });
});
