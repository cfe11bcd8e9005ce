import { describe, expect, it } from 'vitest';
import { FanOut } from '../../src/run/fan_out.ts';
import type { Sink } from '../../src/run/sink.ts';
import { call, footer, generator, header, started } from '../report/log_builder.ts';
import { controlWith } from './run_control.ts';

const control = controlWith();

/** A sink that writes down what it is fed, and fails where it is told to. */
function noting(name: string, failsAt: string | null = null): Sink & { readonly fed: string[] } {
  const fed: string[] = [];
  const note = (what: string): void => {
    fed.push(what);
    if (what === failsAt) throw new Error(`${what} is too much`);
  };
  return {
    name,
    fed,
    begin: ({ run }) => note(`begin ${run}`),
    record: ({ type }, line) => note(line === undefined ? type : `${type} ${line}`),
    gauge: ({ worker }) => note(`gauge ${worker}`),
    end: ({ reason }) => note(`end ${reason}`),
  };
}

async function feedAll(sinks: FanOut): Promise<void> {
  sinks.begin(header(), control);
  sinks.record(started(0));
  sinks.gauge(generator());
  sinks.record(call(), '{}');
  await sinks.end(footer());
}

const EVERYTHING = ['begin run-1', 'started', 'gauge 0', 'call {}', 'end done'];

describe('several sinks', () => {
  it('are each fed everything, in its order', async () => {
    const [one, two] = [noting('one'), noting('two')];
    const sinks = new FanOut([one, { name: 'indifferent' }, two]);
    await feedAll(sinks);
    expect([one.fed, two.fed]).toEqual([EVERYTHING, EVERYTHING]);
    expect(sinks.troubles).toEqual([]);
  });

  it.each(EVERYTHING)('lose one that throws at "%s": it is told once and fed no more', async (failsAt) => {
    const [before, bad, after] = [noting('before'), noting('bad', failsAt), noting('after')];
    const sinks = new FanOut([before, bad, after]);
    await feedAll(sinks);
    expect([before.fed, after.fed]).toEqual([EVERYTHING, EVERYTHING]);
    expect(bad.fed).toEqual(EVERYTHING.slice(0, EVERYTHING.indexOf(failsAt) + 1));
    expect(sinks.troubles).toMatchObject([{ sink: 'bad', message: `${failsAt} is too much` }]);
  });

  it('lose one whose promise is rejected where nobody waits for it', async () => {
    const bad: Sink = { name: 'bad', record: async () => Promise.reject(new Error('too late')) };
    const good = noting('good');
    const sinks = new FanOut([bad, good]);
    sinks.begin(header(), control);
    sinks.record(started(0));
    sinks.record(started(1));
    await sinks.end(footer());
    expect(sinks.troubles).toMatchObject([{ sink: 'bad', message: 'too late' }]);
    expect(good.fed).toEqual(['begin run-1', 'started', 'started', 'end done']);
  });

  it('are waited for at the end, whatever they throw', async () => {
    const done: string[] = [];
    const slow: Sink = {
      name: 'slow',
      end: async () => {
        await Promise.resolve();
        done.push('slow');
      },
    };
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- it may be anything
    const odd: Sink = { name: 'odd', end: () => Promise.reject('a word') };
    const sinks = new FanOut([odd, slow]);
    await sinks.end(footer());
    expect(done).toEqual(['slow']);
    expect(sinks.troubles).toEqual([{ sink: 'odd', message: 'a word', error: 'a word' }]);
  });

  it('are not waited for for ever', async () => {
    const stuck: Sink = { name: 'stuck', end: () => new Promise(() => {}) };
    const sinks = new FanOut([stuck], 10);
    await sinks.end(footer());
    expect(sinks.troubles).toMatchObject([{ sink: 'stuck', message: 'it did not end within 0.01 s' }]);
  });
});
