/**
 * A bad network as a scenario writes it: on the whole or on one caller, read into the plan's words. What is wrong with a toxic
 * is an issue at its place.
 */

import type { PlanToxic } from '../core/plan/plan.ts';
import { get, listAt } from '../config/source.ts';
import type { Issue, Path } from '../config/source.ts';
import { durationMs } from '../config/value.ts';
import { readToxic } from '../network/read_toxic.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

type ToxicFile = NonNullable<ScenarioFile['network']>[number];

/** That of the scenario first, then each caller's own, in the order of the file. Of a file that has been checked. */
export function toxicsOf(file: ScenarioFile): readonly PlanToxic[] {
  return [
    ...(file.network ?? []).flatMap((entry) => toxicOf(entry)),
    ...file.callers.flatMap(({ name, network = [] }) => network.flatMap((entry) => toxicOf(entry, name))),
  ];
}

function toxicOf(entry: ToxicFile, caller?: string): readonly PlanToxic[] {
  const { toxic, stream = 'downstream', toxicity = 1, every, seed, ...rest } = entry;
  const { from, until, ...given } = rest as Readonly<Record<string, string | number>>;
  const reading = readToxic(toxic, given);
  if (!('ok' in reading)) return [];
  const fromMs = durationMs(from) ?? 0;
  const untilMs = durationMs(until);
  return [
    {
      toxic,
      stream,
      toxicity: typeof toxicity === 'string' ? Number(toxicity.slice(0, -1)) / 100 : toxicity,
      ...(every === undefined ? {} : { every }),
      ...(caller === undefined ? {} : { callers: [caller] }),
      ...(fromMs === 0 ? {} : { fromMs }),
      ...(untilMs === undefined ? {} : { untilMs }),
      ...(seed === undefined ? {} : { seed }),
      args: reading.ok,
    },
  ];
}

export function networkIssues(data: unknown): readonly Issue[] {
  return [
    ...issuesAt(data, []),
    ...listAt(data, 'callers').flatMap(([index, caller]) => issuesAt(caller, ['callers', index])),
  ];
}

function issuesAt(owner: unknown, path: Path): readonly Issue[] {
  return listAt(owner, 'network').flatMap(([index, entry]): readonly Issue[] => {
    const place = [...path, 'network', index];
    const name = get(entry, 'toxic');
    if (typeof name !== 'string' || name === '') return [];
    const { toxic: _, ...given } = entry as Readonly<Record<string, string | number>>;
    const reading = readToxic(name, given);
    if (!('ok' in reading)) {
      return [{ path: [...place, reading.at ?? 'toxic'], on: 'value', message: reading.mistake }];
    }
    const [fromMs, untilMs] = [durationMs(get(entry, 'from')) ?? 0, durationMs(get(entry, 'until'))];
    if (untilMs === undefined || untilMs > fromMs) return [];
    const message = `${name}: expected until to be later than from`;
    return [{ path: [...place, 'until'], on: 'value', message }];
  });
}
