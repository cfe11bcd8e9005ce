/** Noises of every kind that a scenario can ask for are laid under the calls that it compiles to, and between their words. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rmsDbfs } from '../../src/audio/level.ts';
import { Random } from '../../src/core/word/random.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { lineFor } from '../../src/scenario/line.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import type { Repertoire } from '../../src/scenario/repertoire.ts';
import { recipeOf } from '../impair/tools.ts';

/** A telephone’s: a noise takes a third of the work, and these are of no rate. */
const RATE = 8000;

let repertoire: Repertoire;
beforeAll(async () => {
  repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
});

const kinds = [
  'noise=babble@5dB',
  'noise=cafe@10dB',
  'noise=street@10dB',
  'noise=car@10dB',
  'noise=keyboard@10dB',
];

describe.each(kinds)('%s', (impairment) => {
  it('is the bed of every caller of a scenario', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'callstorm-')), 'bed.yaml');
    writeFileSync(
      file,
      `
name: bed
impair: [${impairment}]
target: { session: { format: g711_ulaw } }
callers:
  - name: buyer
    persona: { voices: [rms] }
    script: [listen, { say: refund }, listen]
load: { concurrency: 1, calls: 1 }
`,
    );
    const loaded = await loadScenario(file);
    const { plan } = await compileWith(loaded.repertoire, loaded.scenario);
    expect(plan.callers.map(({ bed }) => bed?.frames)).toEqual([8000 / plan.frameMs]);
    expect(plan.clips.every(({ variant }) => variant !== undefined)).toBe(true);
  });
});

describe('a babble', () => {
  const recipe = recipeOf('noise=babble@5dB');
  const bed = async (others: Repertoire): Promise<Float32Array> => {
    const random = new Random('said');
    const samples = Float32Array.from({ length: RATE }, () => 0.1 * random.normal());
    const line = await lineFor([recipe], others);
    const made = line.bed?.(RATE, recipe, 1, 480, { samples, speech: [{ startMs: 0, endMs: 1000 }] });
    return made ?? new Float32Array();
  };

  it('is made of those who are no callers, where they are enough', async () => {
    expect(repertoire.bystanders?.length).toBeGreaterThanOrEqual(6);
    const nobodyElse: Repertoire = { ...repertoire, voices: [], recordings: new Map() };
    const [theirs, own] = [await bed(nobodyElse), await bed(repertoire)];
    expect(theirs.length).toBeGreaterThan(0);
    expect(Buffer.from(theirs.buffer).equals(Buffer.from(own.buffer))).toBe(true);
  });

  it.each([0, 3])('has callers talk too where there are only %d others', async (count) => {
    const few: Repertoire = { ...repertoire, bystanders: repertoire.bystanders?.slice(0, count) ?? [] };
    expect(rmsDbfs(await bed(few))).toBeGreaterThan(-60);
  });
});
