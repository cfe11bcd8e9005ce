/**
 * One caller that meets simulated agents in virtual time. What passes between them is the wire's own text both ways, through the
 * same dialect as on a socket; only the caller's audio frames are decoded once and kept, since every session sends the same
 * ones, unless the dialect has something to put around each.
 */

import type { LineDeed } from '../../chaos/deed.ts';
import { pushesToTalk } from '../../core/call/push_key.ts';
import type { AgentRecord } from '../../agent/agent_record.ts';
import type { AgentWire, Inbound, WiredSession } from '../../agent/wire/agent_wire.ts';
import { bedOf } from '../../core/call/bed.ts';
import type { CallSpec } from '../../core/call/call_spec.ts';
import { Microphone } from '../../core/call/microphone.ts';
import { cameToSomething } from '../../core/load/dispatch.ts';
import type { CallInput } from '../../core/call/effect.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { CallReport } from '../../core/log/call_report.ts';
import type { Playlist } from '../../core/call/script.ts';
import { networkOf, type CallNetwork } from '../../network/call_network.ts';
import type { Dialect, DialectSession, WireMessage } from '../../dialect/dialect.ts';
import { AfflictedLine, passOn } from '../afflicted_line.ts';
import { Driver } from '../drive.ts';
import type { Host } from '../host.ts';
import { ownFrame, type TextFrames } from '../own_frame.ts';
import { StringText } from '../string_text.ts';
import { dialBeside } from './virtual_beside.ts';
import type { VirtualFrame, VirtualFrames } from './virtual_frames.ts';
import { VirtualLink, type LinkOwner, type VirtualNetwork } from './virtual_link.ts';

export interface VirtualSurroundings extends VirtualNetwork {
  readonly plan: Plan;
  readonly dialect: Dialect;
  /** The agent's side of it. */
  readonly wire: AgentWire;
  /** Each of the plan's messages. */
  readonly frames: VirtualFrames;
  readonly onAgentRecord?: ((record: AgentRecord) => void) | undefined;
  /** What the table of phases does not know is a defect, and throws. */
  readonly strict?: boolean | undefined;
}

export class VirtualCall implements Host, LinkOwner {
  private readonly around: VirtualSurroundings;
  private readonly agent: () => WiredSession;
  private readonly driver: Driver;
  private readonly microphone: Microphone;
  private readonly onRecord: (record: CallReport) => void;
  private readonly onOver: (gotThrough: boolean) => void;
  private readonly text = new StringText();
  private readonly frames: TextFrames;
  private readonly call: number;
  /** Null: as it is. */
  private readonly toxics: CallNetwork | null;
  private wishMs = Infinity;
  /** The connection dialled last, and what is said in it. */
  private link: VirtualLink | null = null;
  private session: DialectSession | null = null;
  /** What faults have made of that connection's line; null: nothing. */
  private line: AfflictedLine | null = null;
  /** The agent has confirmed the session. */
  private readyMs: number | null = null;
  /** The agent is to close the connection. */
  private staying = false;
  /** The call is decided. */
  private decided = false;
  /** The call's own record, the last word on it, is out. */
  private recorded = false;

  /** `agent`: who answers; asked for each connection. */
  constructor(
    around: VirtualSurroundings,
    spec: CallSpec,
    scheduledMs: number,
    agent: () => WiredSession,
    onRecord: (record: CallReport) => void,
    onOver: (gotThrough: boolean) => void,
  ) {
    const { plan, dialect, strict = false } = around;
    this.around = around;
    this.agent = agent;
    this.onRecord = onRecord;
    this.onOver = onOver;
    this.driver = new Driver(plan, spec, scheduledMs, dialect, this, { strict });
    this.call = spec.index;
    this.frames = { at: (message) => around.frames.at(message).text, wireOf: (text) => new StringText(text) };
    this.toxics = networkOf(plan, spec);
    this.microphone = new Microphone(plan.clips, plan.frameMs, bedOf(plan, spec), pushesToTalk(plan));
  }

  begin(): void {
    this.driver.input({ type: 'begin' }, this.around.clock.nowMs);
  }

  /** The call ends, and fails by the reason. */
  stop(input: Extract<CallInput, { type: 'stop' }>): void {
    this.driver.input(input, this.around.clock.nowMs);
  }

  // ── Host ──────────────────────────────────────────────────────────────────────────────────────────────────────

  dial(connection: number, session: DialectSession): void {
    this.session = session;
    this.line = null;
    const { around, call } = this;
    const toxic =
      this.toxics?.link(connection, around.clock.nowMs, ({ toxic: fault, ...struck }) => {
        if (!this.recorded)
          this.record({ type: 'strike', call, fault, connection, of: 'network', ...struck });
      }) ?? null;
    this.link = new VirtualLink(connection, around, this.agent(), this, around.onAgentRecord, toxic);
  }

  send(message: WireMessage): void {
    const { wire } = this.around;
    this.pass(message.length, typeof message === 'string' ? wire.read(message) : wire.readBinary(message));
  }

  afflict(deed: LineDeed, atMs: number): void {
    const { clock } = this.around;
    if (this.line === null) {
      const line = new AfflictedLine((wishMs) => {
        if (wishMs !== Infinity) clock.at(wishMs, () => line.ring(clock.nowMs));
      });
      this.line = line;
    }
    this.line.suffer(deed, atMs);
  }

  dialBeside(told: (outcome: string) => void): void {
    dialBeside(this.around, this.agent(), told);
  }

  private pass(bytes: number, message: Inbound): void {
    const { line, link, around } = this;
    passOn(line, bytes, around.clock.nowMs, () => link?.send(message, bytes));
  }

  openMicrophone(atMs: number): void {
    this.readyMs ??= this.around.clock.nowMs;
    this.microphone.open(atMs);
    const { clock } = this.around;
    const { link } = this;
    // Bound to its connection: what was still to be sent when it was lost is not sent on the next.
    const sendFrame = (): void => {
      if (link === null || !link.open || this.staying) return;
      const { dueMs } = this.microphone;
      const frame = this.microphone.take();
      const spoke = this.microphone.justSpoke;
      if (this.microphone.keyDown && this.line?.isMuted(clock.nowMs) !== true)
        this.sendFrame(this.frameOf(frame, dueMs), link);
      else {
        this.session?.lost?.();
        this.driver.echo?.skip(dueMs);
      }
      clock.at(this.microphone.dueMs, sendFrame);
      if (spoke) this.driver.input({ type: 'spoken' }, clock.nowMs);
    };
    clock.at(atMs, sendFrame);
  }

  speak(playlist: Playlist, atMs: number): void {
    this.microphone.speak(playlist, atMs);
  }

  hush(): void {
    this.microphone.hush();
  }

  wake(atMs: number): void {
    this.wishMs = atMs;
    if (atMs === Infinity) return;
    const { clock } = this.around;
    clock.at(atMs, () => {
      if (this.wishMs !== atMs) return;
      this.wishMs = Infinity;
      this.driver.input({ type: 'timer' }, clock.nowMs);
    });
  }

  close(code: number): void {
    this.decide();
    this.leave(code);
  }

  stay(): void {
    this.decide();
    this.staying = true;
  }

  /** A close waits behind what waits to be sent. */
  leave(code: number): void {
    const { line, link, around } = this;
    passOn(line, 0, around.clock.nowMs, () => link?.close(code));
  }

  drop(): void {
    this.link?.drop();
    // What waits to be read is lost with the connection.
    if (this.line !== null) this.line.frozen = true;
  }

  record(record: CallReport): void {
    this.onRecord(record);
    if (record.type !== 'call') return;
    this.recorded = true;
    this.decide();
  }

  private decide(): void {
    if (this.decided) return;
    this.decided = true;
    this.onOver(cameToSomething(this.readyMs, this.around.clock.nowMs, this.driver.failed));
  }

  // ── LinkOwner ─────────────────────────────────────────────────────────────────────────────────────────────────

  opened({ connection }: VirtualLink): void {
    const { clock, networkMs } = this.around;
    this.driver.input({ type: 'opened', connection }, clock.nowMs);
    if (this.toxics === null) this.pinged(connection, 2 * networkMs);
  }

  ponged({ connection }: VirtualLink, rttMs: number): void {
    this.pinged(connection, rttMs);
  }

  private pinged(connection: number, ms: number): void {
    this.driver.input({ type: 'rtt', connection, ms }, this.around.clock.nowMs);
  }

  received(link: VirtualLink, text: string, binary: boolean): void {
    this.read(link, text.length, () => {
      this.text.text = text;
      this.text.binary = binary;
      this.driver.message(link.connection, this.text, this.around.clock.nowMs);
    });
  }

  closed(link: VirtualLink, code: number, reason: string): void {
    this.read(link, 0, () => {
      const { cutBy } = link;
      const failure = cutBy === null ? null : ('disconnected' as const);
      const closing = { code, reason, failure, detail: cutBy };
      this.driver.closed(link.connection, closing, this.around.clock.nowMs);
    });
  }

  /** Where the caller reads slowly, what comes waits for it. */
  private read(link: VirtualLink, bytes: number, take: () => void): void {
    const { line } = this;
    const { nowMs } = this.around.clock;
    if (line === null || link !== this.link || line.readsFreely(nowMs)) take();
    else line.reads(bytes, nowMs, take);
  }

  private frameOf(message: number, dueMs: number): VirtualFrame {
    const { driver, microphone, frames, around } = this;
    const own = ownFrame(driver, microphone, message, dueMs, frames);
    return own === null ? around.frames.at(message) : this.frameOfText(own);
  }

  private frameOfText(text: string): VirtualFrame {
    return { text, message: this.around.wire.read(text) };
  }

  private sendFrame(frame: VirtualFrame, link: VirtualLink): void {
    const { line, around } = this;
    const { text, message } = this.enveloped(frame);
    if (line === null || line.isClear(around.clock.nowMs)) link.send(message, text.length);
    else line.sends(text.length, around.clock.nowMs, () => link.send(message, text.length));
  }

  private enveloped(frame: VirtualFrame): VirtualFrame {
    const envelope = this.session?.envelope?.();
    return envelope === undefined ? frame : this.frameOfText(envelope.before + frame.text + envelope.after);
  }
}
