/**
 * A real browser for what is seen of a page: the Chromium that the machine has (Debian: apt install chromium), or the one that
 * CALLSTORM_CHROMIUM names. Without one these tests are skipped, and say so; with CI=true they fail.
 */

import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = process.env['CALLSTORM_CHROMIUM'] ?? places.find((place) => existsSync(place));

/** For `describe.skipIf`. */
export const withoutChromium = found === undefined && process.env['CI'] !== 'true';
if (withoutChromium) {
  process.stderr.write(
    'SKIPPED: there is no Chromium here (Debian: apt install chromium); no page was looked at\n',
  );
}

export function launched(): Promise<Browser> {
  if (found === undefined)
    throw new Error('there is no Chromium here: apt install chromium, or set CALLSTORM_CHROMIUM');
  return chromium.launch({ executablePath: found, args: ['--no-sandbox'] });
}
