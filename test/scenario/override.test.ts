import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { overridden } from '../../src/scenario/override.ts';

const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);

function scenarioOf(more = '') {
  const text = `
name: t
target: { model: gpt-realtime-2.1 }
callers: [{ name: a, script: [listen, say: hello, listen] }]
load: { concurrency: 1, calls: 1 }
${more}
`;
  const { source } = readYaml(text, 't.yaml', 'scenario');
  return checkScenario(source, { repertoire, fileExists: () => false });
}

describe('another protocol than the scenario’s', () => {
  it('is called by a model of its own, and billed by that', () => {
    const { dialect, target, judgement } = overridden(scenarioOf(), { dialect: 'gemini-live' });
    expect([dialect, target.model, judgement.pricing.model]).toEqual([
      'gemini-live',
      'gemini-3.8-live',
      'gemini-3.8-live',
    ]);
  });

  it('is billed by the prices that the scenario gives itself, where it does', () => {
    const own = scenarioOf(
      'pricing: { model: mine, prices: { text_in: $1, text_cached: $1, text_out: $1, audio_in: $1, audio_cached: $1, audio_out: $1 } }',
    );
    expect(overridden(own, { dialect: 'gemini-live' }).judgement.pricing.model).toBe('mine');
  });

  it('changes nothing where it is the scenario’s own', () => {
    const plain = overridden(scenarioOf(), {});
    expect(overridden(scenarioOf(), { dialect: 'openai-realtime' })).toEqual(plain);
    expect(plain.target.model).toBe('gpt-realtime-2.1');
    expect('dialect' in plain).toBe(false);
  });
});
