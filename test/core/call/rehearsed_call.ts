/**
 * A call against a hand-written agent, in virtual time. `at` runs the clock to an instant, letting the microphone and the
 * call's own alarm go off on their way there, then says what happens; nothing ever sleeps. It is strict: what the table of phases
 * does not know ends the test.
 */

import { pushesToTalk } from '../../../src/core/call/push_key.ts';
import { Call } from '../../../src/core/call/call.ts';
import { callOf } from '../../../src/core/call/call_spec.ts';
import type { CallInput, Effect } from '../../../src/core/call/effect.ts';
import type { AgentEvent, Command, PcmReader } from '../../../src/core/call/event.ts';
import { Microphone } from '../../../src/core/call/microphone.ts';
import type { Understanding } from '../../../src/core/call/understanding.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { CallRecord, TurnRecord } from '../../../src/core/log/record.ts';

/** An input that does not say otherwise comes from the connection that was dialled last. */
type Said<T> = T extends { readonly connection: number }
  ? Omit<T, 'connection'> & { readonly connection?: number }
  : T;

export class RehearsedCall {
  readonly sent: { readonly command: Command; readonly atMs: number }[] = [];
  readonly frames: { readonly message: number; readonly atMs: number }[] = [];
  readonly turns: TurnRecord[] = [];
  readonly effects: Effect[] = [];
  record: CallRecord | null = null;
  nowMs = 0;
  private readonly call: Call;
  private readonly microphone: Microphone;
  private wakeMs = Infinity;
  private frameMs = Infinity;
  /** Instants at which it dialled. */
  readonly dialed: number[] = [];

  constructor(plan: Plan, understanding?: Understanding) {
    this.call = new Call(plan, { ...callOf(plan, 0), microphonePhase: 0 }, 0, {
      strict: true,
      ...(understanding === undefined ? {} : { understanding }),
    });
    this.microphone = new Microphone(plan.clips, plan.frameMs, null, pushesToTalk(plan));
  }

  /** Dials, opens at 10 ms and is ready at 20 ms, so that the microphone's first frame is due at 120 ms. */
  connected(): this {
    this.input({ type: 'begin' });
    this.at(10).input({ type: 'opened' });
    return this.at(20).hears({ type: 'ready' });
  }

  at(instantMs: number): this {
    for (;;) {
      const nextMs = Math.min(this.wakeMs, this.frameMs);
      if (nextMs > instantMs) break;
      this.nowMs = Math.max(this.nowMs, nextMs);
      if (this.frameMs <= this.wakeMs) this.sendFrame();
      else {
        this.wakeMs = Infinity;
        this.input({ type: 'timer' });
      }
    }
    this.nowMs = instantMs;
    return this;
  }

  /** Nothing goes off until this instant: then what was due before it does, all at once. */
  stalls(instantMs: number): this {
    this.nowMs = instantMs;
    if (this.wakeMs > instantMs) return this;
    this.wakeMs = Infinity;
    return this.input({ type: 'timer' });
  }

  hears(...events: readonly AgentEvent[]): this {
    for (const event of events) this.input({ type: 'event', event });
    return this;
  }

  /** A whole answer at once: created, content, audio in 250 ms pieces, its words, done. */
  answers(id: string, audioMs: number, words = `words of ${id}`): this {
    this.hears(
      { type: 'answer_created', responseId: id },
      { type: 'answer_content', responseId: id, itemId: `item-${id}` },
    );
    for (let ms = 0; ms < audioMs; ms += 250) this.hears(audio(id, Math.min(250, audioMs - ms)));
    return this.hears({ type: 'answer_text', responseId: id, text: words }, done(id));
  }

  input(said: Said<CallInput>): this {
    const fromOne = ['opened', 'event', 'rtt', 'closed'].includes(said.type);
    const input = (fromOne ? { connection: this.dialed.length - 1, ...said } : said) as CallInput;
    // Nobody takes frames for a connection that is gone.
    if (input.type === 'closed' && input.connection === this.dialed.length - 1) this.frameMs = Infinity;
    for (const effect of this.call.handle(input, this.nowMs)) this.carryOut(effect);
    return this;
  }

  seeksOnset(responseId: string): boolean {
    return this.call.seeksOnset(responseId);
  }

  commands(type: Command['type']): readonly Command[] {
    return this.sent.filter(({ command }) => command.type === type).map(({ command }) => command);
  }

  private sendFrame(): void {
    const message = this.microphone.take();
    if (this.microphone.keyDown) this.frames.push({ message, atMs: this.nowMs });
    const spoke = this.microphone.justSpoke;
    this.frameMs = this.microphone.dueMs;
    if (spoke) this.input({ type: 'spoken' });
  }

  private carryOut(effect: Effect): void {
    this.effects.push(effect);
    switch (effect.type) {
      case 'dial':
        if (effect.connection !== this.dialed.length)
          throw new Error(`dialled ${effect.connection} out of turn`);
        this.dialed.push(this.nowMs);
        break;
      case 'send':
        this.sent.push({ command: effect.command, atMs: this.nowMs });
        break;
      case 'mic':
        this.microphone.open(effect.atMs);
        this.frameMs = effect.atMs;
        break;
      case 'speak':
        this.microphone.speak(effect.playlist, effect.atMs);
        break;
      case 'hush':
        this.microphone.hush();
        break;
      case 'wake':
        this.wakeMs = effect.atMs;
        break;
      case 'close':
      case 'leave':
      case 'drop':
        this.frameMs = Infinity;
        break;
      case 'record':
        if (effect.record.type === 'call') this.record = effect.record;
        else this.turns.push(effect.record);
        break;
    }
  }
}

/** A piece of an answer, audible from its first sample on unless its samples say otherwise. */
export function audio(responseId: string, ms: number, pcm: Int16Array | null = null): AgentEvent {
  const itemId = responseId === '' ? '' : `item-${responseId}`;
  return { type: 'audio', responseId, itemId, ms, pcm: pcm === null ? null : reader(pcm) };
}

/** Samples at 8 kHz: so much silence, then a tone well over what is audible. */
export function lateTone(silentMs: number, totalMs: number, amplitude = 8000): Int16Array {
  return Int16Array.from({ length: totalMs * 8 }, (_, i) =>
    i < silentMs * 8 ? 0 : Math.round(amplitude * Math.sin((2 * Math.PI * 400 * i) / 8000)),
  );
}

export function toolCall(
  responseId: string | null,
  callId: string,
  name: string,
  written = '{"order_number":"407112"}',
): AgentEvent {
  return { type: 'tool_call', responseId, callId, name, arguments: written };
}

export function done(
  responseId: string,
  status: 'completed' | 'cancelled' | 'incomplete' | 'failed' = 'completed',
  reason: string | null = null,
): AgentEvent {
  return {
    type: 'answer_done',
    responseId,
    status,
    reason,
    rateLimited: reason?.includes('rate_limit') ?? false,
    usage: null,
  };
}

/** Samples at 8 kHz, a few at a time. */
function reader(pcm: Int16Array): PcmReader {
  let at = 0;
  return {
    samplesPerMs: 8,
    next: () => {
      if (at >= pcm.length) return null;
      const samples = pcm.subarray(at, at + 500);
      at += samples.length;
      return samples;
    },
  };
}
