/**
 * Where baselines are kept: one small file each, by scenario, target and name, and one more that says which name is in use. Made to be
 * committed. A file that is none, or that somebody broke, is told with what is wrong in it.
 */

import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '../core/word/config_error.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { reasonOf, unreadReasonOf } from '../disk/disk_trouble.ts';
import { expectRegular } from '../disk/read_regular.ts';
import { writeWhole } from '../disk/write_whole.ts';
import type { ComparedRun, RunIdentity } from '../report/compare/compared_run.ts';
import {
  baselineText,
  runOfBaseline,
  savedBaseline,
  wrongInBaseline,
  type SavedBaseline,
} from '../report/compare/saved_baseline.ts';

export const BASELINES = 'reports/baselines';
export const USUAL_NAME = 'main';
const IN_USE = 'in-use.json';
const MOST_BYTES = 20e6;

export interface KeptBaseline {
  readonly file: string;
  readonly baseline: SavedBaseline;
}

export async function baselinesIn(folder: string): Promise<readonly KeptBaseline[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new ConfigError(`the baselines cannot be read: ${unreadReasonOf(error)}`, {
      code: 'baseline_unreadable',
      file: folder,
    });
  }
  const found: KeptBaseline[] = [];
  for (const name of [...names].sort()) {
    if (!name.endsWith('.json') || name === IN_USE) continue;
    const file = join(folder, name);
    const value = await jsonOf(file);
    const mistake = wrongInBaseline(value);
    if (mistake !== null) {
      throw new ConfigError(`expected ${mistake.expected}${mistake.path === '' ? ' of a baseline' : ''}`, {
        code: 'baseline_invalid',
        file,
        ...(mistake.path === '' ? {} : { path: mistake.path.slice(1) }),
        hint: 'Save it again from its run, or remove the file.',
      });
    }
    found.push({ file, baseline: value as SavedBaseline });
  }
  return found;
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    await expectRegular(file, MOST_BYTES);
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'this is no JSON' : unreadReasonOf(error);
    throw new ConfigError(`expected a baseline: ${why}`, {
      code: 'baseline_invalid',
      file,
      hint: 'Save it again from its run, or remove the file.',
    });
  }
}

/** `name` null: the one in use. Of the run’s scenario and target, or else one that tells why it does not fit. */
export async function baselineFor(
  folder: string,
  name: string | null,
  run: RunIdentity,
): Promise<ComparedRun> {
  const wanted = name ?? (await nameInUse(folder));
  const kept = await baselinesIn(folder);
  const named = kept.filter(({ baseline }) => baseline.name === wanted);
  const own = named.find(({ baseline }) => isOf(baseline, run));
  const found = own ?? named.find(({ baseline }) => baseline.identity.scenario === run.scenario) ?? named[0];
  if (found !== undefined) return runOfBaseline(found.baseline);
  const names = [...new Set(kept.map(({ baseline }) => baseline.name))];
  const known = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
  throw new ConfigError(
    `expected a run or a baseline, found neither by the name ${wanted}${didYouMean(wanted, names)}; of baselines ${known}`,
    {
      code: 'baseline_missing',
      file: folder,
      hint: `callstorm baseline save <run>${wanted === USUAL_NAME ? '' : ` --name ${wanted}`}, or give two runs`,
    },
  );
}

export function isOf({ identity }: SavedBaseline, run: RunIdentity): boolean {
  return identity.scenario === run.scenario && identity.target.url === run.target.url;
}

/** Takes the place of the one of the same scenario, target and name. */
export async function saveBaseline(
  folder: string,
  name: string,
  run: ComparedRun,
): Promise<{ readonly file: string; readonly replaced: boolean; readonly kept: number }> {
  const { scenario, target } = run.identity;
  const former = (await baselinesIn(folder)).find(
    ({ baseline }) => baseline.name === name && isOf(baseline, run.identity),
  );
  const file = former?.file ?? (await freeFile(folder, [scenario, target.url, name].map(slug).join('--')));
  const baseline = savedBaseline(name, run);
  try {
    await writeWhole(file, baselineText(baseline));
  } catch (error) {
    throw new ConfigError(`could not be written: ${reasonOf(error)}`, { code: 'out_unwritable', file });
  }
  return { file, replaced: former !== undefined, kept: baseline.numbers.length };
}

/** Names that are written alike are not the same. */
async function freeFile(folder: string, stem: string): Promise<string> {
  for (let n = 1; ; n++) {
    const file = join(folder, n === 1 ? `${stem}.json` : `${stem}-${n}.json`);
    if ((await stat(file).catch(() => null)) === null) return file;
  }
}

export async function nameInUse(folder: string): Promise<string> {
  const file = join(folder, IN_USE);
  if ((await stat(file).catch(() => null)) === null) return USUAL_NAME;
  const { name } = (await jsonOf(file)) as { readonly name?: unknown };
  return typeof name === 'string' ? name : USUAL_NAME;
}

export async function putInUse(folder: string, name: string): Promise<void> {
  const file = join(folder, IN_USE);
  try {
    await writeWhole(file, `${JSON.stringify({ version: 1, name })}\n`);
  } catch (error) {
    throw new ConfigError(`could not be written: ${reasonOf(error)}`, { code: 'out_unwritable', file });
  }
}

export async function removeFile(file: string): Promise<void> {
  try {
    await rm(file);
  } catch (error) {
    throw new ConfigError(`could not be removed: ${unreadReasonOf(error)}`, {
      code: 'baseline_unreadable',
      file,
    });
  }
}

function slug(text: string): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'x';
}
