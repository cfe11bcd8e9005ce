/** A client over a real socket, that waits for events and not for time. */

import { WebSocket, type ClientOptions } from 'ws';
import type { ServerEvent } from '../../src/agent/protocol/server_event.ts';
import { monotonicMs } from '../../src/agent/server.ts';

export class SocketClient {
  readonly events: { readonly event: ServerEvent; readonly atMs: number }[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  private waiting: (() => void)[] = [];

  constructor(
    url: string,
    protocols: string[] = [],
    headers: Record<string, string> = {},
    options: ClientOptions = {},
  ) {
    this.socket = new WebSocket(url, protocols, { ...options, headers });
    this.socket.on('message', (data: Buffer) => {
      this.events.push({ event: JSON.parse(data.toString()) as ServerEvent, atMs: monotonicMs() });
      for (const wake of this.waiting.splice(0)) wake();
    });
    this.closed = new Promise((resolve, reject) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
      this.socket.on('error', reject);
    });
    this.closed.catch(() => {});
  }

  send(event: object | string): this {
    this.socket.send(typeof event === 'string' ? event : JSON.stringify(event));
    return this;
  }

  async until(type: ServerEvent['type'], count = 1): Promise<{ event: ServerEvent; atMs: number }> {
    for (;;) {
      const found = this.events.filter(({ event }) => event.type === type)[count - 1];
      if (found !== undefined) return found;
      const over = this.closed.then(({ code }) => {
        const seen = this.events.map(({ event }) => event.type).join(', ');
        throw new Error(`closed with ${code} before ${type} (${count}); seen: ${seen}`);
      });
      await Promise.race([new Promise<void>((resolve) => this.waiting.push(resolve)), over]);
    }
  }
}
