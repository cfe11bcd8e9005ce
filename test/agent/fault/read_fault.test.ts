import { describe, expect, it } from 'vitest';
import { faults } from '../../../src/agent/fault/faults.ts';
import { armFault, readFaultText } from '../../../src/agent/fault/read_fault.ts';

const armed = (text: string): unknown => {
  const wish = readFaultText(text);
  if ('mistake' in wish) return wish.mistake;
  const reading = armFault(wish.ok);
  if ('mistake' in reading) return reading.mistake;
  const { fault, share, args } = reading.ok;
  return { name: fault.name, share, args };
};

describe('a fault on the command line', () => {
  it('is a name, a share and arguments', () => {
    expect(armed('no_answer')).toEqual({ name: 'no_answer', share: 1, args: {} });
    expect(armed('no_answer:5%')).toEqual({ name: 'no_answer', share: 0.05, args: {} });
    expect(armed('server_error:0.25:after=1s')).toEqual({
      name: 'server_error',
      share: 0.25,
      args: { after: 1000 },
    });
    expect(armed('dropped::on=speech_started,nth=3')).toEqual({
      name: 'dropped',
      share: 1,
      args: { on: 'speech_started', nth: 3, after: 500 },
    });
  });

  it.each([
    ['no_anser', 'there is no fault "no_anser"; did you mean "no_answer"?'],
    ['no_answer:lots', 'expected a share such as 5% or 0.05, found "lots"'],
    ['no_answer:150%', 'expected a share such as 5% or 0.05, found "150%"'],
    ['server_error:5%:after', 'expected arguments such as after=2s,nth=3, found "after"'],
    ['server_error:5%:aftr=2s', 'server_error takes after, not "aftr"; did you mean "after"?'],
    ['no_answer:5%:after=2s', 'no_answer takes no arguments, not "after"'],
    ['server_error:5%:after=soon', 'server_error: after: expected a duration such as 2s, found "soon"'],
    ['dropped:5%:nth=x', 'dropped: nth: expected a number, found "x"'],
    [
      'dropped:5%:on=first_audo',
      'dropped: on: expected one of opened, speech_started, first_audio, answer_done, found "first_audo"; did you mean "first_audio"?',
    ],
  ])('%s is a mistake, with a way out', (text, mistake) => {
    expect(armed(text)).toBe(mistake);
  });
});

describe('every fault', () => {
  it.each([...faults.values()])(
    '$name has a hook for what its share is of, and its defaults are of their kind',
    (fault) => {
      const reading = armFault({ fault: fault.name, share: 1, args: {} });
      if (!('ok' in reading)) throw new Error(reading.mistake);
      expect(fault.hooks(reading.ok.args)[fault.of]).toBeTypeOf('function');
      for (const { kind, otherwise, means } of Object.values(fault.args)) {
        expect(means).not.toBe('');
        const right = Array.isArray(kind) ? kind.includes(otherwise) : typeof otherwise === 'number';
        expect(right).toBe(true);
      }
    },
  );
});
