import { describe, expect, it } from 'vitest';
import { agentFaults } from '../../../src/agent/fault/agent_faults.ts';
import { always } from '../../../src/fault/occasions.ts';
import { armFault } from '../../../src/fault/arm_fault.ts';
import { readFaultText } from '../../../src/fault/fault_wish.ts';

const armed = (text: string): unknown => {
  const wish = readFaultText(text);
  if ('mistake' in wish) return wish.mistake;
  const reading = armFault(agentFaults, wish.ok);
  if ('mistake' in reading) return reading.mistake;
  const { fault, share, args, when } = reading.ok;
  return { name: fault.name, share, args, when };
};

describe('a fault on the command line', () => {
  it('is a name, a share and arguments', () => {
    expect(armed('no_answer')).toEqual({ name: 'no_answer', share: 1, args: {}, when: always });
    expect(armed('no_answer:5%')).toEqual({ name: 'no_answer', share: 0.05, args: {}, when: always });
    expect(armed('server_error:0.25:after=1s')).toEqual({
      name: 'server_error',
      share: 0.25,
      args: { after: 1000 },
      when: always,
    });
    expect(armed('dropped::on=speech_started,nth=3')).toEqual({
      name: 'dropped',
      share: 1,
      args: { on: 'speech_started', nth: 3, after: 500 },
      when: always,
    });
  });

  it('takes what every fault takes, but for what it calls so itself', () => {
    expect(armed('no_answer::nth=2,every=3,from=10s,until=1m,seed=7')).toEqual({
      name: 'no_answer',
      share: 1,
      args: {},
      when: { nth: 2, every: 3, fromMs: 10_000, untilMs: 60_000, seed: 7 },
    });
    expect(armed('dropped::nth=2,every=3')).toMatchObject({
      args: { nth: 2 },
      when: { nth: null, every: 3 },
    });
  });

  it.each([
    [
      'handshake_refused::status=101',
      'handshake_refused: status: expected a whole number from 400 to 599, found "101"',
    ],
    [
      'handshake_refused::status=200',
      'handshake_refused: status: expected a whole number from 400 to 599, found "200"',
    ],
    [
      'handshake_refused::status=0',
      'handshake_refused: status: expected a whole number from 400 to 599, found "0"',
    ],
    [
      'handshake_refused::status=429.5',
      'handshake_refused: status: expected a whole number from 400 to 599, found "429.5"',
    ],
    [
      'handshake_refused::status=99999',
      'handshake_refused: status: expected a whole number from 400 to 599, found "99999"',
    ],
    ['dropped::nth=0', 'dropped: nth: expected a whole number of at least 1, found "0"'],
    ['dropped::after=30d', 'dropped: after: expected a duration such as 2s, found "30d"'],
    ['dropped::after=9000h', 'dropped: after: expected a duration from 0ms to 24h, found "9000h"'],
    [
      'slow_first_token::median=0',
      'slow_first_token: median: expected a duration from 1ms to 24h, found "0"',
    ],
    ['slow_first_token::sigma=80', 'slow_first_token: sigma: expected a number from 0 to 5, found "80"'],
    ['bursty_deltas::every=1s', 'bursty_deltas: every: expected a whole number of at least 1, found "1s"'],
    ['no_answer::nth=0', 'no_answer: nth: expected a whole number of at least 1, found "0"'],
    ['no_answer::from=5s,until=5s', 'no_answer: expected until to be later than from'],
    ['dropped::on=opened,nth=2', 'dropped: on=opened: expected nth=1, found 2: a session opens once'],
    [
      'session_expired::from=1s',
      'session_expired: on=opened: expected no from: a session opens at its beginning',
    ],
    ['no_answer::toString=1', 'no_answer takes nth, every, from, until, seed, not "toString"'],
    ['no_anser', 'there is no fault "no_anser"; did you mean "no_answer"?'],
    ['no_answer:lots', 'expected a share such as 5% or 0.05, found "lots"'],
    ['no_answer:150%', 'expected a share such as 5% or 0.05, found "150%"'],
    ['server_error:5%:after', 'expected arguments such as after=2s,nth=3, found "after"'],
    [
      'server_error:5%:aftr=2s',
      'server_error takes after, nth, every, from, until, seed, not "aftr"; did you mean "after"?',
    ],
    ['no_answer:5%:after=2s', 'no_answer takes nth, every, from, until, seed, not "after"'],
    ['server_error:5%:after=soon', 'server_error: after: expected a duration such as 2s, found "soon"'],
    ['dropped:5%:nth=x', 'dropped: nth: expected a whole number of at least 1, found "x"'],
    [
      'dropped:5%:on=first_audo',
      'dropped: on: expected one of opened, speech_started, first_audio, answer_done, found "first_audo"; did you mean "first_audio"?',
    ],
  ])('%s is a mistake, with a way out', (text, mistake) => {
    expect(armed(text)).toBe(mistake);
  });

  it('that resembles none has all of them named', () => {
    expect(armed('dropt')).toMatch(
      /^there is no fault "dropt", only slow_first_token, .*, dropped, .*no_clear$/,
    );
  });
});

describe('every fault', () => {
  it.each([...agentFaults.values()])('$name can be had as it is: its defaults are of their kind', (fault) => {
    const reading = armFault(agentFaults, { fault: fault.name, share: 1, args: {} });
    if (!('ok' in reading)) throw new Error(reading.mistake);
    expect(fault.does(reading.ok.args)).toBeDefined();
    for (const { kind, otherwise, means } of Object.values(fault.args)) {
      expect(means).not.toBe('');
      const right = Array.isArray(kind) ? kind.includes(otherwise) : typeof otherwise === 'number';
      expect(right).toBe(true);
    }
  });
});
