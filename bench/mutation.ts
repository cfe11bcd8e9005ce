/**
 * Do the tests notice when the code is wrong? Changes core and report in one small way at a time (Stryker's mutants) and runs
 * the tests that reach the change: what they do not notice has survived. All of it takes many hours on two cores, so a seeded
 * sample of stretches of ten lines is looked at unless `--all` is given; its share has an interval. `--tests`: for a quick look at
 * one room, these tests alone (what others would notice survives then).
 *
 *     npm run bench:mutation -- [--all] [--share 0.05] [--seed 1] [--only src/core/log]… [--workers 2] [--show] [--tests test/core/log]
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../src/core/word/random.ts';
import { wilson } from '../src/report/statistics.ts';

const STRETCH_LINES = 10;
const TARGET = 0.9;

const { values } = parseArgs({
  options: {
    all: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    share: { type: 'string', default: '0.02' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [''] },
    show: { type: 'boolean', default: false },
    tests: { type: 'string' },
  },
});

interface Mutant {
  readonly status: string;
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number } };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

const work = mkdtempSync(join(tmpdir(), 'callstorm-mutation-'));
const reportFile = join(work, 'report.json');
const config = join(work, 'stryker.json');
writeFileSync(
  config,
  JSON.stringify({
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'bench/mutation.vitest.ts', related: false },
    mutate: mutated(),
    coverageAnalysis: 'perTest',
    // Runs once, when a file is loaded: what is left of it is data.
    ignoreStatic: true,
    concurrency: Number(values.workers),
    reporters: ['json', 'progress'],
    jsonReporter: { fileName: reportFile },
    tempDirName: join(work, 'sandbox'),
    // TypeScript 7 has no API by which a tsconfig could be rewritten.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
  }),
);

try {
  const tests = values.tests === undefined ? {} : { MUTATION_TESTS: values.tests };
  const { status } = spawnSync('npx', ['stryker', 'run', config], {
    stdio: 'inherit',
    env: { ...process.env, ...tests },
  });
  if (status !== 0) throw new Error('stryker did not run: see above');
  tell(JSON.parse(readFileSync(reportFile, 'utf8')) as Report);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Files, or stretches of them. */
function mutated(): string[] {
  // A pathspec's * crosses folders; with ** a room's own files, which lie in no folder of it, would be left out.
  const listed = spawnSync('git', ['ls-files', 'src/core/*.ts', 'src/report/*.ts'], {
    encoding: 'utf8',
  });
  const files = listed.stdout
    .split('\n')
    .filter((file) => file.endsWith('.ts') && values.only.some((room) => file.startsWith(room)));
  if (values.all) return files;
  const random = new Random(Number(values.seed), 'mutation');
  return files.flatMap((file) => {
    const lines = readFileSync(file, 'utf8').split('\n').length;
    const stretches: string[] = [];
    for (let from = 1; from <= lines; from += STRETCH_LINES) {
      if (random.chance(Number(values.share))) stretches.push(`${file}:${from}-${from + STRETCH_LINES - 1}`);
    }
    return stretches;
  });
}

function tell({ files }: Report): void {
  let killed = 0;
  let alive = 0;
  const rows: string[] = [];
  for (const [file, { mutants }] of Object.entries(files)) {
    const survivors = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    const dead = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
    killed += dead;
    alive += survivors.length;
    if (dead + survivors.length === 0) continue;
    rows.push(`${String(dead).padStart(5)} of ${String(dead + survivors.length).padStart(4)}  ${file}`);
    for (const { location, mutatorName, replacement, status } of values.show ? survivors : []) {
      const what = (replacement ?? '').replaceAll(/\s+/g, ' ').slice(0, 90);
      rows.push(
        `            :${location.start.line} ${mutatorName} → ${what}${status === 'NoCoverage' ? '  (no test reaches it)' : ''}`,
      );
    }
  }
  const of = killed + alive;
  const interval = wilson(killed, of);
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  console.log(`\n${rows.join('\n')}\n`);
  console.log(
    `${killed} of ${of} mutants died: ${percent(killed / of)}` +
      (values.all || interval === null
        ? ''
        : ` (95%: ${percent(interval[0] ?? 0)} to ${percent(interval[1] ?? 1)})`) +
      `; target at least ${percent(TARGET)}`,
  );
  process.exitCode = killed / of >= TARGET ? 0 : 1;
}
