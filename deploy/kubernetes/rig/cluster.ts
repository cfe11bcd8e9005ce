/** The cluster and what stands beside it: network, control plane, nodes, the agent that is called, and the namespace of the storm. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startControlPlane } from './control_plane.ts';
import { HOME_ADDRESS, makeNetwork } from './network.ts';
import { startNodes } from './nodes.ts';
import { ProcessList } from './process_list.ts';
import { Stage } from './stage.ts';

const NODES = 3;
const NAMESPACE = 'storm';
const AGENT_PORT = 8787;
const AGENT_KEY = 'rig-agent-key';

export interface Place {
  readonly bin: string;
  readonly folder: string;
  readonly repository: string;
}

export async function bringUp({ bin, folder, repository }: Place): Promise<Stage> {
  const processes = new ProcessList(folder);
  const places = makeNetwork(NODES);
  const plane = await startControlPlane(processes, bin, folder, HOME_ADDRESS);
  const nodes = startNodes(processes, bin, folder, repository, plane, places);
  const main = join(repository, 'dist/cli/main.js');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/callstorm'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, {
    mode: 0o755,
  });
  copyFileSync(join(import.meta.dirname, 'storm.yaml'), join(folder, 'storm.yaml'));
  const agentLog = join(folder, 'agent.ndjson');
  const agent = processes.start(
    'agent',
    process.execPath,
    [main, 'serve', '--host', HOME_ADDRESS, '--port', String(AGENT_PORT), '--log', agentLog],
    { env: { ...process.env, CALLSTORM_AGENT_KEY: AGENT_KEY } },
  );
  await processes.waitFor('the agent listens', () => accepts(HOME_ADDRESS, AGENT_PORT), agent);
  const target = `ws://${HOME_ADDRESS}:${AGENT_PORT}/v1/realtime`;
  const stage = new Stage({ bin, kubeconfig: plane.kubeconfig, folder, target, nodes, agentLog });
  await processes.waitFor('all nodes are ready', () => {
    const ready = stage.quietly(`kubectl get nodes --no-headers | grep -c ' Ready '`).text.trim();
    return ready === String(NODES);
  });
  stage.title('The cluster');
  stage.show('date -u; uname -sr; nproc; node --version; callstorm --version; etcd --version | head -1');
  stage.show('kubectl version');
  stage.show('kubectl get nodes -o wide');
  stage.show(`kubectl create namespace ${NAMESPACE}`);
  stage.show(`kubectl label namespace ${NAMESPACE} pod-security.kubernetes.io/enforce=restricted`);
  stage.show(`kubectl create secret generic callstorm-keys --from-literal=AGENT_KEY=${AGENT_KEY}`);
  // Of no use to a pod without a token, but none is admitted before its account is there.
  await stage.until(
    'the account of the namespace',
    () => stage.quietly('kubectl get serviceaccount default').code === 0,
  );
  return stage;
}

async function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
