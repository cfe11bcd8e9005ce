/** The Grafana dashboard as it is shipped, and all that it asks Prometheus. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
    readonly targets?: readonly {
      readonly expr: string;
      readonly legendFormat: string;
      readonly refId: string;
    }[];
  }[];
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
  readonly annotations: { readonly list: readonly { readonly expr?: string }[] };
}

export const dashboard = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../deploy/grafana/callstorm.json', import.meta.url)), 'utf8'),
) as Dashboard;

/** Those of panels and notes; of a variable, the series whose labels it lists. */
export function expressionsOf({ panels, templating, annotations }: Dashboard): string[] {
  return [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...annotations.list.flatMap(({ expr }) => expr ?? []),
    ...templating.list.flatMap(
      ({ definition }) => /^label_values\((.*), \w+\)$/.exec(definition ?? '')?.[1] ?? [],
    ),
  ];
}
