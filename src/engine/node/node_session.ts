/**
 * One call on a real WebSocket: carries out what the pure call asks for and tells it what happens. Per frame it does one
 * thing: hand a ready-made frame to the socket. No payload is parsed here.
 */

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import { bedOf } from '../../core/call/bed.ts';
import type { CallSpec } from '../../core/call/call_spec.ts';
import type { FailureCode } from '../../core/log/failure.ts';
import { Microphone } from '../../core/call/microphone.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import type { Playlist } from '../../core/call/script.ts';
import type { Connection, Dialect } from '../../dialect/dialect.ts';
import { Driver, type Host } from '../drive.ts';
import { unmadeCall } from '../unmade_call.ts';
import { diagnose, statusFailure } from './diagnosis.ts';
import type { Gauge } from './generator_meter.ts';
import { ReceivedText } from './received_text.ts';
import { Alarm, type Wheel } from './wheel.ts';
import type { Clock } from './monotonic_clock.ts';

/** What the sessions of a worker share. */
export interface Surroundings {
  readonly plan: Plan;
  readonly dialect: Dialect;
  readonly connection: Connection;
  /** The plan's messages as WebSocket frames, one Buffer each over the shared memory. */
  readonly frames: readonly Buffer[];
  readonly now: Clock;
  readonly wheel: Wheel;
  readonly gauge: Gauge;
}

const PING_EVERY_MS = 5000;
/** More than this waiting in the socket: the target does not read, and frames are dropped, and counted. */
const BACKLOG_BYTES = 4 << 20;

export class Session implements Host {
  private readonly around: Surroundings;
  private readonly call: number;
  private readonly scheduledMs: number;
  private readonly driver: Driver;
  private readonly microphone: Microphone;
  private readonly onRecord: (record: TurnRecord | CallRecord) => void;
  private readonly onOver: (gotThrough: boolean) => void;
  private readonly frameAlarm: Alarm;
  private readonly wakeAlarm: Alarm;
  private readonly pingEveryFrames: number;
  private socket: WebSocket | null = null;
  /** The connection under the WebSocket: ready-made frames go straight to it. */
  private wire: Socket | null = null;
  private failure: FailureCode | null = null;
  private detail: string | null = null;
  private opened = false;
  private broken = false;
  /** The target has confirmed the session. */
  private gotThrough = false;
  /** The call is decided. */
  private decided = false;
  /** The call's own record, the last word on it, is out. */
  private recorded = false;
  /** When the ping that waits for its pong went out. */
  private pingedMs: number | null = null;

  constructor(
    around: Surroundings,
    spec: CallSpec,
    scheduledMs: number,
    onRecord: (record: TurnRecord | CallRecord) => void,
    onOver: (gotThrough: boolean) => void = () => {},
  ) {
    const { plan } = around;
    this.around = around;
    this.call = spec.index;
    this.scheduledMs = scheduledMs;
    this.onRecord = onRecord;
    this.onOver = onOver;
    this.driver = new Driver(plan, spec, scheduledMs, around.dialect, this);
    this.microphone = new Microphone(plan.clips, plan.frameMs, bedOf(plan, spec));
    this.pingEveryFrames = Math.max(1, Math.round(PING_EVERY_MS / plan.frameMs));
    this.frameAlarm = new Alarm(() => {
      try {
        this.sendFrame();
      } catch (error) {
        this.breakDown(error);
      }
    });
    this.wakeAlarm = new Alarm((nowMs) => this.guard(() => this.driver.input({ type: 'timer' }, nowMs)));
  }

  dial(): void {
    this.guard(() => this.connect());
  }

  private connect(): void {
    const { connection, now, gauge } = this.around;
    this.driver.input({ type: 'dialed' }, now());
    const socket = new WebSocket(connection.url, [...connection.protocols], {
      headers: connection.headers,
      perMessageDeflate: false,
      skipUTF8Validation: true,
      followRedirects: false,
      maxPayload: 64 << 20,
      // As for the ready-made frames: a mask of zeros is a valid mask, and spares masking.
      generateMask: noMask,
    });
    this.socket = socket;
    socket.on('upgrade', (response: IncomingMessage) => {
      this.wire = response.socket;
    });
    socket.on('open', () => {
      this.opened = true;
      this.guard(() => {
        this.driver.input({ type: 'opened' }, now());
        this.ping();
      });
    });
    socket.on('message', (data: RawData) => {
      const atMs = now();
      // `nodebuffer`, the default binary type: text and binary messages alike come as one Buffer.
      received.bytes = data as Buffer;
      gauge.bytesReceived += received.length;
      this.guard(() => this.driver.message(received, atMs));
      // A loop with hundreds of messages before it would let every frame wait for all of them.
      this.around.wheel.overtake(atMs);
    });
    socket.on('pong', () => {
      const { pingedMs } = this;
      if (pingedMs === null) return;
      this.pingedMs = null;
      this.guard(() => this.driver.input({ type: 'rtt', ms: now() - pingedMs }, now()));
    });
    socket.on('unexpected-response', (request, response) => {
      const status = response.statusCode ?? 0;
      this.failure = statusFailure(status);
      this.detail = `HTTP ${status}${response.statusMessage === undefined ? '' : ` ${response.statusMessage}`}`;
      request.destroy();
      this.over(1006, '');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const diagnosis = diagnose(error, this.opened);
      this.failure ??= diagnosis.failure;
      this.detail ??= diagnosis.detail;
    });
    socket.on('close', (code: number, reason: Buffer) => this.over(code, reason.toString('utf8')));
  }

  stop(failure: 'interrupted' | 'budget' | 'threshold'): void {
    this.guard(() => this.driver.input({ type: 'stop', failure }, this.around.now()));
  }

  // ── Host ──────────────────────────────────────────────────────────────────────────────────────────────────────

  send(text: string): void {
    const { socket } = this;
    if (socket === null || socket.readyState !== WebSocket.OPEN) return;
    socket.send(text);
    this.around.gauge.bytesSent += text.length;
  }

  openMicrophone(atMs: number): void {
    this.gotThrough = true;
    this.microphone.open(atMs);
    this.around.wheel.set(this.frameAlarm, atMs);
  }

  speak(playlist: Playlist, atMs: number): void {
    this.microphone.speak(playlist, atMs);
  }

  hush(): void {
    this.microphone.hush();
  }

  wake(atMs: number): void {
    this.around.wheel.set(this.wakeAlarm, atMs);
  }

  close(code: number): void {
    this.decide();
    this.around.wheel.set(this.frameAlarm, Infinity);
    const { socket } = this;
    if (socket === null) return;
    if (socket.readyState === WebSocket.OPEN) socket.close(code);
    else if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
  }

  drop(): void {
    this.socket?.terminate();
  }

  record(record: TurnRecord | CallRecord): void {
    if (record.type === 'call') {
      this.stopAlarms();
      this.decide();
    }
    this.onRecord(record);
    if (record.type === 'call') this.recorded = true;
  }

  // ── The hot path ──────────────────────────────────────────────────────────────────────────────────────────────

  private sendFrame(): void {
    const { socket, wire, microphone } = this;
    const { frames, wheel, gauge, now } = this.around;
    if (wire === null || socket === null || socket.readyState !== WebSocket.OPEN) return;
    const { dueMs } = microphone;
    const frame = frames[microphone.take()] as Buffer;
    const spoke = microphone.justSpoke;
    if (wire.writableLength > BACKLOG_BYTES) gauge.framesDropped++;
    else {
      wire.write(frame);
      gauge.framesSent++;
      gauge.bytesSent += frame.length;
    }
    const nowMs = now();
    gauge.sendLateness.add(nowMs - dueMs);
    wheel.set(this.frameAlarm, microphone.dueMs);
    if (microphone.framesSent % this.pingEveryFrames === 0) this.ping();
    if (spoke) this.driver.input({ type: 'spoken' }, nowMs);
  }

  private ping(): void {
    const { socket } = this;
    // One at a time: a pong answers the ping that went out before it.
    if (socket === null || socket.readyState !== WebSocket.OPEN || this.pingedMs !== null) return;
    this.pingedMs = this.around.now();
    socket.ping();
  }

  private over(code: number, reason: string): void {
    this.guard(() => this.driver.closed(code, reason, this.failure, this.detail, this.around.now()));
  }

  /** A defect met in one call ends that call, and no other. */
  private guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.breakDown(error);
    }
  }

  private breakDown(error: unknown): void {
    if (this.broken) return;
    this.broken = true;
    const { plan, now } = this.around;
    const detail = error instanceof Error ? error.message : String(error);
    this.stopAlarms();
    this.socket?.terminate();
    try {
      this.driver.closed(1006, '', 'engine_error', detail, now());
    } catch {
      // The same defect, or the next one: what the call has measured cannot be had, but the call shall not vanish.
    }
    if (this.recorded) return;
    const due = { call: this.call, scheduledMs: this.scheduledMs, blocked: false };
    this.record(unmadeCall(plan, due, 'failed', 'engine_error', detail, now()));
  }

  private decide(): void {
    if (this.decided) return;
    this.decided = true;
    this.onOver(this.gotThrough);
  }

  private stopAlarms(): void {
    this.around.wheel.set(this.frameAlarm, Infinity);
    this.around.wheel.set(this.wakeAlarm, Infinity);
  }
}

function noMask(mask: Buffer): void {
  mask.fill(0);
}

/** One serves all sessions of a thread: reading is synchronous. */
const received = new ReceivedText();
