import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ListMind } from '../../../src/agent/mind/list_mind.ts';
import { loadLibrary } from '../../../src/fixture/manifest.ts';
import { parseProfile } from '../../../src/agent/profile/load_profile.ts';
import { wordsOf } from '../../../src/agent/simulator.ts';

const answers = ['filler-check', 'filler-moment', 'confirm', 'repeat'];
const profile = parseProfile(
  `
name: brief
voice: joe
greeting: greeting
answers: [${answers.join(', ')}]
conversation: { silence: { after: 5s, prompts: [silence-1, silence-2], end: silence-end } }
latency: { llm: { median: 150ms, sigma: 0.3 }, tts: { median: 40ms, sigma: 0.3 } }
`,
  'brief.yaml',
  wordsOf([...(await loadLibrary()).values()]),
);

const mind = (seed: number): ListMind => new ListMind(profile, answers, seed, 'sess_1');

describe('a mind that draws its answers', () => {
  it('says every answer before any comes again, and none twice in a row', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const one = mind(seed);
        const said = Array.from({ length: 5 * answers.length }, () => one.hear().say[0] as string);
        for (let i = 1; i < said.length; i++) expect(said[i]).not.toBe(said[i - 1]);
        for (let i = 0; i < said.length; i += answers.length) {
          expect(new Set(said.slice(i, i + answers.length)).size).toBe(answers.length);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('calls the first tool that it is offered, where it has to', () => {
    const one = mind(1);
    one.tools = new Set(['f', 'g']);
    expect(one.callFirst()).toEqual({ kind: 'call', say: [], calls: [{ name: 'f', arguments: '{}' }] });
    expect(answers).toContain(one.result().say[0]);
  });

  it('is the same again with the same seed', () => {
    const said = (seed: number): string[] => {
      const one = mind(seed);
      return Array.from({ length: 12 }, () => one.hear().say[0] as string);
    };
    expect(said(7)).toEqual(said(7));
    expect(said(7)).not.toEqual(said(8));
  });

  it('greets, and prompts the silent in turn', () => {
    const one = mind(1);
    expect(one.greet()).toEqual({ kind: 'greeting', say: ['greeting'], calls: [] });
    const into = (): string => `${one.silence()?.say[0]}`;
    expect([into(), into(), into()]).toEqual(['silence-1', 'silence-2', 'silence-end']);
    one.hear();
    expect(into()).toBe('silence-1');
  });

  it('has nothing to say to silence where the profile has no words for it', () => {
    const { manners } = profile;
    const mute = { ...profile, manners: { ...manners, silence: { afterMs: 5000, prompts: [], end: null } } };
    expect(new ListMind(mute, answers, 1, 'sess_1').silence()).toBeNull();
  });
});
