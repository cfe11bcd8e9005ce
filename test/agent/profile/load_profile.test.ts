import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, ConfigErrors } from '../../../src/core/word/config_error.ts';
import { textUtterance } from '../../../src/fixture/said_text.ts';
import { loadLibrary } from '../../../src/fixture/manifest.ts';
import { PROFILES_DIR, loadProfile, parseProfile } from '../../../src/agent/profile/load_profile.ts';
import { loadAgent, wordsOf } from '../../../src/agent/simulator.ts';

const words = wordsOf([...(await loadLibrary()).values()]);
const good = await readFile(join(PROFILES_DIR, 'support-line.yaml'), 'utf8');

const mistakes = (text: string): string[] => {
  try {
    parseProfile(text, 'agent.yaml', words);
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((one) => one.describe());
    throw error;
  }
  return [];
};

/** The profile with one piece of it replaced; the piece has to be there. */
const changed = (from: string, to: string): string => {
  expect(good).toContain(from);
  return good.replace(from, to);
};

const list = `
name: brief
voice: joe
greeting: greeting
answers: [filler-check, filler-moment]
latency: { llm: { median: 150ms, sigma: 0.3 }, tts: { median: 40ms, sigma: 0.3 } }
`;

describe('own words in a profile', () => {
  const parcel = textUtterance('Where is my parcel?');
  const heard = changedHeard();
  function changedHeard(): string {
    const from = 'heard: [order-status, track-order]';
    if (!good.includes(from)) throw new Error('the profile has changed');
    return good.replace(from, "heard: [order-status, { text: 'Where is  my parcel?' }, track-order]");
  }

  it('are what was recorded of them', () => {
    const callers = new Map([...words.callers, [parcel, 'Where is my parcel?']]);
    const { mind } = parseProfile(heard, 'agent.yaml', { ...words, callers });
    if (mind.type !== 'dialogue') throw new Error('no dialogue');
    expect(mind.dialogue.intents.map((intent) => intent.heard)).toContainEqual([
      'order-status',
      parcel,
      'track-order',
    ]);
  });

  it('have to be recorded, and are no lines of the agent', () => {
    expect(mistakes(heard)).toEqual([expect.stringContaining(`no caller says "${parcel}"`)]);
    expect(mistakes(good.replace('greeting: greeting', "greeting: { text: 'Hello.' }"))).toEqual([
      expect.stringContaining('expected the id of a recorded utterance'),
    ]);
  });
});

describe('profiles', () => {
  it('come with the package and can be spoken', async () => {
    for (const name of ['support-line', 'number-first', 'clinic']) {
      const agent = await loadAgent({ profile: name, seed: 1 });
      expect(agent.profile.name).toBe(name);
      expect(agent.session(0).sessionId).not.toBe(agent.session(1).sessionId);
    }
    expect(await loadProfile(words)).toEqual(
      await loadProfile(words, join(PROFILES_DIR, 'support-line.yaml')),
    );
  });

  it('know what to do with everything that the bundled callers can say', async () => {
    const { mind } = await loadProfile(words, 'support-line');
    if (mind.type !== 'dialogue') throw new Error('no dialogue');
    const { intents, fallbacks, slots, backchannels } = mind.dialogue;
    const known = new Set([
      ...intents.flatMap(({ heard }) => heard),
      ...Object.values(fallbacks).flatMap(({ heard }) => heard),
      ...Object.values(slots).flatMap(({ openers }) => openers),
      ...backchannels,
    ]);
    const sentences = [...words.callers.keys()].filter((utterance) => !utterance.startsWith('digit-'));
    expect(sentences.filter((utterance) => !known.has(utterance))).toEqual([]);
  });

  it('may do without understanding, and then draw their answers from a list', () => {
    const profile = parseProfile(list, 'agent.yaml', words);
    expect(profile.mind).toEqual({ type: 'list', answers: ['filler-check', 'filler-moment'] });
    expect(profile.ear.recognition).toBe(false);
    expect(profile.manners.silence.afterMs).toBe(Infinity);
  });

  it('take durations in ms, s and plain numbers', () => {
    const { latency } = parseProfile(changed('median: 250ms', 'median: 0.25s'), 'agent.yaml', words);
    expect(latency.llm).toEqual({ medianMs: 250, sigma: 0.35 });
  });

  it('have every mistake told at once, with line, path and what was found', () => {
    const errors = mistakes(
      changed('greeting: greeting', 'greting: hello')
        .replace('median: 250ms', 'median: soon')
        .replace('sigma: 0.35', 'sigma: 99'),
    ).join('\n');
    expect(errors).toMatch(/agent\.yaml:\d+:\d+: greting: unknown key "greting".*did you mean "greeting"\?/);
    expect(errors).toMatch(/agent\.yaml:\d+:\d+: latency\.llm\.median: expected a duration .*found "soon"/);
    expect(errors).toMatch(/latency\.llm\.sigma: expected a number of at most 3, found 99/);
    expect(errors.split('\n')).toHaveLength(3);
  });

  it('that name what is not there are refused, with a guess at what was meant', () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      ['voice: joe', 'voice: jo', /voice: there is no agent voice "jo"; did you mean "joe"\?/],
      [
        'say: refund-when',
        'say: refund-wen',
        /intents\.refund-when\.say: voice "joe" cannot say "refund-wen"; did you mean "refund-when"\?/,
      ],
      [
        'heard: refund-when',
        'heard: refund-wen',
        /intents\.refund-when\.heard: no caller says "refund-wen"; did you mean "refund-when"\?/,
      ],
      [
        'needs: order_number, say: cancelled',
        'needs: order_numbr, say: cancelled',
        /intents\.cancel\.needs: there is no slot "order_numbr"; did you mean "order_number"\?/,
      ],
      [
        'calls: lookup_order',
        'calls: lookup_ordr',
        /intents\.order-status\.calls: there is no tool "lookup_ordr"/,
      ],
      [
        '{ order_number: order_number }',
        '{ order_number: number }',
        /tools\.lookup_order\.arguments\.order_number: there is no slot "number"/,
      ],
      [
        'person: { heard: talk-to-human, handover: true }',
        'person: { heard: talk-to-human }',
        /intents\.person: expected something to `say`/,
      ],
      [
        'again: { heard: repeat-please, say: repeat, repeat: true }',
        'again: { heard: repeat-please, repeat: false }',
        /intents\.again: expected something to `say`/,
      ],
      [
        'heard: refund-when',
        'heard: []',
        /intents\.refund-when\.heard: expected at least one id of a recorded/,
      ],
      [
        'heard: refund-when,',
        'heard: [refund-when, refund],',
        /intents\.refund-when\.heard\[1\]: "refund" is taken by intents\.refund already/,
      ],
      [
        'heard: refund-when,',
        'heard: [refund-when, complex],',
        /intents\.refund-when\.heard\[1\]: "complex" is taken by fallbacks\.complex_query already/,
      ],
      [
        'heard: refund-when,',
        'heard: [refund-when, mm-hm],',
        /intents\.refund-when\.heard\[1\]: "mm-hm" is taken by backchannels already/,
      ],
      ['    end: silence-end\n', '', /conversation\.silence\.prompts: missing: `end`/],
      [
        'prompts: [silence-1, silence-2]',
        'prompts: [silence-1, silence-2, silence-1]',
        /conversation\.silence\.prompts: expected at most two/,
      ],
      [
        'idle: anything-else',
        'idle: anything-else\nanswers: [confirm]',
        /answers: expected none beside intents/,
      ],
      ['timeout: error-timeout', '', /errors\.timeout: missing: expected the id of a recorded utterance/],
      [
        'fillers: [filler-check, filler-moment]',
        'fillers: [filler-check, filler-momnt]',
        /conversation\.fillers\[1\]: voice "joe" cannot say "filler-momnt"/,
      ],
    ];
    for (const [from, to, expected] of cases) {
      const errors = mistakes(changed(from, to));
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(expected);
    }
  });

  it('may misbehave, in ways there are', () => {
    const { misbehaviour } = parseProfile(
      `${good}\nmisbehaviour:\n  - { fault: server_error, share: 5%, after: 1s }\n  - { fault: no_answer }\n`,
      'agent.yaml',
      words,
    );
    expect(misbehaviour).toEqual([
      { fault: 'server_error', share: 0.05, args: { after: '1s' } },
      { fault: 'no_answer', share: 1, args: {} },
    ]);
    const wrong = mistakes(
      `${good}\nmisbehaviour:\n  - { fault: server_eror }\n  - { fault: dropped, on: x }\n`,
    );
    expect(wrong[0]).toMatch(
      /agent\.yaml:\d+:\d+: misbehaviour\[0\]: there is no fault "server_eror"; did you mean/,
    );
    expect(wrong[1]).toMatch(/misbehaviour\[1\]\.on: dropped: on: expected one of opened/);
  });

  it('may say when to misbehave', () => {
    const withFault = (fault: string): string => `${good}\nmisbehaviour:\n  - { fault: ${fault} }\n`;
    const { misbehaviour } = parseProfile(
      withFault('no_answer, nth: 2, every: 3, from: 10s, until: 1m, seed: 7'),
      'agent.yaml',
      words,
    );
    const args = { nth: '2', every: '3', from: '10s', until: '1m', seed: '7' };
    expect(misbehaviour).toEqual([{ fault: 'no_answer', share: 1, args }]);
    expect(mistakes(withFault('no_answer, nth: 0'))).toHaveLength(1);
    expect(mistakes(withFault('dropped, nth: 0'))[0]).toMatch(/misbehaviour\[0\]\.nth: expected .*1/);
    expect(mistakes(withFault('no_answer, from: soon'))[0]).toMatch(
      /misbehaviour\[0\]\.from: expected a duration/,
    );
    expect(mistakes(withFault('handshake_refused, status: 200'))[0]).toMatch(
      /misbehaviour\[0\]\.status: handshake_refused: status: expected a whole number from 400 to 599, found "200"/,
    );
    expect(mistakes(withFault('no_answer, from: 2s, until: 1s'))[0]).toMatch(
      /misbehaviour\[0\]: no_answer: .*until/,
    );
  });

  it('keep their answers to the length that their style allows', () => {
    const errors = mistakes(changed('words: 40', 'words: 8'));
    expect(errors.length).toBeGreaterThan(3);
    expect(errors.join('\n')).toMatch(/: greeting: expected at most 8 words in an answer, found 13/);
    expect(errors.join('\n')).toMatch(/: handover\.say: expected at most 8 words/);
    expect(errors.join('\n')).toMatch(/intents\.\S+\.say: expected at most 8 words in an answer, found \d+/);
  });

  it('cannot have intents without ears, or neither intents nor answers', () => {
    expect(mistakes(`${good}\near: { recognition: false }\n`)[0]).toMatch(/ear\.recognition: expected true/);
    expect(mistakes(list.replace(/answers:.*/, ''))[0]).toMatch(/answers: missing: a profile has either/);
  });

  it('that are no YAML or no object say so', () => {
    expect(mistakes('a: [')[0]).toContain('not YAML');
    expect(mistakes('hello')[0]).toContain('expected a map, found "hello"');
    expect(mistakes('')[0]).toContain('expected a map, found nothing');
  });

  it('that are not there name the file and a way out', async () => {
    await expect(loadProfile(words, 'nobody')).rejects.toThrow(ConfigError);
    await expect(loadProfile(words, './nobody.yaml')).rejects.toThrow('no such file');
  });
});
