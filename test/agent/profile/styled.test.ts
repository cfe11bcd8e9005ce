/** The five styles of conversation are told apart by what is heard: each by expectations that none of the others meets. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { styleNames, type StyleName } from '../../../src/agent/mind/style.ts';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { rehearsePlan } from '../../../src/run/rehearse_plan.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const dir = mkdtempSync(join(tmpdir(), 'callstorm-style-'));
afterAll(() => rmSync(dir, { recursive: true }));

/** Of the greeting, of what is said to a complaint, and of the goodbye. */
const told: Readonly<Record<StyleName, readonly [greeting: string, apology: string, goodbye: string]>> = {
  formal: ['how may i assist', 'sincere apologies', 'pleasant day'],
  friendly: ['what can i do for you', 'very sorry', 'lovely day'],
  professional: ['state your request', 'recorded', 'everything is in order'],
  casual: ['hey there', 'bummer', 'take it easy'],
  empathetic: ['glad you called', 'upsetting', 'take good care'],
};

/** Which of the expectations of all styles an agent of this one meets. */
async function metBy(style: StyleName): Promise<readonly string[]> {
  const expected = (at: 0 | 1 | 2): string =>
    styleNames
      .map((name) => `- expect: { says: ${JSON.stringify(told[name][at])}, name: '${name} ${at}' }`)
      .join('\n      ');
  const file = join(dir, `${style}.yaml`);
  const profile = join(dir, `${style}.profile.yaml`);
  writeFileSync(profile, `extends: support-line\nconversation: { style: ${style} }\n`);
  writeFileSync(
    file,
    `name: style
callers:
  - name: caller
    script:
      - listen
      ${expected(0)}
      - say: complaint
      - listen
      ${expected(1)}
      - say: goodbye
      - listen
      ${expected(2)}
load: { concurrency: 1, calls: 1 }
`,
  );
  const { scenario, repertoire } = await loadScenario(file);
  const { plan, audio } = await compileWith(repertoire, scenario);
  const { summary } = await rehearsePlan(plan, audio, { agent: await loadAgent({ seed: 1, profile }) });
  return (summary?.expectations ?? []).flatMap(({ text, met }) => (met === 1 ? [text] : []));
}

describe('the styles of conversation', () => {
  it.each(styleNames)('%s is heard in the greeting, the apology and the goodbye', async (style) => {
    expect(await metBy(style)).toEqual([0, 1, 2].map((at) => `${style} ${at}`));
  });
});
