/** How many calls this machine holds in each protocol whose cost was measured, and what is met first. Pure. */

import type { MeasuredCosts } from '../../forecast/machines/measured_costs.ts';
import { podOf, type PodLimit } from '../../forecast/machines/pod.ts';
import type { MachineReading } from './machine_reading.ts';

export interface Holds {
  readonly dialect: string;
  readonly frameMs: number;
  readonly workers: number;
  readonly limits: readonly PodLimit[];
  readonly first: PodLimit;
}

/** A call of such a length is meant, one after another, to one address of a target. */
export const MEANT_CALL_MS = 60_000;
/** By the standards (RFC 6335), 49152 to 65535: Windows and macOS keep to them, and Linux has more. */
const PORTS_UNLESS_TOLD = 16_384;

export function usableCores({ cores }: Pick<MachineReading, 'cores'>): number {
  return Math.min(cores.nodeCounts, cores.quota ?? Infinity);
}

export function usableMemoryMb({ memory }: Pick<MachineReading, 'memory'>): number {
  return Math.min(memory.availableMb, memory.limitMb ?? Infinity);
}

/** Connections that wait for their last packets are over for a new one, where the kernel lets them be. */
export function freePorts({ ports }: Pick<MachineReading, 'ports'>): number {
  return ports === null ? PORTS_UNLESS_TOLD : Math.max(0, ports.to - ports.from + 1);
}

export function holdsOf(reading: MachineReading, costs: MeasuredCosts): readonly Holds[] {
  return costs.protocols.flatMap(({ dialect, frameMs }) => {
    const { workers, limits, first } = podOf(
      {
        cores: usableCores(reading),
        workers: null,
        memoryMb: usableMemoryMb(reading),
        openFiles: reading.files?.hard ?? null,
        ephemeralPorts: freePorts(reading),
      },
      { dialect, frameMs, callMs: MEANT_CALL_MS, planAudioBytes: 0, webhook: false },
      costs,
      { targetAddresses: 1, again: reading.ports?.reuse !== 1 },
    );
    return first === null ? [] : [{ dialect, frameMs, workers, limits, first }];
  });
}
