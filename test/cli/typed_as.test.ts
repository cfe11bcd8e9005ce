import { describe, expect, it } from 'vitest';
import { asTyped, typedCommand } from '../../src/cli/typed_as.ts';

const cwd = '/home/me/project';

describe('what was typed', () => {
  it.each([
    ['npx callstorm', '/home/me/project/node_modules/.bin/callstorm', { npm_command: 'exec' }],
    ['npx callstorm', '/home/me/project/node_modules/callstorm/dist/cli/main.js', {}],
    ['npx callstorm', '/home/me/project/node_modules/.bin/callstorm', { npm_lifecycle_event: 'load' }],
    [
      'pnpm exec callstorm',
      '/home/me/project/node_modules/callstorm/dist/cli/main.js',
      { npm_config_user_agent: 'pnpm/10.0.0 npm/? node/v22' },
    ],
    ['callstorm', '/usr/local/bin/callstorm', {}],
    ['npx callstorm', '/usr/local/bin/callstorm', { npm_command: 'exec' }],
    [
      'npm run callstorm --',
      '/home/me/project/dist/cli/main.js',
      { npm_lifecycle_event: 'start', npm_package_name: 'callstorm' },
    ],
    // A script of that name in somebody else's package is not ours.
    [
      'node dist/cli/main.js',
      '/home/me/project/dist/cli/main.js',
      { npm_lifecycle_event: 'start', npm_package_name: 'shop' },
    ],
    ['node dist/cli/main.js', '/home/me/project/dist/cli/main.js', {}],
    ['node "../a b/main.js"', '/home/me/a b/main.js', {}],
  ])('is %s', (command, script, env) => {
    expect(typedCommand({ script, env, cwd })).toBe(command);
  });

  it('is what is suggested, and nothing else is changed', () => {
    const text =
      '`callstorm fixtures list` shows; $ callstorm run x, callstorm <command> --help, a callstorm of words, npx callstorm run, ./callstorm run';
    expect(asTyped(text, { command: 'npx callstorm' })).toBe(
      '`npx callstorm fixtures list` shows; $ npx callstorm run x, npx callstorm <command> --help, a callstorm of words, npx callstorm run, ./callstorm run',
    );
    expect(asTyped(text, {})).toBe(text);
  });
});
