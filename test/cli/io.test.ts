import { describe, expect, it } from 'vitest';
import { redraws, style } from '../../src/cli/io.ts';

describe('style', () => {
  it('colours on a terminal', () => {
    const { red, bold } = style({ isTTY: true, env: {} });
    expect(red('no')).toBe('\u001B[31mno\u001B[39m');
    expect(bold(red('no'))).toBe('\u001B[1m\u001B[31mno\u001B[39m\u001B[22m');
    expect(red('')).toBe('');
  });

  it.each<[string, boolean, NodeJS.ProcessEnv]>([
    ['off a terminal', false, {}],
    ['with NO_COLOR', true, { NO_COLOR: '1' }],
    ['with NO_COLOR=0, which is set too', true, { NO_COLOR: '0' }],
    ['on a dumb terminal', true, { TERM: 'dumb' }],
  ])('is plain %s', (_case, isTTY, env) => {
    const { red, green, yellow, dim, bold } = style({ isTTY, env });
    for (const paint of [red, green, yellow, dim, bold]) expect(paint('text')).toBe('text');
  });

  it('takes an empty NO_COLOR for none', () => {
    expect(style({ isTTY: true, env: { NO_COLOR: '' } }).green('ok')).not.toBe('ok');
  });
});

it.each([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { CI: 'true' }, false],
  [true, { CI: '1' }, false],
  [true, { CI: 'false', TERM: 'xterm' }, true],
])('a line is drawn over on a terminal (%s) with %j: %s', (isTTY, env, drawn) => {
  expect(redraws(isTTY, env)).toBe(drawn);
});
