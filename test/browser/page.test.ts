/** report.html as its readers have it: opened from a disk, in a real browser. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import type { RunLog } from '../../src/report/log.ts';
import { htmlReport } from '../../src/report/page/html.ts';
import { summarize } from '../../src/report/summarize.ts';
import type { Summary } from '../../src/report/summary.ts';
import { call, footer, gathered, generator, header, judgement, turn } from '../report/log_builder.ts';
import { stopped, unreached } from '../report/view_runs.ts';
import { launched, noBrowser, opened } from './browser.ts';

const CALLS = 60;

/** A minute of calls of two kinds; those that begin in its middle are slow, and some of them fail. */
function busy(): RunLog {
  const records: LogRecord[] = [
    header({
      load: { mode: 'open', plannedCalls: CALLS, maxConcurrency: 20 },
      judgement: {
        ...judgement,
        thresholds: [
          { metric: 'response_latency', stat: 'p95', op: '<', value: 900, text: 'p95 < 900ms' },
          { metric: 'error_rate', stat: 'rate', op: '<', value: 0.2, text: '< 20%' },
        ],
        timed: [{ fault: 'overload', fromMs: 20_000, untilMs: 40_000 }],
      },
    }),
  ];
  for (let index = 0; index < CALLS; index++) {
    const startMs = index * 1000;
    const slow = index >= 20 && index < 40;
    const fails = slow && index % 5 === 0;
    const caller = index % 2 === 0 ? 'buyer' : 'refund';
    for (const number of [0, 1]) {
      const speechEnd = startMs + 500 + number * 2000;
      const lost = fails && number === 1;
      records.push(
        turn({
          call: index,
          turn: number,
          caller,
          rttMs: 20,
          ...(lost ? { outcome: 'unanswered', failure: 'no_answer' } : {}),
          marks: {
            speechStart: speechEnd - 400,
            speechEnd,
            firstHeard: lost ? null : speechEnd + (slow ? 1000 : 400) + index,
          },
        }),
      );
    }
    records.push(
      call({
        call: index,
        caller,
        scheduledMs: startMs,
        dialedMs: startMs,
        endedMs: startMs + 5000,
        ...(fails ? { outcome: 'failed', failure: 'no_answer', detail: 'nothing heard within 3 s' } : {}),
      }),
    );
  }
  const failed = 4;
  records.push(
    generator(),
    footer({
      endedMs: 65_000,
      calls: { planned: CALLS, completed: CALLS - failed, failed, blocked: 0, notStarted: 0 },
    }),
  );
  return gathered(records);
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

async function seriousIn(page: Page): Promise<string[]> {
  // Over the policy of the page, which lets no script in by an element.
  await page.evaluate(await readFile(axe, 'utf8'));
  return page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as {
      axe: {
        run: () => Promise<{
          violations: { impact: string; id: string; nodes: { html: string; failureSummary: string }[] }[];
        }>;
      };
    };
    const { violations } = await checker.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
  });
}

describe.skipIf(noBrowser())('report.html in a browser', () => {
  let browser: Browser;
  let folder: string;
  let url: string;

  const written = async (name: string, log: RunLog, summary: Summary = summarize(log)): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, await htmlReport({ summary, log, files: [] }));
    return pathToFileURL(file).href;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'callstorm-page-'));
    [browser, url] = [await launched(), await written('busy.html', busy())];
  });

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens from a disk without a word to the network or the console, and shows the verdict first', async () => {
    const { page, troubles } = await opened(browser, url);
    expect(await page.locator('.mark').textContent()).toContain('fail');
    const verdict = await page.locator('.reasons').boundingBox();
    const picture = await page.locator('svg.latencies').boundingBox();
    expect(verdict?.y).toBeLessThan(100);
    expect((picture?.y ?? 999) + (picture?.height ?? 999)).toBeLessThan(720);
    expect(await page.locator('canvas').count()).toBe(3);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('is all there without a script, but for the charts', async () => {
    const { page, troubles } = await opened(browser, url, { javaScriptEnabled: false });
    expect(await page.locator('svg.latencies .bar').count()).toBeGreaterThan(2);
    expect(await page.locator('#thresholds tbody tr').count()).toBe(2);
    expect(await page.locator('section h2').allTextContents()).toContain('Over time');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('switches its theme, and its charts with it', async () => {
    const { page, troubles } = await opened(browser, url, { colorScheme: 'light' });
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const painted = (): Promise<string> =>
      page.evaluate(() => document.querySelector('canvas')?.toDataURL() ?? '');
    const [light, lightChart] = [await ground(), await painted()];
    await page.locator('#theme').click();
    expect(await ground()).toBe(light);
    await page.locator('#theme').click();
    expect(await ground()).not.toBe(light);
    expect(await painted()).not.toBe(lightChart);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('chooses what is dragged over: the figures, the picture and the callers follow, and it can be taken back', async () => {
    const { page, troubles } = await opened(browser, url);
    const plot = page.locator('#time .u-over').first();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (box === null) throw new Error('no chart');
    const before = await page.locator('#distribution').innerHTML();
    await page.mouse.move(box.x + box.width * 0.35, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.55, box.y + 70, { steps: 5 });
    await page.mouse.up();
    const told = await page.locator('#chosen').textContent();
    expect(told).toMatch(/^\d+(\.\d+)? s to \d+(\.\d+)? s · \d+ calls, [1-4] failed · \d+ turns/);
    expect(told).toMatch(/p50 1\.\d+ s/);
    expect(await page.locator('#distribution').innerHTML()).not.toBe(before);
    expect(await page.locator('#callers caption').textContent()).toContain('of what is chosen');
    const widths = await page
      .locator('#time .u-select')
      .evaluateAll((all) => all.map((one) => one.clientWidth));
    expect(widths).toHaveLength(2);
    for (const width of widths) expect(Math.abs(width - box.width * 0.2)).toBeLessThan(4);
    await page.getByRole('button', { name: 'Whole run' }).click();
    expect(await page.locator('#chosen').textContent()).toContain('The whole run');
    expect(await page.locator('#distribution').innerHTML()).toBe(before);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('opens the call of a dot that is clicked, and none where there is no dot', async () => {
    const { page, troubles } = await opened(browser, url);
    const plot = page.locator('#time .u-over').first();
    await plot.scrollIntoViewIfNeeded();
    const box = await plot.boundingBox();
    if (box === null) throw new Error('no chart');
    await page.mouse.click(box.x + box.width / 100, box.y + 100);
    expect(await page.evaluate(() => location.hash)).toBe('');
    // Crosses are at the top: of the second turns of calls 20, 25, 30 and 35, 2.5 s after they began.
    await page.mouse.click(box.x + (box.width * 27.5) / 65, box.y + 6);
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#call=25');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('chooses and zooms by the keyboard, and all charts go together', async () => {
    const { page, troubles } = await opened(browser, url);
    await page.getByLabel('From, s').fill('20');
    await page.getByLabel('to, s').fill('30');
    await page.getByLabel('to, s').press('Tab');
    expect(await page.locator('#chosen').textContent()).toContain('20 s to 30 s');
    const painted = (): Promise<string[]> =>
      page.locator('canvas').evaluateAll((all) => all.map((one) => (one as HTMLCanvasElement).toDataURL()));
    const whole = await painted();
    await page.getByRole('button', { name: 'Zoom to it' }).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('#time .u-select')?.style.width !== '0px',
    );
    const zoomed = await painted();
    for (const [at, chart] of whole.entries()) expect(zoomed[at]).not.toBe(chart);
    await page.locator('[data-plot="time"]').focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(async () => (await painted())[0]).not.toBe(zoomed[0]);
    await page.keyboard.press('Escape');
    await expect.poll(painted).toEqual(whole);
    expect(await page.locator('#chosen').textContent()).toContain('The whole run');
    await page.locator('#filter').getByLabel('Caller').selectOption('refund');
    expect(await page.locator('#chosen').textContent()).toMatch(
      /^30 calls, 2 failed · 60 turns, 2 unanswered/,
    );
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('has a logarithmic axis for who wants it, and copies the command that repeats the run', async () => {
    const { page, troubles } = await opened(browser, url);
    const before = await page.locator('#distribution').innerHTML();
    await page.getByRole('button', { name: 'Log axis' }).click();
    expect(await page.locator('#distribution').innerHTML()).not.toBe(before);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('[data-copy="repeat-command"]').click();
    await expect
      .poll(() => page.locator('[data-copy="repeat-command"]').textContent())
      .toMatch(/Copied|Ctrl/);
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(
      'callstorm run scenarios/support-line.yaml --seed 42',
    );
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'] as const)('has nothing that keeps somebody out: %s', async (colorScheme) => {
    const { page } = await opened(browser, url, { colorScheme });
    for (const details of await page.locator('summary').all()) await details.click();
    expect(await seriousIn(page)).toEqual([]);
    await page.context().close();
  });

  it.each([390, 320])('fits a phone of %i pixels without scrolling sideways', async (width) => {
    const { page, troubles } = await opened(browser, url, { viewport: { width, height: 844 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('fits on paper: charts as wide as the sheet, and no list that nobody can open there', async () => {
    const { page } = await opened(browser, url);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => (document.body.style.width = '700px'));
    for (const canvas of await page.locator('canvas').all()) {
      const box = await canvas.boundingBox();
      expect((box?.x ?? 999) + (box?.width ?? 999)).toBeLessThanOrEqual(700);
    }
    expect(await page.locator('#inspector').isVisible()).toBe(false);
    await page.context().close();
  });

  it('draws the load alone where there is no latency', async () => {
    const { page, troubles } = await opened(browser, await written('unreached.html', unreached));
    expect(await page.locator('#time canvas').count()).toBe(1);
    expect(await page.locator('#time').textContent()).toContain('there is no latency to draw');
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('takes words from outside for words', async () => {
    const hostile =
      '</script><!--<img src=x onerror="document.title=1"> "\' &lt; \u202e\u001b[31m\u2028\ud800';
    const long = hostile.repeat(20_000);
    const summary: Summary = {
      ...summarize(stopped),
      name: hostile,
      description: long,
      notes: [hostile],
      failures: { no_answer: { count: 1, meaning: hostile, example: long } },
      agentErrors: [{ code: hostile, count: 1, calls: 1, message: long }],
    };
    const { page, troubles } = await opened(browser, await written('hostile.html', stopped, summary));
    expect(await page.locator('h1').textContent()).toContain('</script><!--<img src=x');
    expect(await page.locator('h1').textContent()).toContain(String.raw`\u202e\u001b[31m\u2028\ud800`);
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toContain('</script>');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
