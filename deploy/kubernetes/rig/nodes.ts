/** The rig's nodes: a kubelet stand-in each, in the node's network namespace. Knows which process a pod runs as. */

import { mkdirSync, readFileSync, realpathSync, writeFileSync, chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ControlPlane } from './control_plane.ts';
import { POD_BRIDGE, type NodePlace } from './network.ts';
import type { ProcessList, Started } from './process_list.ts';

export const IMAGE = 'callstorm:rig';
/** Of user and group in deploy/Dockerfile. */
const IMAGE_USER = 10_001;

export interface RigNode extends NodePlace {
  readonly kubelet: Started;
}

/** `repository`: what the image stands for, with its dist and node_modules. */
export function startNodes(
  processes: ProcessList,
  bin: string,
  folder: string,
  repository: string,
  plane: ControlPlane,
  places: readonly NodePlace[],
): readonly RigNode[] {
  const images = join(folder, 'images.json');
  writeFileSync(images, JSON.stringify({ [IMAGE]: imageOf(folder, repository) }));
  return places.map((place) => {
    const dir = join(folder, place.name);
    mkdirSync(dir);
    const args = [
      `--net=/run/netns/${place.namespace}`,
      '--',
      join(bin, 'kubelet-stand-in'),
      `--node=${place.name}`,
      `--address=${place.address}`,
      `--server=${plane.server}`,
      `--ca=${plane.certificate}`,
      `--token-file=${plane.tokenFile}`,
      `--dir=${dir}`,
      `--images=${images}`,
      `--bridge=${POD_BRIDGE}`,
      `--pods=${place.pods}`,
    ];
    return { ...place, kubelet: processes.start(`kubelet-${place.name}`, 'nsenter', args) };
  });
}

/** What deploy/Dockerfile puts into an image, as folders of this machine. */
function imageOf(folder: string, repository: string): unknown {
  const commands = join(folder, 'commands');
  mkdirSync(commands);
  const callstorm = join(commands, 'callstorm');
  writeFileSync(callstorm, '#!/bin/sh\nexec node /opt/callstorm/dist/cli/main.js "$@"\n');
  chmodSync(callstorm, 0o755);
  const node = dirname(realpathSync(process.execPath));
  const parts = ['dist', 'node_modules', 'fixtures', 'scenarios', 'package.json'];
  return {
    binds: [
      ...['/usr', '/etc'].map((path) => ({ from: path, to: path })),
      ...parts.map((part) => ({ from: join(repository, part), to: `/opt/callstorm/${part}` })),
      { from: commands, to: '/commands' },
      ...(node.startsWith('/usr/') ? [] : [{ from: node, to: '/node' }]),
    ],
    links: { bin: 'usr/bin', lib: 'usr/lib', lib64: 'usr/lib64', sbin: 'usr/sbin' },
    entrypoint: ['callstorm'],
    env: {
      PATH: `/commands:${node.startsWith('/usr/') ? node : '/node'}:/usr/local/bin:/usr/bin:/bin`,
      NODE_ENV: 'production',
    },
    workingDir: '/opt/callstorm',
    user: IMAGE_USER,
    group: IMAGE_USER,
  };
}

/** The process that is process 1 of a pod's container, by what the stand-in of its node printed. */
export function processOf(
  nodes: readonly RigNode[],
  pod: string,
): { readonly node: RigNode; readonly pid: number } {
  for (const node of nodes) {
    const line = new RegExp(`pod \\S+/${pod}, container \\S+ runs as process (\\d+) `).exec(
      readFileSync(node.kubelet.log, 'utf8'),
    );
    if (line !== null) return { node, pid: Number(line[1]) };
  }
  throw new Error(`no node runs the pod ${pod}`);
}
