/**
 * From a file to a scenario. Whatever the format, every mistake is found in one go and thrown together, each with its
 * place; a scenario that comes back has none.
 */

import { existsSync, statSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import { unreadable } from '../disk/disk_trouble.ts';
import { BUILT } from '../disk/own_file.ts';
import { readRegular } from '../disk/read_regular.ts';
import { fixturesDirsFor, loadRepertoire } from './library.ts';
import { meaningIssues } from './scenario_meaning.ts';
import type { Surroundings } from './scenario_meaning.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { readPriceFile } from './price_file.ts';
import { readModule } from './module.ts';
import { ownNoisesFor, pinned } from './own_noise.ts';
import type { Repertoire } from './repertoire.ts';
import { asIfSpoken, spokenScripts, unspokenIssues, type SpokenScript } from './unspoken.ts';
import { scenarioOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { ScenarioSchema, type ScenarioFile } from './schema/scenario_schema.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { readDialect } from './dialect_file.ts';
import { SCENARIO_VALIDATOR } from './validator_file.ts';
import { shapeChecker } from '../config/shape.ts';
import { get, issueError } from '../config/source.ts';
import type { Issue, Source } from '../config/source.ts';
import { textOf } from '../config/text_file.ts';
import { readYaml } from '../config/yaml.ts';

export interface LoadOptions {
  /** What a relative path starts from. Default: the process's working directory. */
  readonly cwd?: string;
  /** Default: `fixturesDirsFor` the file. */
  readonly fixturesDirs?: readonly string[];
  /** Whether own words may still have to be spoken: for whoever is about to. Default: false. */
  readonly unspoken?: boolean;
  /** What was read, as it is to be taken: for whoever tries a scenario with other values. Places stay those of the file. */
  readonly change?: (data: unknown) => unknown;
  /** A file of prices, from `cwd`: before all that the scenario says of prices. */
  readonly prices?: string;
}

export interface LoadedScenario {
  readonly scenario: Scenario;
  /** As the user named it. */
  readonly file: string;
  /** Its absolute path. */
  readonly path: string;
  readonly fixturesDirs: readonly string[];
  readonly repertoire: Repertoire;
  /** What its callers say. */
  readonly spoken: readonly SpokenScript[];
}

const shapeIssues = shapeChecker(ScenarioSchema, BUILT ? SCENARIO_VALIDATOR : undefined);
const yamlFiles = ['.yaml', '.yml', '.json'];
const moduleFiles = ['.ts', '.mts', '.js', '.mjs'];

/** Throws ConfigErrors with every mistake of the file, or ConfigError where the fixtures cannot be read. */
export async function loadScenario(file: string, options: LoadOptions = {}): Promise<LoadedScenario> {
  const cwd = options.cwd ?? process.cwd();
  const path = resolve(cwd, file);
  const { source: asRead, errors } = await read(path, file);
  const { change } = options;
  const source: Source =
    change === undefined
      ? asRead
      : { file: asRead.file, data: change(asRead.data), place: (at, on) => asRead.place(at, on) };
  const fixturesDirs = options.fixturesDirs ?? fixturesDirsFor(file, cwd);
  const there = await loadRepertoire(fixturesDirs);
  const repertoire = options.unspoken === true ? asIfSpoken(source.data, there) : there;
  const fileExists = (name: string): boolean => existsSync(resolve(dirname(path), name));
  const asked = options.prices === undefined ? [] : await readPriceFile(options.prices, cwd);
  const own = await ownPrices(source, dirname(path));
  const priceRows = own.rows === null ? null : [...asked, ...own.rows];
  const around = { repertoire, fileExists, priceRows, pricesBefore: asked.length };
  const checked = checkScenario(source, around, [...errors, ...own.errors]);
  const scenario = await withOwnDialect(checked, source.data, file, dirname(path));
  const spoken = spokenScripts(source.data);
  const rest = { file, path, fixturesDirs, spoken };
  const { impairments } = scenario;
  if (impairments === undefined) return { scenario, repertoire: there, ...rest };
  const steps = impairments.map(({ recipeStep }) => recipeStep);
  const noises = await ownNoisesFor(steps, dirname(path));
  const named = impairments.map((one) => ({ ...one, recipeStep: pinned(one.recipeStep, noises) }));
  return {
    scenario: { ...scenario, impairments: named },
    repertoire: { ...there, noises },
    ...rest,
  };
}

/** With the module that its dialect is in, where it is none of ours. */
async function withOwnDialect(
  scenario: Scenario,
  data: unknown,
  file: string,
  folder: string,
): Promise<Scenario> {
  const named = get(data, 'target', 'dialect');
  if (scenario.dialect !== OWN_DIALECT || typeof named !== 'string') return scenario;
  return { ...scenario, ownDialect: await readDialect(named, folder, { shown: join(dirname(file), named) }) };
}

/** The scenario in a source, or ConfigErrors: `errors` (found while it was read) and all others, by their place. */
export function checkScenario(
  source: Source,
  around: Surroundings,
  errors: readonly ConfigError[] = [],
): Scenario {
  const shape = shapeIssues(source.data);
  const meaning = [
    ...meaningIssues(source.data, around),
    ...unspokenIssues(source.data, around.repertoire, source.file),
  ].filter((issue) => !shape.some((other) => covers(other, issue)));
  const issues = [...shape, ...meaning].filter(
    (issue, _, both) =>
      issue.onlyIfAlone !== true || !both.some((other) => other !== issue && covers(issue, other)),
  );
  const all = [...errors, ...issues.map((issue) => issueError(source, issue, 'scenario'))];
  if (all.length > 0) throw new ConfigErrors(all.sort(byPlace));
  const { priceRows, pricesBefore } = around;
  return scenarioOf(source.data as ScenarioFile, {
    rows: priceRows ?? [],
    ...(pricesBefore === undefined ? {} : { before: pricesBefore }),
  });
}

/** Of the file that the scenario names. What is wrong with it is told beside what is wrong with the scenario. */
async function ownPrices(
  source: Source,
  folder: string,
): Promise<{ readonly rows: readonly PriceRow[] | null; readonly errors: readonly ConfigError[] }> {
  const file = get(source.data, 'pricing', 'file');
  if (typeof file !== 'string' || file === '') return { rows: [], errors: [] };
  try {
    return { rows: await readPriceFile(file, folder), errors: [] };
  } catch (error) {
    if (error instanceof ConfigErrors) return { rows: null, errors: error.errors };
    if (!(error instanceof ConfigError)) throw error;
    const { message, place } = error;
    // There is no such file: it is the scenario that has to be mended.
    const issue: Issue = {
      path: ['pricing', 'file'],
      on: 'value',
      message: `${file}: ${message}`,
      ...(place.hint === undefined ? {} : { hint: place.hint }),
    };
    return { rows: null, errors: [issueError(source, issue, 'scenario')] };
  }
}

/** A mistake of meaning in or under a place whose shape is wrong already is the same mistake, seen twice. */
function covers(outer: Issue, inner: Issue): boolean {
  return outer.path.every((part, i) => inner.path[i] === part);
}

function byPlace(a: ConfigError, b: ConfigError): number {
  return (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0);
}

async function read(path: string, file: string): Promise<{ source: Source; errors: readonly ConfigError[] }> {
  const extension = extname(path).toLowerCase();
  if (!existsSync(path)) {
    const hint = '`callstorm init` writes a scenario to start from.';
    throw new ConfigErrors([
      new ConfigError('there is no such file', { code: 'scenario_missing', file, hint }),
    ]);
  }
  if (statSync(path).isDirectory()) {
    const hint = 'Give a scenario in it.';
    const message = 'this is a directory, and a file was expected';
    throw new ConfigErrors([new ConfigError(message, { code: 'scenario_missing', file, hint })]);
  }
  if (moduleFiles.includes(extension)) {
    const text = await readText(path, file);
    return { source: await readModule(path, file, { text }), errors: [] };
  }
  if (!yamlFiles.includes(extension)) {
    const known = [...yamlFiles, ...moduleFiles].join(', ');
    const packed = extension === '.callstorm';
    const hint =
      'A packed plan is taken by run, rehearse and validate; this needs the scenario it was made from.';
    const message = `expected a scenario in a file that ends in one of ${known}, found ${extension === '' ? 'no ending' : extension}`;
    throw new ConfigErrors([
      new ConfigError(message, { code: 'scenario_format', file, ...(packed ? { hint } : {}) }),
    ]);
  }
  return readYaml(await readText(path, file), file, 'scenario');
}

async function readText(path: string, file: string): Promise<string> {
  try {
    return textOf(await readRegular(path, 'text'), file, 'scenario_encoding');
  } catch (error) {
    throw unreadable(error, { code: 'scenario_missing', file });
  }
}
