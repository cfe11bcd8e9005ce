import { describe, expect, it } from 'vitest';
import { account } from '../../src/report/account.ts';
import { HearingTally } from '../../src/report/hearing_note.ts';
import type { RunLog } from '../../src/report/log.ts';
import { timelineOf } from '../../src/report/timeline.ts';
import { answered, call, gathered, header } from './log_builder.ts';

const turns = [
  { ...answered(0, 0, 400), heardAs: [{ step: 1, by: 'plain' }] },
  { ...answered(0, 1, 400), heardAs: [{ step: 3, by: 'when', branch: 1, spent: true }] },
  { ...answered(1, 0, 400), heardAs: [{ step: 1, by: 'else' }] },
  answered(1, 1, 400),
] as const;

function hearingNotes(log: RunLog): readonly string[] {
  const tally = new HearingTally();
  for (const { turns: own } of account(log).calls) for (const each of own) tally.turn(each);
  return tally.notes();
}

describe('callers that went on without a transcript', () => {
  it('are told of once, by the number of their answers', () => {
    const log = gathered([header(), ...turns, call(), call({ call: 1 })]);
    expect(hearingNotes(log)).toEqual([
      '1 answer had no transcript to go by: callers went on in the plain order of their scripts.',
    ]);
  });

  it('are not told of where there were none', () => {
    expect(hearingNotes(gathered([header(), ...turns.slice(1), call(), call({ call: 1 })]))).toEqual([]);
  });
});

describe('a call’s timeline', () => {
  it('has the way that a caller went on', () => {
    const happenings = timelineOf({ call: call(), turns: turns.slice(0, 2), strikes: [] });
    expect(
      happenings.filter(({ name }) => name.includes('goes on')).map(({ name, outcome }) => [name, outcome]),
    ).toEqual([
      ['turn 0 say: caller goes on 1', 'in the plain order, for want of a transcript'],
      ['turn 1 say: caller goes on 1', 'by branch 2, and has come back often enough'],
    ]);
  });
});
