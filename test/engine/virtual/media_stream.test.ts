/** Calls over a media stream, on which nothing tells of turns: what of the server's ways the caller hears, and when. */

import { describe, expect, it } from 'vitest';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { LISTEN, SAY_HELLO, tool } from '../../core/plan/small_plan.ts';
import { callMade, paced, said, silence, voice, type Sent } from './scripted_stream.ts';

const GREETED = { target: { speaksFirst: 'agent' } } as const;
/** Greeted, it says hello and hears an answer. */
const HELLO = [LISTEN, SAY_HELLO, LISTEN] as const;
const GREETING = said(300, voice(700));
/** Audible from 3 s on, whoever sends it however. */
const answers: readonly (readonly [string, readonly Sent[]])[] = [
  ['at once', [said(3900, voice(900))]],
  ['in frames of 20 ms, as it is played', paced(3900, voice(900), 20)],
  ['in batches of 8,000 bytes', [said(3900, voice(900), 8000)]],
  ['in odd pieces', [said(3900, voice(900), 401)]],
  ['byte by byte', [said(3900, voice(900), 1)]],
  ['behind silence of its own', [said(3700, Buffer.concat([silence(200), voice(900)]), 160)]],
  [
    'in a stream that is silent else',
    [...paced(1200, Buffer.concat([silence(2700), voice(900), silence(2000)]), 20)],
  ],
];

describe('an answer over a media stream', () => {
  it.each(answers)('is heard at the same instant, sent %s', (_how, sent) => {
    const { turns, call } = callMade(HELLO, [GREETING, ...sent], GREETED);
    expect(call).toMatchObject({ outcome: 'completed', protocolViolations: 0 });
    expect(turns.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['greeting', 'answered'],
      ['say', 'answered'],
    ]);
    // Sent 3.9 s into the stream, and played from a buffer of 40 ms; a stream that never stops needs it but once.
    const heardMs = turns[1]?.marks.firstHeard ?? 0;
    expect(Math.abs(heardMs - 3940)).toBeLessThanOrEqual(10);
    expect((turns[1]?.marks.lastHeard ?? 0) - heardMs).toBeCloseTo(900, -1.5);
  });

  it('is of the words that it answers, and the greeting of none', () => {
    const { turns } = callMade(HELLO, [GREETING, said(3900, voice(900))], GREETED);
    expect(turns.map(({ answers: count }) => count)).toEqual([1, 1]);
  });

  it('goes on through a gap that is shorter than the one that ends it', () => {
    const halves = (gapMs: number): Sent =>
      said(3900, Buffer.concat([voice(400), silence(gapMs), voice(400)]));
    const answersAfter = (gapMs: number) =>
      callMade(HELLO, [GREETING, halves(gapMs)], GREETED).turns[1]?.answers;
    expect(answersAfter(700)).toBe(1);
    expect(answersAfter(900)).toBe(2);
  });
});

describe('a mark', () => {
  const mark = (atMs: number, name: string): Sent => ({ atMs, event: { event: 'mark', mark: { name } } });
  const marksOf = (sent: readonly Sent[]) =>
    callMade([{ op: 'silence', durationMs: 4000 }], sent)
      .received.filter(({ event }) => event === 'mark')
      .map(({ name, atMs }) => [name, Math.round(atMs)]);

  it('is answered once what came before it has been played, and at once where nothing has', () => {
    const sent = [mark(100, 'first'), said(300, voice(700)), mark(310, 'behind'), mark(320, 'too')];
    expect(marksOf(sent)).toEqual([
      ['first', 100],
      ['behind', 1040],
      ['too', 1040],
    ]);
  });

  it('is answered at once where what was before it is thrown away', () => {
    const sent = [said(300, voice(2000)), mark(310, 'behind'), { atMs: 800, event: { event: 'clear' } }];
    expect(marksOf(sent)).toEqual([['behind', 800]]);
  });
});

describe('a caller that cuts in', () => {
  const CUTS: readonly PlanStep[] = [
    SAY_HELLO,
    {
      op: 'interrupt',
      afterMs: 500,
      speech: [{ utterance: 'wait' }],
      onTimeout: 'continue',
      deadlineMs: 4000,
    },
    { ...LISTEN, onTimeout: 'continue' },
  ];
  const stopAfterMs = (...sent: readonly Sent[]): number | null => {
    const { turns } = callMade(CUTS, [said(2000, voice(3000)), ...sent]);
    const cut = turns.find(({ bargeIn }) => bargeIn !== null)?.bargeIn ?? null;
    return cut === null || cut.stoppedMs === null ? null : cut.stoppedMs - cut.atMs;
  };

  it('hears the agent stop when what is queued is thrown away, and to its end where the server forgets to', () => {
    // It is heard from 2,540 ms on, over an answer that lasts until 5,040 ms.
    const cleared = stopAfterMs({ atMs: 2800, event: { event: 'clear' } });
    const forgotten = stopAfterMs();
    expect(cleared).toBeGreaterThan(150);
    expect(cleared).toBeLessThan(300);
    expect(forgotten ?? Infinity).toBeGreaterThan(2000);
  });
});

describe('a server that tells what it does', () => {
  const LOOKS_UP = { tools: [tool('lookup', 400)], ...GREETED };
  const tells = (atMs: number, callstorm: object): Sent => ({
    atMs,
    event: { event: 'callstorm', callstorm },
  });
  const CALLS = { type: 'calls', name: 'lookup', callId: 'c1', arguments: '{}' };

  it('is known to have answered from what its tool gave, though it goes on without a gap', () => {
    // "One moment" is still being played when the answer behind it comes.
    const sent = [GREETING, said(3900, voice(1500)), tells(3950, CALLS), said(4700, voice(800))];
    const { turns, call } = callMade(HELLO, sent, LOOKS_UP);
    expect(call.outcome).toBe('completed');
    expect(turns[1]?.tools).toMatchObject([{ name: 'lookup', outcome: 'result' }]);
    const [record] = turns[1]?.tools ?? [];
    expect(record?.answeredMs).toBeCloseTo(4350, 0);
    expect(record?.heardMs).toBeCloseTo(5440, -1);
  });

  it('has its words taken for those of the answer that goes on', () => {
    const words = tells(3950, { type: 'says', text: 'It is on its way.' });
    const { turns } = callMade(HELLO, [GREETING, said(3900, voice(900)), words], GREETED);
    expect(turns.map(({ heardText }) => heardText)).toEqual([null, 'It is on its way.']);
  });
});

it('a server that closes the connection has hung up, which a script may wait for', () => {
  const steps = [LISTEN, SAY_HELLO, { op: 'hung_up', deadlineMs: 9000 }] as const;
  const { call } = callMade(steps, [GREETING, said(3900, voice(900)), { atMs: 5000, close: 1000 }], GREETED);
  expect(call).toMatchObject({ outcome: 'completed', endedBy: 'agent' });
});

it('a script that goes on at the very instant at which its silence ends goes on', () => {
  const steps = [LISTEN, { op: 'silence', durationMs: 2000 }, SAY_HELLO, LISTEN] as const;
  const { call, turns } = callMade(steps, [GREETING, said(6000, voice(900))], GREETED);
  expect(call.outcome).toBe('completed');
  expect(turns.map(({ kind }) => kind)).toEqual(['greeting', 'silence', 'say']);
});
