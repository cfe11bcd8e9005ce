/** What a page says of failures and of fallbacks. */

import { describe, expect, it } from 'vitest';
import type { Recorded } from '../../../src/page/page_data.ts';
import { failureTable } from '../../../src/report/page/failure_section.ts';
import type { SharedTrait } from '../../../src/report/lost/lost_together.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { gathered, goodRun } from '../log_builder.ts';
import { once } from '../once.ts';

const log = gathered(goodRun(4, () => 400));
const good = once(() => summarize(log));
const recorded = once(() => recordedOf(log, good()));

function told(fields: Partial<Summary>, records: Recorded | null = recorded()): string {
  const summary = { ...good(), ...fields };
  return failureTable({ version: 1, summary, inspected: null, recorded: records }).markup.replaceAll(
    /\s+/g,
    ' ',
  );
}

/** The cells of each row of the table of this caption. */
function rowsOf(markup: string, caption: string): readonly (readonly string[])[] {
  const table =
    markup.split('<table>').find((text) => text.includes(`<caption> ${caption} </caption>`)) ?? '';
  return Array.from(table.matchAll(/<tr>(.*?)<\/tr>/g), ([, row = '']) =>
    Array.from(row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g), ([, cell = '']) => cell),
  );
}

const failures = {
  no_answer: { count: 1200, meaning: 'nobody <answered>', example: 'nothing in 3 s' },
  agent_hung_up: { count: 2, meaning: 'it left', example: null },
};
const chance = 'What the failed calls have in common could as well be chance.';

describe('failures', () => {
  it('are a row each: how often, what it means, and what was said', () => {
    expect(rowsOf(told({ failures }), 'Calls that failed, by code')).toEqual([
      ['code', 'calls', 'what it means', 'for example'],
      [
        '<code>no_answer</code>',
        '1,200',
        'nobody &lt;answered&gt;',
        '<code class="long">nothing in 3 s</code>',
      ],
      ['<code>agent_hung_up</code>', '2', 'it left', ''],
    ]);
    // Numbers stand under numbers, words under words.
    expect(told({ failures })).toContain('<th scope="col" class="figure">calls</th>');
    expect(told({ failures }).match(/<th scope="col" class="word">/g)).toHaveLength(3);
    expect(told({ failures })).not.toContain('No call failed');
  });

  it('are none where every call came to its end, and nobody knows where none began', () => {
    expect(told({})).toContain('<p class="nothing">No call failed, of 4 calls.</p>');
    expect(told({ calls: { ...good().calls, started: 1 } })).toContain('of 1 call.</p>');
    const none = told({ calls: { ...good().calls, started: 0 } });
    expect(none).toContain('No data: no call began.');
    expect(none).not.toContain('No call failed');
    expect(told({})).not.toContain('<table>');
  });

  it('have with them what was borne, what the agent told, and what lost connections cost', () => {
    expect(told({})).not.toContain('<ul');
    const markup = told({
      turns: { ...good().turns, failures: { no_answer: 7, agent_error: 1 } },
      agentErrors: [{ code: 'slow', count: 3, calls: 2, message: 'later' }],
      metrics: {
        ...good().metrics,
        turns_lost: { ...latency(), count: 2, total: 3 },
        replay_tokens: { ...latency(), count: 2, total: 5000 },
      },
    });
    expect(markup.match(/<li>.*?<\/li>/g)).toEqual([
      '<li>Failed of turns: 7 no_answer · 1 agent_error</li>',
      '<li>3 slow told by the agent in 2 calls, the session went on: later</li>',
      '<li>3 turns lost with a connection; first answers after a replay took 5,000 tokens in</li>',
    ]);
  });
});

function latency() {
  const metric = good().metrics.response_latency;
  if (metric?.kind !== 'distribution') throw new Error('no latency');
  return metric;
}

describe('what lost calls have in common', () => {
  const trait = (fields: Partial<SharedTrait>): SharedTrait => ({
    trait: 'caller',
    value: 'buyer',
    count: 6,
    of: 6,
    others: null,
    chance: 0.001,
    text: '6 of 6 are of the caller “buyer”',
    calls: [1203, 1204, 1205, 1206, 1207, 1208],
    ...fields,
  });

  it('is a line each, with the first of these calls to look at', () => {
    const shared = [trait({}), trait({ trait: 'voice', text: '2 of 6 speak', count: 2, calls: [] })];
    const markup = told({ failures, lostTogether: { lost: 6, chance: 0.01, shared, more: 0 } });
    expect(markup).toContain('<h3>What lost calls have in common</h3>');
    expect(markup).toContain(
      '6 of 6 are of the caller “buyer” (calls 1203, 1204, 1205, 1206, …) <a href="#call=1203">call 1,203</a>',
    );
    expect(markup).toContain('2 of 6 speak (calls , …)');
    expect(markup.match(/<a /g)).toHaveLength(1);
    expect(markup).not.toContain(chance);
  });

  it('is called chance where it may be, and not spoken of where no call failed', () => {
    expect(told({ failures })).toContain(`<p class="nothing">${chance}</p>`);
    expect(told({})).not.toContain('in common');
  });
});

describe('fallbacks', () => {
  const rate = (count: number, of: number) =>
    ({ kind: 'rate', unit: 'ratio', rate: count / of, count, of, ci: null }) as const;
  const judged = (count: number, of: number): Partial<Summary> => ({
    metrics: { ...good().metrics, fallback_rate: rate(count, of) },
  });
  const fallen: Recorded = {
    ...recorded(),
    series: {
      ...recorded().series,
      fallbacks: [
        { name: 'reprompt.no_match', counts: [1, 0, 1234] },
        { name: 'handover', counts: [0, 3, 0] },
      ],
    },
  };

  it('are a row each, with how often over the whole run', () => {
    const markup = told(judged(1238, 2000), fallen);
    expect(markup).toContain('<h3>Fallbacks</h3>');
    expect(rowsOf(markup, 'Turns answered by a fallback, by what it was')).toEqual([
      ['fallback', 'turns'],
      ['<code>reprompt.no_match</code>', '1,235'],
      ['<code>handover</code>', '3'],
    ]);
  });

  it('are not known where nobody judged, and none where all that was judged was none', () => {
    const unknown = 'No data: nobody judged what the answers were.';
    expect(told({}, fallen)).toContain(unknown);
    expect(told(judged(0, 0), fallen)).toContain(unknown);
    expect(told({ metrics: { ...good().metrics, fallback_rate: latency() } }, fallen)).toContain(unknown);
    expect(told(judged(0, 2000))).toContain('No data: no answer of 2,000 was a fallback.');
    expect(told(judged(0, 2000), null)).toContain('No data: no answer of 2,000 was a fallback.');
    expect(told(judged(1, 2000), fallen)).not.toContain('No data');
  });
});
