/** A profile that says only how it differs from another. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadProfile } from '../../../src/agent/profile/load_profile.ts';
import { wordsOf } from '../../../src/agent/simulator.ts';
import { loadLibrary } from '../../../src/fixture/manifest.ts';

const recorded = wordsOf([...(await loadLibrary()).values()]);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profile-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function load(text: string, name = 'mine.yaml') {
  const file = join(folder, name);
  await writeFile(file, text);
  return loadProfile(recorded, file);
}

it('is the other one, but for what it says', async () => {
  const base = await loadProfile(recorded, 'support-line');
  expect(await load('extends: support-line\n')).toEqual(base);
  const mine = await load(
    'extends: support-line\nname: mine\nconversation: { silence: { after: 5s } }\nlimits: { session: 20s }\n',
  );
  expect(mine).toEqual({
    ...base,
    name: 'mine',
    manners: { ...base.manners, silence: { ...base.manners.silence, afterMs: 5000 } },
    limits: { ...base.limits, sessionMs: 20_000 },
  });
});

it('takes away what is null, and replaces lists', async () => {
  const mine = await load(
    'extends: support-line\nconversation: { silence: null, fillers: [filler-check] }\n',
  );
  expect(mine.manners.silence.prompts).toEqual([]);
  expect(mine.manners.fillers).toEqual(['filler-check']);
});

it('may extend one that extends another, from where it lies', async () => {
  await writeFile(join(folder, 'middle.yaml'), 'extends: support-line\nname: middle\ndescription: of two\n');
  expect(await load('extends: ./middle.yaml\nname: top\n', 'top.yaml')).toMatchObject({
    name: 'top',
    description: 'of two',
  });
});

it('tells a mistake at its line, and of itself that it goes round', async () => {
  await expect(load('extends: support-line\nname: mine\ngreeting: nothing-such\n')).rejects.toThrow(
    /mine\.yaml:3/,
  );
  // What only the two together get wrong stands where they are joined.
  await expect(load('extends: support-line\nslots: null\n')).rejects.toThrow(/mine\.yaml:1/);
  await expect(load('extends: ./mine.yaml\n')).rejects.toThrow('Does one extend itself?');
  await expect(load('extends: nobody\n')).rejects.toThrow('no such file');
  await expect(load('extends: [a]\n')).rejects.toThrow('expected a profile, found a list of 1');
});
