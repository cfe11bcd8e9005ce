/** A run as it is watched: the page that `run --ui` prints the address of, in a real browser. Needs `npm run build`. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callstorm, temporary, type Command } from '../loopback/command.ts';
import { scenario } from '../loopback/scenario_text.ts';
import { launched, noBrowser } from './browser.ts';

/** What axe finds that keeps somebody from using the page. */
async function seriousFlaws(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Found>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

interface Found {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe.skipIf(noBrowser())('a run that is watched', () => {
  let browser: Browser;
  let page: Page;
  let command: Command;
  let folder: string;
  let troubles: string[];

  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    folder = join(temporary(), 'run');
    const file = scenario({
      script: '[{ say: okay }, listen, { say: okay }, listen, { say: okay }, listen]',
      load: '{ arrivals: [{ type: constant, rate: 2/s, for: 100s }] }',
    });
    command = callstorm(['run', file, '--out', folder, '--ui', '--quiet']);
    await command.prints('whoever has this address');
    page = await browser.newPage();
    troubles = [];
    page.on('pageerror', (error) => troubles.push(String(error)));
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) troubles.push(message.text());
    });
    await page.goto(/http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(command.complained())?.[0] ?? '');
  });

  afterEach(async () => {
    await page.close();
    command.kill('SIGKILL');
    await command.ended;
  });

  const state = (): Promise<string> => page.locator('.live-state').innerText();
  const figures = (): Promise<string> => page.locator('.live-figures').innerText();
  const turns = async (): Promise<number> => Number(/([\d,]+) turns?/.exec(await figures())?.[1] ?? 0);
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  /** A page looks at what it is asked about as soon as it can. */
  const soon = { timeout: 30_000, interval: 100 };

  it('is seen to grow, survives a reload, is paused and caught up with, and stopped', async () => {
    await expect.poll(turns, soon).toBeGreaterThan(0);
    const before = await turns();
    await expect.poll(turns, soon).toBeGreaterThan(before);
    expect(await state()).toBe('The run goes on.');

    expect(await seriousFlaws(page)).toEqual([]);

    const last = await turns();
    await page.reload();
    await expect.poll(turns, soon).toBeGreaterThanOrEqual(last);

    await press('Pause');
    const paused = await figures();
    const drawn = await page.locator('main').innerText();
    await expect.poll(state, soon).toMatch(/^Paused: the run goes on, and [1-9]\d* turns? ha/);
    expect([await figures(), await page.locator('main').innerText()]).toEqual([paused, drawn]);
    await press('Resume');
    expect(await figures()).not.toBe(paused);
    expect(await page.locator('main').innerText()).not.toBe(drawn);

    await press('Stop the run');
    await press('No');
    expect(await state()).toBe('The run goes on.');
    await press('Stop the run');
    await press('Yes, stop it');
    await expect
      .poll(state, soon)
      .toBe(`The run is over. Its report is in ${folder}; this page stays as it is.`);
    const { exitCode } = await command.ended;
    expect(exitCode).toBe(130);
    expect(existsSync(join(folder, 'report.html'))).toBe(true);
    expect(await page.locator('#headline').innerText()).toContain('interrupted');
    expect(await page.locator('.live-bar').getByRole('button').count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('says so when the run does not answer any more', async () => {
    await expect.poll(turns, soon).toBeGreaterThan(0);
    const seen = await turns();
    command.kill('SIGKILL');
    await expect.poll(state, soon).toMatch(/trying again/);
    await expect.poll(state, soon).toMatch(/does not answer any more/);
    expect(await turns()).toBeGreaterThanOrEqual(seen);
    expect(await page.locator('.live-bar').getByRole('button').count()).toBe(0);
    expect(troubles).toEqual([]);
  });
});
