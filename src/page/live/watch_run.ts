/**
 * Keeps the page of a run that goes on up to date: takes the newest from the server it came from, and has it drawn, unless the page
 * is paused. The browser connects again by itself; where nobody answers for long, that is said.
 */

import type { LiveState, PageData } from '../page_data.ts';
import { LiveBar } from './live_bar.ts';

/** A server that has not answered for so long is gone. */
const GONE_AFTER_MS = 8000;

/** `update`: draws the page anew from other data. */
export function watchRun(live: LiveState, update: (data: PageData) => void): void {
  const base = location.pathname.replace(/\/$/, '');
  let paused = false;
  let waiting: PageData | null = null;
  let gone: number | undefined;
  const bar = new LiveBar(live, {
    onPause: (now) => {
      paused = now;
      if (paused || waiting === null) return;
      update(waiting);
      waiting = null;
    },
    onStop: async () => {
      const response = await fetch(`${base}/stop`, { method: 'POST' });
      if (!response.ok) throw new Error(response.statusText);
    },
  });
  if (live.state === 'reported') return;
  const events = new EventSource(`${base}/events`);
  events.addEventListener('open', () => {
    clearTimeout(gone);
    gone = undefined;
    bar.setLink('connected');
  });
  events.addEventListener('page', ({ data }: MessageEvent<string>) => {
    const page = JSON.parse(data) as PageData;
    if (page.live === undefined) return;
    if (paused) waiting = page;
    else update(page);
    bar.show(page.live);
    // Nothing comes after the report.
    if (page.live.state === 'reported') events.close();
  });
  events.addEventListener('error', () => {
    if (events.readyState === EventSource.CLOSED) {
      bar.setLink('refused');
      return;
    }
    // It goes on trying after that, too.
    if (gone !== undefined) return;
    bar.setLink('trying');
    gone = setTimeout(() => bar.setLink('gone'), GONE_AFTER_MS);
  });
}
