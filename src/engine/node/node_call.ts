/**
 * One call in Node: carries out what the pure call asks for, on a timer wheel and one socket after another, and tells it what
 * happens. Per frame it does one thing: hand a ready-made frame to the socket. Whatever breaks, its record is out exactly once.
 */

import { pushesToTalk } from '../../core/call/push_key.ts';
import { bedOf } from '../../core/call/bed.ts';
import type { CallSpec } from '../../core/call/call_spec.ts';
import type { CallInput } from '../../core/call/effect.ts';
import { Microphone } from '../../core/call/microphone.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import type { Playlist } from '../../core/call/script.ts';
import { showAll } from '../../core/word/redaction.ts';
import type { DialectSession, WireMessage, WireText } from '../../dialect/dialect.ts';
import type { LineDeed } from '../../chaos/deed.ts';
import { AfflictedLine, passOn } from '../afflicted_line.ts';
import { Driver } from '../drive.ts';
import type { Echo } from '../echo.ts';
import { GuardedCall } from '../guarded_call.ts';
import type { Closing, Host } from '../host.ts';
import type { Tape } from '../recording/tape.ts';
import type { Seam } from '../seam.ts';
import { networkOf, type CallNetwork } from '../../network/call_network.ts';
import { openBeside } from './beside.ts';
import { echoedFrame } from './echoed_frame.ts';
import { joinedFrame, keepJoined } from './joined_frame.ts';
import { CallSocket, type SocketOwner } from './socket.ts';
import type { Surroundings } from './surroundings.ts';
import { findWay, type Asked } from './way_in.ts';
import { Alarm } from './wheel.ts';

const PING_EVERY_MS = 5000;

export class NodeCall implements Host, SocketOwner {
  private readonly around: Surroundings;
  private readonly spec: CallSpec;
  private readonly driver: Driver;
  private readonly microphone: Microphone;
  private readonly tape: Tape | null;
  private readonly guarded: GuardedCall;
  private readonly frameAlarm: Alarm;
  private readonly wakeAlarm: Alarm;
  private readonly lineAlarm: Alarm;
  private readonly pingEveryFrames: number;
  /** Null: as it is. */
  private readonly network: CallNetwork | null;
  private readonly echo: Echo | null;
  private readonly seam: Seam | null;
  /** The connection dialled last, and what its session wants of each frame. */
  private socket: CallSocket | null = null;
  private envelope: DialectSession['envelope'];
  private lost: DialectSession['lost'];
  /** On the way to a connection; null: nobody is asked for it. */
  private asked: Asked | null = null;
  private webhookMs: number | null = null;
  /** What faults have made of that connection's line; null: nothing. */
  private line: AfflictedLine | null = null;

  constructor(
    around: Surroundings,
    spec: CallSpec,
    scheduledMs: number,
    onRecord: (record: CallReport) => void,
    onOver: (gotThrough: boolean) => void = () => {},
    tape: Tape | null = null,
  ) {
    const { plan, dialect, strict = false, redact = showAll, now } = around;
    this.around = around;
    this.spec = spec;
    const driver = new Driver(plan, spec, scheduledMs, dialect, this, { strict, tape, redact });
    this.driver = driver;
    this.echo = driver.echo;
    this.seam = driver.seam;
    const stopAlarms = (): void => this.stopAlarms();
    const drop = (): void => this.drop();
    const ends = { now, stopAlarms, drop, onRecord, onOver };
    this.guarded = new GuardedCall({ plan, spec, scheduledMs, redact, driver, ...ends });
    this.tape = tape;
    this.network = networkOf(plan, spec);
    this.microphone = new Microphone(plan.clips, plan.frameMs, bedOf(plan, spec), pushesToTalk(plan));
    this.pingEveryFrames = Math.max(1, Math.round(PING_EVERY_MS / plan.frameMs));
    this.frameAlarm = new Alarm(this.sendFrame);
    this.lineAlarm = new Alarm((nowMs) => this.guard(() => this.line?.ring(nowMs)));
    this.wakeAlarm = new Alarm((nowMs) => this.guard(() => this.driver.input({ type: 'timer' }, nowMs)));
  }

  begin(): void {
    this.guard(() => this.driver.input({ type: 'begin' }, this.around.now()));
  }

  stop(input: Extract<CallInput, { type: 'stop' }>): void {
    this.guard(() => this.driver.input(input, this.around.now()));
  }

  // ── Host ──────────────────────────────────────────────────────────────────────────────────────────────────────

  dial(connection: number, session: DialectSession): void {
    this.envelope = session.envelope;
    this.lost = session.lost;
    const { index: call } = this.spec;
    this.line = null;
    this.around.wheel.set(this.lineAlarm, Infinity);
    const link =
      this.network?.link(connection, this.around.now(), ({ toxic: fault, ...struck }) => {
        if (!this.guarded.recorded)
          this.record({ type: 'strike', call, fault, connection, of: 'network', ...struck });
      }) ?? null;
    this.socket = null;
    this.asked = findWay(this.around, this.spec, connection, session, {
      open: (to, webhookMs) => {
        this.webhookMs = webhookMs;
        this.socket = new CallSocket(connection, to, this.around, this, link);
      },
      failed: (closing) => this.closed(connection, closing),
    });
  }

  send(message: WireMessage): void {
    const { socket } = this;
    this.pass(message.length, () => socket?.send(message));
  }

  private pass(bytes: number, act: () => void): void {
    passOn(this.line, bytes, this.around.now(), act);
  }

  afflict(deed: LineDeed, atMs: number): void {
    const { wheel } = this.around;
    this.line ??= new AfflictedLine((atMs) => wheel.set(this.lineAlarm, atMs));
    this.line.suffer(deed, atMs);
    if (this.line.frozen) this.socket?.stopReading();
  }

  dialBeside(told: (outcome: string) => void): void {
    openBeside(this.around.connection, this.around, told);
  }

  openMicrophone(atMs: number): void {
    this.guarded.ready();
    this.microphone.open(atMs);
    this.tape?.opened(atMs);
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
    this.guarded.decide();
    this.leave(code);
  }

  stay(): void {
    this.guarded.decide();
    this.around.wheel.set(this.frameAlarm, Infinity);
  }

  /** A close waits behind what waits to be sent. */
  leave(code: number): void {
    this.around.wheel.set(this.frameAlarm, Infinity);
    const { socket } = this;
    if (socket === null) this.asked?.giveUp(true);
    this.pass(0, () => socket?.close(code));
  }

  drop(): void {
    if (this.socket === null) this.asked?.giveUp(false);
    this.socket?.terminate();
  }

  record(record: CallReport): void {
    this.guarded.record(record);
  }

  // ── SocketOwner ───────────────────────────────────────────────────────────────────────────────────────────────

  opened(connection: number): void {
    const { webhookMs } = this;
    const input = { type: 'opened', connection, ...(webhookMs === null ? {} : { webhookMs }) } as const;
    this.guard(() => this.driver.input(input, this.around.now()));
  }

  received(connection: number, text: WireText, atMs: number): void {
    if (this.line?.frozen === true) return;
    try {
      this.driver.message(connection, text, atMs);
    } catch (error) {
      this.guarded.breakDown(error);
    }
    if (this.line !== null) this.takeTime(this.line, text.length, atMs);
    // A loop with hundreds of messages before it would let every frame wait for all of them.
    this.around.wheel.overtake(atMs);
  }

  ponged(connection: number, rttMs: number): void {
    this.guard(() => this.driver.input({ type: 'rtt', connection, ms: rttMs }, this.around.now()));
  }

  pinged(_connection: number, pong: () => void): void {
    this.pass(0, pong);
  }

  closed(connection: number, closing: Closing): void {
    this.guard(() => this.driver.closed(connection, closing, this.around.now()));
  }

  // ── The hot path ──────────────────────────────────────────────────────────────────────────────────────────────

  private readonly sendFrame = (firedMs: number): void => {
    try {
      this.sendNext(firedMs);
    } catch (error) {
      this.guarded.breakDown(error);
    }
  };

  private sendNext(firedMs: number): void {
    const { socket, envelope, lost, echo, seam, microphone, tape, line } = this;
    const { frames, wheel, gauge, now } = this.around;
    if (socket === null || !socket.open) return;
    const { dueMs } = microphone;
    const message = microphone.take();
    const spoke = microphone.justSpoke;
    const spoken = microphone.keyDown && line?.isMuted(dueMs) !== true;
    const ready = frames[message] as Buffer;
    const joined = seam !== null && spoken ? joinedFrame(seam, microphone, ready, frames) : null;
    const own = echo !== null && spoken ? echoedFrame(echo, message, joined ?? ready, dueMs, tape) : null;
    if (!spoken) echo?.skip(dueMs);
    // What a target leaves no room for was captured all the same.
    if (own === null) keepJoined(tape, seam, joined, message);
    const frame = own ?? joined ?? ready;
    if (spoken && line !== null && !line.isClear(dueMs)) {
      // What it wants around it is of when it was captured.
      const around = envelope === undefined ? undefined : { ...envelope() };
      line.sends(frame.length, dueMs, () => socket.sendHeld(frame, around));
    } else if (spoken) {
      const inTime = firedMs - dueMs <= this.around.plan.frameMs / 2;
      if (envelope === undefined) socket.sendFrame(frame, inTime);
      else socket.sendEnveloped(frame, { envelope, lost }, inTime);
    } else lost?.();
    const nowMs = now();
    if (spoken) gauge.sendLateness.add(nowMs - dueMs);
    wheel.set(this.frameAlarm, microphone.dueMs);
    if (microphone.framesSent % this.pingEveryFrames === 0 && line?.isClear(nowMs) !== false) socket.ping();
    if (spoke) this.driver.input({ type: 'spoken' }, nowMs);
  }

  /** What was read has taken so long at the rate that there is: until then nothing more is. */
  private takeTime(line: AfflictedLine, bytes: number, atMs: number): void {
    if (line.readsFreely(atMs)) return;
    const { socket } = this;
    socket?.stopReading();
    line.reads(bytes, atMs, () => {});
    line.reads(0, atMs, () => {
      if (line.hasRead) socket?.readOn();
    });
  }

  private guard(act: () => void): void {
    this.guarded.guard(act);
  }

  private stopAlarms(): void {
    this.around.wheel.set(this.frameAlarm, Infinity);
    this.around.wheel.set(this.wakeAlarm, Infinity);
    this.around.wheel.set(this.lineAlarm, Infinity);
  }
}
