/** Costs of a call that somebody states, laid over what was measured. Pure. */

import type { MeasuredCosts, ProtocolCost } from './measured_costs.ts';

export interface GivenCosts {
  /** Of the generator, for a thousand calls at once. */
  readonly coresPerThousand?: number;
  readonly callsPerWorker?: number;
  readonly memoryPerCallKb?: number;
}

/** Null: in this protocol nothing was measured, and cores and calls of a worker have to be given together. */
export function costsAsGiven(
  costs: MeasuredCosts,
  given: GivenCosts,
  { dialect, frameMs }: { readonly dialect: string; readonly frameMs: number },
): MeasuredCosts | null {
  const { coresPerThousand, callsPerWorker, memoryPerCallKb } = given;
  const memory =
    memoryPerCallKb === undefined
      ? costs.memory
      : { baseMb: costs.memory?.baseMb ?? 0, perCallKb: memoryPerCallKb };
  const named = [
    ...(coresPerThousand === undefined ? [] : [`${coresPerThousand} cores for 1,000 calls`]),
    ...(callsPerWorker === undefined ? [] : [`${callsPerWorker} calls a worker`]),
    ...(memoryPerCallKb === undefined ? [] : [`${memoryPerCallKb} KB a call`]),
  ];
  if (named.length === 0) return costs;
  const by = `${named.join(', ')} as given, all else by ${costs.by}`;
  if (coresPerThousand === undefined && callsPerWorker === undefined) return { ...costs, memory, by };
  const known = costs.protocols.find((one) => one.dialect === dialect);
  // Of frames of another length there are more or fewer, in the same time.
  const frames = known === undefined ? 1 : known.frameMs / frameMs;
  const coresPerCall =
    coresPerThousand === undefined
      ? known === undefined
        ? null
        : known.coresPerCall * frames
      : coresPerThousand / 1000;
  const heldPerWorker = callsPerWorker ?? (known === undefined ? null : known.heldPerWorker / frames);
  if (coresPerCall === null || heldPerWorker === null) return null;
  const protocol: ProtocolCost = {
    dialect,
    frameMs,
    calls: Math.floor(heldPerWorker),
    workers: 1,
    coresPerCall,
    heldPerWorker,
    sendLatenessP99Ms: known?.sendLatenessP99Ms ?? 0,
  };
  return {
    ...costs,
    memory,
    by,
    protocols: [...costs.protocols.filter((one) => one.dialect !== dialect), protocol],
  };
}
