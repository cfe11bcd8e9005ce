/** Where the page begins in the browser. It loads nothing: all of it is in the file. */

import { watchRun } from './live/watch_run.ts';
import type { PageData } from './page_data.ts';

function readData(): PageData {
  const block = document.getElementById('callstorm-data');
  return JSON.parse(block?.textContent ?? 'null') as PageData;
}

function update({ summary }: PageData): void {
  document.documentElement.dataset['verdict'] = summary.verdict.result;
}

const data = readData();
update(data);
if (data.live !== undefined) watchRun(data.live, update);
