import { describe, expect, it } from 'vitest';
import type { ConfigError } from '../../src/core/word/config_error.ts';
import { impairments } from '../../src/impair/impairments.ts';
import { readFactor } from '../../src/scenario/factor.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { keyPath, withValue } from '../../src/scenario/varied_key.ts';
import { variedScenario } from '../../src/scenario/vary.ts';

describe('a factor', () => {
  it('is an impairment in the notation of hear; 0 and none are the clean line', () => {
    const noise = readFactor('noise=none,babble@10dB');
    expect(noise).toMatchObject({ name: 'noise', kind: 'impairment', replaces: ['noise'] });
    expect(noise.levels).toEqual([
      { text: 'none', step: null },
      { text: 'babble@10dB', step: { name: 'noise', parameters: { kind: 'babble', snr: 10 } } },
    ]);
    expect(readFactor('loss=0,3%').levels[0]).toEqual({ text: '0', step: null });
  });

  it('has commas within a level before an argument by its name, and between levels elsewhere', () => {
    const texts = readFactor('loss=0,3%@4,conceal=repeat,8%').levels.map(({ text }) => text);
    expect(texts).toEqual(['0', '3%@4,conceal=repeat', '8%']);
  });

  it('is a codec, with whole impairments as its levels', () => {
    const codec = readFactor('codec=none,g711=ulaw,opus=8kbit/s');
    expect(codec.kind === 'impairment' && codec.levels.map(({ step }) => step?.name)).toEqual([
      undefined,
      'g711',
      'opus',
    ]);
  });

  it('is a toxic by its first attribute, and others by their names', () => {
    const { levels } = readFactor('latency=none,200ms,jitter=50ms,stream=upstream');
    expect(levels).toHaveLength(2);
    expect(levels[1]).toMatchObject({
      toxic: { toxic: 'latency', stream: 'upstream', toxicity: 1, args: { latency: 200, jitter: 50 } },
    });
  });

  it('is the concurrency, or a key by its path or a short name', () => {
    expect(readFactor('concurrency=10,100').levels).toEqual([
      { text: '10', calls: 10 },
      { text: '100', calls: 100 },
    ]);
    expect(readFactor('model=a,b')).toMatchObject({ kind: 'key', path: ['target', 'model'] });
    const path = ['target', 'session', 'turn_detection', 'silence_duration_ms'];
    expect(readFactor(`${path.join('.')}=300,none`)).toMatchObject({
      path,
      levels: [{ value: 300 }, { value: undefined }],
    });
  });

  it.each([
    ['noise=none', 'at least two levels'],
    ['noise', 'at least two levels'],
    ['noise=none,babble@5dB,none', 'a second time'],
    ['noise=none,bable@5dB', 'did you mean "babble"'],
    ['noize=none,babble', 'did you mean "noise"'],
    ['codec=none,noise=babble', 'expected a codec'],
    ['concurrency=10,many', 'calls at once'],
    ['latency=none,soon', 'latency'],
    ['seed=1,2', 'cannot be varied'],
    ['callers[0].script=a,b', 'cannot be varied'],
    ['target.session.__proto__.a=1,2', 'cannot be varied'],
    ['load.calls=1,2', 'cannot be varied'],
    ['frame=20ms,', 'between the commas'],
  ])('%s is refused: %s', (text, expected) => {
    expect(() => readFactor(text)).toThrow(expected);
  });
});

it.each([...impairments.keys()])('what is shown of %s in place of one level can be varied', (name) => {
  const hint = hintOf(() => readFactor(`${name}=none`));
  expect(readFactor(hint.replace('e.g. ', '')).levels).toHaveLength(2);
});

function hintOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    return (error as ConfigError).place.hint ?? '';
  }
  return '';
}

describe('a key with another value', () => {
  it('makes what is on the way, leaves the rest as it was, and takes a key away', () => {
    const data = { target: { model: 'a' }, callers: [{ persona: { pause: [1, 2] } }] };
    expect(withValue(data, ['target', 'session', 'voice'], 'x')).toEqual({
      ...data,
      target: { model: 'a', session: { voice: 'x' } },
    });
    expect(withValue(data, keyPath('callers[0].persona.pause[1]') ?? [], 9)).toMatchObject({
      callers: [{ persona: { pause: [1, 9] } }],
    });
    expect(withValue(data, ['target', 'model'], undefined)).toMatchObject({ target: {} });
    expect(data.target.model).toBe('a');
  });
});

describe('a cell', () => {
  it('has the level in place of the scenario’s own, after all that is drawn by its number', async () => {
    const { scenario } = await loadScenario('scenarios/bad-day.yaml');
    const factors = [readFactor('noise=none,babble@10dB'), readFactor('latency=none,200ms')];
    const clean = variedScenario(scenario, factors, [0, 0], 40);
    const bad = variedScenario(scenario, factors, [1, 1], 40);
    // The caller's own noise is the caller's; what is of all callers is the matrix's.
    expect(clean.impairments).toEqual(scenario.impairments);
    expect(bad.impairments?.slice(0, -1)).toEqual(clean.impairments);
    expect(bad.impairments?.at(-1)).toMatchObject({ text: 'noise=babble@10dB', share: 1 });
    expect(clean.network).toBeUndefined();
    expect(bad.network).toHaveLength(1);
  });

  it('ends with its calls, at the concurrency asked for, whatever the load was', async () => {
    const { scenario } = await loadScenario('scenarios/support-line.yaml');
    const varied = variedScenario(scenario, [readFactor('concurrency=5,50')], [1], 30);
    expect(varied.load).toEqual({ mode: 'closed', concurrency: 50, rampMs: 0, calls: 30 });
  });
});
