import { describe, expect, it } from 'vitest';
import type { Staffing } from '../../../src/forecast/queue/needed_lines.ts';
import {
  formulaText,
  goalText,
  saidColumns,
  staffingCells,
  staffingConclusion,
  staffingNotes,
} from '../../../src/report/staffing/staffing_text.ts';
import { staffingTerminal, staffingViews } from '../../../src/report/staffing/staffing_views.ts';
import { marked, markedStyle as style } from '../marked_style.ts';
import { rowOf, staffingOf } from './made_staffing.ts';

const blocking = { type: 'blocking', share: 0.01 } as const;
const waiting = { type: 'wait', share: 0.8, waitS: 20, patienceS: null } as const;
const patient = { ...waiting, patienceS: 60 } as const;
const leaving = { type: 'abandonment', share: 0.05, patienceS: 90 } as const;
const server = { holds: 8, spare: 1, from: 'capacity.json' };
const simulated: NonNullable<Staffing['simulated']> = {
  calls: 200_000,
  waits: { value: 0.2, low: 0.19, high: 0.21 },
  answeredWithin: { value: 0.91, low: 0.9, high: 0.92 },
  abandons: { value: 0.02, low: 0.015, high: 0.025 },
  meanWaitS: 1,
};

describe('what is asked of a staffing', () => {
  it('is told with the formula that answers it', () => {
    const told = ([blocking, waiting, patient, leaving] as const).map((goal) => [
      goalText(goal),
      formulaText(goal),
    ]);
    expect(told).toEqual([
      ['at most 1% find no line free', 'Erlang B: no queue'],
      ['at least 80% are answered within 20 s', 'Erlang C: everybody waits'],
      ['at least 80% are answered within 20 s', 'Erlang A: a patience of 60 s on average'],
      ['at most 5% give up', 'Erlang A: a patience of 90 s on average'],
    ]);
  });
});

describe('what a staffing comes to', () => {
  it('is how many lines, and of how sure that is', () => {
    const text =
      '200 calls an hour of 3 min 0 s are 10 erlangs: 12 lines, so that at least 80% are answered within 20 s.';
    expect(staffingConclusion(staffingOf())).toBe(text);
    expect(staffingConclusion(staffingOf({ linesBetween: [12, 12] }))).toBe(text);
    expect(staffingConclusion(staffingOf({ linesBetween: [11, 14] }))).toContain(
      ': 12 lines (11 to 14 by what is known of the length of a call), so that',
    );
    expect(
      staffingConclusion(staffingOf({ erlangs: 1234.567, lines: 1 }, { callsPerHour: 0.6, goal: blocking })),
    ).toBe('1 call an hour of 3 min 0 s are 1,235 erlangs: 1 line, so that at most 1% find no line free.');
  });

  it('is how many servers, where that is asked', () => {
    const servers = { needed: 2, withSpare: 3 };
    expect(staffingConclusion(staffingOf({ servers }, { server }))).toMatch(
      /within 20 s; 2 servers of 8 calls, 3 with 1 spare\.$/,
    );
    expect(staffingConclusion(staffingOf({ servers }))).not.toContain('server');
    expect(staffingConclusion(staffingOf({}, { server }))).not.toContain('server');
  });
});

describe('a number of lines', () => {
  it('has what callers find on it, and a mark where that is not what was asked for', () => {
    const whole = rowOf(12, { blocked: 0.01, abandons: 0.02, servers: 2, callsPerHour: 1234 - 1e-9 });
    expect(staffingCells(whole)).toEqual(['12', '1%', '25%', '90%', '2%', '1.5 s', '80%', '1,234', '2']);
    expect(staffingCells(rowOf(11)).map((cell, at) => (at === 7 ? '' : cell))).toEqual([
      '11 ✗',
      '–',
      '25%',
      '90%',
      '–',
      '1.5 s',
      '80%',
      '',
      '–',
    ]);
    // Of a call that is not whole nothing is kept.
    expect(staffingCells(rowOf(11))[7]).toBe('100');
  });

  it('has a column of what any of them tells', () => {
    const silent = {
      blocked: null,
      waits: null,
      answeredWithin: null,
      abandons: null,
      meanWaitS: null,
      servers: null,
    };
    const bare = rowOf(1, silent);
    expect(saidColumns([bare])).toEqual([0, 6, 7]);
    for (const [at, fields] of [
      [1, { blocked: 0 }],
      [2, { waits: 0 }],
      [3, { answeredWithin: 0 }],
      [4, { abandons: 0 }],
      [5, { meanWaitS: 0 }],
      [8, { servers: 0 }],
    ] as const)
      expect(saidColumns([bare, rowOf(2, { ...silent, ...fields })])).toEqual([0, 6, 7, at].sort());
  });
});

describe('what has to be known of a staffing', () => {
  const chance =
    'Calls arrive by chance, one by one, at this rate for the whole hour; whoever is turned away or gives up does not try again.';
  const last = 'A ✗ marks lines that do not keep what was asked for.';

  it('is by which formula, and what it takes for granted', () => {
    expect(staffingNotes(staffingOf({}, { goal: blocking }))).toEqual([
      `Erlang B: no queue. ${chance}`,
      'How unequal the lengths of calls are does not matter without a queue.',
      last,
    ]);
    expect(staffingNotes(staffingOf())).toEqual([
      `Erlang C: everybody waits. ${chance}`,
      'The formula takes lengths of calls for exponential (as much variation as mean).',
      last,
    ]);
  });

  it('is what was measured, where it was, and of whom the servers’ figure is', () => {
    const measured = { lengthsS: [170, 190], callLengthS: { mean: 180, low: 160, high: 200 } };
    const notes = staffingNotes(
      staffingOf({ lengthVariation: 0.7 }, { ...measured, server: { ...server, from: 'a\u001Bb' } }),
    );
    expect(notes.slice(1)).toEqual([
      'The formula takes lengths of calls for exponential (as much variation as mean); those of 2 calls vary by 70% of their mean.',
      'The mean length of a call is 3 min 0 s, 95% interval 2 min 40 s to 3 min 20 s, of 2 calls.',
      String.raw`A server holds 8 calls: a\u001bb. With all of them up the lines are as many as the servers hold; the spare is for one that is not.`,
      last,
    ]);
    for (const ends of [{ low: null }, { high: null }]) {
      const callLengthS = { ...measured.callLengthS, ...ends };
      expect(staffingNotes(staffingOf({}, { ...measured, callLengthS })).join()).not.toContain(
        'The mean length',
      );
    }
  });

  it('is whether a simulation with the measured lengths says the same', () => {
    const start = 'With the lengths that were measured, in a simulation of 200,000 calls on 12 lines: ';
    const told = (goal: Staffing['question']['goal'], at: Partial<Staffing['at']>) =>
      staffingNotes(staffingOf({ simulated, at: rowOf(12, at) }, { goal }))[2];
    const answered = `${start}answered in time 91% (90% to 92%); the formula says `;
    expect(told(waiting, { answeredWithin: 0.9 })).toBe(`${answered}90%, which is within.`);
    expect(told(waiting, { answeredWithin: 0.92 })).toBe(`${answered}92%, which is within.`);
    expect(told(waiting, { answeredWithin: 0.93 })).toBe(`${answered}93%.`);
    expect(told(waiting, { answeredWithin: 0.89 })).toBe(`${answered}89%.`);
    expect(told(waiting, { answeredWithin: null })).toBe(`${answered}–, which is within.`);
    expect(told(leaving, { abandons: 0.02 })).toBe(
      `${start}give up 2% (1.5% to 2.5%); the formula says 2%, which is within.`,
    );
  });
});

describe('a staffing', () => {
  const whole = staffingOf(
    { servers: { needed: 2, withSpare: 3 }, byServer: [rowOf(8, { servers: 1 }), rowOf(16, { servers: 2 })] },
    { server, lengthsS: [170, 190] },
  );

  it('on a terminal is a table of lines and one of servers, in as many columns as fit, and green where it is enough', () => {
    const at = (width: number) => {
      const lines = marked(staffingTerminal(whole, style, width)).split('\n');
      return lines.slice(
        lines.indexOf('{bold Lines}'),
        lines.findIndex((line) => line.startsWith('{dim')),
      );
    };
    expect(at(100)).toEqual([
      '{bold Lines}',
      '  lines  wait  answered in time  mean wait  line taken  most calls an hour',
      '   11 ✗   25%               90%      1.5 s         80%                 100',
      '{green      12   25%               90%      1.5 s         80%                 100}',
      '     13   25%               90%      1.5 s         80%                 100',
      '',
      '{bold Server by server}',
      '  lines  wait  answered in time  mean wait  line taken  most calls an hour  servers',
      '    8 ✗   25%               90%      1.5 s         80%                 100        1',
      '     16   25%               90%      1.5 s         80%                 100        2',
      '',
    ]);
    expect(at(70)[1]).toBe('  lines  wait  answered in time  mean wait  most calls an hour');
    expect(at(58)[1]).toBe('  lines  wait  answered in time  most calls an hour');
    expect(at(55)[7]).toBe('  lines  answered in time  most calls an hour  servers');
    const text = marked(staffingTerminal(staffingOf(), style, 200));
    expect(text).toMatch(/^\{bold 200 calls an hour of .*\}\n\n\{bold Lines\}\n/);
    expect(text).not.toContain('Server by server');
    expect(text).toMatch(/\n\{dim A ✗ marks lines that do not keep what was asked for\.\}\n$/);
  });

  it('in Markdown has what is enough in bold', () => {
    const text = staffingViews.get('markdown')?.(whole) ?? '';
    expect(text).toMatch(/^## Staffing\n\n200 calls an hour .*\n\n### Lines\n\n\|/);
    expect(text).toContain(
      [
        '| lines | wait | answered in time | mean wait | line taken | most calls an hour |',
        '| ---: | ---: | ---: | ---: | ---: | ---: |',
        '| 11 ✗ | 25% | 90% | 1.5 s | 80% | 100 |',
        '| **12** | **25%** | **90%** | **1.5 s** | **80%** | **100** |',
        '| 13 | 25% | 90% | 1.5 s | 80% | 100 |',
        '',
        '### Server by server',
        '',
        '| lines | wait | answered in time | mean wait | line taken | most calls an hour | servers |',
      ].join('\n'),
    );
    expect(text).toMatch(/\n\n- Erlang C: everybody waits\. /);
    expect(staffingViews.get('markdown')?.(staffingOf())).not.toContain('### Server by server');
  });

  it('as CSV has every number of lines once, in order', () => {
    const made = {
      ...whole,
      byServer: [rowOf(16, { servers: 2 }), rowOf(12, { servers: 9 })],
      at: rowOf(12, { blocked: 0.5 }),
    };
    expect(staffingViews.get('csv')?.(made)).toBe(
      [
        'lines,keeps,blocked,waits,answeredWithin,abandons,meanWaitS,occupancy,callsPerHour,servers',
        '11,false,,0.25,0.9,,1.5,0.8,100.9,',
        '12,true,0.5,0.25,0.9,,1.5,0.8,100.9,',
        '13,true,,0.25,0.9,,1.5,0.8,100.9,',
        '16,true,,0.25,0.9,,1.5,0.8,100.9,2',
        '',
      ].join('\r\n'),
    );
  });

  it('for programs has how many lengths were measured in place of them all', () => {
    const told = JSON.parse(staffingViews.get('json')?.(whole) ?? '') as { readonly question: object };
    const { lengthsS: _, ...question } = whole.question;
    expect(told).toEqual({ version: 1, ...whole, question: { ...question, measuredCalls: 2 } });
  });
});
