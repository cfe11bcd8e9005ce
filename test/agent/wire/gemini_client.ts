/** A client of the Gemini Live API in virtual time, before one session of the simulated agent: what it sends, and what it is told. */

import type { LiveServerMessage } from '@google/genai';
import { pcm16FromFloat, pcm16ToFloat } from '../../../src/audio/pcm.ts';
import { resample } from '../../../src/audio/resample.ts';
import { encodeBase64 } from '../../../src/audio/base64.ts';
import { loadAgent, type Agent, type AgentOptions } from '../../../src/agent/simulator.ts';
import type { WiredSession, WireInput } from '../../../src/agent/wire/agent_wire.ts';
import { geminiWire } from '../../../src/agent/wire/gemini_wire.ts';
import type { OnWire } from '../../../src/core/word/on_wire.ts';
import { recordings } from '../virtual_client.ts';

export type Told = OnWire<Partial<Omit<LiveServerMessage, 'text' | 'data'>>>;

let usual: Promise<Agent> | undefined;

export class GeminiClient {
  readonly told: { readonly atMs: number; readonly message: Told }[] = [];
  readonly closes: { readonly code: number; readonly reason: string }[] = [];
  nowMs: number;
  private wakeMs = Infinity;
  private readonly wired: WiredSession;

  constructor(agent: Agent, memory = new Map<string, unknown>(), index = 0, nowMs = 0) {
    this.nowMs = nowMs;
    this.wired = geminiWire.open(agent.session(index), { seed: 1, index, tools: [], memory });
    this.input({ type: 'opened' });
  }

  /** Of one agent, where nothing else is asked for: its sessions know nothing of each other. */
  static async of(options?: Partial<AgentOptions>): Promise<GeminiClient> {
    if (options !== undefined) return new GeminiClient(await loadAgent({ seed: 5, ...options }));
    usual ??= loadAgent({ seed: 5 });
    return new GeminiClient(await usual);
  }

  send(message: object): this {
    return this.sendText(JSON.stringify(message));
  }

  sendText(text: string): this {
    this.input({ type: 'message', message: geminiWire.read(text) });
    return this;
  }

  sendBytes(bytes: Uint8Array): this {
    this.input({ type: 'message', message: geminiWire.readBinary(bytes) });
    return this;
  }

  setUp(more: object = {}): this {
    return this.send({ setup: { model: 'models/gemini-3.8-live', ...more } });
  }

  /** Lets time pass; every wake is kept to the instant. */
  run(durationMs: number): this {
    const untilMs = this.nowMs + durationMs;
    while (this.wakeMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.wakeMs);
      this.wakeMs = Infinity;
      this.input({ type: 'timer' });
    }
    this.nowMs = untilMs;
    return this;
  }

  /** As it is spoken, in frames of 100 ms. */
  async says(...utterances: readonly string[]): Promise<this> {
    for (const { pcm } of await recordings(...utterances.map((utterance) => `awb/${utterance}`))) {
      this.speak(pcm16FromFloat(await resample(pcm16ToFloat(pcm), 24_000, 16_000)));
    }
    return this;
  }

  silence(durationMs: number): this {
    return this.speak(new Int16Array(durationMs * 16));
  }

  speak(pcm: Int16Array): this {
    for (let from = 0; from < pcm.length; from += 1600) {
      const frame = new Int16Array(1600);
      frame.set(pcm.subarray(from, from + 1600));
      this.run(100);
      const data = encodeBase64(new Uint8Array(frame.buffer));
      this.send({ realtimeInput: { audio: { data, mimeType: 'audio/pcm;rate=16000' } } });
    }
    return this;
  }

  /** What has come, by the first name in each message or its content; runs of audio and words as one. */
  names(since = 0): readonly string[] {
    return this.told
      .slice(since)
      .map(({ message }) => {
        const [name = ''] = Object.keys(message);
        return name === 'serverContent' ? (Object.keys(message.serverContent ?? {})[0] ?? '') : name;
      })
      .filter((name) => name !== 'sessionResumptionUpdate' && name !== 'outputTranscription')
      .filter((name, i, all) => name !== all[i - 1]);
  }

  words(since = 0): string {
    return this.told
      .slice(since)
      .map(({ message }) => message.serverContent?.outputTranscription?.text ?? '')
      .join('');
  }

  calls(): readonly { readonly id?: string; readonly name?: string }[] {
    return this.told.flatMap(({ message }) => message.toolCall?.functionCalls ?? []);
  }

  private input(input: WireInput): void {
    for (const effect of this.wired.handle(input, this.nowMs)) {
      if (effect.type === 'say') {
        if (effect.binary !== true) throw new Error('said as text');
        this.told.push({ atMs: this.nowMs, message: JSON.parse(effect.text) as Told });
      } else if (effect.type === 'send') throw new Error('an event of another protocol');
      else if (effect.type === 'wake') this.wakeMs = effect.atMs;
      else if (effect.type === 'close') this.closes.push({ code: effect.code, reason: effect.reason });
    }
  }
}
