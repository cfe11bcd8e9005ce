/** The call of one of the client's tools on its way out: its arguments as a model writes them, a few characters at a time. Pure. */

import type { ConversationItem } from 'openai/resources/realtime/realtime';
import { textTokens } from '../meter/tokens.ts';
import type { FunctionCall } from '../mind/reply.ts';
import type { Unsent } from '../protocol/server_event.ts';
import { MS_PER_CHARACTER, type OutputItem, type Place } from './output_item.ts';

/** Eight tokens: at a step every 60 ms, about as fast as a model writes. */
const CHARACTERS_PER_STEP = 32;

export class ToolCall implements OutputItem {
  readonly itemId: string;
  readonly callId: string;
  readonly name: string;
  readonly affordable: boolean;
  phase: OutputItem['phase'] = 'waiting';
  private readonly place: Place;
  private readonly wanted: string;
  private readonly limit: number;
  private written = '';

  /** What its arguments cost over `budgetTokens` is not written. */
  constructor(itemId: string, callId: string, place: Place, call: FunctionCall, budgetTokens: number) {
    this.itemId = itemId;
    this.callId = callId;
    this.name = call.name;
    this.place = place;
    this.wanted = call.arguments;
    this.affordable = budgetTokens > 0;
    this.limit = Math.max(0, Math.min(call.arguments.length, budgetTokens * 4 - call.name.length));
  }

  static tokensOf(call: FunctionCall): number {
    return textTokens(call.name.length + call.arguments.length);
  }

  get whole(): boolean {
    return this.phase !== 'waiting' && this.written.length === this.wanted.length;
  }

  get saidMs(): number {
    return this.written.length * MS_PER_CHARACTER;
  }

  get tokens(): { readonly text: number; readonly audio: number } {
    if (this.phase === 'waiting') return { text: 0, audio: 0 };
    return { text: textTokens(this.name.length + this.written.length), audio: 0 };
  }

  item(status: 'in_progress' | 'completed' | 'incomplete'): ConversationItem {
    return {
      id: this.itemId,
      object: 'realtime.item',
      type: 'function_call',
      status,
      name: this.name,
      call_id: this.callId,
      arguments: this.written,
    };
  }

  begin(kept: Unsent | null): Unsent[] {
    const added: Unsent = {
      type: 'response.output_item.added',
      ...this.place,
      item: this.item('in_progress'),
    };
    this.phase = 'open';
    return [added, ...(kept === null ? [] : [kept]), ...this.step()];
  }

  step(): Unsent[] {
    const { length } = this.written;
    const delta = this.wanted.slice(length, Math.min(this.limit, length + CHARACTERS_PER_STEP));
    this.written += delta;
    if (this.written.length >= this.limit) this.phase = 'finished';
    return delta === ''
      ? []
      : [{ type: 'response.function_call_arguments.delta', ...this.part(), call_id: this.callId, delta }];
  }

  close(status: 'completed' | 'incomplete', settled: Unsent | null): Unsent[] {
    this.phase = 'finished';
    return [
      {
        type: 'response.function_call_arguments.done',
        ...this.part(),
        call_id: this.callId,
        name: this.name,
        arguments: this.written,
      },
      ...(settled === null ? [] : [settled]),
      { type: 'response.output_item.done', ...this.place, item: this.item(status) },
    ];
  }

  private part(): Place & { readonly item_id: string } {
    const { response_id, output_index } = this.place;
    return { response_id, output_index, item_id: this.itemId };
  }
}
