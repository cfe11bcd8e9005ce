/**
 * Runs a plan without sockets and without waiting: callers and simulated agents meet in virtual time. Same plan and same
 * agent seed, same log, to the last digit; a rehearsal of three-minute calls takes seconds.
 */

import type { AgentRecord } from '../../agent/agent_record.ts';
import type { AgentSession } from '../../agent/session.ts';
import { readClient, type ClientMessage } from '../../agent/protocol/wire.ts';
import { callOf } from '../../core/call/call_spec.ts';
import type { Due } from '../../core/load/dispatch.ts';
import { Roll } from '../../core/load/roll.ts';
import type { Selection } from '../../core/load/selection.ts';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import type { FooterRecord, LogRecord } from '../../core/log/record.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { VirtualClock } from './virtual_clock.ts';
import { VirtualSession, type VirtualSurroundings } from './virtual_session.ts';

export interface VirtualRunOptions {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  /** The agent's side of call i. */
  readonly agent: (call: number) => AgentSession;
  /** How long a message takes one way. */
  readonly networkMs?: number;
  /** Default: every call of the plan. */
  readonly selection?: Selection;
  /** Every line of the log but the header. */
  readonly onRecord: (record: LogRecord) => void;
  readonly onAgentRecord?: (record: AgentRecord, call: number) => void;
}

export function runVirtually(options: VirtualRunOptions): FooterRecord {
  const { plan, onRecord, onAgentRecord } = options;
  const clock = new VirtualClock();
  const around: Omit<VirtualSurroundings, 'onAgentRecord'> = {
    plan,
    dialect: dialectOf(plan),
    clock,
    frames: decodedFrames(options.audio),
    networkMs: options.networkMs ?? 0,
  };

  const start = ({ call, scheduledMs }: Due): void => {
    const note =
      onAgentRecord === undefined ? undefined : (record: AgentRecord) => onAgentRecord(record, call);
    const session = new VirtualSession(
      { ...around, onAgentRecord: note },
      callOf(plan, call),
      scheduledMs,
      options.agent(call),
      (record) => roll.told(record, clock.nowMs),
      // Its place is free as soon as it is decided, before its socket is closed.
      (gotThrough) => {
        roll.decided(call, gotThrough, clock.nowMs);
        pump();
      },
    );
    session.dial();
  };

  const roll = new Roll(plan, { able: () => true, start, record: onRecord }, options.selection);
  let pumpMs = -1;
  const pump = (): void => {
    const nextMs = roll.pump(clock.nowMs);
    if (nextMs === null || nextMs === pumpMs) return;
    pumpMs = nextMs;
    clock.at(nextMs, pump);
  };

  roll.begin();
  pump();
  clock.run(() => roll.over);
  return roll.close(clock.nowMs);
}

function decodedFrames({ bytes, offsets }: PlanAudio): ClientMessage[] {
  const decoder = new TextDecoder();
  const frames: ClientMessage[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    // A copy: decoders refuse views of shared memory.
    const message = Uint8Array.from(bytes.subarray(offsets[i], offsets[i + 1]));
    frames.push(readClient(decoder.decode(message)));
  }
  return frames;
}
