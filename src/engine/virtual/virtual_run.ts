/**
 * Runs a plan without sockets and without waiting: callers and simulated agents meet in virtual time. Same plan and same
 * agent seed, same log, to the last digit; a rehearsal of three-minute calls takes seconds.
 */

import type { AgentRecord } from '../../agent/agent_record.ts';
import type { AgentSession } from '../../agent/session.ts';
import { readClient } from '../../agent/protocol/wire.ts';
import { callOf } from '../../core/call/call_spec.ts';
import { Dispatcher, type Due } from '../../core/load/dispatch.ts';
import type { Plan, PlanAudio } from '../../core/plan/plan.ts';
import type { FooterRecord, LogRecord } from '../../core/log/record.ts';
import type { Dialect } from '../../dialect/dialect.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { unmadeCall } from '../unmade_call.ts';
import { VirtualClock } from './virtual_clock.ts';
import { VirtualCall, type VirtualFrame, type VirtualSurroundings } from './virtual_call.ts';

export interface VirtualRunOptions {
  readonly plan: Plan;
  readonly audio: PlanAudio;
  /** The agent's side of call i, anew for each connection that it dials. */
  readonly agent: (call: number) => AgentSession;
  /** Instead of the plan's. */
  readonly dialect?: Dialect;
  /** What the table of phases does not know is a defect, and throws. */
  readonly strict?: boolean;
  /** How long a message takes one way. */
  readonly networkMs?: number;
  /** Every line of the log but the header. */
  readonly onRecord: (record: LogRecord) => void;
  readonly onAgentRecord?: (record: AgentRecord, call: number) => void;
}

export function runVirtually(options: VirtualRunOptions): FooterRecord {
  const { plan, onRecord } = options;
  const clock = new VirtualClock();
  const dispatcher = new Dispatcher(plan.load);
  const counts = { planned: 0, completed: 0, failed: 0, blocked: 0, notStarted: 0 };
  const around: Omit<VirtualSurroundings, 'onAgentRecord'> = {
    plan,
    dialect: options.dialect ?? dialectOf(plan),
    strict: options.strict,
    clock,
    frames: decodedFrames(options.audio),
    networkMs: options.networkMs ?? 0,
  };

  const start = (due: Due): void => {
    const { onAgentRecord } = options;
    const note =
      onAgentRecord === undefined ? undefined : (record: AgentRecord) => onAgentRecord(record, due.call);
    const call = new VirtualCall(
      { ...around, onAgentRecord: note },
      callOf(plan, due.call),
      due.scheduledMs,
      () => options.agent(due.call),
      (record) => {
        onRecord(record);
        if (record.type !== 'call') return;
        counts[record.outcome === 'completed' ? 'completed' : 'failed']++;
        going--;
      },
      // Its place is free as soon as it is decided, before its socket is closed.
      (gotThrough) => {
        dispatcher.ended(clock.nowMs, gotThrough);
        pump();
      },
    );
    going++;
    call.begin();
  };

  /** Calls that are not written down yet. */
  let going = 0;
  let pumpMs = -1;
  const pump = (): void => {
    for (let due = dispatcher.take(clock.nowMs); due !== null; due = dispatcher.take(clock.nowMs)) {
      counts.planned++;
      if (due.blocked) {
        counts.blocked++;
        onRecord(unmadeCall(plan, due, 'blocked', null, 'the cap on concurrent calls was reached', null));
      } else start(due);
    }
    const nextMs = dispatcher.nextMs();
    if (nextMs === null || nextMs === pumpMs) return;
    pumpMs = nextMs;
    clock.at(nextMs, pump);
  };

  pump();
  clock.run(() => dispatcher.done && going === 0);
  for (const due of dispatcher.stop()) {
    counts.planned++;
    counts.notStarted++;
    onRecord(unmadeCall(plan, due, 'not_started', null, 'the load ended first', null));
  }
  const footer: FooterRecord = {
    type: 'footer',
    endedMs: clock.nowMs,
    reason: 'done',
    detail: null,
    calls: counts,
  };
  onRecord(footer);
  return footer;
}

function decodedFrames({ bytes, offsets }: PlanAudio): VirtualFrame[] {
  const decoder = new TextDecoder();
  const frames: VirtualFrame[] = [];
  for (let i = 0; i + 1 < offsets.length; i++) {
    // A copy: decoders refuse views of shared memory.
    const message = Uint8Array.from(bytes.subarray(offsets[i], offsets[i + 1]));
    const text = decoder.decode(message);
    frames.push({ text, message: readClient(text) });
  }
  return frames;
}
