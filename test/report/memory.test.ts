import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { LogGatherer } from '../../src/report/log.ts';
import { summarize } from '../../src/report/summarize.ts';
import { answered, call, footer, generator, header, started, usage } from './log_builder.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function bytesHeld(): number {
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const CALLS = 1500;
const TURNS = 6;

/** Calls such as most are, no instant of which is like another's; each third has an interruption. */
function gathered(): LogGatherer {
  const gatherer = new LogGatherer();
  const add = (record: Parameters<LogGatherer['add']>[0]): void => gatherer.add(record, '', 0);
  add(header());
  for (let index = 0; index < CALLS; index++) {
    add({ ...started(index), caller: `talker${String(index % 3)}` });
    for (let turn = 0; turn < TURNS; turn++) {
      const atMs = index * 31.7 + turn / 7;
      add({
        ...answered(index, turn, 300 + atMs / 1000),
        heardText: `what was heard of answer ${atMs}`,
        bargeIn: turn === 3 && index % 3 === 0 ? { atMs, stoppedMs: atMs + 200 } : null,
        answerStatus: 'completed',
        answerReason: null,
        usage: usage({ textIn: 381, audioOut: 67 }),
        tools: [],
      });
    }
    add(call({ call: index, sessionId: `sess_${index}`, endedMs: index * 31.7, agentErrors: [] }));
  }
  add(generator());
  add(footer({ calls: { planned: CALLS, completed: CALLS, failed: 0, blocked: 0, notStarted: 0 } }));
  return gatherer;
}

describe('an hour of 500 calls, which is fifty times as much', () => {
  it('is held in less than 300 bytes a turn, its part of its call with it, and leaves little when it is summed up', () => {
    const before = bytesHeld();
    const gatherer = gathered();
    const held = bytesHeld() - before;
    expect(held / (CALLS * TURNS)).toBeLessThan(300);
    const log = gatherer.finish();
    if (log === null) throw new Error('no log');
    const summary = summarize(log);
    expect(summary.turns.total).toBe(CALLS * TURNS);
    expect((bytesHeld() - before) / (CALLS * TURNS)).toBeLessThan(400);
    expect(summary.calls.completed).toBe(CALLS);
  });
});
