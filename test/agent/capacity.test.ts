import { describe, expect, it } from 'vitest';
import { Capacity } from '../../src/agent/capacity.ts';

describe('how many answers are thought about at a time', () => {
  it('has whoever comes when all places are taken wait for the first that is free', () => {
    const capacity = new Capacity(2);
    expect([capacity.admit(300, 0), capacity.admit(100, 0), capacity.admit(50, 20)]).toEqual([0, 0, 80]);
    // That one is over at 150, the first at 300.
    expect(capacity.admit(500, 140)).toBe(10);
    expect(capacity.admit(100, 140)).toBe(160);
  });

  it('keeps nobody waiting once it is quiet again', () => {
    const capacity = new Capacity(1);
    expect([capacity.admit(200, 0), capacity.admit(200, 0), capacity.admit(200, 1000)]).toEqual([0, 200, 0]);
  });

  it('without a bound has room for all', () => {
    const capacity = new Capacity(Infinity);
    for (let i = 0; i < 1000; i++) expect(capacity.admit(1000, 0)).toBe(0);
  });
});
