/**
 * The network of the rig's world: a bridge, where the API server and the agent listen, and a network namespace for each node, joined to
 * it by one cable, a veth pair. A pod's namespace hangs behind its node's. Pulling a node's cable cuts off all that is on it, the kubelet
 * stand-in too, as a real one does. Nothing in it leads out, and this machine's own network is not touched.
 */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';

export interface NodePlace {
  readonly name: string;
  readonly address: string;
  /** First three numbers of its pods' addresses. */
  readonly pods: string;
  /** Name of its network namespace. */
  readonly namespace: string;
  /** Name of the bridge's end of its cable. */
  readonly cable: string;
}

const BRIDGE = 'rig';
const NETWORK = '10.86';
/** Where ip keeps the names of namespaces. */
const NAMES = '/run/netns';

/** Of the API server and the agent. */
export const HOME_ADDRESS = `${NETWORK}.0.1`;
/** Of a node, to which its pods are joined. */
export const POD_BRIDGE = 'pods';

/** Makes the bridge, and a place for each node on it. */
export function makeNetwork(nodes: number): readonly NodePlace[] {
  if (!existsSync(NAMES)) mkdirSync(NAMES);
  // Names of this world alone: mounts made here are seen nowhere else.
  run('mount', '-t tmpfs names /run/netns');
  ip('link set lo up');
  ip(`link add ${BRIDGE} type bridge`);
  ip(`addr add ${HOME_ADDRESS}/24 dev ${BRIDGE}`);
  ip(`link set ${BRIDGE} up`);
  return Array.from({ length: nodes }, (_, index) => joinNode(index + 1));
}

function joinNode(number: number): NodePlace {
  const name = `node-${number}`;
  const place = {
    name,
    namespace: name,
    address: `${NETWORK}.0.${10 + number}`,
    pods: `${NETWORK}.${number}`,
    cable: `cable-${number}`,
  };
  ip(`netns add ${name}`);
  ip(`link add ${place.cable} type veth peer name eth0 netns ${name}`);
  ip(`link set ${place.cable} master ${BRIDGE} up`);
  ip(`-n ${name} link set lo up`);
  ip(`-n ${name} addr add ${place.address}/24 dev eth0`);
  ip(`-n ${name} link set eth0 up`);
  ip(`-n ${name} route add default via ${HOME_ADDRESS}`);
  ip(`-n ${name} link add ${POD_BRIDGE} type bridge`);
  ip(`-n ${name} addr add ${place.pods}.1/24 dev ${POD_BRIDGE}`);
  ip(`-n ${name} link set ${POD_BRIDGE} up`);
  ip(`netns exec ${name} sysctl -qw net.ipv4.ip_forward=1`);
  ip(`route add ${place.pods}.0/24 via ${place.address}`);
  return place;
}

function ip(line: string): void {
  run('ip', line);
}

function run(command: string, line: string): void {
  execFileSync(command, line.split(' '), { stdio: ['ignore', 'ignore', 'inherit'] });
}
