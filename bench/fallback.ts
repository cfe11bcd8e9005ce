/**
 * How well fallbacks are found (src/judge/fallback). On the simulated agent its own log is the truth: what it said, and why. On
 * phrasings of other people's agents, which the patterns were not made from, the truth is what their authors filed them under.
 *
 *   npm run bench:fallback                        the figures
 *   npm run bench:fallback -- --own               of the simulated agent alone
 *   npm run bench:fallback -- --own --show        and what it got wrong
 *
 * Of the phrasings of others it shows no mistakes: whoever mends a pattern by one of them has none left to measure with.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnswerRecord } from '../src/agent/agent_record.ts';
import { styleNames, type StyleName } from '../src/agent/mind/style.ts';
import { loadAgent } from '../src/agent/simulator.ts';
import type { TurnRecord } from '../src/core/log/record.ts';
import { runVirtually } from '../src/engine/virtual/virtual_run.ts';
import { CallFallbacks } from '../src/judge/fallback/call_fallbacks.ts';
import { fallbackLabels, labelNames, type FallbackLabel } from '../src/judge/fallback/fallback_label.ts';
import { wilson } from '../src/report/statistics.ts';
import { compileWith } from '../src/scenario/compile.ts';
import { loadScenario } from '../src/scenario/load_scenario.ts';

interface Judged {
  /** Any of these is right; empty: none is. */
  readonly truth: readonly FallbackLabel[];
  readonly found: readonly FallbackLabel[];
  readonly language: string;
  readonly text: string;
}

const NETWORK_MS = 20;
/** Precision and recall on the simulated agent. */
const TARGET = 0.97;
const show = process.argv.includes('--show');
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// ── The simulated agent ───────────────────────────────────────────────────────────────────────────────────────────

/** What an answer is to whoever hears it: by the reason in the agent's log, and where that has several voices by what it said. */
function labelsOf({ kind, utterance }: AnswerRecord): readonly FallbackLabel[] {
  switch (kind) {
    case 'greeting':
    case 'answer':
    case 'idle':
      return utterance === 'ask-address' || utterance === 'book-appointment' ? ['clarify'] : [];
    case 'question':
      return ['clarify'];
    case 'call':
      return utterance.startsWith('filler') ? ['filler'] : [];
    case 'silence':
      return ['silence_ack'];
    case 'handover':
      return ['handover.done'];
    case 'end':
      return ['hangup.polite'];
    case 'trouble:audio_quality':
      return ['reprompt.audio_quality'];
    case 'trouble:speech_not_detected':
    case 'trouble:transcription_failed':
      return ['reprompt.no_match'];
    case 'trouble:understanding_failed':
      // A number that is none of its orders' is asked for again; one that was cut short, by the question that it was asked with.
      if (utterance === 'order-unknown') return ['clarify'];
      return utterance === 'ask-order-number' ? ['reprompt.no_match', 'clarify'] : ['reprompt.no_match'];
    case 'trouble:connection_lost':
    case 'trouble:timeout':
      return ['technical_error'];
    case 'fallback:out_of_scope':
      // The clinic says the same as to what it has no answer to.
      return [utterance === 'fallback-default' ? 'cannot_do' : 'out_of_scope'];
    case 'fallback:default':
    case 'fallback:complex_query':
    case 'fallback:sensitive_topic':
      return ['cannot_do'];
  }
}

const { scenario, repertoire } = await loadScenario(here('./fallback.yaml'));
const { plan, audio } = await compileWith(repertoire, scenario);

async function rehearsed(profile?: string): Promise<Judged[]> {
  const agent = await loadAgent({ seed: plan.seed, ...(profile === undefined ? {} : { profile }) });
  const answers = new Map<number, AnswerRecord[]>();
  const turns = new Map<number, TurnRecord[]>();
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    networkMs: NETWORK_MS,
    onRecord: (record) => {
      if (record.type === 'turn') turns.set(record.call, [...(turns.get(record.call) ?? []), record]);
    },
    onAgentRecord: (record, call) => {
      if (record.type === 'answer') answers.set(call, [...(answers.get(call) ?? []), record]);
    },
  });
  return [...turns].flatMap(([call, own]) => judgedCall(own, answers.get(call) ?? []));
}

/** Each answer belongs to the last turn whose first answer had begun by then. Turns in which nothing was heard are left out. */
function judgedCall(turns: readonly TurnRecord[], answers: readonly AnswerRecord[]): Judged[] {
  const judge = new CallFallbacks();
  const begun = turns.map(({ marks }) => (marks.answerCreated ?? Infinity) - NETWORK_MS - 1);
  return turns.flatMap((turn, i) => {
    const { findings } = judge.turn(turn);
    if (turn.heardText === null || turn.heardMs === 0) return [];
    const next = Math.min(...begun.slice(i + 1), Infinity);
    const own = answers.filter(
      ({ createdMs, firstAudioSentMs, calls }) =>
        createdMs >= (begun[i] as number) &&
        createdMs < next &&
        (firstAudioSentMs !== null || calls.length > 0),
    );
    const truth = new Set(own.flatMap(labelsOf));
    return [
      {
        truth: [...truth],
        found: findings.map(({ label }) => label),
        language: 'en',
        text: `(${turn.transcript}) ${turn.heardText} {${own.map(({ kind }) => kind).join(' ')}}`,
      },
    ];
  });
}

// ── Figures ───────────────────────────────────────────────────────────────────────────────────────────────────────

function share(count: number, of: number): string {
  const interval = wilson(count, of);
  if (interval === null) return '–';
  return `${(count / of).toFixed(3)} [${interval.map((bound) => bound?.toFixed(3) ?? '–').join(', ')}]`;
}

function line(name: string, right: number, found: number, support: number): string {
  const f1 = found + support === 0 ? '–' : ((2 * right) / (found + support)).toFixed(3);
  return `${name.padEnd(24)}${share(right, found).padEnd(25)}${share(right, support).padEnd(25)}${f1.padEnd(7)}${String(support).padStart(5)}`;
}

const head = `${''.padEnd(24)}${'precision [95 %]'.padEnd(25)}${'recall [95 %]'.padEnd(25)}${'F1'.padEnd(7)}support`;

/** Several labels a turn: each counts for itself. Whether both figures of all fallbacks reach the target. */
function perLabel(judged: readonly Judged[]): boolean {
  console.log(head);
  const sums = { right: 0, found: 0, support: 0 };
  for (const label of labelNames) {
    const found = judged.filter((turn) => turn.found.includes(label)).length;
    const support = judged.filter(({ truth }) => truth.includes(label)).length;
    const right = judged.filter((turn) => turn.found.includes(label) && turn.truth.includes(label)).length;
    if (found + support === 0) continue;
    console.log(line(`${label}${fallbackLabels[label] ? '' : ' *'}`, right, found, support));
    if (!fallbackLabels[label]) continue;
    sums.right += right;
    sums.found += found;
    sums.support += support;
  }
  console.log(line('all fallbacks', sums.right, sums.found, sums.support));
  return sums.right >= TARGET * sums.found && sums.right >= TARGET * sums.support;
}

const fallbacksOf = (labels: readonly FallbackLabel[]): readonly FallbackLabel[] =>
  labels.filter((label) => fallbackLabels[label]);

/** What it was against what was found first, of the labels that count as fallbacks. */
function confusion(judged: readonly Judged[]): void {
  const counts = new Map<string, number>();
  for (const { truth, found } of judged) {
    const was = fallbacksOf(truth);
    const is = fallbacksOf(found);
    const missed = was.filter((label) => !is.includes(label));
    const extra = is.filter((label) => !was.includes(label));
    for (const label of is) if (was.includes(label)) count(counts, label, label);
    if (was.length + is.length === 0) count(counts, 'none', 'none');
    for (let i = 0; i < Math.max(missed.length, extra.length); i++)
      count(counts, missed[i] ?? 'none', extra[i] ?? 'none');
  }
  console.log('\nWas → was taken for, turns:');
  for (const [key, turns] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${key.padEnd(52)}${turns}`);
}

function count(counts: Map<string, number>, was: string, is: string): void {
  const key = `${was} → ${is}`;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Is it a fallback at all, and does one of the labels that fit stand on it? */
function perLanguage(judged: readonly Judged[]): void {
  console.log(head);
  const languages = [...new Set(judged.map(({ language }) => language))];
  for (const language of [...languages, 'all']) {
    const own = judged.filter((turn) => language === 'all' || turn.language === language);
    const is = own.filter(({ truth }) => fallbacksOf(truth).length > 0);
    const taken = own.filter(({ found }) => fallbacksOf(found).length > 0);
    const both = is.filter((turn) => taken.includes(turn)).length;
    console.log(line(language, both, taken.length, is.length));
    const labelled = is.filter(({ truth, found }) => truth.some((label) => found.includes(label))).length;
    console.log(`${'  with the right label'.padEnd(49)}${share(labelled, is.length)}`);
  }
}

interface Phrasing {
  readonly language: string;
  readonly text: string;
  readonly labels: readonly FallbackLabel[];
}

function heldOut(file: string, given: boolean): Judged[] {
  const { phrasings } = JSON.parse(readFileSync(here(file), 'utf8')) as {
    readonly phrasings: readonly Phrasing[];
  };
  return phrasings.map(({ language, text, labels }) => ({
    truth: labels,
    found: new CallFallbacks(given ? { language } : {})
      .turn({ heardText: text })
      .findings.map(({ label }) => label),
    language,
    text,
  }));
}

function mistakes(judged: readonly Judged[]): void {
  if (!show) return;
  for (const { truth, found, text } of judged) {
    const right =
      truth.length === 0 ? fallbacksOf(found).length === 0 : truth.every((label) => found.includes(label));
    if (!right || fallbacksOf(found).some((label) => !truth.includes(label))) {
      console.log(`  was ${truth.join(' ') || 'none'}, taken for ${found.join(' ') || 'none'}: ${text}`);
    }
  }
}

/** The support line in another style: other words for some of what it says. */
function styled(style: StyleName): string {
  const profile = join(dir, `${style}.yaml`);
  writeFileSync(profile, `extends: support-line\nconversation: { style: ${style} }\n`);
  return profile;
}

const dir = mkdtempSync(join(tmpdir(), 'callstorm-fallback-'));
const profiles = [
  undefined,
  here('../scenarios/agents/clinic.yaml'),
  ...styleNames.filter((style) => style !== 'friendly').map(styled),
];
const own: Judged[] = [];
for (const profile of profiles) own.push(...(await rehearsed(profile)));
rmSync(dir, { recursive: true });
console.log(
  `On the simulated agent, ${own.length} turns of ${profiles.length * 300} calls with ${profiles.length} profiles. *: no fallback.\n`,
);
if (!perLabel(own)) process.exitCode = 1;
confusion(own);
mistakes(own);

for (const [file, what] of [
  [
    './fallback_strangers.json',
    "Other people's agents (Home Assistant, OpenVoiceOS), which nobody looked at when the patterns were made",
  ],
  ['./fallback_written.json', 'Written before the patterns were, by who made the patterns'],
] as const) {
  if (process.argv.includes('--own')) break;
  for (const given of [true, false]) {
    const judged = heldOut(file, given);
    console.log(
      `\n${what}: ${judged.length} phrasings, the language ${given ? 'given' : 'found out from the one sentence'}.\n`,
    );
    perLanguage(judged);
  }
}
