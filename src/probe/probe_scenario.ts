/**
 * The one call of a probe, as a scenario: a greeting is waited for, something is asked, an answer is interrupted, and something else
 * asked. What is tried on the target is that, whatever the target's own scenario has callers do. Pure.
 */

import type { CarrierName } from '../core/plan/carrier.ts';
import type { DialectName } from '../core/plan/plan.ts';
import type { QuirksFile } from '../scenario/schema/quirks_schema.ts';

export type SpeaksFirst = 'agent' | 'agent_by_itself' | 'caller';

export interface ProbedTarget {
  /** Absent: what the target says, or the Realtime protocol. */
  readonly dialect?: DialectName;
  readonly quirks: QuirksFile;
  /** Whose telephone it is called by. Absent: Twilio's, or no telephone at all. */
  readonly carrier?: CarrierName;
  readonly speaksFirst: SpeaksFirst;
}

/** What is asked first. */
export const QUESTION = 'order-status';
const LISTEN = { listen: { deadline: '8s', on_timeout: 'continue' } };
const KEPT = new Set(['tools', 'frame', 'playback']);

/** `data`: a scenario as it was read, or nothing but a target. */
export function probeScenario(data: unknown, found: ProbedTarget): unknown {
  const written = mapOf(data);
  const kept = Object.entries(written).filter(([key]) => KEPT.has(key));
  return {
    ...Object.fromEntries(kept),
    name: 'probe',
    seed: 1,
    target: targetWith(mapOf(written['target']), found),
    callers: [
      {
        name: 'probe',
        persona: { voices: ['rms'], patience: '8s' },
        script: [
          ...(found.speaksFirst === 'caller' ? [] : [LISTEN]),
          { say: QUESTION },
          LISTEN,
          { say: 'opening-hours' },
          { interrupt: { after: '500ms', say: 'wait', deadline: '8s', on_timeout: 'continue' } },
          LISTEN,
          'hangup',
        ],
      },
    ],
    load: { concurrency: 1, calls: 1 },
    limits: { connect: '10s', setup: '10s', call: '60s' },
  };
}

/** As it was written, with what was found in it. Nothing that is as it would be anyway. */
export function targetWith(
  target: Readonly<Record<string, unknown>>,
  { quirks, carrier, speaksFirst, dialect }: ProbedTarget,
): Readonly<Record<string, unknown>> {
  const { quirks: _before, speaks_first: _first, ...rest } = target;
  const { profile, ...more } = quirks;
  const plain = Object.keys(more).length === 0;
  return {
    ...rest,
    ...(dialect === undefined || dialect === 'openai-realtime' ? {} : { dialect }),
    ...(speaksFirst === 'agent' ? {} : { speaks_first: speaksFirst }),
    ...(carrier === undefined ? {} : { quirks: carrier }),
    ...(profile === undefined && plain ? {} : { quirks: plain ? profile : quirks }),
  };
}

export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}
