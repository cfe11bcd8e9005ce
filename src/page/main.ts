/** Where the page begins in the browser. It loads nothing: all of it is in the file. */

import { mountInspector } from './inspector/inspector.ts';
import type { PageData } from './page_data.ts';

function readData(): PageData {
  const block = document.getElementById('callstorm-data');
  return JSON.parse(block?.textContent ?? 'null') as PageData;
}

const data = readData();
document.documentElement.dataset['verdict'] = data.summary.verdict.result;
const inspector = document.getElementById('inspector');
if (inspector !== null) mountInspector(inspector, data);
