import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, ConfigErrors } from '../../src/core/word/config_error.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { pricesFor } from '../../src/pricing/prices.ts';
import { telephonyPriceTable } from '../../src/pricing/telephony_table.ts';
import { judgementShape } from '../../src/report/judgement_shape.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { parsePriceFile } from '../../src/scenario/price_file.ts';

const whole = `date: 2026-11
tokens:
  gpt-realtime-2.1:
    source: our contract of May
    date: 2026-05-12
    text_in: $3
    text_cached: 0.3
    text_out: 20
    audio_in: 25
    audio_out: 50
    image_in: 4
  house-model:
    { text_in: 1, text_out: 2, audio_in: 3, audio_out: 4, tokens_per_second: { caller: 25, agent: 32 } }
duration:
  house-agent: { usd_per_minute: 0.02, notes: by the second }
transcription:
  house-ear: { usd_per_minute: 0.001 }
  house-ear-2: { usd_per_minute: 0.002, text_in: 1, text_out: 4 }
telephony:
  house-line: { usd_per_minute: 0.01, billed_by: second }
  other-line: { usd_per_minute: 0.02 }
infrastructure:
  box: { usd_per_machine_hour: 2.4, sessions_per_machine: 40 }
  cloud: { usd_per_session_hour: 0.09 }
`;

describe('a file of prices', () => {
  const rows = parsePriceFile(whole, 'ours/prices.yaml');
  const row = (name: string): unknown => rows.find(({ model }) => model === name);

  it('gives each row its date and source, of its own or of the file', () => {
    expect(row('gpt-realtime-2.1')).toMatchObject({ date: '2026-05-12', source: 'our contract of May' });
    expect(row('house-line')).toMatchObject({ date: '2026-11', source: 'prices.yaml' });
    expect(row('house-agent')).toMatchObject({ notes: 'by the second' });
  });

  it('takes nothing off for what is cached, where it says no price of that', () => {
    expect(row('gpt-realtime-2.1')).toEqual({
      kind: 'tokens',
      model: 'gpt-realtime-2.1',
      date: '2026-05-12',
      source: 'our contract of May',
      usdPerMillion: {
        textIn: 3,
        textCached: 0.3,
        textOut: 20,
        audioIn: 25,
        audioCached: 25,
        audioOut: 50,
      },
      imageUsdPerMillion: 4,
      callerTokensPerSecond: 10,
      agentTokensPerSecond: 20,
    });
    expect(row('house-model')).toMatchObject({ callerTokensPerSecond: 25, agentTokensPerSecond: 32 });
  });

  it('has lines and machines', () => {
    expect(row('house-line')).toMatchObject({ kind: 'telephony', usdPerMinute: 0.01, billedBy: 'second' });
    expect(row('other-line')).toMatchObject({ billedBy: 'minute' });
    expect(row('box')).toMatchObject({ usdPerSessionHour: 0.06, machine: { usdPerHour: 2.4, sessions: 40 } });
    expect(row('cloud')).toMatchObject({ usdPerSessionHour: 0.09 });
    expect(row('cloud')).not.toHaveProperty('machine');
    expect(row('house-ear-2')).toMatchObject({ usdPerMillion: { in: 1, out: 4 } });
  });
});

function mistakes(text: string): readonly string[] {
  try {
    parsePriceFile(text, 'p.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

describe('a mistake in one', () => {
  it.each([
    [
      'no date anywhere',
      'duration: { m: { usd_per_minute: 1 } }',
      ['p.yaml:1', 'duration.m', '2026-11', 'date:'],
    ],
    [
      'a day there is not',
      'date: 2026-02-30\nduration: { m: { usd_per_minute: 1 } }',
      ['p.yaml:1', 'a day that there is'],
    ],
    [
      'a date of another kind',
      'date: 11/2026\nduration: { m: { usd_per_minute: 1 } }',
      ['p.yaml:1', 'a date such as 2026-11'],
    ],
    ['a misspelt key', 'date: 2026-11\nduration:\n  m: { usd_per_minut: 1 }', ['p.yaml:3', 'usd_per_minute']],
    [
      'a price that is none',
      'date: 2026-11\nduration:\n  m: { usd_per_minute: cheap }',
      ['p.yaml:3', 'US dollars'],
    ],
    [
      'a price below nothing',
      'date: 2026-11\nduration:\n  m: { usd_per_minute: -1 }',
      ['p.yaml:3', 'usd_per_minute'],
    ],
    [
      'half a machine',
      'date: 2026-11\ninfrastructure:\n  m: { usd_per_machine_hour: 1 }',
      ['p.yaml:3', 'sessions_per_machine'],
    ],
    [
      'two ways to pay',
      'date: 2026-11\ninfrastructure:\n  m: { usd_per_session_hour: 1, usd_per_machine_hour: 1, sessions_per_machine: 2 }',
      ['p.yaml:3', 'usd_per_session_hour'],
    ],
    [
      'half a token price',
      'date: 2026-11\ntranscription:\n  m: { usd_per_minute: 1, text_in: 1 }',
      ['p.yaml:3', 'text_out'],
    ],
    ['an unknown kind', 'date: 2026-11\nmodels: {}', ['p.yaml:2', 'models']],
    ['no row at all', 'date: 2026-11', ['expected rows under tokens', 'prices init']],
    [
      'the same name twice',
      'date: 2026-11\nduration:\n  m: { usd_per_minute: 1 }\n  m: { usd_per_minute: 2 }',
      ['p.yaml:4', 'second time'],
    ],
  ])('%s is told with its place and a way out', (_, text, parts) => {
    const told = mistakes(text);
    expect(told).toHaveLength(1);
    for (const part of parts) expect(told[0]).toContain(part);
  });

  it('of which there are several is told with the others', () => {
    expect(mistakes('duration: { a: { usd_per_minute: x }, b: { usd_per_minute: 1 } }')).toHaveLength(3);
  });
});

describe('a scenario that is billed by one', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'callstorm-prices-'));
    await mkdir(join(dir, 'sub'));
    await writeFile(join(dir, 'sub/prices.yaml'), whole);
    await writeFile(join(dir, 'broken.yaml'), 'duration:\n  m: { usd_per_minute: cheap }\n');
    await writeFile(
      join(dir, 'asked.yaml'),
      'date: 2026-10\nduration: { gpt-realtime-2.1: { usd_per_minute: 0.5 } }\n',
    );
  });
  afterAll(() => rm(dir, { recursive: true }));

  const load = async (pricing: object, options: { readonly prices?: string } = {}) => {
    const file = {
      name: 'tiny',
      callers: [{ name: 'a', script: ['listen', { say: 'hello' }] }],
      load: { concurrency: 1, calls: 2 },
      pricing,
    };
    await writeFile(join(dir, 'sub/s.json'), JSON.stringify(file));
    const loaded = await loadScenario('sub/s.json', {
      cwd: dir,
      fixturesDirs: [PACKAGE_FIXTURES_DIR],
      ...options,
    });
    return loaded.scenario.judgement;
  };
  const complaints = async (pricing: object): Promise<readonly string[]> => {
    try {
      await load(pricing);
      return [];
    } catch (error) {
      if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
      if (error instanceof ConfigError) return [error.describe()];
      throw error;
    }
  };

  it('has its rows in the plan, beside the scenario’s file', async () => {
    const judgement = await load({
      file: 'prices.yaml',
      model: 'house-agent',
      transcription_model: 'house-ear',
      telephony: ['house-line', 'twilio-media-streams'],
      infrastructure: 'box',
    });
    const { pricing } = judgement;
    const prices = pricesFor(pricing);
    expect(prices.model).toMatchObject({ kind: 'duration', usdPerMinute: 0.02 });
    expect(prices.transcription?.usdPerMinute).toBe(0.001);
    expect(prices.telephony?.map(({ model }) => model)).toEqual(['house-line', 'twilio-media-streams']);
    expect(prices.infrastructure?.usdPerSessionHour).toBeCloseTo(0.06, 12);
    // A log stands alone: what was written of it reads back, and prices the same.
    const again: unknown = JSON.parse(JSON.stringify(judgement));
    expect(judgementShape(again)).toBeNull();
    expect(pricesFor((again as typeof judgement).pricing)).toEqual(prices);
  });

  it('may say by itself what a line and machines cost', async () => {
    const { pricing } = await load({
      model: 'none',
      telephony: { usd_per_minute: '$0.01' },
      infrastructure: { usd_per_machine_hour: 3, sessions_per_machine: 60 },
    });
    expect(pricing.rows).toBeUndefined();
    expect(pricing.telephony).toMatchObject([{ usdPerMinute: 0.01, billedBy: 'minute', date: '' }]);
    expect(pricing.infrastructure).toMatchObject({ usdPerSessionHour: 0.05 });
    expect(pricesFor(pricing).model).toMatchObject({ kind: 'duration', usdPerMinute: 0 });
    const [inbound] = telephonyPriceTable;
    expect((await load({ telephony: 'twilio-inbound-local' })).pricing.telephony).toEqual([inbound]);
  });

  it('is billed by the command line’s before its own, and by its own before the file’s', async () => {
    const prices = { text_in: 1, text_cached: 1, text_out: 1, audio_in: 1, audio_cached: 1, audio_out: 1 };
    const own = await load({ file: 'prices.yaml', model: 'gpt-realtime-2.1', prices });
    expect(pricesFor(own.pricing).model).toMatchObject({ usdPerMillion: { textIn: 1 } });
    const asked = await load(
      { file: 'prices.yaml', model: 'gpt-realtime-2.1', prices },
      { prices: 'asked.yaml' },
    );
    expect(pricesFor(asked.pricing).model).toMatchObject({ kind: 'duration', usdPerMinute: 0.5 });
    const other = await load({ file: 'prices.yaml', model: 'house-model', prices }, { prices: 'asked.yaml' });
    expect(pricesFor(other.pricing).model).toMatchObject({ usdPerMillion: { textIn: 1 } });
  });

  it('is told of what is wrong there, in that file’s own lines', async () => {
    const told = await complaints({ file: '../broken.yaml', model: 'house-agent' });
    expect(told.some((text) => text.includes('../broken.yaml:2'))).toBe(true);
    // Whether its names are known cannot be said.
    expect(told.join()).not.toContain('house-agent');
    const missing = await complaints({ file: 'nowhere.yaml' });
    expect(missing).toHaveLength(1);
    expect(missing[0]).toContain('sub/s.json');
    expect(missing[0]).toContain('pricing.file');
    expect(missing[0]).toContain('nowhere.yaml: there is no such file');
  });

  it.each([
    [{ telephony: 'twilio-inbound-locl' }, 'did you mean "twilio-inbound-local"'],
    [{ telephony: ['twilio-media-streams', 'x'] }, 'pricing.telephony[1]'],
    [{ infrastructure: 'box' }, 'usd_per_machine_hour: 2.40'],
    [{ infrastructure: { sessions_per_machine: 4 } }, 'expected usd_per_session_hour, or'],
    [{ model: 'house-agent' }, 'pricing.file'],
  ])('is told of %j, and what it may be', async (pricing, part) => {
    const told = await complaints(pricing);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(part);
  });
});
