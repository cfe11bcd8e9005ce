import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { keepPlan, planFileOf, type Kept, type PlanFile } from '../../src/run/plan_file.ts';
import { canonicalJson, sha256 } from '../../src/scenario/canonical.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { encodeClips } from '../../src/scenario/encode.ts';
import { recordingFor } from '../../src/scenario/repertoire.ts';
import { scenarioOf } from '../../src/scenario/scenario.ts';
import { fullFor, hasFullDevice } from '../disk/full.ts';
import { tempDir } from '../fixture/folder.ts';
import { cast } from '../scenario/recordings.ts';

async function kept(url?: string): Promise<Kept> {
  const scenario = scenarioOf({
    name: 'kept',
    seed: 3,
    callers: [{ name: 'greets', script: ['listen', { say: ['hello', 'refund'] }, 'listen'] }],
    load: { arrivals: [{ type: 'constant', rate: '2/s', for: '3s' }] },
  });
  const { plan, audio } = await compileWith(cast, scenario, url === undefined ? {} : { target: url });
  return { plan, audio, scenario: '/home/ada/kept.yaml', fixturesDirs: ['/home/ada/fixtures'] };
}

describe('plan.json', () => {
  it('holds the plan as it was run, and says what its audio was made of', async () => {
    const run = await kept();
    const directory = join(await tempDir(), 'run');
    expect(await keepPlan(directory, run)).toBeNull();
    const text = await readFile(join(directory, 'plan.json'), 'utf8');
    const file = JSON.parse(text) as PlanFile;
    expect(file).toEqual(JSON.parse(JSON.stringify(planFileOf(run))));
    expect(file.plan).toEqual(JSON.parse(JSON.stringify(run.plan)));
    expect(file.madeFrom).toEqual({ scenario: '/home/ada/kept.yaml', fixturesDirs: ['/home/ada/fixtures'] });
    expect(await readdir(directory)).toEqual(['plan.json']);
  });

  it('can be checked: the plan’s own id covers it and the hash of the audio', async () => {
    const { plan, audio } = JSON.parse(JSON.stringify(planFileOf(await kept()))) as PlanFile;
    const { id, ...rest } = plan;
    expect(sha256(canonicalJson({ plan: rest, audio: audio.sha256 }))).toBe(id);
  });

  it('is enough to make the same audio again', async () => {
    const { plan, audio } = JSON.parse(JSON.stringify(planFileOf(await kept()))) as PlanFile;
    const sources = plan.clips.map((clip) => {
      const recording = recordingFor(cast, clip.utterance, clip.voice);
      if (recording?.sha256 !== clip.sha256) throw new Error(`another recording of ${clip.id}`);
      return { id: clip.id, recording, variant: clip.variant };
    });
    const dialect = dialectOf(plan);
    const again = await encodeClips(
      sources,
      [],
      { ...dialect.uplink, append: (base64: string) => dialect.append(base64) },
      plan.frameMs,
    );
    expect(sha256(again.audio.bytes)).toBe(audio.sha256);
    expect([again.audio.bytes.length, again.audio.offsets.length - 1]).toEqual([audio.bytes, audio.messages]);
  });

  it('has no key in it', async () => {
    const { plan, ...run } = await kept('wss://agent.example/v1/realtime');
    const target = { ...plan.target, url: 'wss://ada:sesame@agent.example/v1?api_key=sk-1' };
    const text = JSON.stringify(planFileOf({ ...run, plan: { ...plan, target } }));
    expect(text).toContain('agent.example');
    expect(text).not.toMatch(/sesame|sk-1/);
  });

  it.skipIf(!hasFullDevice)('that cannot be written is told of, and no reason to stop', async () => {
    const directory = await tempDir();
    fullFor(join(directory, 'plan.json'));
    expect(await keepPlan(directory, await kept())).toBe(
      `${join(directory, 'plan.json')}: the disk is full (ENOSPC)`,
    );
    expect(await readdir(directory)).toEqual([]);
  });
});
