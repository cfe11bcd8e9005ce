/**
 * What stands between the pods and the target holds only so many connections: network address translation and load balancers, as
 * data, dated, each with its source. Null: not stated there, or not found; never that there is no such limit.
 */

export interface AddressTranslation {
  /** As it is asked for: `--nat`. */
  readonly name: string;
  readonly title: string;
  /** Connections at once from one of its addresses to one address and port of the target. */
  readonly perAddress: number;
  readonly mostAddresses: number | null;
  /** Of all addresses together. */
  readonly gbitPerSecond: number | null;
  readonly packetsPerSecond: number | null;
  /** A connection on which nothing is sent for so long is forgotten. */
  readonly idleSeconds: number | null;
  readonly notes: string | null;
  readonly source: string;
  readonly date: string;
}

export const addressTranslations: readonly AddressTranslation[] = [
  {
    name: 'aws-nat-gateway',
    title: 'AWS NAT gateway',
    perAddress: 55_000,
    mostAddresses: 8,
    gbitPerSecond: 100,
    packetsPerSecond: 10_000_000,
    idleSeconds: 350,
    notes:
      'One gateway: begins with 5 Gbit/s and a million packets a second, and grows by itself. More of either: a gateway for each subnet.',
    source: 'AWS, VPC user guide, “NAT gateway basics”',
    date: '2026-11',
  },
  {
    name: 'google-cloud-nat',
    title: 'Google Cloud NAT',
    perAddress: 64_512,
    mostAddresses: null,
    gbitPerSecond: null,
    packetsPerSecond: null,
    idleSeconds: 1200,
    notes:
      'Of these, a machine is given 64 ports unless told otherwise: raise the minimum (or allow dynamic allocation) to the calls of a node.',
    source: 'Google Cloud, “Cloud NAT: IP addresses and ports”',
    date: '2026-11',
  },
  {
    name: 'azure-nat-gateway',
    title: 'Azure NAT Gateway',
    perAddress: 50_000,
    mostAddresses: 16,
    gbitPerSecond: 50,
    packetsPerSecond: null,
    idleSeconds: 240,
    notes:
      'An address has 64,512 ports, and is said to hold 50,000 connections to one address and port of the internet.',
    source: 'Microsoft Learn, “Azure NAT Gateway resource”',
    date: '2026-11',
  },
  {
    name: 'linux-masquerade',
    title: 'a Linux node that masquerades its pods',
    perAddress: 64_512,
    mostAddresses: 1,
    gbitPerSecond: null,
    packetsPerSecond: null,
    idleSeconds: 432_000,
    notes:
      'Ports 1024 to 65535 of each node’s address, so it counts for every node by itself; net.netfilter.nf_conntrack_max holds too.',
    source: 'Linux, nf_nat_core.c and nf_conntrack-sysctl',
    date: '2026-11',
  },
];

export interface LoadBalancerNote {
  readonly title: string;
  readonly says: string;
  readonly source: string;
  readonly date: string;
}

/** On the target's side. No figure of a plan comes from these: how many addresses and backends stand behind a name, only its owner knows. */
export const loadBalancerNotes: readonly LoadBalancerNote[] = [
  {
    title: 'AWS Application Load Balancer',
    says: 'ends a connection on which nothing was sent for 60 s, unless told otherwise',
    source: 'AWS, Elastic Load Balancing user guides, idle timeout',
    date: '2026-11',
  },
  {
    title: 'AWS Network Load Balancer',
    says: 'without client IP preservation, or over PrivateLink: 55,000 connections at once (or a minute) to each backend address and port; idle timeout 350 s',
    source: 'AWS, “Target groups for your Network Load Balancers”',
    date: '2026-11',
  },
  {
    title: 'Google Cloud HTTP(S) load balancer',
    says: 'ends a WebSocket after the backend service’s timeout, idle or not: 30 s unless told otherwise, so a call is cut in the middle',
    source: 'Google’s ingress-gce, WebSocket example',
    date: '2026-11',
  },
  {
    title: 'Azure Load Balancer, outbound rules',
    says: '64,000 ports of each frontend address, to be divided among the machines beforehand',
    source: 'Microsoft Learn, “Source network address translation for outbound connections”',
    date: '2026-11',
  },
];
