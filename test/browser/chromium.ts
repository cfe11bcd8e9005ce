/**
 * Debian's Chromium, driven by playwright-core: for tests of what people see in the pages. Where there is none the tests are
 * skipped with a word; with CI=true they fail, since `.ci/run` is to bring one.
 */

import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Null: there is none on this machine. */
export const executablePath: string | null =
  PLACES.find((path) => path !== undefined && existsSync(path)) ?? null;

if (executablePath === null && process.env['CI'] !== 'true')
  process.stderr.write('SKIPPED: no Chromium here (apt-get install chromium, or CHROMIUM=<path>)\n');

/** Whether the tests have to be left out. */
export const withoutBrowser = executablePath === null && process.env['CI'] !== 'true';

export async function browser(): Promise<Browser> {
  if (executablePath === null)
    throw new Error('there is no Chromium on this machine: apt-get install chromium');
  // In a container there is no sandbox to be had.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
