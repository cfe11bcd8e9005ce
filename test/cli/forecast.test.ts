/** `callstorm forecast`: what it reads, what it says, and what it refuses. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forecastCommand } from '../../src/cli/forecast.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { noUsage } from '../../src/core/log/usage.ts';
import type { Forecast } from '../../src/forecast/projection/forecast.ts';
import { answered, call, footer, header } from '../report/log_builder.ts';
import { terminal } from './terminal.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-forecast-'));
  await write('a', records('plan-a', 'run-a', 30));
  await write('b', records('plan-b', 'run-b', 30));
  await write('again', records('plan-a', 'run-c', 30));
  await write('few', records('plan-d', 'run-d', 5));
  await write('untold', records('plan-e', 'run-e', 30, 5));
  const unpriced = records('plan-f', 'run-f', 30);
  const first = unpriced[0] as ReturnType<typeof header>;
  await write('unpriced', [
    { ...first, judgement: { ...first.judgement, pricing: { model: 'own-model' } } },
    ...unpriced.slice(1),
  ]);
  await writeFile(join(folder, 'arrivals.csv'), 'hour,count\n2027-01-04T09:00Z,100\n2027-01-05T10:00Z,20\n');
  await writeFile(join(folder, 'broken.csv'), 'timestamp\n2027-01-04T09:00Z\nlater\n');
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Every other one is a complaint. The first `untold` do not tell what their last answer used. */
function records(plan: string, run: string, count: number, untold = 0): LogRecord[] {
  const base = header();
  const usage = (at: number) => ({
    ...noUsage,
    textIn: 100,
    audioIn: 400 + 10 * (at % 7),
    textCached: 64,
    textOut: 20,
    audioOut: 200 + 20 * (at % 5),
  });
  return [
    header({
      plan,
      run,
      judgement: { ...base.judgement, pricing: { model: 'gpt-realtime' } },
      load: { mode: 'open', plannedCalls: count, maxConcurrency: count },
    }),
    ...Array.from({ length: count }, (_, at): LogRecord[] => {
      const caller = at % 2 === 0 ? 'refund' : 'complaint';
      const open = at < untold ? { unreported: 1 } : {};
      return [
        { ...answered(at, 0, 400), caller, usage: usage(at) },
        call({ call: at, caller, usage: { ...usage(at), ...open } }),
      ];
    }).flat(),
    footer({ calls: { planned: count, completed: count, failed: 0, blocked: 0, notStarted: 0 } }),
  ];
}

async function write(name: string, all: readonly LogRecord[]): Promise<void> {
  await writeFile(join(folder, `${name}.ndjson`), all.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

async function forecast(...args: string[]): Promise<string> {
  const io = terminal({ cwd: folder });
  await forecastCommand(io).parseAsync(args, { from: 'user' });
  return io.outText;
}

async function told(...args: string[]): Promise<Forecast> {
  return JSON.parse(await forecast(...args, '--format', 'json')) as Forecast;
}

describe('callstorm forecast', () => {
  it('says what months will cost', async () => {
    const text = await forecast(
      'a.ndjson',
      '--calls-per-day',
      '20,000',
      '--growth',
      '5%/month',
      '--months',
      '3',
    );
    expect(text).toMatch(/^\$\d[\d,]+ for \d{4}-\d\d to \d{4}-\d\d: with 90% probability/);
    expect(text).toContain('20,000 calls a day');
    expect(text).toContain('growth of 5% a month');
  });

  it('takes ranges, a mix, a week and a start', async () => {
    const { demand, callers, months } = await told(
      'a.ndjson',
      '--calls-per-day',
      '18000..22000',
      '--growth',
      '3..7%/month',
      '--start',
      '2027-02',
      '--months',
      '2',
      '--mix',
      'refund=25%,complaint=75%',
      '--week',
      '1,1,1,1,1,.4,.3',
      '--demand-spread',
      '10%',
    );
    expect(demand.callsPerDay).toEqual({ low: 18_000, high: 22_000 });
    expect(demand.growthPerMonth).toEqual({ low: 0.03, high: 0.07 });
    expect(demand.spread).toBe(0.1);
    expect(demand.week.reduce((sum, each) => sum + each, 0)).toBeCloseTo(7, 9);
    expect(months.map(({ month }) => month)).toEqual(['2027-02', '2027-03']);
    expect(callers.map(({ name, share }) => [name, share])).toEqual([
      ['refund', 0.25],
      ['complaint', 0.75],
    ]);
  });

  it('learns days and hours from arrivals, and says whose clock it took', async () => {
    const { demand, busiest } = await told(
      'a.ndjson',
      '--arrivals',
      'arrivals.csv',
      '--timezone',
      'Europe/Berlin',
    );
    expect(demand.callsPerDay.low).toBe(60);
    expect(busiest.shapeKnown).toBe(true);
    expect(demand.from.join()).toContain('Europe/Berlin');
    expect((await told('a.ndjson', '--arrivals', 'arrivals.csv')).demand.from.join()).toContain(
      'UTC (assumed',
    );
  });

  it('pools runs by the callers’ names, and says so', async () => {
    const { callers, notes, runs } = await told('a.ndjson', 'b.ndjson', '--calls-per-day', '100');
    expect(callers.map(({ calls, conversations }) => [calls, conversations])).toEqual([
      [30, 30],
      [30, 30],
    ]);
    expect(runs).toHaveLength(2);
    expect(notes.join()).toContain('2 runs of as many plans');
  });

  it('counts the same conversation in two runs as one', async () => {
    const { callers, notes } = await told('a.ndjson', 'again.ndjson', '--calls-per-day', '100');
    expect(callers.map(({ calls, conversations }) => [calls, conversations])).toEqual([
      [30, 15],
      [30, 15],
    ]);
    expect(notes.join()).toContain('2 runs of 1 plan');
  });

  it('takes the shares of a run that was spread over machines', async () => {
    const all = records('plan-s', 'run-s', 40);
    const [first, ...rest] = all as [ReturnType<typeof header>, ...LogRecord[]];
    for (const share of [0, 1]) {
      await write(`share-${share}`, [
        { ...first, selection: { of: 2, share } },
        ...rest.filter((one) => !('call' in one) || one.call % 2 === share),
      ]);
    }
    const { runs } = await told('share-0.ndjson', 'share-1.ndjson', '--calls-per-day', '100');
    expect(runs.map(({ calls }) => calls)).toEqual([20, 20]);
    await expect(forecast('share-0.ndjson', 'share-0.ndjson', '--calls-per-day', '100')).rejects.toThrow(
      'given already',
    );
  });

  it('bounds what nobody told', async () => {
    const known = await told('a.ndjson', '--calls-per-day', '100');
    const { total, callers } = await told('untold.ndjson', '--calls-per-day', '100');
    expect(known.total.usd.least).toBe(known.total.usd.most);
    expect(total.usd.most).toBeGreaterThan(total.usd.least);
    // Five of thirty may have had one more answer, as dear as the dearest.
    expect(total.usd.most / known.total.usd.most).toBeLessThan(1.3);
    expect(callers.map(({ untoldCalls }) => untoldCalls)).toEqual([3, 2]);
  });

  it('reckons what-ifs side by side', async () => {
    const { whatIfs } = await told(
      'a.ndjson',
      '--calls-per-day',
      '100',
      '--model',
      'gpt-realtime-mini',
      '--what-if',
      'caching=off',
      '--what-if',
      'vad=semantic',
    );
    expect(whatIfs.map(({ text }) => text)).toEqual([
      'model=gpt-realtime-mini',
      'caching=off',
      'vad=semantic',
    ]);
    expect(whatIfs[0]?.difference?.usd.most).toBeLessThan(0);
    expect(whatIfs[1]?.difference?.usd.least).toBeGreaterThan(0);
    expect(whatIfs[2]).toMatchObject({ usdPerMonth: null, difference: null });
    expect(whatIfs[2]?.measureBy).toContain('semantic_vad');
  });

  it('writes a file', async () => {
    await forecast('a.ndjson', '--calls-per-day', '100', '--format', 'html', '--out', 'forecast.html');
    expect(await readFile(join(folder, 'forecast.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  it.each([
    [['a.ndjson'], 'how many call in a day is not known'],
    [['few.ndjson', '--calls-per-day', '100'], 'at least 10 calls'],
    [['a.ndjson', 'a.ndjson', '--calls-per-day', '100'], 'given already'],
    [['unpriced.ndjson', '--calls-per-day', '100'], 'own-model'],
    [['a.ndjson', '--calls-per-day', '100', '--mix', 'refunds=100%'], 'nobody called as "refunds"'],
    [['a.ndjson', '--arrivals', 'broken.csv'], 'found "later"'],
    [['a.ndjson', '--arrivals', 'none.csv'], 'expected a CSV of arrivals'],
    [['a.ndjson', '--calls-per-day', '100', '--timezone', 'UTC'], 'beside a time zone'],
    [['none.ndjson', '--calls-per-day', '100'], 'no such file'],
  ])('refuses %j in words', async (args, words) => {
    await expect(forecast(...args)).rejects.toThrow(words);
  });

  it.each([
    ['--calls-per-day', '-5'],
    ['--calls-per-day', '0'],
    ['--calls-per-day', '200..100'],
    ['--growth', '5'],
    ['--growth', '-100%/month'],
    ['--growth', '7..3%/month'],
    ['--mix', 'refund=40%,complaint=40%'],
    ['--mix', 'refund=40%,complaint=2'],
    ['--mix', 'refund'],
    ['--mix', 'refund=1,refund=1'],
    ['--week', '1,1,1'],
    ['--week', '0,0,0,0,0,0,0'],
    ['--day', '1,2'],
    ['--start', '2027'],
    ['--months', '0'],
    ['--demand-spread', '-1'],
    ['--timezone', 'Mars/Base'],
    ['--budget', '-3'],
    ['--what-if', 'colour=red'],
    ['--what-if', 'caching=maybe'],
    ['--what-if', 'answers=0'],
    ['--what-if', 'retention=0.8'],
    ['--what-if', 'vad=silence=0s'],
    ['--what-if', 'caching=off,caching=on'],
    ['--model', 'gpt-unknown'],
  ])('refuses %s %s', async (option, value) => {
    await expect(forecast('a.ndjson', option, value)).rejects.toThrow(/expected|stands there twice/);
  });
});
