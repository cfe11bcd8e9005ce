import { describe, expect, it } from 'vitest';
import { MOST_WATCHERS, Watchers, type Outlet } from '../../../src/run/live/watchers.ts';

class Watching implements Outlet {
  readonly got: string[] = [];
  readonly waiting: (() => void)[] = [];
  state: 'open' | 'ended' | 'destroyed' = 'open';

  write(event: Uint8Array, taken: () => void): void {
    this.got.push(new TextDecoder().decode(event));
    this.waiting.push(taken);
  }

  end(): void {
    this.state = 'ended';
  }

  destroy(): void {
    this.state = 'destroyed';
  }

  /** Reads what is on its way. */
  take(): void {
    this.waiting.shift()?.();
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function watched(): { watchers: Watchers; quick: Watching; slow: Watching; wait: (ms: number) => void } {
  let nowMs = 0;
  const watchers = new Watchers(() => nowMs);
  const [quick, slow] = [new Watching(), new Watching()];
  watchers.add(quick);
  watchers.add(slow);
  return { watchers, quick, slow, wait: (ms) => void (nowMs += ms) };
}

describe('those who watch', () => {
  it('are shown everything as long as they keep up; one who does not skips to the newest', () => {
    const { watchers, quick, slow } = watched();
    for (const text of ['1', '2', '3', '4']) {
      watchers.show(bytes(text));
      quick.take();
    }
    expect([quick.got, slow.got]).toEqual([['1', '2', '3', '4'], ['1']]);
    slow.take();
    expect(slow.got).toEqual(['1', '4']);
    slow.take();
    watchers.show(bytes('5'));
    expect(slow.got).toEqual(['1', '4', '5']);
  });

  it('have one event on its way and one that waits at the most, however long they read nothing', () => {
    const { watchers, slow } = watched();
    for (let i = 0; i < 1000; i++) watchers.show(bytes(String(i)));
    expect(slow.waiting).toHaveLength(1);
    slow.take();
    expect(slow.got).toEqual(['0', '999']);
    expect(slow.waiting).toHaveLength(1);
  });

  it('are dropped when they take nothing for ten seconds', () => {
    const { watchers, quick, slow, wait } = watched();
    watchers.show(bytes('1'));
    quick.take();
    wait(9999);
    watchers.dropStuck();
    expect(watchers.size).toBe(2);
    wait(1);
    watchers.dropStuck();
    expect([watchers.size, quick.state, slow.state]).toEqual([1, 'open', 'destroyed']);
    // What it says afterwards does no harm.
    slow.take();
    watchers.show(bytes('2'));
    expect(slow.got).toEqual(['1']);
  });

  it('are asked now and then whether they are there, unless something is on its way to them', () => {
    const { watchers, quick, slow } = watched();
    watchers.show(bytes('1'));
    quick.take();
    watchers.beat(bytes(':'));
    expect([quick.got, slow.got]).toEqual([['1', ':'], ['1']]);
  });

  it('end once they have the last', () => {
    const { watchers, quick, slow } = watched();
    watchers.show(bytes('1'));
    watchers.show(bytes('last'));
    quick.take();
    quick.take();
    watchers.end();
    expect([quick.state, slow.state]).toEqual(['ended', 'open']);
    slow.take();
    expect(slow.got).toEqual(['1', 'last']);
    slow.take();
    expect([slow.state, watchers.size]).toEqual(['ended', 0]);
  });

  it('are so many at the most', () => {
    const watchers = new Watchers(() => 0);
    for (let i = 0; i < MOST_WATCHERS; i++) {
      expect(watchers.isFull).toBe(false);
      watchers.add(new Watching());
    }
    expect(watchers.isFull).toBe(true);
  });
});
