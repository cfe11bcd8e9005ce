import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, ConfigErrors } from '../../../src/core/config_error.ts';
import { PROFILES_DIR, loadProfile, parseProfile } from '../../../src/agent/profile/load_profile.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';

const good = await readFile(join(PROFILES_DIR, 'support-line.yaml'), 'utf8');

const mistakes = (text: string): string[] => {
  try {
    parseProfile(text, 'agent.yaml');
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((one) => one.describe());
    throw error;
  }
  return [];
};

describe('profiles', () => {
  it('come with the package and can be spoken', async () => {
    for (const name of ['support-line', 'clinic']) {
      const agent = await loadAgent({ profile: name, seed: 1 });
      expect(agent.profile.name).toBe(name);
      expect(agent.session(0).sessionId).not.toBe(agent.session(1).sessionId);
    }
    expect(await loadProfile()).toEqual(await loadProfile(join(PROFILES_DIR, 'support-line.yaml')));
  });

  it('take durations in ms and s', () => {
    const { latency } = parseProfile(good.replace('median: 250ms', 'median: 0.25s'), 'agent.yaml');
    expect(latency.llm).toEqual({ medianMs: 250, sigma: 0.35 });
  });

  it('have every mistake told at once, with line, path and what was found', () => {
    const bad = good
      .replace('greeting: greeting', 'greting: hello')
      .replace('median: 250ms', 'median: soon')
      .replace('sigma: 0.35', 'sigma: 99');
    const errors = mistakes(bad);
    expect(errors).toHaveLength(4);
    expect(errors.join('\n')).toContain('"greeting" is missing');
    expect(errors.join('\n')).toContain('there is no "greting" in a profile');
    expect(errors.join('\n')).toMatch(
      /agent\.yaml:\d+:\d+: latency\.llm\.median: expected a duration .*found "soon"/,
    );
    expect(errors.join('\n')).toMatch(/latency\.llm\.sigma: must be <= 3, found 99/);
  });

  it('that are no YAML or no object say so', () => {
    expect(mistakes('a: [')[0]).toContain('not YAML');
    expect(mistakes('hello')[0]).toContain('must be object');
    expect(mistakes('')[0]).toContain('must be object');
  });

  it('that are not there name the file and a way out', async () => {
    await expect(loadProfile('nobody')).rejects.toThrow(ConfigError);
    await expect(loadProfile('./nobody.yaml')).rejects.toThrow('no such file');
  });

  it('that name what the voice cannot say are refused', async () => {
    const { loadVoice } = await import('../../../src/agent/voice/load_voice.ts');
    const profile = await loadProfile();
    await expect(loadVoice({ ...profile, answers: ['sing'] })).rejects.toThrow('cannot say sing');
    await expect(loadVoice({ ...profile, voice: 'caruso' })).rejects.toThrow('no voice "caruso"');
  });
});
