import { describe, expect, it } from 'vitest';
import { ConfigError, ConfigErrors, type ConfigErrorPlace } from '../../../src/core/word/config_error.ts';

const told = (place: Omit<ConfigErrorPlace, 'code'>): string =>
  new ConfigError('expected a number', { code: 'scenario_invalid', ...place }).describe();

describe('what a user got wrong', () => {
  it('is told with its place, as far as that is known', () => {
    expect(told({})).toBe('expected a number');
    expect(told({ file: 'a.yaml' })).toBe('a.yaml: expected a number');
    expect(told({ file: 'a.yaml', line: 3 })).toBe('a.yaml:3: expected a number');
    expect(told({ file: 'a.yaml', line: 3, column: 7, path: 'load.calls' })).toBe(
      'a.yaml:3:7: load.calls: expected a number',
    );
    expect(told({ path: 'load.calls' })).toBe('load.calls: expected a number');
  });

  it('has no empty place: the top of a file has no path', () => {
    expect(told({ file: 'a.yaml', path: '' })).toBe('a.yaml: expected a number');
  });

  it('is followed by the way out, on a line of its own and set in', () => {
    expect(told({ path: 'seed', hint: 'Write 7.' })).toBe('seed: expected a number\n  Write 7.');
  });

  it('can be told from a defect by its name, and keeps its place for who asks', () => {
    const error = new ConfigError('expected a number', { code: 'scenario_invalid', line: 3 });
    expect([error.name, error.message, error.place]).toEqual([
      'ConfigError',
      'expected a number',
      { code: 'scenario_invalid', line: 3 },
    ]);
  });

  it('is told one under the other where there are several', () => {
    const one = new ConfigError('expected a number', { code: 'x', line: 1, hint: 'Write 7.' });
    const two = new ConfigError('expected a word', { code: 'x', path: 'name' });
    const both = new ConfigErrors([one, two]);
    expect(both.message).toBe(`${one.describe()}\n${two.describe()}`);
    expect([both.name, both.errors]).toEqual(['ConfigErrors', [one, two]]);
  });
});
