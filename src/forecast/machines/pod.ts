/** How many calls at once one pod holds, by each of what it has, and which of these is met first. Pure. Null: nobody knows. */

import type { CallNeeds } from './call_needs.ts';
import type { MeasuredCosts, ProtocolCost } from './measured_costs.ts';

export interface PodSize {
  readonly cores: number;
  /** Null: as a run takes them. */
  readonly workers: number | null;
  /** Null: as much as it needs. */
  readonly memoryMb: number | null;
  /** Null: as many as it needs. */
  readonly openFiles: number | null;
  /** Of its own address, to one address and port of the target. */
  readonly ephemeralPorts: number;
}

export type PodLimitKind = 'workers' | 'cores' | 'memory' | 'open_files' | 'ports';

export interface PodLimit {
  readonly kind: PodLimitKind;
  /** Calls at once. Null: it was not told how much there is, or not measured what a call takes. */
  readonly holds: number | null;
}

export interface Pod {
  readonly workers: number;
  readonly limits: readonly PodLimit[];
  /** The one that is met first. Null: what makes a call dear was not measured in this protocol. */
  readonly first: PodLimit | null;
  readonly cost: ProtocolCost | null;
  /** Cores that one call takes, at the plan's frames. */
  readonly coresPerCall: number | null;
  /** Ports that one call takes on average: its own, and those of calls before it that wait for their last packets. */
  readonly portsPerCall: number;
}

/** Of its cores so much may be taken: beyond, frames begin to be late. */
export const CORE_SHARE = 0.7;
/** Linux keeps the port of a connection that it closed first for so long. */
export const TIME_WAIT_S = 60;
const MB = 1 << 20;

/** What of a call a pod has to know. */
type PodNeeds = Pick<CallNeeds, 'dialect' | 'frameMs' | 'callMs' | 'planAudioBytes' | 'webhook'>;

/** `again`: each place makes one call after another. */
export function podOf(
  size: PodSize,
  needs: PodNeeds,
  costs: MeasuredCosts,
  { targetAddresses, again }: { readonly targetAddresses: number; readonly again: boolean },
): Pod {
  const cost = costs.protocols.find(({ dialect }) => dialect === needs.dialect) ?? null;
  // As a run has it: one core is the system's, and the thread's that hands out the calls.
  const workers = size.workers ?? Math.max(1, Math.floor(size.cores) - 1);
  // What a call costs is for the most part what its frames cost.
  const frames = cost === null ? 1 : cost.frameMs / needs.frameMs;
  const coresPerCall = cost === null ? null : cost.coresPerCall * frames;
  const portsPerCall = again ? 1 + TIME_WAIT_S / (needs.callMs / 1000) : 1;
  const limits: PodLimit[] = [
    { kind: 'workers', holds: cost === null ? null : whole((workers * cost.heldPerWorker) / frames) },
    { kind: 'cores', holds: coresPerCall === null ? null : whole((size.cores * CORE_SHARE) / coresPerCall) },
    { kind: 'memory', holds: memoryHolds(size, needs, costs) },
    {
      kind: 'open_files',
      holds:
        size.openFiles === null || costs.baseFiles === null
          ? null
          : whole((size.openFiles - costs.baseFiles) / filesPerCall(needs)),
    },
    { kind: 'ports', holds: whole((size.ephemeralPorts * targetAddresses) / portsPerCall) },
  ];
  const first = limits.reduce<PodLimit | null>(
    (least, one) => (one.holds !== null && (least?.holds == null || one.holds < least.holds) ? one : least),
    null,
  );
  return { workers, limits, first: cost === null ? null : first, cost, coresPerCall, portsPerCall };
}

/** Of a process that makes so many calls: itself, the plan's audio as compiled and as frames, the calls. Null: not measured. */
export function memoryMbOf(
  calls: number,
  { planAudioBytes }: Pick<CallNeeds, 'planAudioBytes'>,
  { memory }: Pick<MeasuredCosts, 'memory'>,
): number | null {
  if (memory === null) return null;
  return memory.baseMb + (2 * planAudioBytes) / MB + (calls * memory.perCallKb) / 1024;
}

/** One for its socket; while a webhook names the stream, one for that. */
export function filesPerCall({ webhook }: Pick<CallNeeds, 'webhook'>): number {
  return webhook ? 2 : 1;
}

function memoryHolds({ memoryMb }: PodSize, needs: PodNeeds, costs: MeasuredCosts): number | null {
  const without = memoryMbOf(0, needs, costs);
  if (memoryMb === null || without === null || costs.memory === null) return null;
  return whole(((memoryMb - without) * 1024) / costs.memory.perCallKb);
}

function whole(calls: number): number {
  return Math.max(0, Math.floor(calls + 1e-9));
}
