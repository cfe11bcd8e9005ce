/** What a call keeps of itself while it goes on, and the record that is made of it at its end. Pure; instants in ms. */

import type { FailureCode } from '../log/failure.ts';
import type { CallRecord, ReconnectRecord } from '../log/record.ts';
import { addUsage, noUsage } from '../log/usage.ts';
import { silenceAndOverlap } from '../log/timing.ts';
import type { CallSpec } from './call_spec.ts';
import type { Conversation } from './conversation.ts';
import { ErrorTally } from './error_tally.ts';

export class CallTally {
  /** How many connections were dialled. */
  connections = 0;
  /** Of the first connection. */
  dialedMs: number | null = null;
  connectedMs: number | null = null;
  webhookMs: number | null = null;
  readyMs: number | null = null;
  /** Of the last. */
  closeCode: number | null = null;
  sessionId: string | null = null;
  /** Null: nobody did, or not in good order. */
  endedBy: 'caller' | 'agent' | null = null;
  failure: FailureCode | null = null;
  detail: string | null = null;
  rateLimited = 0;
  violations = 0;
  readonly errors = new ErrorTally();
  private readonly spec: CallSpec;
  private readonly scheduledMs: number;
  private readonly losses: readonly ReconnectRecord[];
  private rttCount = 0;
  private rttSumMs = 0;
  private rttMinMs = Infinity;

  /** `losses`: of connections; it grows as they come. */
  constructor(spec: CallSpec, scheduledMs: number, losses: readonly ReconnectRecord[]) {
    this.spec = spec;
    this.scheduledMs = scheduledMs;
    this.losses = losses;
  }

  /** A round trip was measured. */
  ping(ms: number): void {
    this.rttCount++;
    this.rttSumMs += ms;
    this.rttMinMs = Math.min(this.rttMinMs, ms);
  }

  record({ mouth, ledger }: Conversation, frameMs: number, endedMs: number): CallRecord {
    const { spec, readyMs, rttCount } = this;
    const { playback } = ledger;
    const air =
      readyMs === null
        ? { deadAirLongestMs: 0, deadAirTotalMs: 0, overlapMs: 0 }
        : silenceAndOverlap(mouth.spoken, playback.audible, mouth.pauses, readyMs, endedMs);
    return {
      type: 'call',
      call: spec.index,
      caller: spec.caller.name,
      voice: spec.persona.voice,
      outcome: this.failure === null ? 'completed' : 'failed',
      failure: this.failure,
      detail: this.detail,
      scheduledMs: this.scheduledMs,
      dialedMs: this.dialedMs,
      connections: this.connections,
      ...(this.losses.length === 0 ? {} : { reconnects: this.losses.map((loss) => ({ ...loss })) }),
      connectedMs: this.connectedMs,
      ...(this.webhookMs === null ? {} : { webhookMs: this.webhookMs }),
      readyMs,
      endedMs,
      closeCode: this.closeCode,
      sessionId: this.sessionId,
      turns: ledger.turns.count,
      audioSentMs: mouth.framesDue(endedMs) * frameMs,
      audioReceivedMs: playback.receivedMs,
      heardMs: playback.heardMs(endedMs),
      deadAirMs: { longest: air.deadAirLongestMs, total: air.deadAirTotalMs },
      overlapMs: air.overlapMs,
      // An answer without an end told no usage either, and one that was cut off may well have cost something.
      usage: addUsage(ledger.usage, {
        unreported: ledger.endless,
        cutOff: ledger.unended - ledger.endless,
        ...noUsage,
      }),
      rateLimited: this.rateLimited,
      protocolViolations: this.violations + ledger.violations + (ledger.usage.impossible ?? 0),
      rtt: {
        count: rttCount,
        minMs: rttCount === 0 ? null : this.rttMinMs,
        meanMs: rttCount === 0 ? null : this.rttSumMs / rttCount,
      },
      agentErrors: this.errors.counts(),
      endedBy: this.endedBy,
    };
  }
}
