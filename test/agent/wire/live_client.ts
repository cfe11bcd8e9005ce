/** A client of GPT-Live in virtual time, before one wired session; keeps every event with its instant. */

import type { ServerEvent } from 'openai-live/resources/live/live';
import type { AgentRecord } from '../../../src/agent/agent_record.ts';
import type { Agent } from '../../../src/agent/simulator.ts';
import type { Inbound, WiredSession, WireInput } from '../../../src/agent/wire/agent_wire.ts';
import { gptLiveWire } from '../../../src/agent/wire/gpt_live_wire.ts';
import type { PlanTool } from '../../../src/core/plan/tool.ts';

type Told = ServerEvent & { readonly [field: string]: unknown };

export class LiveClient {
  readonly events: { readonly atMs: number; readonly event: Told }[] = [];
  readonly records: AgentRecord[] = [];
  readonly closes: (number | 'dropped')[] = [];
  nowMs = 0;
  private wakeMs = Infinity;
  private readonly session: WiredSession;

  constructor(agent: Agent, tools: readonly PlanTool[] = []) {
    this.session = gptLiveWire.open(agent.session(0), {
      seed: agent.seed,
      index: 0,
      tools,
      memory: new Map(),
    });
    this.input({ type: 'opened' });
  }

  start(session: object = {}): this {
    return this.send({ type: 'session.start', session: { model: 'gpt-live-1', ...session } });
  }

  send(event: object): this {
    return this.message(gptLiveWire.read(JSON.stringify(event)));
  }

  message(message: Inbound): this {
    return this.input({ type: 'message', message });
  }

  /** Audio in frames of 100 ms, each as its time comes. */
  speak(audio: Uint8Array, bytesPerMs = 48): this {
    const frame = 100 * bytesPerMs;
    for (let at = 0; at < audio.length; at += frame) {
      const piece = Buffer.from(audio.subarray(at, at + frame));
      this.send({ type: 'session.input_audio.append', audio: piece.toString('base64') });
      this.run(100);
    }
    return this;
  }

  silence(ms: number): this {
    return this.speak(new Uint8Array(ms * 48));
  }

  run(ms: number): this {
    const untilMs = this.nowMs + ms;
    while (this.wakeMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.wakeMs);
      this.wakeMs = Infinity;
      this.input({ type: 'timer' });
    }
    this.nowMs = untilMs;
    return this;
  }

  of<T extends ServerEvent['type']>(type: T): (ServerEvent & { type: T })[] {
    return this.events.flatMap(({ event }) =>
      event.type === type ? [event as unknown as ServerEvent & { type: T }] : [],
    );
  }

  at(type: ServerEvent['type']): number[] {
    return this.events.flatMap(({ atMs, event }) => (event.type === type ? [atMs] : []));
  }

  /** Of the agent's voice. */
  audio(): Buffer {
    return Buffer.concat(
      this.of('session.output_audio.delta').map(({ delta }) => Buffer.from(delta, 'base64')),
    );
  }

  private input(input: WireInput): this {
    for (const effect of this.session.handle(input, this.nowMs)) {
      if (effect.type === 'say')
        this.events.push({ atMs: this.nowMs, event: JSON.parse(effect.text) as Told });
      else if (effect.type === 'wake') this.wakeMs = effect.atMs;
      else if (effect.type === 'log') this.records.push(effect.record);
      else if (effect.type === 'close') this.closes.push(effect.code);
      else this.closes.push('dropped');
    }
    return this;
  }
}
