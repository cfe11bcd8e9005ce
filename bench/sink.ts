/**
 * The least that a Realtime server can be: it takes connections, says that a session has begun and is set up, answers pings and closes,
 * and lets all else fall, the audio first of all. It never speaks. What is left of a run against it is the generator's own work.
 * Child process: tells its address over IPC; ends with its parent.
 */

import { createHash } from 'node:crypto';
import { createServer, Socket, type AddressInfo, type SocketConstructorOpts } from 'node:net';

const READ_BYTES = 256 << 10;
/** As much of a message as says what it is. */
const KIND_BYTES = 64;
const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** One serves all: what is read is done with at once. */
const shared = Buffer.allocUnsafeSlow(READ_BYTES);

class Line {
  private readonly socket: Socket;
  private handshake = '';
  private isOpen = false;
  /** Bytes still to come of a message that is let fall. */
  private left = 0;
  private begun = Buffer.alloc(0);

  constructor(handle: unknown) {
    const onread = { buffer: shared, callback: (length: number) => this.read(shared.subarray(0, length)) };
    // A server's own sockets cannot be told to read into memory of ours.
    this.socket = new Socket({ handle, onread } as unknown as SocketConstructorOpts);
    this.socket.on('error', () => this.socket.destroy());
    this.socket.on('end', () => this.socket.end());
  }

  begin(): void {
    this.socket.read(0);
  }

  private read(bytes: Buffer): boolean {
    if (this.isOpen) this.skim(bytes);
    else this.shake(bytes);
    return true;
  }

  private shake(bytes: Buffer): void {
    this.handshake += bytes.toString('latin1');
    const end = this.handshake.indexOf('\r\n\r\n');
    if (end < 0) return;
    const key = /^sec-websocket-key: *(\S+)/im.exec(this.handshake)?.[1] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    const protocol = /^sec-websocket-protocol:.*\brealtime\b/im.test(this.handshake)
      ? 'Sec-WebSocket-Protocol: realtime\r\n'
      : '';
    this.socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${protocol}\r\n`,
    );
    this.isOpen = true;
    this.say({ type: 'session.created', event_id: 'event_1', session: { id: 'sess_1', type: 'realtime' } });
    const beyond = Buffer.from(this.handshake.slice(end + 4), 'latin1');
    this.handshake = '';
    if (beyond.length > 0) this.skim(beyond);
  }

  /** Goes from header to header. */
  private skim(bytes: Buffer): void {
    let at = Math.min(this.left, bytes.length);
    this.left -= at;
    if (at === bytes.length) return;
    let all = bytes;
    if (this.begun.length > 0) {
      all = Buffer.concat([this.begun, bytes]);
      at = 0;
      this.begun = Buffer.alloc(0);
    }
    while (at < all.length) {
      const head = headOf(all, at);
      const wanted = head === null ? 0 : Math.min(head.length, head.opcode === TEXT ? KIND_BYTES : Infinity);
      if (head === null || head.from + wanted > all.length) {
        this.begun = Buffer.from(all.subarray(at));
        return;
      }
      this.take(head, all.subarray(head.from, head.from + wanted));
      const end = head.from + head.length;
      this.left = Math.max(0, end - all.length);
      at = end;
    }
  }

  private take({ opcode, mask }: Head, masked: Buffer): void {
    // The generator's own mask is of zeros: most messages are no more than looked at.
    const plain = mask.readUInt32LE(0) === 0;
    const bytes = plain ? masked : Buffer.from(masked.map((byte, i) => byte ^ (mask[i % 4] as number)));
    if (opcode === PING) this.send(PONG, bytes);
    else if (opcode === CLOSE) {
      this.send(CLOSE, bytes);
      this.socket.end();
    } else if (bytes.includes('"session.update"'))
      this.say({ type: 'session.updated', event_id: 'event_2', session: { id: 'sess_1', type: 'realtime' } });
  }

  private say(event: Readonly<Record<string, unknown>>): void {
    this.send(TEXT, Buffer.from(JSON.stringify(event)));
  }

  /** All that it says is short. */
  private send(opcode: number, bytes: Buffer): void {
    if (this.socket.destroyed) return;
    const header = bytes.length < 126 ? [0x80 | opcode, bytes.length] : [0x80 | opcode, 126, 0, bytes.length];
    this.socket.write(Buffer.concat([Buffer.from(header), bytes]));
  }
}

interface Head {
  readonly opcode: number;
  readonly from: number;
  readonly length: number;
  readonly mask: Buffer;
}

/** A client's, which is masked. Null: it has not come whole. */
function headOf(bytes: Buffer, at: number): Head | null {
  if (bytes.length < at + 2) return null;
  const short = (bytes[at + 1] as number) & 0x7f;
  const beside = short === 126 ? 2 : short === 127 ? 8 : 0;
  const from = at + 2 + beside + 4;
  if (bytes.length < from) return null;
  const length =
    short === 126
      ? bytes.readUInt16BE(at + 2)
      : short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short;
  return { opcode: (bytes[at] as number) & 0x0f, from, length, mask: bytes.subarray(from - 4, from) };
}

const server = createServer({ pauseOnConnect: true }, (socket) => {
  const { _handle: handle } = socket as unknown as { readonly _handle: unknown };
  const line = new Line(handle);
  line.begin();
});
server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
  process.send?.({ url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/realtime` });
});
process.once('disconnect', () => process.exit(0));
