/** Pings every client again and again, and cuts off those that have left two pings unanswered: they are gone. */

import { WebSocket } from 'ws';

const SILENT_PINGS = 2;

export class Heartbeat {
  private readonly unanswered = new Map<WebSocket, number>();
  private readonly timer: NodeJS.Timeout;

  constructor(everyMs: number) {
    this.timer = setInterval(() => this.beat(), everyMs);
    this.timer.unref();
  }

  watch(client: WebSocket): void {
    this.unanswered.set(client, 0);
    client.on('pong', () => this.unanswered.set(client, 0));
    client.on('close', () => this.unanswered.delete(client));
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    for (const [client, pings] of this.unanswered) {
      if (pings >= SILENT_PINGS) client.terminate();
      else if (client.readyState === WebSocket.OPEN) {
        this.unanswered.set(client, pings + 1);
        client.ping();
      }
    }
  }
}
