/**
 * One socket and its session: carries messages between them, keeps the session's alarm, and writes down when things happened,
 * as close to the socket as it can. It decides nothing.
 */

import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { AgentRecord } from './agent_record.ts';
import type { Alarm, Alarms } from './alarms.ts';
import type { Backlog } from './backlog.ts';
import { deltaBytes } from './protocol/delta_bytes.ts';
import { readClientBytes } from './protocol/skim.ts';
import { writeServer } from './protocol/wire.ts';
import { realtimeWire } from './wire/realtime_wire.ts';
import type { AgentWire, Inbound, WiredSession, WireEffect, WireInput } from './wire/agent_wire.ts';

/** The machine's monotonic clock (CLOCK_MONOTONIC) in ms: the same in every process of one machine. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** In the service's words. */
const SERVER_ERROR = JSON.stringify({
  type: 'error',
  event_id: 'event_defect',
  error: {
    type: 'server_error',
    code: null,
    message: 'The server had an error while processing your request.',
    param: null,
    event_id: null,
  },
});

const AS_TEXT = { binary: false };

export interface ConnectionOptions {
  readonly client: WebSocket;
  /** What the client's frames go over. */
  readonly socket: Duplex;
  readonly session: WiredSession;
  readonly wire: AgentWire;
  readonly alarms: Alarms;
  readonly backlog: Backlog<WebSocket>;
  readonly log: ((record: AgentRecord) => void) | undefined;
  /** The session has thrown, which it never should: told once, and the session is over. */
  readonly onDefect: (error: unknown) => void;
}

export class Connection {
  private readonly options: ConnectionOptions;
  private readonly alarm: Alarm;
  private firstAudio: { readonly responseId: string; readonly atMs: number } | null = null;
  private broken = false;

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.alarm = { dueMs: Infinity, ring: () => this.input({ type: 'timer' }) };
  }

  open(): void {
    const { client, alarms, backlog } = this.options;
    client.on('message', (data, isBinary) => {
      const atMs = monotonicMs();
      // Without a binaryType of its own, ws hands over one Buffer.
      const message = this.read(data as Buffer, isBinary);
      this.input({ type: 'message', message }, atMs);
    });
    client.on('close', () => {
      this.input({ type: 'closed' });
      alarms.set(this.alarm, Infinity);
      backlog.left(client);
    });
    this.input({ type: 'opened' });
  }

  /** Realtime audio is read straight from the socket's bytes. */
  private read(data: Buffer, isBinary: boolean): Inbound {
    const { wire } = this.options;
    if (isBinary) return wire.readBinary(data);
    return wire === realtimeWire ? readClientBytes(data) : wire.read(data.toString('utf8'));
  }

  private input(input: WireInput, atMs: number = monotonicMs()): void {
    if (this.broken) return;
    const { socket, client, backlog } = this.options;
    const effects = this.handle(input, atMs);
    if (effects.length === 0) return;
    // One write for all that is said at once.
    socket.cork();
    let first: string | null = null;
    for (const effect of effects) first = this.carryOut(effect) ?? first;
    // Before the write: the reader may have it before the writer runs again.
    if (first !== null) this.firstAudio = { responseId: first, atMs: monotonicMs() };
    socket.uncork();
    if (input.type !== 'closed') backlog.sent(client)?.terminate();
  }

  /** A defect in one session ends that session, and no other. */
  private handle(input: WireInput, atMs: number): readonly WireEffect[] {
    try {
      return this.options.session.handle(input, atMs);
    } catch (error) {
      this.broken = true;
      this.options.onDefect(error);
      if (this.options.wire.dialect === 'openai-realtime') this.options.client.send(SERVER_ERROR);
      this.options.client.close(1011, 'internal error');
      return [];
    }
  }

  /** Gives the response's id when this is the first audio of a response. */
  private carryOut(effect: WireEffect): string | null {
    const { client, alarms, log } = this.options;
    switch (effect.type) {
      case 'send': {
        const { event, rewritten } = effect;
        if (event.type !== 'response.output_audio.delta') {
          client.send(writeServer(event));
          return null;
        }
        if (rewritten === true) client.send(writeServer(event, rewritten));
        else client.send(deltaBytes(event), AS_TEXT);
        return event.response_id === this.firstAudio?.responseId ? null : event.response_id;
      }
      case 'say': {
        const { text, binary = false, audioOf = null } = effect;
        client.send(binary ? Buffer.from(text) : text, { binary });
        return audioOf === this.firstAudio?.responseId ? null : audioOf;
      }
      case 'wake':
        alarms.set(this.alarm, effect.atMs);
        return null;
      case 'close':
        client.close(effect.code, effect.reason);
        return null;
      case 'drop':
        client.terminate();
        return null;
      case 'log':
        log?.(this.stamped(effect.record));
        return null;
    }
  }

  /** The session knows when it asked for the first audio to be sent; this knows when it was. */
  private stamped(record: AgentRecord): AgentRecord {
    if (record.type !== 'answer' || record.responseId !== this.firstAudio?.responseId) return record;
    return { ...record, firstAudioSentMs: this.firstAudio.atMs };
  }
}
