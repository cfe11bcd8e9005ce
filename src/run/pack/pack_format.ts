/**
 * How a packed plan is laid out: a line that says what it is, a line of JSON that says what is in it, and the contents, compressed.
 * The contents are the plan as JSON, where each message of its audio begins, and the messages. The same plan gives the same contents
 * everywhere; how they are compressed is the runtime's affair.
 */

import type { ClipVariant, Plan } from '../../core/plan/plan.ts';

/** The first line, with its end. */
export const PACK_MARK = 'callstorm plan\n';
export const PACK_VERSION = 1;
export const PACK_ENDING = '.callstorm';

/** More is no plan: what is in a pack is taken into memory as a whole. */
export const MOST_CONTENT_BYTES = 1 << 30;
/** Of the line of JSON. */
export const MOST_HEAD_BYTES = 4096;

/** The line of JSON. */
export interface PackHead {
  readonly version: typeof PACK_VERSION;
  /** Version of Callstorm that packed it. */
  readonly callstorm: string;
  readonly planVersion: number;
  /** Of the plan in it. */
  readonly plan: string;
  /** Bytes of the plan's JSON, before it was compressed. */
  readonly planBytes: number;
  readonly messages: number;
  readonly audioBytes: number;
  /** Of what follows, as it stands in the file. */
  readonly packedBytes: number;
  readonly sha256: string;
}

/** What stands as JSON in it. */
export interface PackedPlan {
  readonly plan: Plan;
  /** The scenario's file as its author named it. */
  readonly file: string;
  /** Certificates in PEM that the target's may be signed by. */
  readonly certificates?: string;
  /** What the sounds between words were made by, in their order. Absent: there are none. */
  readonly beds?: readonly ClipVariant[];
}

export function offsetBytes(messages: number): number {
  return (messages + 1) * Uint32Array.BYTES_PER_ELEMENT;
}
