import { describe, expect, it } from 'vitest';
import { figuresText, stateText } from '../../../src/page/live/live_text.ts';
import type { LiveState } from '../../../src/page/page_data.ts';

const live: LiveState = {
  state: 'running',
  atMs: 65_400,
  goingOn: 12,
  ended: 40,
  planned: 1000,
  turns: 1280,
  spentUsd: 1.5,
  missed: 0,
  folder: null,
};

describe('what a watched run’s page says', () => {
  it('has how far the run is', () => {
    expect(figuresText(live)).toBe('01:05 · 12 calls going on · 40 of 1,000 ended · 1,280 turns · $1.50');
    expect(figuresText({ ...live, maxUsd: 20 })).toMatch(/ · \$1\.50 of \$20\.00$/);
    const few = { ...live, atMs: 3_605_000, goingOn: 1, planned: null, turns: 1, spentUsd: null, missed: 3 };
    expect(figuresText(few)).toBe(
      '1:00:05 · 1 call going on · 40 ended · 1 turn · 3 records not read in time',
    );
  });

  it('has the end before anything else, and where the report is', () => {
    expect(stateText({ ...live, state: 'reported', folder: '/runs/one' }, 'gone', { turns: 3 })).toMatch(
      /over.*\/runs\/one/,
    );
    expect(stateText({ ...live, state: 'reported' }, 'connected', null)).toMatch(/could not be written/);
    expect(stateText({ ...live, state: 'ended' }, 'connected', null)).toMatch(/being written/);
    expect(stateText({ ...live, state: 'ended' }, 'gone', null)).toMatch(/does not answer/);
  });

  it('has a lost connection in words', () => {
    expect(stateText(live, 'trying', null)).toMatch(/trying again/);
    expect(stateText(live, 'gone', { turns: 1 })).toMatch(/does not answer any more/);
    expect(stateText(live, 'refused', null)).toMatch(/too many watch/);
    expect(stateText({ ...live, state: 'ended' }, 'refused', null)).toMatch(/does not answer/);
  });

  it('says that the run goes on while the page is paused', () => {
    expect(stateText(live, 'connected', { turns: 1 })).toBe(
      'Paused: the run goes on, and 1 turn has come since.',
    );
    expect(stateText(live, 'connected', { turns: 2 })).toMatch(/2 turns have/);
    expect(stateText({ ...live, state: 'stopping' }, 'connected', null)).toMatch(/Stopping/);
    expect(stateText(live, 'connected', null)).toBe('The run goes on.');
  });
});
