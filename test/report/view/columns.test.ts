import { describe, expect, it } from 'vitest';
import { style } from '../../../src/cli/io.ts';
import { table, visibleWidth } from '../../../src/report/view/columns.ts';

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
