/** What a protocol cannot do, a scenario cannot ask of it; and a protocol named on the command line brings a model of its own. */

import { describe, expect, it } from 'vitest';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { readYaml } from '../../src/config/yaml.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { overridden } from '../../src/scenario/override.ts';

const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);

function scenario(target: string, more = ''): ReturnType<typeof checkScenario> {
  const text = `
name: t
target: { url: simulator, ${target} }
callers: [{ name: a, script: [listen, say: hello, listen] }]
load: { concurrency: 1, calls: 1 }
${more}`;
  const { source } = readYaml(text, 't.yaml', 'scenario');
  return checkScenario(source, { repertoire, fileExists: () => true });
}

function mistakes(target: string): readonly string[] {
  try {
    scenario(target);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

describe('gemini-live', () => {
  it('has a long conversation shortened to less than sets that off, and resumes unless it is told not to', () => {
    const session = (words: string): string => `dialect: gemini-live, session: { ${words} }`;
    expect(mistakes(session('context_compression: { trigger_tokens: 100, target_tokens: 100 }'))).toEqual([
      expect.stringMatching(/target_tokens: expected fewer than trigger_tokens, 100, found 100/),
    ]);
    expect(mistakes(session('context_compression: { target_tokens: 0 }'))).toHaveLength(1);
    const words = 'context_compression: { trigger_tokens: 200, target_tokens: 100 }, resumption: false';
    expect(scenario(session(words)).target.session).toMatchObject({
      contextCompression: { triggerTokens: 200, targetTokens: 100 },
      resumption: false,
    });
    expect(scenario(session('context_compression: {}')).target.session.contextCompression).toEqual({});
  });
});

describe('gpt-live', () => {
  it.each([
    ['turn_detection: null', 'push-to-talk'],
    ['turn_detection: { type: server_vad, create_response: false }', 'cannot be asked for an answer'],
  ])('is not told when a caller has finished: %s', (session, words) => {
    const [mistake, ...others] = mistakes(`dialect: gpt-live, session: { ${session} }`);
    expect(others).toEqual([]);
    expect(mistake).toContain(words);
    expect(mistake).toContain('turn_detection');
    expect(mistakes(`session: { ${session} }`), 'others are').toEqual([]);
    expect(() => overridden(scenario(`session: { ${session} }`), { dialect: 'gpt-live' })).toThrow(
      /gpt-live/,
    );
  });

  it('is spoken with its own model, at its own price, where the scenario has another’s', () => {
    const other = scenario('model: gpt-realtime-2.1', 'pricing: { model: gpt-realtime-2.1 }');
    const live = overridden(other, { dialect: 'gpt-live' });
    expect(live).toMatchObject({
      dialect: 'gpt-live',
      target: { model: 'gpt-live-1' },
      judgement: { pricing: { model: 'gpt-live-1' } },
    });
    expect(overridden(other, {}).target.model).toBe('gpt-realtime-2.1');
    const named = scenario('dialect: gpt-live, model: mine');
    expect(overridden(named, { dialect: 'gpt-live' }).target.model, 'what is meant is left').toBe('mine');
  });
});
