/**
 * One caller and one simulated agent, joined in virtual time. What passes between them is the wire's own text both ways,
 * through the same dialect as on a socket; only the caller's audio frames are decoded once and kept, since every session
 * sends the same ones.
 */

import type { AgentRecord } from '../../agent/agent_record.ts';
import type { AgentSession, SessionEffect, SessionInput } from '../../agent/session.ts';
import { readClient, writeServer, type ClientMessage } from '../../agent/protocol/wire.ts';
import { bedOf } from '../../core/call/bed.ts';
import type { CallSpec } from '../../core/call/call_spec.ts';
import { Microphone } from '../../core/call/microphone.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { CallRecord, TurnRecord } from '../../core/log/record.ts';
import type { Playlist } from '../../core/call/script.ts';
import type { Dialect } from '../../dialect/dialect.ts';
import { Driver, type Host } from '../drive.ts';
import { StringText } from '../string_text.ts';
import type { VirtualClock } from './virtual_clock.ts';

export interface VirtualSurroundings {
  readonly plan: Plan;
  readonly dialect: Dialect;
  readonly clock: VirtualClock;
  /** Each of the plan's messages, as the agent reads it. */
  readonly frames: readonly ClientMessage[];
  /** One way. */
  readonly networkMs: number;
  readonly onAgentRecord?: ((record: AgentRecord) => void) | undefined;
}

export class VirtualSession implements Host {
  private readonly around: VirtualSurroundings;
  private readonly agent: AgentSession;
  private readonly driver: Driver;
  private readonly microphone: Microphone;
  private readonly onRecord: (record: TurnRecord | CallRecord) => void;
  private readonly onOver: (gotThrough: boolean) => void;
  private readonly received = new StringText();
  private wishMs = Infinity;
  private agentWishMs = Infinity;
  private open = false;
  private over = false;
  /** The agent has confirmed the session. */
  private gotThrough = false;
  /** The call is decided. */
  private decided = false;

  constructor(
    around: VirtualSurroundings,
    spec: CallSpec,
    scheduledMs: number,
    agent: AgentSession,
    onRecord: (record: TurnRecord | CallRecord) => void,
    onOver: (gotThrough: boolean) => void,
  ) {
    this.around = around;
    this.agent = agent;
    this.onRecord = onRecord;
    this.onOver = onOver;
    this.driver = new Driver(around.plan, spec, scheduledMs, around.dialect, this);
    this.microphone = new Microphone(around.plan.clips, around.plan.frameMs, bedOf(around.plan, spec));
  }

  dial(): void {
    const { clock } = this.around;
    this.driver.input({ type: 'dialed' }, clock.nowMs);
    // A TCP and a WebSocket handshake, a round trip each.
    this.later(3, () => this.tell({ type: 'opened' }));
    this.later(4, () => {
      if (this.over) return;
      this.open = true;
      this.driver.input({ type: 'opened' }, clock.nowMs);
      this.driver.input({ type: 'rtt', ms: 2 * this.around.networkMs }, clock.nowMs);
    });
  }

  // ── Host ──────────────────────────────────────────────────────────────────────────────────────────────────────

  send(text: string): void {
    if (!this.open) return;
    this.later(1, () => this.tell({ type: 'message', message: readClient(text) }));
  }

  openMicrophone(atMs: number): void {
    this.gotThrough = true;
    this.microphone.open(atMs);
    this.around.clock.at(atMs, this.sendFrame);
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
    const wasOpen = this.open;
    this.open = false;
    if (wasOpen) this.later(1, () => this.tell({ type: 'closed' }));
    this.later(wasOpen ? 2 : 0, () => this.end(code, ''));
  }

  drop(): void {
    this.open = false;
    this.later(1, () => this.tell({ type: 'closed' }));
    this.end(1006, '');
  }

  record(record: TurnRecord | CallRecord): void {
    if (record.type === 'call') this.open = false;
    this.onRecord(record);
    if (record.type === 'call') this.decide();
  }

  private decide(): void {
    if (this.decided) return;
    this.decided = true;
    this.onOver(this.gotThrough);
  }

  // ── The wire ──────────────────────────────────────────────────────────────────────────────────────────────────

  private readonly sendFrame = (): void => {
    if (!this.open) return;
    const { clock, frames } = this.around;
    const message = frames[this.microphone.take()] as ClientMessage;
    const spoke = this.microphone.justSpoke;
    this.later(1, () => this.tell({ type: 'message', message }));
    clock.at(this.microphone.dueMs, this.sendFrame);
    if (spoke) this.driver.input({ type: 'spoken' }, clock.nowMs);
  };

  private later(hops: number, happen: () => void): void {
    const { clock, networkMs } = this.around;
    clock.at(clock.nowMs + hops * networkMs, happen);
  }

  private tell(input: SessionInput): void {
    for (const effect of this.agent.handle(input, this.around.clock.nowMs)) this.carryOut(effect);
  }

  private carryOut(effect: SessionEffect): void {
    const { clock } = this.around;
    switch (effect.type) {
      case 'send': {
        const text = writeServer(effect.event, effect.rewritten);
        this.later(1, () => {
          if (!this.open) return;
          this.received.text = text;
          this.driver.message(this.received, clock.nowMs);
        });
        break;
      }
      case 'wake': {
        const { atMs } = effect;
        this.agentWishMs = atMs;
        if (atMs === Infinity) break;
        clock.at(atMs, () => {
          if (this.agentWishMs !== atMs || this.over) return;
          this.agentWishMs = Infinity;
          this.tell({ type: 'timer' });
        });
        break;
      }
      case 'close':
        this.later(1, () => this.end(effect.code, effect.reason));
        break;
      case 'drop':
        this.later(1, () => this.end(1006, ''));
        break;
      case 'log':
        this.around.onAgentRecord?.(effect.record);
        break;
    }
  }

  private end(code: number, reason: string): void {
    if (this.over) return;
    this.over = true;
    this.open = false;
    this.driver.closed(code, reason, null, null, this.around.clock.nowMs);
  }
}
