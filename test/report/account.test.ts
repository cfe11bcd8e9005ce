import { describe, expect, it } from 'vitest';
import { account } from '../../src/report/account.ts';
import { summarize } from '../../src/report/summarize.ts';
import { call, footer, gathered, generator, header, lostBefore, turn, usage } from './log_builder.ts';

const used = usage({ audioIn: 100, audioOut: 1000, transcriptionSeconds: 2 });
const heard = turn({ usage: used, answerAudioMs: 5000, heardMs: 2000 });
const lost = lostBefore({ call: 0, outcome: 'failed', failure: 'worker_lost', dialedMs: null });
const end = [
  generator(),
  footer({ calls: { planned: 1, completed: 0, failed: 1, blocked: 0, notStarted: 0 } }),
];

describe('a call that was lost with its worker', () => {
  it.each([
    ['with a line that knows nothing of it', [header(), heard, { ...heard, turn: 1 }, lost, ...end]],
    ['without a line of its own', [header(), heard, { ...heard, turn: 1 }, ...end]],
  ])('has used and heard what its turns tell of, %s', (_, records) => {
    const log = gathered(records);
    expect(account(log).calls).toMatchObject([
      {
        failure: 'worker_lost',
        usage: { audioIn: 200, audioOut: 2000, transcriptionSeconds: 4 },
        receivedMs: 10_000,
        heardMs: 4000,
      },
    ]);
    const { cost } = summarize(log);
    expect(cost.totalUsd).toBeCloseTo((200 * 32 + 2000 * 64) / 1e6, 9);
    // Six seconds of 20 tokens each.
    expect(cost.wasted).toEqual({ audioS: 6, usd: 0.00768 });
  });
});

describe('any other call', () => {
  it('has used and heard what its own line says', () => {
    const own = call({ usage: usage({ audioOut: 1500 }), audioReceivedMs: 9000, heardMs: 8000 });
    expect(account(gathered([header(), heard, own])).calls).toMatchObject([
      { usage: { audioIn: 0, audioOut: 1500 }, receivedMs: 9000, heardMs: 8000 },
    ]);
  });
});
