import { describe, expect, it } from 'vitest';
import type { AccountLimits } from '../../../src/forecast/limits/account_limits.ts';
import { limitCells, limitsConclusion, limitsNotes } from '../../../src/report/limits/limits_text.ts';
import { limitsTerminal, limitsViews } from '../../../src/report/limits/limits_views.ts';
import { marked, markedStyle as style } from '../marked_style.ts';
import { limitsOf, sessions, tokens } from './made_limits.ts';

describe('what the limits of an account come to', () => {
  const said = (fields: Partial<AccountLimits>): string => limitsConclusion(limitsOf(fields));

  it('is how many calls at once it lets through, and by which limit', () => {
    expect(said({})).toBe('The account lets 20 (18 to 22) calls through at once, by its tokens a minute.');
    expect(said({ first: sessions })).toBe(
      'The account lets 100 calls through at once, by its sessions at once.',
    );
    for (const [kind, name] of [
      ['requests', 'requests a minute'],
      ['new_sessions', 'new sessions a minute'],
    ] as const)
      expect(said({ first: { ...tokens, kind } })).toContain(`by its ${name}.`);
  });

  it('is nothing where the run tells nothing of it', () => {
    const nothing = '30 calls tell nothing by which a limit could be said.';
    expect(said({ first: null })).toBe(nothing);
    expect(said({ first: { ...tokens, atOnce: null } })).toBe(nothing);
  });

  it('is beside what the agent holds, which of the two is met first', () => {
    const beside = (limitedBy: 'account' | 'agent' | 'either'): string =>
      said({ first: sessions, agent: { holds: 1250, limitedBy } }).replace(/^.*once; /, '');
    expect(beside('account')).toBe('the agent holds 1,250: the account is the limit, not the agent.');
    expect(beside('agent')).toBe('the agent holds 1,250: the agent is the limit, not the account.');
    expect(beside('either')).toBe('the agent holds 1,250: either may be met first.');
  });
});

describe('a limit', () => {
  it('has what one call uses of it, and how many calls at once it lets through: whole ones, never too many', () => {
    expect(limitCells(tokens)).toEqual([
      'tokens a minute',
      '40,000',
      '1,235 (1,100 to 1,400)',
      '32 (28 to 36)',
      '20 (18 to 22)',
    ]);
    expect(limitCells(sessions)).toEqual(['sessions at once', '100', '–', '–', '100']);
    expect(limitCells({ ...sessions, atOnce: null })[4]).toBe('–');
    // What is a whole number but for the last bit of it is that number.
    expect(limitCells({ ...sessions, atOnce: { value: 7 - 1e-12, low: 7, high: 7 } })[4]).toBe('7');
    const { perMinute } = tokens;
    if (perMinute === null) throw new Error('nothing was counted');
    const few = { ...tokens, perMinute: { ...perMinute, mean: { value: 12.345, low: 100.4, high: 99.96 } } };
    expect(limitCells(few)[2]).toBe('12.3 (100 to 100)');
  });
});

describe('what has to be known of limits', () => {
  const refused = (n: number) =>
    Array.from({ length: n }, (_, call) => ({ atMs: 1500 * call, call, code: 'rate_limited' }));

  it('is whose they are, what the run used at its busiest, and how it was reckoned', () => {
    expect(limitsNotes(limitsOf())).toEqual([
      'Limits: limits.yaml.',
      'In the run: 10,000 tokens a minute in its busiest, from 65 s on, 25% of what is allowed.',
      'In the run nothing was refused for a limit.',
      'Of 30 calls, with 95% intervals of resampled calls. Tokens are all of the input, what is cached and what is sent again with each answer included, and the output; a call asks for more the longer it goes on.',
      'Calls are taken to begin by chance. Those that begin together ask for the most together: leave room, or spread their beginnings.',
    ]);
    const stated = { ...limitsOf().stated, source: 'a\u001Bb' };
    expect(limitsNotes(limitsOf({ stated, limits: [sessions] }))).toEqual([
      String.raw`Limits: a\u001bb.`,
      'In the run: 10,000 tokens a minute in its busiest, from 65 s on.',
      'In the run nothing was refused for a limit.',
    ]);
  });

  it('is what was refused, of many the first five', () => {
    const told = (n: number) => limitsNotes(limitsOf({ refusals: refused(n) }))[2];
    expect(told(1)).toBe('In the run 1 refusal for a limit: at 0 ms (call 0, rate_limited).');
    const five =
      'at 0 ms (call 0, rate_limited), 1.5 s (call 1, rate_limited), 3 s (call 2, rate_limited), 4.5 s (call 3, rate_limited), 6 s (call 4, rate_limited)';
    expect(told(5)).toBe(`In the run 5 refusals for a limit: ${five}.`);
    expect(told(6)).toBe(`In the run 6 refusals for a limit: ${five} ….`);
  });
});

describe('the limits of an account', () => {
  it('on a terminal are a table with as many columns as fit', () => {
    const at = (width: number) => marked(limitsTerminal(limitsOf(), style, width)).split('\n');
    expect(at(120).slice(0, 6)).toEqual([
      '{bold The account lets 20 (18 to 22) calls through at once, by its tokens a minute.}',
      '',
      '  limit             stated             of one call  calls at once, on average  in the busiest minute of an hour',
      '  tokens a minute   40,000  1,235 (1,100 to 1,400)              32 (28 to 36)                     20 (18 to 22)',
      '  sessions at once     100                       –                          –                               100',
      '',
    ]);
    expect(at(120).slice(6, 8)).toEqual([
      '{dim Limits: limits.yaml.}',
      '{dim In the run: 10,000 tokens a minute in its busiest, from 65 s on, 25% of what is allowed.}',
    ]);
    expect(at(120).at(-1)).toBe('');
    expect(at(100)[3]).toBe(
      '  tokens a minute   40,000  1,235 (1,100 to 1,400)                     20 (18 to 22)',
    );
    expect(at(80)[3]).toBe('  tokens a minute   40,000                     20 (18 to 22)');
    expect(Math.max(...at(10).map((line) => line.replaceAll(/\{\w+ |\}/g, '').length))).toBeGreaterThan(38);
  });

  it('in Markdown are a table, with nothing of the source for markup', () => {
    const stated = { ...limitsOf().stated, source: '<b>*' };
    const text = limitsViews.get('markdown')?.(limitsOf({ stated })) ?? '';
    expect(text.split('\n').slice(0, 10)).toEqual([
      '## Limits of the account',
      '',
      'The account lets 20 (18 to 22) calls through at once, by its tokens a minute.',
      '',
      '| limit | stated | of one call | calls at once, on average | in the busiest minute of an hour |',
      '| --- | ---: | ---: | ---: | ---: |',
      '| tokens a minute | 40,000 | 1,235 (1,100 to 1,400) | 32 (28 to 36) | 20 (18 to 22) |',
      '| sessions at once | 100 | – | – | 100 |',
      '',
      String.raw`- Limits: \<b\>\*.`,
    ]);
    expect(text).toMatch(/\.\n$/);
  });

  it('as CSV have a line each, with empty fields for what nothing tells', () => {
    expect(
      limitsViews.get('csv')?.(limitsOf({ limits: [tokens, sessions, { ...sessions, atOnce: null }] })),
    ).toBe(
      'limit,allowed,per_call,per_call_low,per_call_high,at_once,at_once_low,at_once_high\r\n' +
        'tokens,40000,1234.5,1100,1400,20.4,18.9,22.2\r\n' +
        'sessions,100,,,,100,100,100\r\n' +
        'sessions,100,,,,,,\r\n',
    );
  });

  it('for programs are all of it, with a version', () => {
    const text = limitsViews.get('json')?.(limitsOf()) ?? '';
    expect(JSON.parse(text)).toEqual({ version: 1, ...limitsOf() });
    expect(text).toMatch(/^\{\n {2}"version": 1,\n[\s\S]*\n\}\n$/);
  });
});
