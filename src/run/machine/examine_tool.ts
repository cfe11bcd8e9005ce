/** A program that some command makes use of: whether it is there, and what it is for. None is needed to make calls. Pure. */

import type { Examined } from './examined.ts';
import type { FoundTool } from './machine_reading.ts';

const uses: Readonly<Record<FoundTool['name'], { readonly what: string; readonly way: string }>> = {
  k6: { what: 'run --engine k6', way: 'put it on PATH, or its path into CALLSTORM_K6' },
  kubectl: { what: 'callstorm manifest | kubectl apply -f -, and kubectl logs', way: 'put it on PATH' },
  go: { what: 'this repository’s tests of the k6 script and of manifests', way: 'put it on PATH' },
  chromium: { what: 'this repository’s tests of the page', way: 'put it on PATH' },
};

export function examineTool({ name, path, version }: FoundTool): Examined {
  const { what, way } = uses[name];
  const found = path === null ? 'not found' : `${path}${version === null ? '' : `, ${version}`}`;
  return {
    name,
    health: 'ok',
    figure: `${found}; for ${what}${path === null ? `: ${way}` : ''}`,
    advice: null,
  };
}
