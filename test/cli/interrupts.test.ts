import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Interrupts } from '../../src/cli/interrupts.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const going: Interrupts[] = [];
afterEach(() => {
  for (const interrupts of going.splice(0)) interrupts.release();
});

function listening(ignoresHangUp = false): { interrupts: Interrupts; quits: () => number } {
  let quits = 0;
  const quit = (): never => {
    quits++;
    return undefined as never;
  };
  const interrupts = new Interrupts(quit, ignoresHangUp);
  going.push(interrupts);
  return { interrupts, quits: () => quits };
}

describe('interrupts', () => {
  it('are listened for before anything else is loaded', () => {
    const main = readFileSync(new URL('../../src/cli/main.ts', import.meta.url), 'utf8');
    expect(main.match(/^import .*/gm)).toEqual(["import { listenFromTheStart } from './interrupts.ts';"]);
    expect(main.indexOf('listenFromTheStart();')).toBeLessThan(main.indexOf('await import('));
  });

  it('before anybody listens are kept, and the third ends it', () => {
    const { interrupts, quits } = listening();
    process.emit('SIGINT');
    process.emit('SIGHUP');
    expect(quits()).toBe(0);
    const heard: number[] = [];
    interrupts.on((times) => heard.push(times));
    process.emit('SIGTERM');
    expect([heard, quits()]).toEqual([[2, 3], 0]);
    const other = listening();
    for (const signal of SIGNALS) process.emit(signal);
    expect(other.quits()).toBe(1);
  });

  it('leave out the end of a terminal where that is ignored, and nothing else', () => {
    const { interrupts } = listening(true);
    const heard: number[] = [];
    interrupts.on((times) => heard.push(times));
    process.emit('SIGHUP');
    expect(heard).toEqual([]);
    process.emit('SIGTERM');
    expect(heard).toEqual([1]);
  });
});
