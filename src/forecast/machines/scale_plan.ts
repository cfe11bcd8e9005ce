/**
 * What so many calls at once take: pods and nodes, network, ports, log, money; and which limit is met first. Reckoned from one call of
 * the plan, from costs that were measured, and from what is told of the cluster, the way out of it and the account. What was not measured
 * or not told is null: it is said to be unknown, and never stands for "enough". Pure.
 */

import { accountLimits, type AccountLimits, type StatedLimits } from '../limits/account_limits.ts';
import type { CallNeeds } from './call_needs.ts';
import type { MeasuredCosts } from './measured_costs.ts';
import type { AddressTranslation } from './middlebox_table.ts';
import { filesPerCall, memoryMbOf, podOf, type Pod, type PodSize } from './pod.ts';
import { translated, type Translated } from './translated.ts';
import { wireRate, type WireRate } from './wire_rate.ts';

export interface ScaleAsked {
  /** In all, and at once. */
  readonly calls: number;
  readonly atOnce: number;
  /** Over which they begin. */
  readonly rampMs: number;
  readonly pod: PodSize;
  readonly podsPerNode: number;
  /** Of one node's network, in each direction. Null: not told. */
  readonly gbitPerNode: number | null;
  /** That the target's name stands for, at one port. */
  readonly targetAddresses: number;
  /** Through which the pods reach the target. Null: not told. */
  readonly nat: { readonly through: AddressTranslation; readonly addresses: number | null } | null;
  /** Of the account with the provider. Null: not told. */
  readonly limits: StatedLimits | null;
  readonly seed: number;
}

/** Something outside the pods that lets only so many calls through. */
export interface OuterLimit {
  readonly kind: 'account' | 'nat_ports' | 'nat_bandwidth' | 'nat_packets';
  readonly name: string;
  /** Calls at once. Null: it cannot be told from what is known. */
  readonly holds: number | null;
}

export interface ScalePlan {
  readonly asked: ScaleAsked;
  readonly needs: CallNeeds;
  readonly costs: MeasuredCosts;
  readonly pod: Pod;
  /** Null: what a call costs in this protocol was not measured. */
  readonly fleet: Fleet | null;
  /** Of one call while it sends, and while the agent speaks; of all, on average and at the most. */
  readonly up: WireRate;
  readonly down: WireRate;
  readonly upBitsPerSecond: number;
  /** Of these, the WebSocket's messages, without any header. */
  readonly upMessageBitsPerSecond: number;
  readonly downBitsPerSecond: number;
  /** All agents speaking at one instant, no faster than they are heard. */
  readonly downPeakBitsPerSecond: number;
  readonly upPacketsPerSecond: number;
  /** While they begin, and while each call that ends is followed by another. */
  readonly connectionsPerSecond: number;
  readonly durationMs: number;
  readonly translations: readonly Translated[];
  readonly account: AccountLimits | null;
  readonly logBytes: number | null;
  readonly costUsd: number | null;
  /** Of an hour of so many calls at once. */
  readonly hourUsd: number | null;
  readonly outer: readonly OuterLimit[];
  /** The outer limit that lets the fewest through, where that is fewer than were asked for. */
  readonly stoppedBy: OuterLimit | null;
}

export interface Fleet {
  /** One pod makes one share. */
  readonly pods: number;
  readonly nodes: number;
  readonly callsPerPod: number;
  readonly callsPerNode: number;
  /** That are asked for, and that the calls take. */
  readonly cores: number;
  readonly coresUsed: number;
  readonly memoryMbPerPod: number | null;
  readonly filesPerPod: number | null;
  /** Of a pod’s address, and of a node’s where its pods leave by that. */
  readonly portsPerPod: number;
  readonly portsPerNode: number;
  readonly upBitsPerPod: number;
  readonly upBitsPerNode: number;
}

export function scalePlan(asked: ScaleAsked, needs: CallNeeds, costs: MeasuredCosts): ScalePlan {
  const { calls, atOnce, nat } = asked;
  const again = calls > atOnce;
  const pod = podOf(asked.pod, needs, costs, { targetAddresses: asked.targetAddresses, again });
  const up = wireRate(needs.sent, 1000 / needs.frameMs, { toServer: true, secure: needs.secure });
  const down = wireRate(needs.received, 1000 / needs.receivedPerMessageMs, {
    toServer: false,
    secure: needs.secure,
  });
  const upBitsPerCall = up.bytesPerSecond * needs.sendingShare * 8;
  const fleet = fleetOf(asked, needs, costs, pod, upBitsPerCall);
  const callSeconds = needs.callMs / 1000;
  const upPacketsPerSecond = up.packetsPerSecond * needs.sendingShare * atOnce;
  const account =
    asked.limits === null ? null : accountLimits(asked.limits, needs.metered, [], null, asked.seed);
  const durationMs = asked.rampMs + (calls / atOnce) * needs.callMs;
  const outer = outerLimits(asked, account, nat, pod, {
    bitsPerCall: upBitsPerCall,
    packetsPerCall: upPacketsPerSecond / atOnce,
  });
  const least = outer.reduce<OuterLimit | null>(
    (least, one) => (one.holds !== null && (least?.holds == null || one.holds < least.holds) ? one : least),
    null,
  );
  return {
    asked,
    needs,
    costs,
    pod,
    fleet,
    up,
    down,
    upBitsPerSecond: upBitsPerCall * atOnce,
    upMessageBitsPerSecond: up.messageBytesPerSecond * needs.sendingShare * atOnce * 8,
    downBitsPerSecond: down.bytesPerSecond * needs.receivingShare * atOnce * 8,
    downPeakBitsPerSecond: down.bytesPerSecond * atOnce * 8,
    upPacketsPerSecond,
    connectionsPerSecond: Math.max(
      asked.rampMs > 0 ? atOnce / (asked.rampMs / 1000) : atOnce,
      again ? atOnce / callSeconds : 0,
    ),
    durationMs,
    translations: translated(atOnce * pod.portsPerCall, asked.targetAddresses, fleet),
    account,
    logBytes: logBytesOf(needs, costs, calls, (fleet?.pods ?? 0) * pod.workers, durationMs),
    costUsd: needs.usd === null ? null : needs.usd * calls,
    hourUsd: needs.usd === null ? null : (needs.usd * atOnce * 3600) / callSeconds,
    outer,
    stoppedBy: least?.holds != null && least.holds < atOnce ? least : null,
  };
}

function fleetOf(
  { atOnce, podsPerNode, gbitPerNode, pod: size }: ScaleAsked,
  needs: CallNeeds,
  costs: MeasuredCosts,
  { first, coresPerCall, portsPerCall }: Pod,
  upBitsPerCall: number,
): Fleet | null {
  if (first?.holds == null || first.holds === 0 || coresPerCall === null) return null;
  const pods = Math.ceil(atOnce / first.holds);
  // The calls of a share are every n-th: no two shares differ by more than one.
  const callsPerPod = Math.ceil(atOnce / pods);
  const byNetwork = gbitPerNode === null ? 0 : Math.ceil((atOnce * upBitsPerCall) / (gbitPerNode * 1e9));
  const nodes = Math.max(Math.ceil(pods / podsPerNode), byNetwork);
  const callsPerNode = Math.ceil(pods / nodes) * callsPerPod;
  return {
    pods,
    nodes,
    callsPerPod,
    callsPerNode,
    cores: pods * size.cores,
    coresUsed: atOnce * coresPerCall,
    memoryMbPerPod: memoryMbOf(callsPerPod, needs, costs),
    filesPerPod: costs.baseFiles === null ? null : costs.baseFiles + callsPerPod * filesPerCall(needs),
    portsPerPod: Math.ceil(callsPerPod * portsPerCall),
    portsPerNode: Math.ceil(callsPerNode * portsPerCall),
    upBitsPerPod: callsPerPod * upBitsPerCall,
    upBitsPerNode: callsPerNode * upBitsPerCall,
  };
}

function outerLimits(
  { targetAddresses }: ScaleAsked,
  account: AccountLimits | null,
  nat: ScaleAsked['nat'],
  { portsPerCall }: Pod,
  { bitsPerCall, packetsPerCall }: { readonly bitsPerCall: number; readonly packetsPerCall: number },
): readonly OuterLimit[] {
  const limits: OuterLimit[] = (account?.limits ?? []).map(({ kind, atOnce }) => ({
    kind: 'account',
    name: kind,
    holds: atOnce === null ? null : Math.floor(atOnce.value + 1e-9),
  }));
  if (nat === null) return limits;
  const { title, perAddress, mostAddresses, gbitPerSecond, packetsPerSecond } = nat.through;
  const addresses = nat.addresses ?? mostAddresses;
  const holds = (allowed: number | null, perCall: number): number | null =>
    allowed === null ? null : Math.floor(allowed / perCall);
  return [
    ...limits,
    {
      kind: 'nat_ports',
      name: title,
      holds: holds(addresses === null ? null : perAddress * addresses * targetAddresses, portsPerCall),
    },
    {
      kind: 'nat_bandwidth',
      name: title,
      holds: holds(gbitPerSecond === null ? null : gbitPerSecond * 1e9, bitsPerCall),
    },
    { kind: 'nat_packets', name: title, holds: holds(packetsPerSecond, packetsPerCall) },
  ];
}

function logBytesOf(
  { logBytes }: CallNeeds,
  { logBytesPerWorkerMinute }: MeasuredCosts,
  calls: number,
  workers: number,
  durationMs: number,
): number | null {
  if (logBytes === null) return null;
  return logBytes * calls + ((logBytesPerWorkerMinute ?? 0) * workers * durationMs) / 60_000;
}
