import { describe, expect, it } from 'vitest';
import { style } from '../../../src/cli/io.ts';
import {
  aligned,
  commandLines,
  fitting,
  hanging,
  listed,
  shortened,
  table,
  terms,
  visibleWidth,
  without,
  wrapped,
} from '../../../src/report/view/columns.ts';

describe('table', () => {
  it('aligns columns, and leaves no blanks at the end of a line', () => {
    const text = table(
      [
        ['metric', 'p95', 'unit'],
        ['latency', '1234', 'ms'],
        ['x', '7'],
      ],
      ['left', 'right'],
    );
    expect(text).toBe('metric    p95  unit\nlatency  1234  ms\nx           7\n');
  });

  it('counts colours and accents as nothing', () => {
    const { red } = style({ isTTY: true, env: {} });
    expect(visibleWidth(red('é'.normalize('NFD')))).toBe(1);
    const [first, second] = table([
      [red('a'), 'x'],
      ['bcd', 'y'],
    ]).split('\n');
    expect(first).toBe(`${red('a')}    x`);
    expect(second).toBe('bcd  y');
  });

  it('is nothing without rows', () => {
    expect(table([])).toBe('');
  });
});

describe('lines of at most so many columns', () => {
  it('are broken at blanks, and never inside a word', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('one two three', 6)).toEqual(['one', 'two', 'three']);
    expect(wrapped('a certificate b', 5)).toEqual(['a', 'certificate', 'b']);
    expect(wrapped('certificate', 5)).toEqual(['certificate']);
    expect(wrapped('', 5)).toEqual([]);
  });

  it('are broken between items, whose colours take no room', () => {
    expect(listed(['a b', 'c', 'd'], ' · ', 7)).toEqual(['a b · c', 'd']);
    expect(listed(['a b', 'c', 'd'], ' · ', 6)).toEqual(['a b', 'c · d']);
    expect(listed(['too long for it', 'c'], ' · ', 6)).toEqual(['too', 'long', 'for it', 'c']);
    expect(listed(['longer', 'c'], ' · ', 4)).toEqual(['longer', 'c']);
    const { red } = style({ isTTY: true, env: {} });
    expect(listed([red('a b'), 'c'], ' · ', 7)).toEqual([`${red('a b')} · c`]);
    expect(listed([], ' · ', 7)).toEqual([]);
  });
});

describe('a table with too little room', () => {
  const whole = [
    ['a', 'bb', 'ccc'],
    ['d', 'ee', 'fff'],
  ];

  it('is the first of several that fits, and the last where none does', () => {
    const tables = [whole, without(whole, [1]), without(whole, [1, 2])];
    expect(fitting(tables, 10)).toBe(tables[0]);
    expect(fitting(tables, 9)).toEqual([
      ['a', 'ccc'],
      ['d', 'fff'],
    ]);
    expect(fitting(tables, 0)).toBe(tables[2]);
    expect(fitting([], 10)).toEqual([]);
  });

  it('breaks its last column within its column, or puts it below', () => {
    const rows = [
      ['a', 'b', 'one two three'],
      ['aa', 'b', 'x'],
    ];
    expect(hanging(rows, [], 14, 5)).toEqual(['a   b  one two', '       three', 'aa  b  x']);
    expect(hanging(rows, [], 14, 10)).toEqual(['a   b', '      one two', '      three', 'aa  b  x']);
  });

  it('shortens a name in its middle', () => {
    expect(shortened('abcdefgh', 8)).toBe('abcdefgh');
    expect(shortened('abcdefgh', 5)).toBe('ab…gh');
    expect(shortened('abcdefgh', 4)).toBe('ab…h');
  });
});

describe('a command', () => {
  it('is broken where the shell reads on, and never within quotes', () => {
    expect(commandLines('run my.yaml --seed 4', 100)).toEqual(['run my.yaml --seed 4']);
    expect(commandLines('run my.yaml --seed 4', 14)).toEqual(['run my.yaml \\', '--seed 4']);
    expect(commandLines(`it's so`, 4)).toEqual([`it's so`]);
    expect(commandLines(`grep 'a b' "c \\" d" e\\ f`, 8)).toEqual([
      'grep \\',
      `'a b' \\`,
      `"c \\" d" \\`,
      'e\\ f',
    ]);
  });
});

describe('cells', () => {
  it('are padded to the side of their column, or to that of the others', () => {
    const rows = [['a', 'bb', 'c', 'd'], ['aaa', 'b', 'ccc', 'ddd'], ['aa']];
    expect(aligned(rows, ['left', 'right'], 'right')).toEqual([
      ['a  ', 'bb', '  c', '  d'],
      ['aaa', ' b', 'ccc', 'ddd'],
      ['aa '],
    ]);
    expect(aligned(rows, ['right'], 'left')[0]).toEqual(['  a', 'bb', 'c  ', 'd  ']);
    expect(aligned([], [], 'left')).toEqual([]);
  });

  it('are as wide as what is seen of them', () => {
    expect(visibleWidth('\u001B[1;31mred\u001B[0m')).toBe(3);
    expect(visibleWidth('größer')).toBe(6);
    // One sign of two halves, and one that is put together.
    expect(visibleWidth('🎧')).toBe(1);
    expect(visibleWidth('e\u0301te\u0301')).toBe(3);
    expect(visibleWidth('')).toBe(0);
  });
});

describe('terms', () => {
  it('have beside them what they are, or below where less than twenty columns are left', () => {
    const rows = [
      ['term', 'what it is in so many words'],
      ['t', 'short'],
    ];
    // The terms take four columns and two: from 26 on there are twenty.
    expect(terms(rows, 33)).toEqual(['term  what it is in so many words', 't     short']);
    expect(terms(rows, 32)).toEqual(['term  what it is in so many', '      words', 't     short']);
    expect(terms(rows, 26)).toEqual(['term  what it is in so', '      many words', 't     short']);
    expect(terms(rows, 25)).toEqual(['term', '      what it is in so', '      many words', 't     short']);
    expect(terms([], 26)).toEqual([]);
  });

  it('stand at their side, and alone where nothing is said of them', () => {
    expect(
      hanging(
        [
          ['a', '1', 'x'],
          ['bb', '22', 'y'],
        ],
        ['left', 'right'],
        40,
        5,
      ),
    ).toEqual(['a    1  x', 'bb  22  y']);
    expect(terms([['term', '']], 40)).toEqual(['term']);
    expect(terms([['only what it is']], 40)).toEqual(['  only what it is']);
  });
});

describe('a text that is shortened', () => {
  it('keeps its signs whole, its beginning longer than its end', () => {
    expect(shortened('🎧🎤🎧🎤🎧', 5)).toBe('🎧🎤🎧🎤🎧');
    expect(shortened('🎧🎤🎵🔊🔇', 4)).toBe('🎧🎤…🔇');
    expect(shortened('abcdef', 2)).toBe('a…');
    expect(shortened('abcdef', 1)).toBe('…');
  });
});

describe('lines at their very end', () => {
  it('take a word more where it just fits, and none where it does not', () => {
    expect(wrapped('ab cd ef', 5)).toEqual(['ab cd', 'ef']);
    expect(wrapped('ab cd ef', 8)).toEqual(['ab cd ef']);
    const { red } = style({ isTTY: true, env: {} });
    expect(wrapped(`${red('ab')} cd`, 5)).toEqual([`${red('ab')} cd`]);
    expect(listed(['a', 'b c d e', 'f'], ', ', 5)).toEqual(['a', 'b c d', 'e, f']);
  });

  it('leave room for the sign with which a shell reads on', () => {
    // `run my.yaml` is eleven columns, and the blank and the sign two.
    expect(commandLines('run my.yaml --seed', 13)).toEqual(['run my.yaml \\', '--seed']);
    expect(commandLines('run my.yaml --seed', 12)).toEqual(['run \\', 'my.yaml \\', '--seed']);
    expect(commandLines('', 10)).toEqual([]);
    expect(commandLines('a  b', 10)).toEqual(['a  b']);
    expect(commandLines(`--name='a b' "" x`, 8)).toEqual([`--name='a b' \\`, `"" x`]);
  });
});
