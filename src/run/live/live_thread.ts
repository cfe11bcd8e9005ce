/**
 * The live view's thread: reads the run's records, makes its page, and serves it. It gives way to the threads that make the calls,
 * where the system knows of that, and changes nothing of the run.
 */

import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { PageData } from '../../page/page_data.ts';
import { inspectedOf } from '../../report/page/call_inspection.ts';
import { pageData, pageHtml, pagePolicy, readPageParts } from '../../report/page/html.ts';
import { LiveServer } from './live_server.ts';
import type { FromLive, LiveStart, ToLive } from './live_view.ts';
import { Publisher } from './publisher.ts';
import { WatchedRun } from './watched_run.ts';
import { Watchers } from './watchers.ts';

const TICK_MS = 200;
/** Of 0 to 19: how much it gives way. */
const NICENESS = 10;

if (parentPort === null) throw new Error('live_thread.js is started by a run, not by hand');
const port = parentPort;
const { port: asked } = workerData as LiveStart;
const tell = (message: FromLive): void => port.postMessage(message);

giveWay();
const parts = await readPageParts();
const run = new WatchedRun(Date.now);
const watchers = new Watchers(() => performance.now());
const publisher = new Publisher({ make, watchers, now: () => performance.now() });
const server = new LiveServer({
  port: asked,
  publisher,
  watchers,
  html: (data) => pageHtml(data, parts),
  policy: pagePolicy(parts, true),
  onStop: () => {
    if (run.isOver) return;
    run.askToStop();
    publisher.changed();
    tell({ type: 'stop' });
  },
});
const timer = setInterval(() => {
  // Time goes on, too.
  if (!run.isOver) publisher.changed();
  publisher.tick();
}, TICK_MS);
let inspected: PageData['inspected'] = null;
let heard: Promise<void> = Promise.resolve();
// One after the other: the end of a long run takes time to read.
port.on('message', (message: ToLive) => {
  heard = hearAfter(heard, message);
});
try {
  tell({ type: 'listening', url: await server.listen() });
} catch (error) {
  clearInterval(timer);
  tell({ type: 'refused', code: (error as NodeJS.ErrnoException).code ?? '', message: String(error) });
  port.close();
}

async function hearAfter(before: Promise<void>, message: ToLive): Promise<void> {
  await before;
  await hear(message);
}

async function hear(message: ToLive): Promise<void> {
  switch (message.type) {
    case 'records':
      run.miss(message.missed);
      run.read(message.lines);
      publisher.changed();
      tell({ type: 'taken' });
      break;
    case 'reported':
      run.conclude(message);
      await inspect();
      publisher.publish();
      break;
    case 'close':
      clearInterval(timer);
      publisher.settle();
      await server.close();
      tell({ type: 'closed' });
      port.close();
      break;
  }
}

function make(): PageData | null {
  const watched = run.watched();
  return watched === null ? null : { ...pageData(watched.reported, inspected), live: watched.live };
}

/** The calls themselves are in the page once the run is over: as long as it goes on its log would be read again and again. */
async function inspect(): Promise<void> {
  const watched = run.watched();
  if (watched !== null && watched.reported.files.length > 0) inspected = await inspectedOf(watched.reported);
}

/** Only Linux knows of threads' own priorities: elsewhere it would be the whole process's. */
function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, NICENESS);
  } catch {
    // Then it competes.
  }
}
