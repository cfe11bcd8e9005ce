import { describe, expect, it } from 'vitest';
import { code, escaped, table } from '../../../src/report/view/markup.ts';

describe('text from outside in Markdown', () => {
  it.each([
    ['plain words, of no harm: 5% (n=3).', 'plain words, of no harm: 5% (n=3).'],
    ['*a* `b` [c] ~d~', String.raw`\*a\* \`b\` \[c\] \~d\~`],
    ['<b>', String.raw`\<b\>`],
    [String.raw`\*`, String.raw`\\\*`],
    ['&lt; & &amp;', '&amp;lt; &amp; &amp;amp;'],
    ['no_answer', 'no_answer'],
    ['_a_ b_ _c', String.raw`\_a\_ b\_ \_c`],
    ['@all a@b.example @ x', '@<!-- -->all a@<!-- -->b.example @ x'],
    ['http://a wss://b', 'http:<!-- -->//a wss:<!-- -->//b'],
    ['www.a.example WWW.b awww.c', 'www.<!-- -->a.example WWW.<!-- -->b awww.c'],
  ])('%s is no markup', (text, written) => {
    expect(escaped(text)).toBe(written);
  });

  it('in a span of code keeps its signs, but for what ends it', () => {
    expect(code('a*b_<c>')).toBe('`a*b_<c>`');
    expect(code('a`b``c')).toBe("`a'b''c`");
    expect(code('')).toBe('');
  });
});

it('a table has its columns where they are told, and no cell ends before it should', () => {
  expect(
    table(
      ['a', 'b|c', 'd'],
      [
        ['1', '2|3|4', '5'],
        ['6', '', '7'],
      ],
      [0, 2],
    ),
  ).toEqual([
    String.raw`| a | b\|c | d |`,
    '| --- | ---: | --- |',
    String.raw`| 1 | 2\|3\|4 | 5 |`,
    '| 6 |  | 7 |',
  ]);
  expect(table(['a'], [], [])).toEqual(['| a |', '| ---: |']);
});
