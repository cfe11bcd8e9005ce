/** Quantities as Kubernetes writes them, e.g. `500m` or `1.5Gi`. Pure. */

import type { PodResources } from './sharded_run.ts';

const CPU = /^(?:\d{1,6}m|\d{1,4}(?:\.\d{1,3})?)$/;
const MEMORY = /^\d{1,15}(?:\.\d{1,3})?(?:[kMGT]|[KMGT]i)?$/;

/** `cpu=2,memory=1Gi`, or one of them. Undefined: it is none. */
export function podResources(text: string, otherwise: PodResources): PodResources | undefined {
  const found = new Map<string, string>();
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^\s*(cpu|memory)=(\S+)\s*$/.exec(part) ?? [];
    const fits = name === 'cpu' ? CPU.test(value) : MEMORY.test(value);
    if (name === '' || !fits || Number.parseFloat(value) === 0 || found.has(name)) return undefined;
    found.set(name, value);
  }
  return { cpu: found.get('cpu') ?? otherwise.cpu, memory: found.get('memory') ?? otherwise.memory };
}
