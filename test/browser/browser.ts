/**
 * A real browser for the tests of pages: Debian's Chromium, driven by playwright-core. Where there is none they are skipped, and say so;
 * with CI=true that is a failure.
 */

import { accessSync, constants } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const PLACES = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

export const executablePath: string | null = PLACES.find(isThere) ?? null;

/** Of `describe.skipIf`. */
export function noBrowser(): boolean {
  if (executablePath !== null) return false;
  if (process.env['CI'] === 'true' && process.env['CALLSTORM_WITHOUT_CHROMIUM'] === undefined)
    throw new Error('no Chromium: apt-get install chromium, or CHROMIUM=/path/to/it');
  console.warn('SKIPPED: no Chromium at /usr/bin/chromium: no page was opened (with CI=true this fails)');
  return true;
}

export async function launched(): Promise<Browser> {
  return chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
}

export interface Opened {
  readonly page: Page;
  /** What it complained of, and what it asked the network for: nothing, if all is well. */
  readonly troubles: string[];
}

export async function opened(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== url.replace(/#.*/, '') && !request.url().startsWith('data:'))
      troubles.push(request.url());
  });
  await page.goto(url);
  return { page, troubles };
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return path !== '';
  } catch {
    return false;
  }
}
