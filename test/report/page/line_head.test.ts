/** Whose line it is, by its beginning. */

import { assert, maxSafeNat, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAD_LENGTH, NOBODY, whoseLine } from '../../../src/report/page/line_head.ts';
import { call, footer, generator, header, started, turn } from '../log_builder.ts';

const headOf = (line: string): string => line.slice(0, HEAD_LENGTH);
const strike = (of: number) => ({ type: 'strike', call: of, atMs: 1, fault: 'noise', connection: 0 });
const known = '{"type":"turn","call":7,';

describe('whose line it is', () => {
  it('is told by what every record of a call begins with, whatever its number', () => {
    assert(
      property(maxSafeNat(), (index) => {
        const records = [started(index), turn({ call: index }), strike(index), call({ call: index })];
        for (const record of records) expect(whoseLine(headOf(JSON.stringify(record)))).toBe(index);
      }),
    );
    expect(whoseLine('{"type":"call","call":3}')).toBe(3);
  });

  it('is nobody’s where a record belongs to no call', () => {
    for (const record of [generator(), footer()])
      expect(whoseLine(headOf(JSON.stringify(record)))).toBe(NOBODY);
    for (const type of ['calibration', 'calibration_trouble']) {
      expect(whoseLine(`{"type":"${type}","worker":0}`)).toBe(NOBODY);
    }
  });

  it('is not known of a header, nor of what begins otherwise or breaks off: that is to be read', () => {
    const unknown = [
      headOf(JSON.stringify(header())),
      '',
      ` ${known}`,
      `x${known}`,
      '{"call":7,"type":"turn"}',
      '{"type": "turn","call":7,',
      '{"type":"turn","call":7',
      '{"type":"turn","call":7.5,',
      '{"type":"turn","call":"7",',
      '{"type":"turn","call":-7,',
      '{"type":"turn","call":,',
      '{"type":"turned","call":7,',
      '{"type":"turn","calls":7,',
      '{"type":"generators"',
      '{"type":"foot',
    ];
    expect(unknown.filter((head) => whoseLine(head) !== null)).toEqual([]);
    expect(whoseLine(known)).toBe(7);
  });
});
