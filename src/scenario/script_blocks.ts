/** The named blocks of steps that a script can use: the scenario's, and its caller's own, which go before those. */

import { get } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';

export interface Block {
  readonly steps: readonly unknown[];
  /** Where it is written. */
  readonly path: Path;
}

export type Blocks = ReadonlyMap<string, Block>;

/** Of the caller of this index, in a scenario's data. */
export function blocksFor(data: unknown, caller: number): Blocks {
  return new Map([...blocksAt(data, []), ...blocksAt(data, ['callers', caller])]);
}

function blocksAt(data: unknown, owner: Path): readonly (readonly [string, Block])[] {
  const blocks = get(data, ...owner, 'blocks');
  if (typeof blocks !== 'object' || blocks === null || Array.isArray(blocks)) return [];
  return Object.entries(blocks).flatMap(([name, steps]: readonly [string, unknown]) =>
    Array.isArray(steps) ? [[name, { steps, path: [...owner, 'blocks', name] }] as const] : [],
  );
}

/** Blocks that no script uses. `used`: where the runs of steps stand that scripts are made of. */
export function unusedBlocks(data: unknown, callers: number, used: readonly Path[]): readonly Issue[] {
  const owners: readonly Path[] = [[], ...Array.from({ length: callers }, (_, i) => ['callers', i])];
  return owners.flatMap((owner) =>
    blocksAt(data, owner).flatMap(([name, { path }]): readonly Issue[] => {
      if (used.some((place) => path.every((part, i) => place[i] === part))) return [];
      const message = `never reached: no script says use: ${name}`;
      return [{ path, on: 'key', message, hint: 'Use it, or remove it.', onlyIfAlone: true }];
    }),
  );
}
