import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pricesCommand } from '../../src/cli/prices_command.ts';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { visibleWidth } from '../../src/report/view/columns.ts';
import { parsePriceFile } from '../../src/scenario/price_file.ts';
import { terminal } from './terminal.ts';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'callstorm-price-list-'));
  await writeFile(
    join(cwd, 'ours.yaml'),
    `date: 2026-03-31
source: our contract\u001B[2J
duration: { gpt-realtime-2.1: { usd_per_minute: 0.01 } }
infrastructure: { box: { usd_per_machine_hour: 2.4, sessions_per_machine: 40 } }
`,
  );
});
afterAll(() => rm(cwd, { recursive: true }));

const NOW = Date.UTC(2026, 10, 27);

async function prices(
  args: readonly string[],
  columns = 100,
): Promise<{ out: string; err: string; code: number }> {
  const io = terminal({ cwd, columns });
  let code = 0;
  const command = pricesCommand(
    io,
    (given) => (code = given),
    () => NOW,
  );
  await command.parseAsync([...args], { from: 'user' });
  return { out: io.outText, err: io.errText, code };
}

const rows = async (args: readonly string[]): Promise<readonly Record<string, unknown>[]> =>
  JSON.parse((await prices([...args, '--json'])).out) as Record<string, unknown>[];

describe('callstorm prices list', () => {
  it('has each kind with what its figures are', async () => {
    const { out } = await prices(['list']);
    expect(out).toContain('tokens: USD per million, in / cached / out');
    expect(out).toMatch(/gpt-realtime-2\.1 +4 \/ 0\.40 \/ 24 +32 \/ 0\.40 \/ 64 +2026-08/);
    expect(out).toMatch(/twilio-inbound-local +0\.0085 +a whole minute +2026-06/);
    const { out: lines } = await prices(['list', '--kind', 'telephony']);
    expect(lines).not.toContain('gpt-realtime');
    expect((await prices(['list', '--kind', 'infrastructure'])).out).toContain('--file');
  });

  it('fits a terminal of 60 columns, with nothing left out', async () => {
    const { out } = await prices(['list'], 60);
    for (const line of out.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(60);
    expect(out).toContain('gemini-2.5-flash-native-audio-preview-12-2025');
    expect(out).toContain('0.50 / 0.50 / 2  3 / 3 / 12  2026-11');
  });

  it('has the user’s own in place of ours, as data too', async () => {
    const own = await rows(['list', '--file', 'ours.yaml']);
    const of = own.filter(({ model }) => model === 'gpt-realtime-2.1');
    expect(of.map(({ kind, own: isOwn }) => [kind, isOwn])).toEqual([
      ['duration', true],
      ['tokens', false],
    ]);
    expect(own.find(({ model }) => model === 'box')).toMatchObject({ ageDays: 241, usdPerSessionHour: 0.06 });
  });
});

describe('callstorm prices show', () => {
  it('has every token, a minute each way, and a usual call', async () => {
    const { out } = await prices(['show', 'gpt-realtime-2.1-2026-09-01']);
    expect(out).toContain('in 32, cached 0.40, out 64');
    expect(out).toContain('in 5, cached 0.50');
    expect(out).toContain('$0.0192 a minute, when it is new (10 tokens a second)');
    expect(out).toContain('$0.0768 a minute (20 tokens a second)');
    expect(out).toMatch(/three-minute call +\$0\.300/);
    expect(out).toContain('2026-08, 88 days ago');
    expect(out).toContain('https://developers.openai.com/api/docs/pricing');
  });

  it('says of each other kind what it is of', async () => {
    expect((await prices(['show', 'twilio-inbound-local'])).out).toContain('3 minutes; one of 181 s $0.0340');
    expect((await prices(['show', 'grok-voice-3.0'])).out).toMatch(/three-minute call +\$0\.240/);
    expect((await prices(['show', 'gpt-4o-transcribe'])).out).toContain('$0.0072, for 72 s');
    const { out } = await prices(['show', 'box', '--file', 'ours.yaml']);
    expect(out).toContain('is paid too: $2.40 an hour for each machine of 40 sessions');
    // 180 s of a fortieth of the machine.
    expect(out).toMatch(/three-minute call +\$0\.0030/);
    expect(out).not.toContain('\u001B[2J');
    expect(out).toContain('(yours)');
  });

  it('bills the caller’s silence where the service does', async () => {
    const [gemini] = await rows(['show', 'models/gemini-3.8-live']);
    // 9 turns, 20 s heard and 12 s answered each: 25 tokens a second, all of it again each time.
    const audioIn = Array.from({ length: 9 }, (_, i) => (i + 1) * 20 * 25 + i * 12 * 25).reduce(
      (a, b) => a + b,
    );
    const usd = (9 * 1000 * 0.75 + audioIn * 3 + 9 * 12 * 25 * 12) / 1e6;
    expect(gemini?.['threeMinuteCallUsd']).toBeCloseTo(usd, 9);
  });

  it('has what a region takes', async () => {
    expect((await prices(['show', 'us/gpt-realtime-2.1'])).out).toContain('in 35.20, cached 0.44, out 70.40');
  });

  it('says which was meant', async () => {
    await expect(prices(['show', 'gpt-realtim'])).rejects.toThrow('did you mean "gpt-realtime"?');
  });
});

describe('callstorm prices check', () => {
  it('fails for what was asked for by name or file, and for nothing else', async () => {
    expect((await prices(['check'])).code).toBe(0);
    expect((await prices(['check'])).out).toMatch(/757 +2024-10 +old +realtime-preview-2024/);
    expect(await prices(['check', 'gpt-realtime-2.1'])).toMatchObject({ code: 0 });
    const old = await prices(['check', 'gpt-realtime-2.1', '--older-than', '87d']);
    expect(old.code).toBe(1);
    expect(old.err).toContain('Look at https://developers.openai.com/api/docs/pricing');
    expect(old.err).toContain('prices init');
    expect((await prices(['check', 'gpt-realtime-2.1', '--older-than', '88'])).code).toBe(0);
    expect((await prices(['check', '--file', 'ours.yaml'])).code).toBe(1);
    expect((await prices(['check', '--file', 'ours.yaml', '--older-than', '250d'])).code).toBe(0);
  });

  it('has data with the same exit code', async () => {
    const { out, code } = await prices(['check', '--file', 'ours.yaml', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { model: 'gpt-realtime-2.1', ageDays: 241, old: true },
      { model: 'box', old: true },
    ]);
  });

  it('refuses what is no number of days', async () => {
    await expect(prices(['check', '--older-than', '3 months'])).rejects.toThrow('expected days such as 90d');
  });

  it('fits a terminal of 60 columns', async () => {
    const { out, err } = await prices(['check'], 60);
    for (const line of `${out}${err}`.split('\n')) expect(visibleWidth(line)).toBeLessThanOrEqual(60);
  });
});

describe('callstorm prices init', () => {
  it('writes a file that can be given to a run, and never over one', async () => {
    const { out } = await prices(['init']);
    expect(out).toContain('prices list --file prices.yaml');
    const text = await readFile(join(cwd, 'prices.yaml'), 'utf8');
    expect(parsePriceFile(text, 'prices.yaml')).toMatchObject([
      { kind: 'tokens', model: 'gpt-realtime-2.1', usdPerMillion: { audioIn: 32 } },
    ]);
    // What is commented out is right as well.
    const all = text.replaceAll(/^# (?=duration|transcription|telephony|infrastructure|  my)/gm, '');
    expect(parsePriceFile(all, 'prices.yaml')).toHaveLength(6);
    await expect(prices(['init'])).rejects.toThrow(ConfigError);
    expect(await readFile(join(cwd, 'prices.yaml'), 'utf8')).toBe(text);
  });
});
