/** How a plan of machines is told to people, in every view the same: what it takes, what holds it up, what to do about that. Pure. */

import { durationText } from '../../core/word/duration.ts';
import { visible } from '../../core/word/visible.ts';
import { CORE_SHARE, TIME_WAIT_S, type PodLimit, type PodLimitKind } from '../../forecast/machines/pod.ts';
import type { OuterLimit, ScalePlan } from '../../forecast/machines/scale_plan.ts';
import { WIRE_LAYERS, type WireLayer, type WireRate } from '../../forecast/machines/wire_rate.ts';
import { bytes, count, plural, usd } from '../figure.ts';
import { limitName } from '../limits/limits_text.ts';

export const UNKNOWN = 'unknown';

export function scaleConclusion(plan: ScalePlan): string {
  const { asked, fleet, stoppedBy, needs, pod } = plan;
  const calls = `${count(asked.atOnce)} calls at once`;
  if (stoppedBy !== null)
    return `${calls} do not get through: ${outerName(stoppedBy)} lets ${count(stoppedBy.holds)}. ${outerRemedy(stoppedBy, plan)}`;
  const up = `${bits(plan.upBitsPerSecond)} up`;
  if (fleet === null || pod.first === null) {
    return `${calls} are ${up}. How many machines they take is unknown: what a call costs in ${visible(needs.dialect)} was not measured. npm run bench:scale -- --dialect=${visible(needs.dialect)} --out FILE measures it; give that FILE as --measured.`;
  }
  return `${calls}: ${plural(fleet.pods, 'pod')} of ${plural(asked.pod.cores, 'core')}, ${count(fleet.callsPerPod)} calls each, ${up}. A pod is full first by its ${podLimitNames[pod.first.kind]}. ${podRemedies[pod.first.kind]}`;
}

const podLimitNames: Readonly<Record<PodLimitKind, string>> = {
  workers: 'workers',
  cores: 'cores',
  memory: 'memory',
  open_files: 'open files',
  ports: 'ports',
};

const podRemedies: Readonly<Record<PodLimitKind, string>> = {
  workers: 'More calls in each: more --workers-per-pod (and cores), or a measurement that held more.',
  cores:
    'More calls in each: more --cores-per-pod. As limits = requests, in whole cores: a throttled pod sends late.',
  memory: 'More calls in each: more --memory-per-pod.',
  open_files: 'More calls in each: raise the limit of open files of the container runtime (LimitNOFILE).',
  ports:
    'More calls in each: net.ipv4.ip_local_port_range="1024 65535" in the pod’s securityContext.sysctls, or more addresses of the target.',
};

/** What a pod holds by one of what it has. */
export function podHolds({ kind, holds }: PodLimit): string {
  if (holds !== null) return count(holds);
  switch (kind) {
    case 'memory':
      return 'not told: --memory-per-pod';
    case 'open_files':
      return 'not told: --open-files';
    case 'workers':
    case 'cores':
    case 'ports':
      return UNKNOWN;
  }
}

export function podLimitName(kind: PodLimitKind): string {
  return podLimitNames[kind];
}

export function outerName({ kind, name }: OuterLimit): string {
  switch (kind) {
    case 'account':
      return `the account, by its ${limitName(name as Parameters<typeof limitName>[0])},`;
    case 'nat_ports':
      return `${name}, by its ports,`;
    case 'nat_bandwidth':
      return `${name}, by its bandwidth,`;
    case 'nat_packets':
      return `${name}, by its packets a second,`;
  }
}

function outerRemedy({ kind, holds }: OuterLimit, { asked: { atOnce } }: ScalePlan): string {
  switch (kind) {
    case 'account':
      return `Ask the provider for ${holds === 0 || holds === null ? 'more' : `${count(Math.ceil((10 * atOnce) / holds) / 10)} times as much`}, or divide the calls among accounts.`;
    case 'nat_ports':
      return 'Give it more addresses, or the nodes addresses of their own.';
    case 'nat_bandwidth':
    case 'nat_packets':
      return `Use ${plural(holds === 0 || holds === null ? 2 : Math.ceil(atOnce / holds), 'gateway')}, one for each subnet, or give the nodes addresses of their own.`;
  }
}

/** A name and what is known of it, in the order in which one would ask. */
export function scaleRows(plan: ScalePlan): readonly (readonly [name: string, text: string])[] {
  const { asked, needs, fleet, pod, costs } = plan;
  const call = `${spell(needs.callMs)} each`;
  const inAll = asked.calls > asked.atOnce ? `${count(asked.calls)} in all, ` : '';
  return [
    [
      'calls',
      `${inAll}${count(asked.atOnce)} at once, ${call}; begun over ${spell(asked.rampMs)}, ~${spell(plan.durationMs)} altogether`,
    ],
    [
      'shares',
      fleet === null
        ? UNKNOWN
        : `${count(fleet.pods)}, a pod each, of ${count(fleet.callsPerPod)} calls; ${plural(fleet.nodes, 'node')} with ${count(asked.podsPerNode)} a node at the most`,
    ],
    [
      'cores',
      fleet === null || pod.coresPerCall === null
        ? UNKNOWN
        : `${count(fleet.cores)}, of which the calls take ${cores(fleet.coresUsed)} (${perThousand(pod.coresPerCall)} for 1,000 calls); ${plural(pod.workers, 'worker')} a pod`,
    ],
    [
      'memory',
      fleet?.memoryMbPerPod == null
        ? UNKNOWN
        : `${mb(fleet.memoryMbPerPod)} a pod, ${mb(fleet.memoryMbPerPod * fleet.pods)} in all; ask for ${mb(askFor(fleet.memoryMbPerPod))} a pod`,
    ],
    ['network up', networkText(plan)],
    ['  of a call', layersText(plan.up)],
    [
      'network down',
      `${bits(plan.downBitsPerSecond)} on average, ${bits(plan.downPeakBitsPerSecond)} with every agent speaking (more, where they send faster than they are heard)`,
    ],
    [
      'connections',
      `${count(Math.ceil(plan.connectionsPerSecond))} a second${needs.webhook ? ', and as many requests of webhooks' : ''}; ${needs.secure ? 'over TLS, each with a handshake, whose CPU was not measured' : 'without TLS'}`,
    ],
    ['open files', fleet?.filesPerPod == null ? UNKNOWN : `${count(fleet.filesPerPod)} a pod`],
    ['ports', portsText(plan)],
    [
      'log',
      plan.logBytes === null || needs.logBytes === null
        ? UNKNOWN
        : `${bytes(plan.logBytes)}, ${bytes(needs.logBytes)} a call${costs.logBytesPerWorkerMinute === null ? '; what each worker adds of itself was not measured' : ''}`,
    ],
    [
      'cost',
      plan.costUsd === null || plan.hourUsd === null
        ? `${UNKNOWN}: no prices of the model are known`
        : `${money(plan.costUsd)} for ${plural(asked.calls, 'call')}, ${money(plan.hourUsd)} an hour of ${count(asked.atOnce)} at once, with the provider; machines come on top`,
    ],
    ['account', accountText(plan)],
  ];
}

function networkText({
  upBitsPerSecond,
  upMessageBitsPerSecond,
  upPacketsPerSecond,
  fleet,
  asked,
}: ScalePlan): string {
  const all = `${bits(upBitsPerSecond)} (${bits(upMessageBitsPerSecond)} of it messages), ${count(Math.round(upPacketsPerSecond))} packets a second`;
  if (fleet === null) return all;
  const { gbitPerNode } = asked;
  const node = `${bits(fleet.upBitsPerNode)} a node${gbitPerNode === null ? ' (--gbit-per-node: not told)' : ` of ${count(gbitPerNode)} Gbit/s`}`;
  return `${all}; ${bits(fleet.upBitsPerPod)} a pod, ${node}`;
}

const layerNames: Readonly<Record<WireLayer, string>> = {
  audio: 'audio',
  base64: 'base64',
  message: 'message',
  websocket: 'WebSocket',
  tls: 'TLS',
  tcp_ip: 'TCP/IP',
};

/** `623 kbit/s: audio 384, base64 128 …`. */
function layersText({ layers, bytesPerSecond }: WireRate): string {
  const parts = WIRE_LAYERS.filter((layer) => layers[layer] > 0).map(
    (layer) => `${layerNames[layer]} ${kbit(layers[layer])}`,
  );
  return `${kbit(bytesPerSecond)} kbit/s: ${parts.join(', ')}`;
}

function portsText({ fleet, asked, pod: { portsPerCall } }: ScalePlan): string {
  if (fleet === null) return UNKNOWN;
  const waiting =
    portsPerCall > 1
      ? `, ${count(Math.round((fleet.portsPerPod * (portsPerCall - 1)) / portsPerCall))} of them for ${TIME_WAIT_S} s after their call, where this side closes first`
      : '';
  return `${count(fleet.portsPerPod)} a pod${waiting}; its address has ${count(asked.pod.ephemeralPorts)} to each address of the target (${count(asked.targetAddresses)})`;
}

function accountText({ account }: ScalePlan): string {
  if (account === null)
    return 'not told: --provider, or --sessions, --tokens-per-minute … (callstorm limits says more)';
  const first = account.first?.atOnce;
  const met =
    first == null ? 'tells nothing here' : `lets ${count(Math.floor(first.value))} calls through at once`;
  return `${met} (${visible(account.stated.source)})`;
}

export function scaleNotes({ needs, costs, pod }: ScalePlan): readonly string[] {
  const { cost } = pod;
  const scaled =
    cost === null || cost.frameMs === needs.frameMs
      ? ''
      : `, at frames of ${cost.frameMs} ms, and reckoned for ${needs.frameMs} ms by their number`;
  return [
    `Costs: ${visible(costs.where)}; ${visible(costs.by)}, ${visible(costs.measuredOn)}${cost === null ? '' : ` (${count(cost.calls)} calls on ${plural(cost.workers, 'worker')}${scaled})`}. ${needs.secure ? 'What TLS takes was not measured: try one pod first. ' : ''}Another machine: npm run bench:scale -- --out FILE, then --measured FILE.`,
    `A worker is planned for as many calls as one was seen to hold, and cores for ${CORE_SHARE * 100}% of what they could do.`,
    `Network: IPv4, MTU 1,500; acknowledgements, handshakes and Ethernet’s own framing not counted.`,
    `Assumed: ${needs.assumed.map(visible).join('; ')}.`,
  ];
}

export const TRANSLATION_COLUMNS = ['leaving through', 'each address', 'needed', 'it has', 'forgets after'];

export function translationCells({
  through,
  of,
  addresses,
}: ScalePlan['translations'][number]): readonly string[] {
  return [
    through.title,
    `${count(through.perAddress)} to an address`,
    addresses === null ? UNKNOWN : `${count(addresses)}${of === 'node' ? ' a node' : ''}`,
    through.mostAddresses === null
      ? UNKNOWN
      : `${count(through.mostAddresses)}${of === 'node' ? ' a node' : ''}`,
    through.idleSeconds === null ? UNKNOWN : `${count(through.idleSeconds)} s`,
  ];
}

export function bits(perSecond: number): string {
  if (perSecond >= 1e9) return `${count(Number((perSecond / 1e9).toPrecision(3)))} Gbit/s`;
  if (perSecond >= 1e6) return `${count(Number((perSecond / 1e6).toPrecision(3)))} Mbit/s`;
  return `${count(Number((perSecond / 1e3).toPrecision(3)))} kbit/s`;
}

export function mb(amount: number): string {
  return amount >= 10_240
    ? `${count(Number((amount / 1024).toFixed(1)))} GiB`
    : `${count(Math.ceil(amount))} MiB`;
}

/** What a pod is to ask for: half as much again, in steps of 64 MiB. */
function askFor(memoryMb: number): number {
  return Math.ceil((memoryMb * 1.5) / 64) * 64;
}

function kbit(bytesPerSecond: number): string {
  return count(Number(((bytesPerSecond * 8) / 1000).toPrecision(3)));
}

/** What is less than a core is not none. */
function cores(amount: number): string {
  return amount < 1 ? String(Number(amount.toPrecision(2))) : count(Number(amount.toPrecision(3)));
}

function perThousand(cores: number): string {
  return String(Number((cores * 1000).toPrecision(2)));
}

/** Three digits are more than an estimate has. */
function money(amount: number): string {
  const rounded = Number(amount.toPrecision(3));
  return rounded >= 100 ? `~$${count(rounded)}` : `~${usd(rounded)}`;
}

function spell(ms: number): string {
  return durationText(Math.round(ms / 1000) * 1000);
}
