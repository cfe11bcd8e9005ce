import { array, assert, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv, csvLine } from '../../../src/report/csv/csv.ts';
import { cellsOf } from './read_csv.ts';
import { anyText } from '../../any_text.ts';

describe('CSV', () => {
  it('is as RFC 4180 has it', () => {
    expect(csvLine(['a', 'b,c', 'say "no"', ''])).toBe('a,"b,c","say ""no""",\r\n');
    expect(csvLine([0, -1.5, true, false, null, undefined, Number.NaN, Infinity])).toBe(
      '0,-1.5,true,false,,,,\r\n',
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30 123', "'+49 30 123"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\uFF1D1', "'\uFF1D1"],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  ])('has no formula of %s', (text, field) => {
    expect(csvLine([text])).toBe(`${field}\r\n`);
  });

  it('is a line a row, whatever its texts', () => {
    expect(csvLine(['a\r\nb\tc\u001B[2J\u202E'])).toBe('a\\r\\nb\\tc\\u001b[2J\\u202e\r\n');
    assert(
      property(array(anyText({ maxLength: 30 }), { minLength: 1 }), (texts) => {
        const line = csvLine(texts);
        expect(line.slice(0, -2)).not.toMatch(/[\r\n]/);
        const [cells = []] = cellsOf(line);
        expect(cells).toHaveLength(texts.length);
        for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });

  it('fits a spreadsheet’s cell, and says how much there was', () => {
    const line = csvLine(['\u0000'.repeat(1_000_000)]);
    expect(line.length).toBeLessThan(32_767);
    expect(line).toContain('characters in all');
  });

  it('comes in pieces, whole lines each, and asks for no more rows than it has handed on', async () => {
    let asked = 0;
    async function* rows(): AsyncGenerator<number> {
      for (let n = 0; n < 1000; n++) {
        asked = n;
        yield n;
      }
    }
    const pieces: string[] = [];
    let askedForTheFirst = 0;
    for await (const piece of csv([{ name: 'n', of: (n: number) => n }], rows())) {
      expect(piece.endsWith('\r\n')).toBe(true);
      if (pieces.length === 0) askedForTheFirst = asked;
      pieces.push(piece);
    }
    expect(askedForTheFirst).toBeLessThan(500);
    expect(cellsOf(pieces.join(''))).toEqual([['n'], ...Array.from({ length: 1000 }, (_, n) => [String(n)])]);
  });

  it('comes two hundred lines at a time, the head among the first, and no piece is empty', async () => {
    const linesOf = async (rows: number): Promise<number[]> => {
      const numbers = Array.from({ length: rows }, (_, n) => n);
      const sizes: number[] = [];
      for await (const piece of csv([{ name: 'n', of: (n: number) => n }], numbers))
        sizes.push(piece.split('\r\n').length - 1);
      return sizes;
    };
    expect(await linesOf(0)).toEqual([1]);
    expect(await linesOf(198)).toEqual([199]);
    expect(await linesOf(199)).toEqual([200]);
    expect(await linesOf(200)).toEqual([200, 1]);
    expect(await linesOf(450)).toEqual([200, 200, 51]);
  });

  it('keeps a text of 30,000 characters whole, and cuts one of one more', () => {
    const text = 'x'.repeat(30_000);
    expect(csvLine([text])).toBe(`${text}\r\n`);
    expect(csvLine([`${text}x`])).toBe(`${text}… (cut: 30001 characters in all)\r\n`);
    expect(csvLine([`${text.slice(1)}😀`])).toBe(`${text.slice(1)}… (cut: 30001 characters in all)\r\n`);
    // What is an escape of six characters is counted as such.
    const escapes = String.raw`\u0001`.repeat(5000);
    expect(csvLine(['\u0001'.repeat(5000)])).toBe(`${escapes}\r\n`);
    const cut = csvLine(['\u0001'.repeat(5001)]);
    expect(cut).toBe(`${escapes}… (cut: 5001 characters in all)\r\n`);
  });

  it.each([
    ['-', "'-"],
    ['\u00A0=1', "'\u00A0=1"],
    ['\uFF0B1', "'\uFF0B1"],
    ['\uFF0D1', "'\uFF0D1"],
    ['\uFF20a', "'\uFF20a"],
    ['1=1', '1=1'],
    ['a-b', 'a-b'],
    ['(=1)', '(=1)'],
  ])('takes for a formula what begins as one: %s', (text, field) => {
    expect(csvLine([text])).toBe(`${field}\r\n`);
  });
});
