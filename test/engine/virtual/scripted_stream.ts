/**
 * A server that a telephone call's media stream goes to, played by hand in virtual time: what it sends is written down as instants and
 * audio, and what it was sent is kept. Whole calls are made against it, over the wire's own text.
 */

import { g711Encode } from '../../../src/audio/g711.ts';
import type { AgentSession } from '../../../src/agent/session.ts';
import type { AgentWire, WireEffect, WiredSession, WireInput } from '../../../src/agent/wire/agent_wire.ts';
import { twilioWire } from '../../../src/agent/wire/twilio_wire.ts';
import type { CallRecord, LogRecord, TurnRecord } from '../../../src/core/log/record.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { runVirtually } from '../../../src/engine/virtual/virtual_run.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const PER_MS = 8;

/** µ-law of a voice that goes on for so long, at once. */
export function voice(ms: number): Buffer {
  const samples = Int16Array.from({ length: ms * PER_MS }, (_, i) => Math.round(8000 * Math.sin(i / 2)));
  return Buffer.from(g711Encode(samples, 'ulaw'));
}

export function silence(ms: number): Buffer {
  return Buffer.alloc(ms * PER_MS, 0xff);
}

/** What is sent at an instant since the stream began. */
export type Sent =
  | { readonly atMs: number; readonly audio: Buffer; readonly bytesEach?: number }
  | { readonly atMs: number; readonly event: object }
  | { readonly atMs: number; readonly close: number };

/** An answer that is sent at once, in pieces of so many bytes. */
export function said(atMs: number, audio: Buffer, bytesEach = audio.length): Sent {
  return { atMs, audio, bytesEach };
}

/** The same as it is played: in pieces of so many ms, each at its time. */
export function paced(atMs: number, audio: Buffer, everyMs: number): readonly Sent[] {
  const each = everyMs * PER_MS;
  return Array.from({ length: Math.ceil(audio.length / each) }, (_, i) =>
    said(atMs + i * everyMs, audio.subarray(i * each, (i + 1) * each)),
  );
}

class ScriptedStream implements WiredSession {
  readonly sessionId = 'sess_scripted';
  readonly received: { readonly atMs: number; readonly event: string; readonly name: string | null }[] = [];
  private readonly script: Sent[];
  private startedMs: number | null = null;
  private streamSid = '';

  constructor(script: readonly Sent[]) {
    this.script = [...script].sort((a, b) => a.atMs - b.atMs);
  }

  handle(input: WireInput, atMs: number): readonly WireEffect[] {
    if (input.type === 'message' && input.message.type === 'json') this.receive(input.message.value, atMs);
    const { startedMs } = this;
    if (startedMs === null) return [];
    const effects: WireEffect[] = [];
    for (
      let next = this.script[0];
      next !== undefined && startedMs + next.atMs <= atMs;
      next = this.script[0]
    ) {
      this.script.shift();
      effects.push(...this.said(next));
    }
    const [next] = this.script;
    if (next !== undefined) effects.push({ type: 'wake', atMs: startedMs + next.atMs });
    return effects;
  }

  private receive(value: unknown, atMs: number): void {
    const {
      event,
      streamSid = '',
      mark,
    } = value as { event: string; streamSid?: string; mark?: { name: string } };
    this.received.push({ atMs: atMs - (this.startedMs ?? atMs), event, name: mark?.name ?? null });
    if (event !== 'start') return;
    this.startedMs = atMs;
    this.streamSid = streamSid;
  }

  private said(one: Sent): readonly WireEffect[] {
    const { streamSid } = this;
    if ('close' in one) return [{ type: 'close', code: one.close, reason: '' }];
    if ('event' in one) return [{ type: 'say', text: JSON.stringify({ streamSid, ...one.event }) }];
    const { audio, bytesEach = audio.length } = one;
    return Array.from({ length: Math.ceil(audio.length / bytesEach) }, (_, i) => {
      const payload = audio.subarray(i * bytesEach, (i + 1) * bytesEach).toString('base64');
      return { type: 'say', text: JSON.stringify({ event: 'media', streamSid, media: { payload } }) };
    });
  }
}

export interface Made {
  readonly turns: readonly TurnRecord[];
  readonly call: CallRecord;
  readonly received: ScriptedStream['received'];
}

/** One call through these steps; the stream begins at 0, and the caller's microphone with it. */
export function callMade(
  steps: readonly PlanStep[],
  script: readonly Sent[],
  changes: Parameters<typeof smallPlan>[1] = {},
): Made {
  const small = smallPlan(steps, changes);
  const plan: Plan = { ...small, dialect: 'twilio-media-streams', limits: { gapMs: 800, ...small.limits } };
  const records: LogRecord[] = [];
  const stream = new ScriptedStream(script);
  const wire: AgentWire = { ...twilioWire, open: () => stream };
  const frame = silence(100).toString('base64');
  const frames = 30;
  runVirtually({
    plan,
    wire,
    strict: true,
    audio: {
      bytes: new TextEncoder().encode(frame.repeat(frames)),
      offsets: Uint32Array.from({ length: frames + 1 }, (_, i) => i * frame.length),
    },
    agent: () => null as unknown as AgentSession,
    onRecord: (record) => records.push(record),
  });
  const call = records.find((record): record is CallRecord => record.type === 'call');
  if (call === undefined) throw new Error('the call has no record');
  const turns = records.filter((record): record is TurnRecord => record.type === 'turn');
  return { call, turns: [...turns].sort((a, b) => a.turn - b.turn), received: stream.received };
}
