/**
 * Reads a plain connection under its WebSocket into memory that all connections of the thread share, so that a message that is
 * received allocates nothing: by itself Node makes a buffer for every read, and collecting those costs a worker with a thousand
 * calls more than what it does with them. Up to the upgrade, and with all but ordinary messages, everything goes the way that it
 * always goes, and TLS and proxies do altogether.
 */

import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { ClientOptions } from 'ws';
import { MessageReader } from './message_reader.ts';

const READ_BYTES = 64 << 10;
/** One serves all: what is read is dealt with before anything else is. */
let shared: Buffer | null = null;

export class DirectReading {
  private readonly reader: MessageReader;
  private wire: Socket | null = null;
  private isOpen = false;
  /** What the WebSocket is given now has gone through here. */
  private handingOn = false;

  /** `received`: a message, only good until it returns; `ponged`: a pong, unless the WebSocket tells of it. Neither throws. */
  constructor(received: (message: Buffer, binary: boolean) => void, ponged: () => void) {
    this.reader = new MessageReader({
      message: received,
      ponged,
      other: (bytes) => {
        this.handingOn = true;
        this.wire?.emit('data', bytes);
        this.handingOn = false;
      },
    });
  }

  /** For the WebSocket's options. */
  get dial(): Pick<ClientOptions, 'createConnection'> {
    const createConnection = (options: NetConnectOpts): Socket => {
      const { path: _path, ...address } = options as NetConnectOpts & { readonly path?: string };
      shared ??= Buffer.allocUnsafeSlow(READ_BYTES);
      const onread = { buffer: shared, callback: this.read };
      this.wire = connect({ ...address, onread } as NetConnectOpts);
      return this.wire;
    };
    return { createConnection: createConnection as ClientOptions['createConnection'] & object };
  }

  /** What comes next are frames. Some may have come with the answer to the handshake: these the WebSocket is still to be given. */
  opened(): void {
    this.isOpen = true;
    this.wire?.on('data', (bytes: Buffer) => {
      if (!this.handingOn) this.reader.passed(bytes);
    });
  }

  /** Nothing that comes is of any use. */
  stop(): void {
    this.reader.stop();
  }

  private readonly read = (length: number, bytes: Uint8Array): boolean => {
    const buffer = bytes as Buffer;
    if (!this.isOpen) return this.wire?.push(Buffer.from(buffer.subarray(0, length))) ?? true;
    this.reader.take(buffer, length);
    return true;
  };
}
