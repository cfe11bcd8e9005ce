/**
 * The life of one connection: upgrade, messages, pings, and how it ended. It hands ready-made frames straight to the
 * connection under its WebSocket, and counts those that a target which does not read leaves no room for. It knows no call:
 * what happens is told to its owner, with its number, and it never opens again.
 */

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import type { FailureCode } from '../../core/log/failure.ts';
import { showAll, type Redact } from '../../core/word/redaction.ts';
import type { Link } from '../../network/link.ts';
import type { Connection, Envelope, WireText } from '../../dialect/dialect.ts';
import type { Closing } from '../host.ts';
import { diagnose, statusFailure } from './diagnosis.ts';
import { DirectReading } from './direct_reading.ts';
import { DIRECT, type DialOptions } from './dial_options.ts';
import { PING, writeEnveloped } from './frames.ts';
import type { GeneratorMeter } from './generator_meter.ts';
import type { Clock } from './monotonic_clock.ts';
import { tellRefusal } from './handshake_refusal.ts';
import { ReceivedText } from './received_text.ts';
import { toxicDial } from './toxic_dial.ts';
import type { Wheel } from './wheel.ts';

/** Told of what happens on a connection, by its number. None of these throws. */
export interface SocketOwner {
  opened(connection: number): void;
  /** The text is only good until this returns. */
  received(connection: number, text: WireText, atMs: number): void;
  ponged(connection: number, rttMs: number): void;
  /** The server asks for a sign of life; `pong` gives it. Absent: it is given at once. */
  pinged?(connection: number, pong: () => void): void;
  /** The last that is heard of it; where a handshake is refused it may be told twice. */
  closed(connection: number, closing: Closing): void;
}

/** More than this waiting in the socket: the target does not read, and frames are dropped, and counted. */
const BACKLOG_BYTES = 4 << 20;
/** A target that makes no room for so long is given up. */
const UNREAD_FOR_MS = 5000;

export class CallSocket {
  private readonly socket: WebSocket;
  private readonly now: Clock;
  private readonly gauge: GeneratorMeter;
  /** The network that is bad on purpose; null: it is as it is. */
  private readonly link: Link | null;
  /** The connection under the WebSocket: ready-made frames go straight to it. */
  private wire: Socket | null = null;
  private failure: FailureCode | null = null;
  private detail: string | null = null;
  private wasOpen = false;
  /** Since when there has been no room; null: there is. */
  private fullSinceMs: number | null = null;
  /** More than this waiting, and there is none: what we had wait on purpose comes on top. */
  private roomBytes = BACKLOG_BYTES;
  /** When the ping that waits for its pong went out. */
  private pingedMs: number | null = null;

  /** Dials. Throws for an address that is none. */
  constructor(
    connection: number,
    to: Connection,
    around: {
      readonly now: Clock;
      readonly gauge: GeneratorMeter;
      readonly dial?: DialOptions;
      readonly redact?: Redact;
      readonly wheel?: Wheel;
    },
    owner: SocketOwner,
    link: Link | null = null,
  ) {
    const { now, gauge, dial = DIRECT, redact = showAll, wheel } = around;
    this.now = now;
    this.link = link;
    this.gauge = gauge;
    const receive = (bytes: Buffer, binary: boolean): void => {
      const atMs = now();
      received.bytes = bytes;
      received.binary = binary;
      gauge.bytesReceived += bytes.length;
      owner.received(connection, received, atMs);
    };
    const toxic = link !== null && wheel !== undefined;
    const plain = !toxic && dial.agent === undefined && to.url.startsWith('ws:');
    const ponged = (): void => {
      const { pingedMs } = this;
      if (pingedMs === null) return;
      this.pingedMs = null;
      owner.ponged(connection, now() - pingedMs);
    };
    const direct = plain ? new DirectReading(receive, ponged) : null;
    const socket = new WebSocket(to.url, [...to.protocols], {
      ...(toxic ? toxicDial(to.url, dial, link, { now, wheel }) : { ...dial, ...direct?.dial }),
      headers: to.headers,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      followRedirects: false,
      // Nothing leaves a line that stands still, not even this.
      autoPong: false,
      maxPayload: 64 << 20,
      // As for the ready-made frames: a mask of zeros is a valid mask, and spares masking.
      generateMask: noMask,
    });
    this.socket = socket;
    const over = (code: number, reason: string): void => {
      const cut = link === null ? null : endedByNetwork(link, now());
      const { failure, detail } = cut ?? { failure: this.failure, detail: this.detail };
      owner.closed(connection, { code, reason, failure, detail });
    };
    socket.on('upgrade', (response: IncomingMessage) => {
      this.wire = response.socket;
    });
    socket.on('open', () => {
      this.wasOpen = true;
      direct?.opened();
      owner.opened(connection);
      this.ping();
    });
    socket.on('message', (data: RawData, isBinary: boolean) => {
      // `nodebuffer`, the default binary type: text and binary messages alike come as one Buffer.
      receive(data as Buffer, isBinary);
    });
    socket.on('ping', (data: Buffer) => {
      const pong = (): void => {
        if (this.open) socket.pong(data);
      };
      if (owner.pinged === undefined) pong();
      else owner.pinged(connection, pong);
    });
    socket.on('pong', ponged);
    socket.on('unexpected-response', (request, response) => {
      this.failure = statusFailure(response.statusCode ?? 0);
      tellRefusal(response, redact, (detail) => {
        this.detail = detail;
        request.destroy();
        over(1006, '');
      });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      direct?.stop();
      const diagnosis = diagnose(error, this.wasOpen);
      this.failure ??= diagnosis.failure;
      this.detail ??= diagnosis.detail;
      // What cannot be read is no ground for the target to close: else the call would wait for it until its own time is up.
      if (this.wasOpen) setImmediate(() => socket.terminate());
    });
    socket.on('close', (code: number, reason: Buffer) => over(code, reason.toString('utf8')));
  }

  get open(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(message: string | Uint8Array): void {
    if (!this.open) return;
    this.socket.send(message);
    this.gauge.bytesSent += message.length;
    // That there is no room behind it is nobody's fault but ours.
    if (message.length > BACKLOG_BYTES) this.roomBytes = BACKLOG_BYTES + (this.wire?.writableLength ?? 0);
  }

  /** A frame that was held back on purpose: whoever held it knows that it comes late, and that many come at once. */
  sendHeld(frame: Buffer, envelope: Envelope | undefined): void {
    const { wire, gauge } = this;
    if (wire === null || !this.open) return;
    gauge.framesSent++;
    if (envelope !== undefined) gauge.bytesSent += writeEnveloped(wire, frame, envelope);
    else {
      wire.write(frame);
      gauge.bytesSent += frame.length;
    }
    this.roomBytes = BACKLOG_BYTES + wire.writableLength;
  }

  /** Leaves what comes where it is, so that the sender has no room for more. Pongs and a close are left there too. */
  stopReading(): void {
    if (this.open) this.socket.pause();
  }

  readOn(): void {
    if (this.socket.isPaused) this.socket.resume();
  }

  /** The hot path. Only while it is open. `inTime`: the frame comes when it is due. */
  sendFrame(frame: Buffer, inTime: boolean): void {
    const { wire, gauge } = this;
    if (wire === null) return;
    if (wire.writableLength > this.roomBytes) this.skip(inTime);
    else {
      this.fullSinceMs = null;
      wire.write(frame);
      gauge.framesSent++;
      gauge.bytesSent += frame.length;
    }
  }

  /** The same for a protocol whose sessions want something around each message; what is not sent gets none, and is told to be lost. */
  sendEnveloped(
    frame: Buffer,
    { envelope, lost }: { readonly envelope: () => Envelope; readonly lost?: (() => void) | undefined },
    inTime: boolean,
  ): void {
    const { wire, gauge } = this;
    if (wire === null) return;
    if (wire.writableLength > this.roomBytes) {
      lost?.();
      this.skip(inTime);
    } else {
      this.fullSinceMs = null;
      gauge.bytesSent += writeEnveloped(wire, frame, envelope());
      gauge.framesSent++;
    }
  }

  /** There is no room for a frame: by the target's doing, unless we come late with it. */
  private skip(inTime: boolean): void {
    const nowMs = this.now();
    // A network that we made so bad is no neglect of the target's, nor of ours.
    const onPurpose = this.link?.holdsUpstream === true;
    if (!onPurpose && inTime) this.gauge.framesUnread++;
    else if (!onPurpose) this.gauge.framesDropped++;
    this.fullSinceMs ??= nowMs;
    if (nowMs - this.fullSinceMs < UNREAD_FOR_MS) return;
    this.failure ??= onPurpose ? 'disconnected' : 'target_not_reading';
    const where = onPurpose ? 'on the network made bad on purpose' : 'unread';
    this.detail ??= `${BACKLOG_BYTES >> 20} MB waited ${where} for ${UNREAD_FOR_MS / 1000} s`;
    this.socket.terminate();
  }

  /** One at a time: a pong answers the ping that went out before it. */
  ping(): void {
    const { wire } = this;
    if (wire === null || !this.open || this.pingedMs !== null) return;
    this.pingedMs = this.now();
    wire.write(PING);
  }

  /** Politely; or, where it has not opened yet, gives it up. */
  close(code: number): void {
    if (this.open) this.socket.close(code);
    else if (this.socket.readyState === WebSocket.CONNECTING) this.socket.terminate();
  }

  terminate(): void {
    this.socket.terminate();
  }
}

/** Null: it was not the network that ended it, or not the one made bad on purpose. */
function endedByNetwork({ refused, end }: Link, atMs: number): Pick<Closing, 'failure' | 'detail'> | null {
  if (refused) return { failure: 'disconnected', detail: 'the network is down on purpose' };
  if (end === null || end.atMs > atMs) return null;
  return { failure: 'disconnected', detail: `${end.how} on purpose by the network` };
}

function noMask(mask: Buffer): void {
  mask.fill(0);
}

/** One serves all connections of a thread: reading is synchronous. */
const received = new ReceivedText();
