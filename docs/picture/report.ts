/**
 * Takes `report.png`, the picture of a report's first screen, in Debian's Chromium, of a rehearsed bad day:
 *
 *   npm run build
 *   node dist/cli/main.js rehearse scenarios/bad-day.yaml --calls 60 --out reports/bad-day --quiet
 *   npx tsx docs/picture/report.ts reports/bad-day/report.html
 */

import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report = ''] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1240 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(resolve(report)).href);
  await page.waitForSelector('#time canvas');
  await page.screenshot({ path: join(import.meta.dirname, 'report.png') });
} finally {
  await browser.close();
}
