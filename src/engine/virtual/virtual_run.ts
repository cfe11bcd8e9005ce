/**
 * Runs a plan without sockets and without waiting: callers and simulated agents meet in virtual time. Same plan and same
 * agent seed, same log, to the last digit; a rehearsal of three-minute calls takes seconds.
 */

import type { AgentRecord } from '../../agent/agent_record.ts';
import type { AgentSession } from '../../agent/session.ts';
import type { AgentWire } from '../../agent/wire/agent_wire.ts';
import { playedFor } from '../../agent/lookalike/played.ts';
import { lookalikeWire } from '../../agent/wire/lookalike_wire.ts';
import { ownSideOf } from '../../agent/wire/own_side.ts';
import { wireOf } from '../../agent/wire/wires.ts';
import { callOf } from '../../core/call/call_spec.ts';
import type { Due } from '../../core/load/dispatch.ts';
import { Roll } from '../../core/load/roll.ts';
import type { Selection } from '../../core/load/selection.ts';
import type { Steering } from '../../core/load/steering.ts';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import { notSimulated, OWN_DIALECT } from '../../core/plan/plan_dialect.ts';
import type { StopReason } from '../../core/log/failure.ts';
import type { UsedSoFar } from '../../core/log/call_report.ts';
import type { FooterRecord, GeneratorRecord, LogRecord } from '../../core/log/record.ts';
import type { Dialect } from '../../dialect/dialect.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { VirtualClock } from './virtual_clock.ts';
import { GAUGE_EVERY_MS, virtualGauge } from './virtual_gauge.ts';
import { VirtualCall, type VirtualSurroundings } from './virtual_call.ts';
import { framesOf } from './virtual_frames.ts';

/** What can be done to a run in virtual time while it goes on: from within whatever it calls. */
export interface VirtualControl {
  /** Ms since instant 0. */
  readonly nowMs: () => number;
  /**
   * Starts no more calls and ends those that go on: these fail with the reason. Done as soon as what goes on at this instant is
   * done; before instant 0, no call is made. The first reason counts.
   */
  readonly stop: (reason: StopReason, detail: string) => void;
  /** Starts no more calls, from this moment on; those that go on end by themselves. */
  readonly drain: (reason: StopReason, detail: string) => void;
  /** Ends one call, for what it has cost, as soon as what goes on at this instant is done. */
  readonly endCall: (call: number, detail: string) => void;
  /** Changes the load, where the plan's may be. Done as soon as what goes on at this instant is done. */
  readonly steer: (order: Steering) => void;
}

export interface VirtualRunOptions {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  /** The agent's side of call i, anew for each connection that it dials. */
  readonly agent: (call: number) => AgentSession;
  /** Instead of the plan's, and the agent's side of it. */
  readonly dialect?: Dialect;
  readonly wire?: AgentWire;
  /** What the table of phases does not know is a defect, and throws. */
  readonly strict?: boolean;
  /** How long a message takes one way. */
  readonly networkMs?: number;
  /** Default: every call of the plan. */
  readonly selection?: Selection;
  /** Every line of the log but the header. */
  readonly onRecord: (record: LogRecord) => void;
  readonly onAgentRecord?: (record: AgentRecord, call: number) => void;
  /** Before instant 0. */
  readonly onBegin?: (control: VirtualControl) => void;
  /** Once a second of virtual time, as from a worker; in no log. Default: none. */
  readonly onGauge?: (gauge: GeneratorRecord) => void;
  /** What a call has used so far, as soon as it was told; of a plan with a budget. In no log. */
  readonly onUsed?: (used: UsedSoFar) => void;
}

export function runVirtually(options: VirtualRunOptions): FooterRecord {
  const { plan, onRecord, onAgentRecord, onGauge } = options;
  const clock = new VirtualClock();
  const memory = new Map<string, unknown>();
  const wire = options.wire ?? wireOfPlan(plan);
  const dialect = options.dialect ?? dialectOf(plan);
  const ownSide = ownSideOf(plan);
  const around: Omit<VirtualSurroundings, 'onAgentRecord'> = {
    plan,
    dialect,
    wire,
    strict: options.strict,
    clock,
    frames: framesOf(options.audio, wire, dialect.uplink),
    networkMs: options.networkMs ?? 0,
  };

  /** Calls that have not told their end yet. */
  const going = new Map<number, VirtualCall>();

  const start = ({ call, scheduledMs }: Due): void => {
    const note =
      onAgentRecord === undefined ? undefined : (record: AgentRecord) => onAgentRecord(record, call);
    const made = new VirtualCall(
      { ...around, onAgentRecord: note },
      callOf(plan, call),
      scheduledMs,
      () => wire.open(options.agent(call), { seed: plan.seed, index: call, ...ownSide, memory }),
      (record) => {
        if (record.type === 'call') going.delete(call);
        if (record.type === 'used') options.onUsed?.(record);
        else roll.told(record, clock.nowMs);
      },
      // Its place is free as soon as it is decided, before its socket is closed.
      (gotThrough) => {
        roll.decided(call, gotThrough, clock.nowMs);
        pump();
      },
    );
    going.set(call, made);
    made.begin();
  };

  const roll = new Roll(plan, { able: () => true, start, record: onRecord }, options.selection);
  let pumpMs = -1;
  const pump = (): void => {
    const nextMs = roll.pump(clock.nowMs);
    if (nextMs === null || nextMs === pumpMs) return;
    pumpMs = nextMs;
    clock.at(nextMs, pump);
  };

  let begun = false;
  const stop = (reason: StopReason, detail: string): void => {
    if (!roll.stop(reason, detail) || !begun) return;
    for (const made of going.values()) made.stop({ type: 'stop', failure: reason });
    pump();
  };
  const look = (): void => {
    onGauge?.(virtualGauge(clock.nowMs));
    // Looking on keeps no run alive in which nothing happens any more.
    if (!clock.idle) clock.at(clock.nowMs + GAUGE_EVERY_MS, look);
  };
  options.onBegin?.({
    nowMs: () => clock.nowMs,
    stop: (reason, detail) => {
      if (begun) clock.at(clock.nowMs, () => stop(reason, detail));
      else stop(reason, detail);
    },
    drain: (reason, detail) => {
      roll.drain(reason, detail);
      clock.at(clock.nowMs, pump);
    },
    endCall: (call, detail) => {
      const end = { type: 'stop', failure: 'call_budget', detail } as const;
      clock.at(clock.nowMs, () => going.get(call)?.stop(end));
    },
    steer: (order) =>
      clock.at(clock.nowMs, () => {
        roll.steer(order, clock.nowMs);
        pump();
      }),
  });
  begun = true;
  if (onGauge !== undefined) clock.at(GAUGE_EVERY_MS, look);
  roll.begin();
  pump();
  clock.run(() => roll.over);
  return roll.close(clock.nowMs);
}

/** Whose words the plan's target has. */
function wireOfPlan({ dialect, target: { quirks } }: Plan): AgentWire {
  if (dialect === OWN_DIALECT) throw notSimulated();
  const played = playedFor(quirks);
  return dialect === 'openai-realtime' && played !== undefined ? lookalikeWire(played) : wireOf(dialect);
}
