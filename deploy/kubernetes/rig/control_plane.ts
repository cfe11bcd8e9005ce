/** A control plane of one machine: etcd, kube-apiserver, kube-controller-manager and kube-scheduler, real ones, thrown away afterwards. */

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessList } from './process_list.ts';

export interface ControlPlane {
  readonly server: string;
  readonly kubeconfig: string;
  readonly certificate: string;
  readonly tokenFile: string;
}

const PORT = 6443;
const ETCD = '127.0.0.1';
const SERVICES = '10.87.0.0/24';

export async function startControlPlane(
  processes: ProcessList,
  bin: string,
  folder: string,
  address: string,
): Promise<ControlPlane> {
  const token = randomBytes(16).toString('hex');
  const inFolder = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const tokens = inFolder('tokens.csv', `${token},rig,rig,"system:masters"\n`);
  const tokenFile = inFolder('token', token);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const accountKey = inFolder(
    'service-accounts.key',
    privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  );

  const [clients, peers] = [`http://${ETCD}:2379`, `http://${ETCD}:2380`];
  processes.start('etcd', 'etcd', [
    `--data-dir=${join(folder, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
  ]);
  const certificates = join(folder, 'certificates');
  const server = `https://${address}:${PORT}`;
  const api = processes.start('kube-apiserver', join(bin, 'kube-apiserver'), [
    `--etcd-servers=${clients}`,
    `--bind-address=${address}`,
    `--advertise-address=${address}`,
    `--secure-port=${PORT}`,
    `--cert-dir=${certificates}`,
    `--token-auth-file=${tokens}`,
    `--service-cluster-ip-range=${SERVICES}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${accountKey}`,
    `--service-account-signing-key-file=${accountKey}`,
    '--authorization-mode=RBAC',
    '--kubelet-preferred-address-types=InternalIP',
    '--endpoint-reconciler-type=none',
  ]);
  const certificate = join(certificates, 'apiserver.crt');
  await processes.waitFor('kube-apiserver writes its certificate', () => existsSync(certificate), api);
  const kubeconfig = inFolder('kubeconfig', kubeconfigText(server, certificate, token));
  const isReady = (): boolean =>
    succeeds(join(bin, 'kubectl'), [`--kubeconfig=${kubeconfig}`, 'get', '--raw', '/readyz']);
  await processes.waitFor('kube-apiserver is ready', isReady, api, 120_000);
  processes.start('kube-controller-manager', join(bin, 'kube-controller-manager'), [
    `--kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${accountKey}`,
    `--root-ca-file=${certificate}`,
    '--leader-elect=false',
    '--secure-port=0',
  ]);
  processes.start('kube-scheduler', join(bin, 'kube-scheduler'), [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
  ]);
  return { server, kubeconfig, certificate, tokenFile };
}

function kubeconfigText(server: string, certificate: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'rig', cluster: { server, 'certificate-authority': certificate } }],
    users: [{ name: 'rig', user: { token } }],
    contexts: [{ name: 'rig', context: { cluster: 'rig', user: 'rig', namespace: 'storm' } }],
    'current-context': 'rig',
  });
}

function succeeds(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
