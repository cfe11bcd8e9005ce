import { describe, expect, it } from 'vitest';
import type { PageData } from '../../../src/page/page_data.ts';
import { Publisher } from '../../../src/run/live/publisher.ts';
import { Watchers, type Outlet } from '../../../src/run/live/watchers.ts';

/** A page that takes so long to make, and tells how often it has been made. */
function published(tookMs = 10) {
  let nowMs = 0;
  let begun = true;
  let made = 0;
  const now = (): number => nowMs;
  const watchers = new Watchers(now);
  const publisher = new Publisher({
    now,
    watchers,
    make: () => {
      if (!begun) return null;
      nowMs += tookMs;
      return { version: ++made } as unknown as PageData;
    },
  });
  const got: string[] = [];
  const outlet: Outlet = {
    write: (event, taken) => {
      got.push(new TextDecoder().decode(event));
      taken();
    },
    end: () => {},
    destroy: () => {},
  };
  return {
    publisher,
    watchers,
    got,
    outlet,
    made: () => made,
    wait: (ms: number) => void (nowMs += ms),
    setBegun: (is: boolean) => void (begun = is),
    /** Something new all the time, looked at every 200 ms. */
    goOn: (ms: number) => {
      const untilMs = nowMs + ms;
      while (nowMs < untilMs) {
        publisher.changed();
        publisher.tick();
        nowMs += 200;
      }
    },
  };
}

describe('what watchers are shown', () => {
  it('is not made while nobody watches', () => {
    const { goOn, made, watchers, outlet } = published();
    goOn(10_000);
    expect(made()).toBe(0);
    watchers.add(outlet);
    goOn(10_000);
    expect(made()).toBeGreaterThan(5);
  });

  it('comes once a second at the most, and more seldom where it takes long', () => {
    const [light, heavy] = [published(10), published(500)];
    for (const { watchers, outlet, goOn } of [light, heavy]) {
      watchers.add(outlet);
      goOn(60_000);
    }
    expect(light.made()).toBeGreaterThan(40);
    expect(light.made()).toBeLessThanOrEqual(60);
    expect(heavy.made()).toBeGreaterThanOrEqual(10);
    expect(heavy.made()).toBeLessThanOrEqual(13);
  });

  it('is not made anew where nothing is new', () => {
    const { publisher, watchers, outlet, wait, made } = published();
    watchers.add(outlet);
    publisher.changed();
    for (let i = 0; i < 100; i++) {
      publisher.tick();
      wait(200);
    }
    expect(made()).toBe(1);
  });

  it('is an event of one line of JSON, the same for all', () => {
    const { watchers, outlet, goOn, got } = published();
    watchers.add(outlet);
    goOn(200);
    expect(got).toEqual(['id: 1\nevent: page\ndata: {"version":1}\n\n']);
  });

  it('is the newest there is time for, for whoever comes', () => {
    const { publisher, watchers, outlet, got, goOn } = published();
    expect(publisher.page()).toEqual({ version: 1 });
    // A storm of reloads is shown what there is.
    publisher.changed();
    for (let i = 0; i < 100; i++) expect(publisher.page()).toEqual({ version: 1 });
    goOn(1200);
    expect(publisher.page()).toEqual({ version: 2 });
    watchers.add(outlet);
    publisher.greet(outlet);
    expect(got).toHaveLength(1);
    expect(got[0]).toContain('{"version":2}');
  });

  it('is nothing before there is anything, and at once when there is', () => {
    const { publisher, setBegun } = published();
    setBegun(false);
    expect(publisher.page()).toBeNull();
    setBegun(true);
    publisher.changed();
    expect(publisher.page()).toEqual({ version: 1 });
  });

  it('is made at once at the end', () => {
    const { publisher, watchers, outlet, goOn, got } = published();
    watchers.add(outlet);
    goOn(200);
    publisher.publish();
    expect(got.at(-1)).toContain('{"version":2}');
    publisher.settle();
    expect(got).toHaveLength(2);
    publisher.changed();
    publisher.settle();
    expect(got.at(-1)).toContain('{"version":3}');
  });
});
