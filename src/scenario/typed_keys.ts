/**
 * What callers type on the keys of a telephone: from what is written to the steps of a plan, what is wrong with it, and whether the
 * protocol that is spoken has keys at all.
 */

import type { KeyPart, PlanStep } from '../core/call/script.ts';
import { ConfigError } from '../core/word/config_error.ts';
import type { Dialect } from '../dialect/dialect.ts';
import { durationMs } from '../config/value.ts';
import { get, type Issue, type Path } from '../config/source.ts';
import { given } from './given.ts';
import type { DtmfFile } from './schema/dtmf_schema.ts';
import type { Scenario } from './scenario.ts';
import type { ScriptLayout } from './script_layout.ts';

export function dtmfOf(written: DtmfFile): PlanStep {
  const file = typeof written === 'string' ? { digits: written } : written;
  return { op: 'dtmf', keys: partsOf(file), ...given('pauseMs', durationMs(get(file, 'pause'))) };
}

function partsOf(file: Exclude<DtmfFile, string>): readonly KeyPart[] {
  if ('digits' in file) return [{ keys: withoutSpaces(file.digits) }];
  const { number, then } = file;
  return [
    { number: number === 'order_number' ? 'orderNumber' : 'phone' },
    ...(then === undefined ? [] : [{ keys: withoutSpaces(then) }]),
  ];
}

function withoutSpaces(keys: string): string {
  return keys.replaceAll(' ', '');
}

const mapKeys = ['digits', 'number', 'then', 'pause'] as const;

/** A map has one thing to type; a key that it may not have is told by the schema. */
export function dtmfIssues({ steps, places }: ScriptLayout): readonly Issue[] {
  return steps.flatMap((step, index): readonly Issue[] => {
    const dtmf = get(step, 'dtmf');
    if (typeof dtmf !== 'object' || dtmf === null) return [];
    const path: Path = [...(places[index] as Path), 'dtmf'];
    const digits = get(dtmf, 'digits') !== undefined;
    const number = get(dtmf, 'number') !== undefined;
    if (Object.keys(dtmf).some((key) => !(mapKeys as readonly string[]).includes(key))) return [];
    if (digits === number) {
      const found = digits ? 'both' : 'neither';
      return [{ path, on: 'value', message: `expected digits or number, found ${found}` }];
    }
    if (number || get(dtmf, 'then') === undefined) return [];
    const message = 'expected no then beside digits: write all keys under digits';
    return [{ path: [...path, 'then'], on: 'key', message }];
  });
}

/** Throws ConfigError where somebody types, and nothing of it could be told. */
export function refuseKeysWithout(dialect: Pick<Dialect, 'name' | 'keypad'>, { callers }: Scenario): void {
  if (dialect.keypad === true) return;
  for (const { name, steps } of callers) {
    if (!steps.some(({ op }) => op === 'dtmf')) continue;
    const message = `caller "${name}" types on the keys of a telephone (dtmf), and ${dialect.name} carries none`;
    throw new ConfigError(message, {
      code: 'dialect_lacks_keys',
      path: 'callers',
      hint: 'Say the number instead: say: {digits: "407112"}; or set target.dialect to one of a telephone.',
    });
  }
}
