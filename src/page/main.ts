/** Where the page begins in the browser. It loads nothing: all of it is in the file. */

import { mountInspector } from './inspector/inspector.ts';
import { watchRun } from './live/watch_run.ts';
import { startPage } from './page.ts';
import type { PageData } from './page_data.ts';

function readData(): PageData {
  const block = document.getElementById('callstorm-data');
  return JSON.parse(block?.textContent ?? 'null') as PageData;
}

const first = readData();
const { update } = startPage(first, mountInspector);
if (first.live !== undefined) watchRun(first.live, update);
