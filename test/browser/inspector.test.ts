/** The call inspector as people use it: from a file, in Chromium. */

import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launched, noBrowser } from './browser.ts';
import { HOSTILE, inspectedPage, LONG } from './inspected_run.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

describe.skipIf(noBrowser())('the call inspector', () => {
  let chromium: Browser;
  let made: { readonly file: string; readonly folder: string };
  let pages: Page[] = [];
  const troubles: string[] = [];

  beforeAll(async () => {
    [made, chromium] = await Promise.all([inspectedPage(), launched()]);
  });
  afterEach(async () => {
    for (const page of pages) await page.close();
    pages = [];
    const complaints = troubles.splice(0);
    if (complaints.length > 0) throw new Error(complaints.join('; '));
  });
  afterAll(async () => {
    await chromium.close();
    await rm(made.folder, { recursive: true });
  });

  async function opened(hash = '', look: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await chromium.newPage({ viewport: { width: 1280, height: 800 }, ...look });
    pages.push(page);
    page.on('pageerror', (error) => troubles.push(error.message));
    // What the policy of the page refuses is said there.
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    await page.goto(pathToFileURL(made.file).href + hash);
    await page.locator('#inspector .ci-calls a').first().waitFor();
    return page;
  }

  const heading = (page: Page): Promise<string | null> => page.locator('.ci-call h3').textContent();
  const listed = (page: Page): Promise<string[]> => page.locator('.ci-calls a b').allTextContents();
  const seconds = (page: Page): Promise<number> =>
    page
      .locator('.ci-call input[type=range]')
      .inputValue()
      .then((value) => Number(value) / 1000);

  // They are drawn when the browser tells that they are open, which it does a moment after the click.
  async function openRecords(page: Page): Promise<void> {
    await page.getByText(/^Raw records/).click();
    await page.locator('.ci-records pre').first().waitFor();
  }

  it('opens the call that a link names, and gives a link to each that is opened', async () => {
    const page = await opened('#call=1');
    expect(await heading(page)).toContain('Call 1');
    await page.locator('.ci-calls a', { hasText: '#2' }).click();
    await page.locator('.ci-call h3', { hasText: 'Call 2 · angry' }).waitFor();
    expect(page.url()).toMatch(/report\.html#call=2$/);
    await page.goBack();
    await page.locator('.ci-call h3', { hasText: 'Call 1' }).waitFor();
  });

  it('says how to get a call that is not inside', async () => {
    const page = await opened('#call=317');
    expect(await page.locator('.ci-stage').textContent()).toMatch(
      /Call 317 is not inside this page.*--html-call 317/s,
    );
  });

  it('filters by caller, end, expectation, fault and words, and says what each would leave', async () => {
    const page = await opened();
    expect(await listed(page)).toEqual(['#0', '#1', '#2']);
    const choose = async (label: string, option: string): Promise<string[]> => {
      await page.getByLabel(label, { exact: true }).selectOption(option);
      const left = await listed(page);
      await page.getByRole('button', { name: 'Show all' }).click();
      return left;
    };
    expect(await choose('Caller', 'is:angry')).toEqual(['#2']);
    expect(await choose('End', 'code:connection_lost')).toEqual(['#2']);
    expect(await choose('Expectation', 'met')).toEqual(['#0']);
    expect(await choose('Expectation', 'unmet:0')).toEqual(['#1']);
    expect(await choose('Fault', 'is:disconnect')).toEqual(['#2']);
    expect(await page.getByLabel('Caller', { exact: true }).locator('option').allTextContents()).toEqual([
      'any caller (3)',
      'angry (1)',
      'buyer (2)',
    ]);
    await page.getByLabel('Search in the calls').fill('on its WAY');
    expect(await listed(page)).toEqual(['#0']);
    expect(await page.locator('.ci-counts').textContent()).toBe('1 of 3 calls');
  });

  it('draws each latency in the colour that its legend has for the band', async () => {
    const page = await opened('#call=0');
    await page.locator('.ci-wait .ci-span').first().waitFor();
    const drawn = await page.locator('.ci-wait').evaluateAll((waits) =>
      waits.map((wait) => {
        const span = wait.querySelector('.ci-span');
        return [wait.getAttribute('class'), span === null ? '' : getComputedStyle(span).stroke];
      }),
    );
    const colourOf = (key: string): Promise<string> =>
      page.locator(`.ci-key-${key}`).evaluate((sign) => getComputedStyle(sign, '::before').backgroundColor);
    // 710 ms and 400 ms.
    expect(drawn).toEqual([
      ['ci-wait ci-acceptable', await colourOf('warn')],
      ['ci-wait ci-good', await colourOf('good')],
    ]);
    expect(await page.locator('.ci-legend').textContent()).toContain('acceptable, poor');
    expect(await colourOf('bad')).not.toBe(await colourOf('good'));
  });

  it('goes by keys: the next call, the turns, the search', async () => {
    const page = await opened();
    await page.locator('#inspector').scrollIntoViewIfNeeded();
    await page.keyboard.press('j');
    await page.locator('.ci-call h3', { hasText: 'Call 0' }).waitFor();
    await page.keyboard.press('j');
    await page.locator('.ci-call h3', { hasText: 'Call 1' }).waitFor();
    await page.keyboard.press('k');
    await page.locator('.ci-call h3', { hasText: 'Call 0' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await seconds(page)).toBeCloseTo(2.4, 1);
    expect(await page.locator('.ci-turn[aria-current]').textContent()).toContain('No, the other one.');
    await page.keyboard.press('ArrowLeft');
    expect(await seconds(page)).toBeCloseTo(0.3, 1);
    const whole = await page.locator('.ci-tick').allTextContents();
    await page.keyboard.press(']');
    expect(await page.locator('.ci-tick').allTextContents()).not.toEqual(whole);
    await page.keyboard.press('/');
    await page.keyboard.type('jk');
    expect(await page.getByLabel('Search in the calls').inputValue()).toBe('jk');
    expect(await listed(page)).toEqual([]);
  });

  it('plays the recording under the page’s policy, with the playhead and the transcript along', async () => {
    const page = await opened('#call=0');
    expect(await page.locator('path.ci-wave').count()).toBe(2);
    const play = page.locator('.ci-play');
    await play.click();
    await expect.poll(() => seconds(page)).toBeGreaterThan(0.4);
    await page.locator('.ci-turn[aria-current]', { hasText: 'Where is my order?' }).waitFor();
    await page.locator('.ci-call h3').focus();
    await page.keyboard.press('Space');
    await play.filter({ hasText: 'Play' }).waitFor();
    const still = await seconds(page);
    await page.locator('svg.ci-timeline').click({ position: { x: 600, y: 60 } });
    expect(await seconds(page)).not.toBeCloseTo(still, 1);
  });

  it('draws blocks where nothing was recorded, and says that they are none', async () => {
    const page = await opened('#call=2');
    expect(await page.locator('path.ci-wave').count()).toBe(0);
    expect(await page.locator('rect.ci-block').count()).toBe(4);
    expect(await page.locator('.ci-call').textContent()).toMatch(
      /no waveforms.*callstorm replay .* --call 2 --record/s,
    );
    expect(await page.locator('.ci-play').isDisabled()).toBe(true);
  });

  it('zooms where the wheel turns, moves where it is dragged, and shows the whole call again', async () => {
    const page = await opened('#call=0');
    const timeline = page.locator('svg.ci-timeline');
    const ticks = (): Promise<string[]> => page.locator('.ci-tick').allTextContents();
    const whole = await ticks();
    const box = await timeline.boundingBox();
    if (box === null) throw new Error('no timeline');
    await page.mouse.move(box.x + box.width / 2, box.y + 40);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -100);
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect.poll(ticks).not.toEqual(whole);
    const near = await ticks();
    const place = await seconds(page);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 300, box.y + 40, { steps: 3 });
    await page.mouse.up();
    expect(await ticks()).not.toEqual(near);
    expect(await seconds(page)).toBe(place);
    await page.getByRole('button', { name: 'Show the whole call' }).click();
    expect(await ticks()).toEqual(whole);
  });

  it('shows the records as they are, by type', async () => {
    const page = await opened('#call=2');
    await openRecords(page);
    await page.getByLabel('Type of record').selectOption('strike');
    const texts = await page.locator('.ci-records pre').allTextContents();
    expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual([
      { type: 'strike', call: 2, atMs: 2500, fault: 'disconnect', connection: 0 },
    ]);
  });

  it('copies the link and the command', async () => {
    const page = await opened('#call=2', { permissions: ['clipboard-read', 'clipboard-write'] });
    await page.getByRole('button', { name: 'Copy replay command' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^callstorm replay \S+ --call 2$/);
  });

  it('takes hostile words for words, and cuts what is too long', async () => {
    const page = await opened('#call=1');
    const text = (await page.locator('.ci-turn').first().textContent()) ?? '';
    expect(text).toContain(`</script><img src=x onerror="document.title='struck'">"'`);
    expect(text).toContain(String.raw`\u202egnp\u001b[31m`);
    expect(text).toContain(`(cut: ${HOSTILE.length + 1 + LONG} characters in all)`);
    expect(await page.locator('#inspector img').count()).toBe(0);
    await openRecords(page);
    const raw = (await page.locator('.ci-records').textContent()) ?? '';
    for (const hidden of ['\u202E', '\u001B']) expect(raw).not.toContain(hidden);
    expect(raw).toContain('img src=x');
    expect(await page.title()).not.toContain('struck');
    expect((await readFile(made.file)).length).toBeLessThan(1_000_000);
  });

  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 390],
    ['dark', 390],
  ] as const)('has nothing that axe finds serious: %s, %d wide', async (colorScheme, width) => {
    const page = await opened('#call=1', { colorScheme, viewport: { width, height: 800 } });
    await openRecords(page);
    await page.evaluate(await readFile(AXE, 'utf8'));
    const found = await page.evaluate(async () => {
      const axe = (
        globalThis as unknown as {
          axe: {
            run: (root: string) => Promise<{
              violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
            }>;
          };
        }
      ).axe;
      const { violations } = await axe.run('#inspector');
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
    });
    expect(found).toEqual([]);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(width);
  });
});
