/**
 * Plans of machines in all their views, whole, against committed files. After a change that is meant, write them anew with
 * UPDATE_GOLDEN=1 and read the difference.
 */

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressTranslations } from '../../../src/forecast/machines/middlebox_table.ts';
import { scalePlan, type ScalePlan } from '../../../src/forecast/machines/scale_plan.ts';
import { bits, mb } from '../../../src/report/machines/scale_text.ts';
import { scaleTerminal, scaleViews } from '../../../src/report/machines/scale_views.ts';
import { asked, costs, needs } from '../../forecast/machines/made_needs.ts';
import { marked, markedStyle } from '../marked_style.ts';

const sessions = {
  tokensPerMinute: null,
  requestsPerMinute: null,
  sessions: 5000,
  newSessionsPerMinute: null,
  source: 'the options',
};
const through = (name: string, addresses: number | null = null) => {
  const found = addressTranslations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name} in the table`);
  return { through: found, addresses };
};

/** All is told that can be: calls follow on each other, over TLS and webhooks, at frames that were not measured. */
const whole = scalePlan(
  {
    ...asked,
    calls: 8000,
    atOnce: 2500,
    pod: { ...asked.pod, memoryMb: 512, openFiles: 4096, ephemeralPorts: 1000 },
    gbitPerNode: 10,
    targetAddresses: 2,
    nat: through('aws-nat-gateway'),
    limits: sessions,
  },
  { ...needs, secure: true, webhook: true, frameMs: 50 },
  costs,
);
/** Of a protocol that nobody measured, without prices. */
const unknown = scalePlan(
  asked,
  { ...needs, dialect: 'gpt-live', usd: null, logBytes: null },
  { ...costs, memory: null, baseFiles: null, logBytesPerWorkerMinute: null },
);
/** One pod, with next to nothing known of what it has. */
const small = scalePlan({ ...asked, calls: 10, atOnce: 10 }, needs, {
  ...costs,
  memory: null,
  baseFiles: null,
  logBytesPerWorkerMinute: null,
});
const stopped = scalePlan({ ...asked, limits: sessions }, needs, costs);

describe.each<[name: string, plan: ScalePlan]>([
  ['whole', whole],
  ['unknown', unknown],
  ['small', small],
  ['stopped', stopped],
])('the plan %s', (name, plan) => {
  const committed = async (ending: string, text: string): Promise<string> => {
    const file = join(import.meta.dirname, '../../golden/machines', `${name}.${ending}`);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return readFile(file, 'utf8');
  };

  it.each([140, 90, 60])('on a terminal of %d columns is the committed one', async (columns) => {
    const text = marked(scaleTerminal(plan, markedStyle, columns));
    expect(text).toBe(await committed(`${columns}.txt`, text));
  });

  it.each([
    ['markdown', 'md'],
    ['json', 'json'],
  ])('as %s is the committed one', async (view, ending) => {
    const text = scaleViews.get(view)?.(plan) ?? '';
    expect(text).toBe(await committed(ending, text));
  });
});

describe('the first sentence', () => {
  const said = (fields: Partial<typeof asked>): string =>
    scaleTerminal(scalePlan({ ...asked, ...fields }, needs, costs), markedStyle, 1000).split('\n')[0] ?? '';

  it('says what a pod is full by first, and how more go into one', () => {
    const full = (pod: Partial<typeof asked.pod>): string => said({ pod: { ...asked.pod, ...pod } });
    expect(full({})).toContain('first by its workers. More calls in each: more --workers-per-pod');
    expect(full({ workers: 9 })).toContain('first by its cores. More calls in each: more --cores-per-pod.');
    expect(full({ memoryMb: 170 })).toContain(
      'first by its memory. More calls in each: more --memory-per-pod.',
    );
    expect(full({ openFiles: 540 })).toContain(
      'first by its open files. More calls in each: raise the limit',
    );
    expect(full({ ephemeralPorts: 300 })).toContain('first by its ports. More calls in each: net.ipv4.');
  });

  it('says what lets fewer through, and what to do about that', () => {
    const by = (sessionsAtOnce: number): string =>
      said({ limits: { ...sessions, sessions: sessionsAtOnce } });
    expect(by(30_000)).toContain(
      'do not get through: the account, by its sessions at once, lets 30,000. Ask the provider for 3.4 times as much',
    );
    expect(by(0)).toContain('Ask the provider for more, or divide the calls among accounts.');
    expect(said({ nat: through('aws-nat-gateway', 1) })).toContain(
      'do not get through: AWS NAT gateway, by its ports, lets 55,000. Give it more addresses',
    );
    const [narrow, slow] = [{ gbitPerSecond: 10 }, { packetsPerSecond: 1_000_000 }].map((fields) => {
      const nat = through('aws-nat-gateway');
      return said({ nat: { ...nat, through: { ...nat.through, ...fields } } });
    });
    expect(narrow).toMatch(
      /AWS NAT gateway, by its bandwidth, lets [\d,]+\. Use \d+ gateways, one for each subnet/,
    );
    expect(slow).toMatch(/AWS NAT gateway, by its packets a second, lets [\d,]+\. Use \d+ gateways/);
  });
});

describe('amounts', () => {
  it('of bits a second have three digits and a unit of their size', () => {
    expect([0, 622_900, 999_499, 1e6, 51_234_567, 1e9, 51.24e9].map(bits)).toEqual([
      '0 kbit/s',
      '623 kbit/s',
      '999 kbit/s',
      '1 Mbit/s',
      '51.2 Mbit/s',
      '1 Gbit/s',
      '51.2 Gbit/s',
    ]);
  });

  it('of memory are whole MiB, and GiB from ten on', () => {
    expect([1.2, 512, 10_239, 10_240, 15_000].map(mb)).toEqual([
      '2 MiB',
      '512 MiB',
      '10,239 MiB',
      '10 GiB',
      '14.6 GiB',
    ]);
  });
});
