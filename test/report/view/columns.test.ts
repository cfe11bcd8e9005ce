import { describe, expect, it } from 'vitest';
import { style } from '../../../src/cli/io.ts';
import { listed, table, visibleWidth, wrapped } from '../../../src/report/view/columns.ts';

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
    expect(listed(['too long for it', 'c'], ' · ', 6)).toEqual(['too long for it', 'c']);
    const { red } = style({ isTTY: true, env: {} });
    expect(listed([red('a b'), 'c'], ' · ', 7)).toEqual([`${red('a b')} · c`]);
    expect(listed([], ' · ', 7)).toEqual([]);
  });
});
