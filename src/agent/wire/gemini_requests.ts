/**
 * What a client of the Gemini Live API asks for once it is set up, as requests of the session behind: audio at its rate, turns that
 * the client marks itself, what is said in writing, and what tools gave. Pure; never throws on what a client sends.
 */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import type { ClientMessage, ControlEvent } from '../protocol/wire.ts';
import type { Asked, AskedResult, AskedTurn } from './gemini_asked.ts';
import type { GeminiMemory } from './gemini_memory.ts';
import { toolsIn } from './gemini_settings.ts';
import type { GeminiSpeech } from './gemini_speech.ts';
import { RateChange } from './rate_change.ts';

const RATE = 24_000;

export interface RequestsParts {
  /** The client marks the caller's turns itself. */
  readonly manual: boolean;
  /** Something has been said already, on another connection. */
  readonly addressed: boolean;
  readonly memory: GeminiMemory;
  readonly speech: GeminiSpeech;
  /** The instant of the input at hand. */
  readonly nowMs: () => number;
  /** To the session. */
  readonly give: (message: ClientMessage) => void;
  /** The agent's side has something to say to the client. */
  readonly told: () => void;
  readonly refuse: (reason: string) => void;
}

export class GeminiRequests {
  private readonly parts: RequestsParts;
  /** The client has begun a turn. */
  private active = false;
  private rate: RateChange | null = null;
  /** Something has been said to it. */
  private addressed: boolean;

  constructor(parts: RequestsParts) {
    this.parts = parts;
    this.addressed = parts.addressed;
  }

  receive(asked: Exclude<Asked, { type: 'setup' | 'wrong' }>): void {
    switch (asked.type) {
      case 'audio':
        this.hears(asked);
        break;
      case 'text':
        if (asked.text.trim() !== '')
          this.wrote([{ role: 'user', parts: [{ type: 'text', text: asked.text }] }], true);
        break;
      case 'activity':
        this.marks(asked.begins);
        break;
      case 'stream_end':
        break;
      case 'content':
        this.wrote(asked.turns, asked.complete);
        break;
      case 'results':
        for (const result of asked.results) this.gives(result);
        break;
      case 'context':
        this.control({
          type: 'session.update',
          session: {
            type: 'realtime',
            ...(asked.instructions === null ? {} : { instructions: asked.instructions }),
            ...(asked.tools === null ? {} : { tools: toolsIn(asked.tools) }),
          },
        });
        break;
    }
  }

  private hears({ bytes, rate, zeros }: Asked & { readonly type: 'audio' }): void {
    const { give } = this.parts;
    // Outside of what a client marks as activity nothing is heard.
    if (this.parts.manual && !this.active) return;
    if (rate === RATE) {
      give({ type: 'append', bytes, zeros, eventId: null });
      return;
    }
    if (this.rate?.fromRate !== rate) this.rate = new RateChange(rate, RATE);
    const changed = this.rate.push(bytes, zeros);
    give({ type: 'append', ...changed, eventId: null });
  }

  private marks(begins: boolean): void {
    if (!this.parts.manual) {
      this.parts.refuse(
        'Explicit activity control is not supported when automatic activity detection is enabled.',
      );
      return;
    }
    if (begins === this.active) return;
    this.active = begins;
    if (begins) {
      this.breakOff();
      this.control({ type: 'input_audio_buffer.clear' });
    } else {
      this.addressed = true;
      this.control({ type: 'input_audio_buffer.commit' });
      this.control({ type: 'response.create' });
    }
  }

  /** Said to it in writing, or said before. */
  private wrote(turns: readonly AskedTurn[], complete: boolean): void {
    this.breakOff();
    const silent = turns.every(({ parts }) =>
      parts.every((part) => part.type === 'text' && isStageDirection(part.text)),
    );
    // Where nothing was said, it is asked to begin.
    if (!silent || this.addressed) for (const item of turns.flatMap(itemsOf)) this.create(item);
    this.addressed = true;
    if (complete) this.control({ type: 'response.create' });
  }

  private create(item: ConversationItem): void {
    this.parts.memory.add(item);
    this.control({ type: 'conversation.item.create', item });
  }

  private breakOff(): void {
    const { speech, nowMs, told } = this.parts;
    if (!speech.going) return;
    const { isMaking } = speech;
    speech.interrupt(nowMs());
    told();
    if (isMaking) this.control({ type: 'response.cancel' });
  }

  private gives({ id, response, goesOn, silent }: AskedResult): void {
    const { speech } = this.parts;
    // Of what was never called nothing can be made.
    if (!speech.wasCalled(id)) return;
    this.create({ type: 'function_call_output', call_id: id, output: outputOf(response) });
    if (speech.result(id, goesOn, silent)) this.control({ type: 'response.create' });
  }

  private control(event: ControlEvent): void {
    this.parts.give({ type: 'event', event });
  }
}

/** No words of anybody's: they only stand for that there is something to answer. */
function isStageDirection(text: string): boolean {
  return !/[\p{L}\p{N}]/u.test(text) || /^\s*\[[^\]]*\]\s*$/.test(text);
}

function itemsOf({ role, parts }: AskedTurn): readonly ConversationItem[] {
  return parts.flatMap((part): readonly ConversationItem[] => {
    switch (part.type) {
      case 'text':
        return [
          role === 'model'
            ? { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: part.text }] }
            : { type: 'message', role: 'user', content: [{ type: 'input_text', text: part.text }] },
        ];
      case 'call':
        return [
          { type: 'function_call', call_id: part.id, name: part.name, arguments: JSON.stringify(part.args) },
        ];
      case 'result':
        return [{ type: 'function_call_output', call_id: part.id, output: outputOf(part.response) }];
    }
  });
}

/** What stands under `output` is the output, and all of it where nothing does. */
function outputOf(response: unknown): string {
  if (typeof response !== 'object' || response === null) return JSON.stringify(response ?? null);
  const { output, ...rest } = response as Readonly<Record<string, unknown>>;
  if (output === undefined || Object.keys(rest).length > 0) return JSON.stringify(response);
  return typeof output === 'string' ? output : JSON.stringify(output);
}
