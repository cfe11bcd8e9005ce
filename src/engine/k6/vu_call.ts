/**
 * One call under k6: carries out what the pure call asks for, on k6's timers and one socket after another, and tells it what happens.
 * Per frame it does one thing: hand a ready-made message to the socket. Whatever breaks, its record is out exactly once.
 */

import type { LineDeed } from '../../chaos/deed.ts';
import { bedOf } from '../../core/call/bed.ts';
import type { CallSpec } from '../../core/call/call_spec.ts';
import type { CallInput } from '../../core/call/effect.ts';
import { Microphone } from '../../core/call/microphone.ts';
import { pushesToTalk } from '../../core/call/push_key.ts';
import type { Playlist } from '../../core/call/script.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Redact } from '../../core/word/redaction.ts';
import type { Connection, Dialect, DialectSession, WireMessage } from '../../dialect/dialect.ts';
import { AfflictedLine, passOn } from '../afflicted_line.ts';
import { Driver } from '../drive.ts';
import { GuardedCall } from '../guarded_call.ts';
import type { Closing, Host } from '../host.ts';
import { ownFrame, type TextFrames } from '../own_frame.ts';
import { Alarm, type VuClock } from './clock.ts';
import type { Punctuality } from '../punctuality.ts';
import { NativeText } from './native_text.ts';
import { VuSocket, type SocketOwner } from './socket.ts';

/** What the calls of one VU share. */
export interface VuSurroundings {
  readonly plan: Plan;
  readonly dialect: Dialect;
  readonly connection: Connection;
  readonly redact: Redact;
  /** A message of the plan, ready for the socket. */
  readonly message: (index: number) => string;
  readonly clock: VuClock;
  readonly gauge: Punctuality;
}

const PING_EVERY_MS = 5000;
/** As the simulated agent reads it. */
const CALL_HEADER = 'callstorm-call';

export class VuCall implements Host, SocketOwner {
  private readonly around: VuSurroundings;
  private readonly spec: CallSpec;
  private readonly driver: Driver;
  private readonly microphone: Microphone;
  private readonly guarded: GuardedCall;
  private readonly frames: TextFrames;
  private readonly frameAlarm: Alarm;
  private readonly wakeAlarm: Alarm;
  private readonly lineAlarm: Alarm;
  private readonly pingEveryFrames: number;
  private socket: VuSocket | null = null;
  private session: DialectSession | null = null;
  private line: AfflictedLine | null = null;
  /** The last instant that it was told of: none after it may be before it. */
  private lastMs = -Infinity;

  constructor(
    around: VuSurroundings,
    spec: CallSpec,
    scheduledMs: number,
    onRecord: (record: CallReport) => void,
    onOver: (gotThrough: boolean) => void,
  ) {
    const { plan, dialect, redact, clock } = around;
    this.around = around;
    this.spec = spec;
    const driver = new Driver(plan, spec, scheduledMs, dialect, this, { redact });
    this.driver = driver;
    const now = (): number => this.instant();
    const stopAlarms = (): void => this.stopAlarms();
    const drop = (): void => this.drop();
    const ends = { now, stopAlarms, drop, onRecord, onOver };
    this.guarded = new GuardedCall({ plan, spec, scheduledMs, redact, driver, ...ends });
    this.frames = { at: around.message, wireOf: (text) => new NativeText(text) };
    this.microphone = new Microphone(plan.clips, plan.frameMs, bedOf(plan, spec), pushesToTalk(plan));
    this.pingEveryFrames = Math.max(1, Math.round(PING_EVERY_MS / plan.frameMs));
    this.frameAlarm = new Alarm(clock, () => this.guard(this.sendFrame));
    this.lineAlarm = new Alarm(clock, (nowMs) => this.guard(() => this.line?.ring(nowMs)));
    this.wakeAlarm = new Alarm(clock, (nowMs) => this.input({ type: 'timer' }, nowMs));
  }

  begin(): void {
    this.input({ type: 'begin' });
  }

  // ── Host ──────────────────────────────────────────────────────────────────────────────────────────────────────

  dial(connection: number, session: DialectSession): void {
    const { connection: to, plan, clock, gauge } = this.around;
    this.session = session;
    this.line = null;
    this.lineAlarm.set(Infinity);
    const own = plan.target.url === 'simulator' && connection === 0;
    const numbered = own ? { ...to, headers: { ...to.headers, [CALL_HEADER]: String(this.spec.index) } } : to;
    this.socket = new VuSocket(connection, numbered, clock, gauge, this);
  }

  send(message: WireMessage): void {
    const { socket } = this;
    this.pass(message.length, () => socket?.send(message));
  }

  private pass(bytes: number, act: () => void): void {
    passOn(this.line, bytes, this.instant(), act);
  }

  afflict(deed: LineDeed, atMs: number): void {
    this.line ??= new AfflictedLine((wishMs) => this.lineAlarm.set(wishMs));
    this.line.suffer(deed, atMs);
  }

  dialBeside(told: (outcome: string) => void): void {
    const { connection, clock, gauge } = this.around;
    const beside = new VuSocket(0, connection, clock, gauge, {
      opened: () => {
        told('the second session opened');
        beside.close(1000);
      },
      received: () => {},
      ponged: () => {},
      closed: (_, { detail }) => {
        if (detail !== null) told(`the second session failed: ${this.around.redact(detail)}`);
      },
    });
  }

  openMicrophone(atMs: number): void {
    this.guarded.ready();
    this.microphone.open(atMs);
    this.frameAlarm.set(atMs);
  }

  speak(playlist: Playlist, atMs: number): void {
    this.microphone.speak(playlist, atMs);
  }

  hush(): void {
    this.microphone.hush();
  }

  wake(atMs: number): void {
    this.wakeAlarm.set(atMs);
  }

  close(code: number): void {
    this.guarded.decide();
    this.leave(code);
  }

  stay(): void {
    this.guarded.decide();
    this.frameAlarm.set(Infinity);
  }

  /** A close waits behind what waits to be sent. */
  leave(code: number): void {
    this.frameAlarm.set(Infinity);
    const { socket } = this;
    this.pass(0, () => socket?.close(code));
  }

  drop(): void {
    this.socket?.terminate();
  }

  record(record: CallReport): void {
    this.guarded.record(record);
  }

  opened(connection: number, atMs: number): void {
    this.input({ type: 'opened', connection }, atMs);
  }

  received(connection: number, text: NativeText, atMs: number): void {
    this.guard(() => this.driver.message(connection, text, this.instant(atMs)));
  }

  ponged(connection: number, rttMs: number, atMs: number): void {
    this.input({ type: 'rtt', connection, ms: rttMs }, atMs);
  }

  closed(connection: number, closing: Closing): void {
    this.guard(() => this.driver.closed(connection, closing, this.instant()));
  }

  // ── The hot path ──────────────────────────────────────────────────────────────────────────────────────────────

  private readonly sendFrame = (): void => {
    const { socket, session, microphone, line } = this;
    const { gauge, clock, plan } = this.around;
    if (socket === null || session === null || !socket.open) return;
    const { dueMs } = microphone;
    const index = microphone.take();
    const spoke = microphone.justSpoke;
    const nowMs = clock.now();
    if (microphone.keyDown && line?.isMuted(dueMs) !== true) {
      const message = this.enveloped(this.messageFor(index, dueMs));
      if (line === null || line.isClear(dueMs)) {
        if (!socket.sendFrame(message, nowMs - dueMs <= plan.frameMs / 2)) session.lost?.();
      } else line.sends(message.length, dueMs, () => socket.send(message));
      gauge.sendLateness.add(nowMs - dueMs);
    } else {
      session.lost?.();
      this.driver.echo?.skip(dueMs);
    }
    this.frameAlarm.set(microphone.dueMs);
    if (microphone.framesSent % this.pingEveryFrames === 0 && line?.isClear(nowMs) !== false) socket.ping();
    if (spoke) this.input({ type: 'spoken' });
  };

  private messageFor(index: number, dueMs: number): string {
    const { driver, microphone, frames } = this;
    return ownFrame(driver, microphone, index, dueMs, frames) ?? frames.at(index);
  }

  private enveloped(message: string): string {
    const envelope = this.session?.envelope?.();
    return envelope === undefined ? message : envelope.before + message + envelope.after;
  }

  private input(input: CallInput, atMs?: number): void {
    this.guard(() => this.driver.input(input, this.instant(atMs)));
  }

  /** What comes carries a finer instant than the clock has, and may have waited: for the call, time never goes back. */
  private instant(atMs = this.around.clock.now()): number {
    this.lastMs = Math.max(this.lastMs, atMs);
    return this.lastMs;
  }

  private guard(act: () => void): void {
    this.guarded.guard(act);
  }

  private stopAlarms(): void {
    for (const alarm of [this.frameAlarm, this.wakeAlarm, this.lineAlarm]) alarm.set(Infinity);
  }
}
