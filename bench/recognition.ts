/**
 * How well the simulated agent understands its callers: every recording spoken as a turn of its own, in ever worse
 * audio, by voices that were enrolled and by each voice left out in turn; and what it costs.
 *
 *   npm run bench:recognition
 */

import { enrol } from '../src/agent/ear/enrolment/enrol.ts';
import type { Recognition, Recognizer } from '../src/agent/ear/recognizer/recognition.ts';
import { recognizers } from '../src/agent/ear/recognizer/recognizer.ts';
import type { CallerRecording } from '../src/agent/ear/recognizer/vocabulary.ts';
import { Random } from '../src/core/word/random.ts';
import {
  amplified,
  babble,
  clipped,
  inNoise,
  packetsLost,
  pink,
  telephoned,
  white,
} from '../test/agent/ear/spoil.ts';
import {
  isRight,
  narrow,
  numberTurn,
  recognise,
  recordingsOf,
  scrapsOf,
  singleTurn,
  sortOf,
  turnOf,
  type Turn,
} from '../test/agent/ear/turns.ts';

const RATE = 8000;

interface Spoiler {
  readonly name: string;
  /** As a caller's application would do it, at 24 kHz. */
  readonly before?: (samples: Float32Array) => Float32Array;
  /** At 8 kHz, where all of the noise is in the band that is heard. */
  readonly after?: (samples: Float32Array) => Float32Array;
}

interface Listener {
  readonly recognizer: Recognizer;
  readonly turns: readonly Turn[];
  /** The turns at 8 kHz, unspoilt. */
  readonly narrowed: readonly Float32Array[];
}

interface Result {
  readonly turn: Turn;
  readonly heard: Recognition;
}

const callers = await recordingsOf('caller');
const agent = await recordingsOf('agent');
const voices = [...new Set(callers.map(({ voice }) => voice))];
const talk = agent.map(({ pcm }) => narrow(pcm));

const clean: Spoiler = { name: 'clean' };
/** A minute of each; every turn has a stretch of it. */
const noises = {
  white: white(60 * RATE, new Random('white')),
  pink: pink(60 * RATE, new Random('pink')),
  babble: babble(60 * RATE, new Random('babble'), talk),
};
const inNoiseOf = (kind: keyof typeof noises, snrDb: number): Spoiler => {
  const random = new Random(kind, snrDb);
  return {
    name: kind,
    after: (speech) => {
      const at = random.below(noises[kind].length - speech.length);
      return inNoise(speech, noises[kind].subarray(at, at + speech.length), snrDb, RATE);
    },
  };
};
const lost = (share: number, burst: number): Spoiler => ({
  name: `${100 * share} % of packets lost, ${burst === 1 ? 'singly' : `${burst} in a row on average`}`,
  after: (speech) => packetsLost(speech, RATE, share, burst, new Random(share, burst, speech.length)),
});
const others: readonly Spoiler[] = [
  clean,
  ...[6, 10, 15, 20].map((overDb): Spoiler => ({
    name: `clipped, ${overDb} dB over full scale`,
    before: (speech) => clipped(speech, overDb),
  })),
  ...(['ulaw', 'alaw'] as const).map((law): Spoiler => ({
    name: `G.711 ${law === 'ulaw' ? 'µ-law' : 'A-law'}`,
    after: (speech) => telephoned(speech, law),
  })),
  ...[0.01, 0.03, 0.05, 0.1, 0.2].flatMap((share) => [lost(share, 1), lost(share, 4)]),
  ...[-30, -20, 6].map((gainDb): Spoiler => ({
    name: `gain ${gainDb > 0 ? '+' : '−'}${Math.abs(gainDb)} dB`,
    before: (speech) => amplified(speech, gainDb),
  })),
];

function listener(recognizer: Recognizer, turns: readonly Turn[]): Listener {
  return { recognizer, turns, narrowed: turns.map(({ pcm }) => narrow(pcm)) };
}

/** Each recording once, at some offset against the frames. */
function turnsOf(recordings: readonly CallerRecording[]): Turn[] {
  const random = new Random('bench', recordings.length, recordings[0]?.voice ?? '');
  return recordings.map((recording) => singleTurn(recording, random));
}

function spoken(listeners: readonly Listener[], { before, after }: Spoiler = clean): Result[] {
  return listeners.flatMap(({ recognizer, turns, narrowed }) =>
    turns.map((turn, i) => {
      const heard = before === undefined ? (narrowed[i] as Float32Array) : narrow(turn.pcm, before);
      return { turn, heard: recognise(recognizer, after === undefined ? heard : after(heard)) };
    }),
  );
}

function percent(results: readonly Result[], is: (result: Result) => boolean): string {
  return results.length === 0 ? '–' : ((100 * results.filter(is).length) / results.length).toFixed(1);
}
const right = ({ turn, heard }: Result): boolean => isRight(turn, heard);
const sure = ({ heard }: Result): boolean => heard.confidence >= 0.5;
const meanConfidence = (results: readonly Result[]): string =>
  (results.reduce((sum, { heard }) => sum + heard.confidence, 0) / results.length).toFixed(2);
const pair = (results: readonly Result[]): string =>
  `${percent(results, right).padStart(6)} ${meanConfidence(results)}`;
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const startedMs = cpuMs();
const vocabulary = enrol(callers);
const enrolmentMs = cpuMs() - startedMs;
const all = recognizers(vocabulary)();
const enrolled = [listener(all, turnsOf(callers))];
const strangers = voices.map((voice) =>
  listener(
    recognizers(enrol(callers.filter((own) => own.voice !== voice)))(),
    turnsOf(callers.filter((own) => own.voice === voice)),
  ),
);

console.log(`The simulated agent's recogniser: ${callers.length} recordings of ${vocabulary.entries.length} utterances by ${voices.join(', ')}.
Every recording is a turn of its own, 0–400 ms of silence on either side, through the agent's own 8 kHz filter.
Right: exactly the one utterance heard, in %. Conf: mean confidence. Unknown: each voice recognised by the other two's.
`);

console.log('In noise, SNR over the active speech level, in the band of 0–4 kHz:');
const kinds = ['white', 'pink', 'babble'] as const;
const columns = ['enrolled', 'unknown'].flatMap((who) => kinds.map((kind) => `${kind}, ${who}`));
console.log(`${''.padEnd(8)}${columns.map((column) => column.padStart(17)).join('')}`);
console.log(`${'SNR'.padEnd(8)}${columns.map(() => 'right conf'.padStart(17)).join('')}`);
const quiet = [enrolled, strangers].map((listeners) => pair(spoken(listeners)).padStart(17));
console.log(`${'∞'.padEnd(8)}${quiet.map((cell) => cell.repeat(kinds.length)).join('')}`);
for (const snrDb of [30, 25, 20, 15, 10, 5, 0]) {
  const cells = [enrolled, strangers].flatMap((listeners) =>
    kinds.map((kind) => pair(spoken(listeners, inNoiseOf(kind, snrDb))).padStart(17)),
  );
  console.log(`${`${snrDb} dB`.padEnd(8)}${cells.join('')}`);
}

console.log(`\n${'Otherwise spoiled:'.padEnd(46)}${'enrolled'.padStart(12)}${'unknown'.padStart(14)}`);
for (const spoiler of others) {
  const cells = [enrolled, strangers].map((listeners) => pair(spoken(listeners, spoiler)).padStart(13));
  console.log(`${spoiler.name.padEnd(46)}${cells.join(' ')}`);
}

console.log('\nUnknown voices one by one, clean, right in %:');
for (const [i, voice] of voices.entries()) {
  const results = spoken([strangers[i] as Listener]);
  const cells = (['sentence', 'interjection', 'digit'] as const).map((sort) => {
    const own = results.filter(({ turn }) => sortOf(turn.utterances[0] as string) === sort);
    return `${sort}s ${percent(own, right)}`;
  });
  console.log(`  ${voice}: ${cells.join(', ')}; surely (confidence from 0.5) ${percent(results, sure)}`);
}

const random = new Random('bench', 'turns');
const numbers = voices.flatMap((voice) =>
  Array.from({ length: 20 }, () => numberTurn(callers, voice, random)),
);
const pairs = voices.flatMap((voice) =>
  [
    ['complaint', 'still-waiting'],
    ['hello', 'order-status'],
  ].map((utterances) => turnOf(callers, voice, utterances, 300, random)),
);
const inRow = spoken([listener(all, [...numbers, ...pairs])]);
console.log(`\nTurns of several utterances (an order number of 4 to 10 digits; two sentences), every word right:
  enrolled voices ${percent(inRow, right)} % of ${inRow.length}, surely ${percent(inRow, sure)} %`);

const outside = new Random('bench', 'outside');
const sentences = callers.filter(({ utterance }) => sortOf(utterance) === 'sentence');
const strange: readonly (readonly [string, readonly Turn[]])[] = [
  [`the agent's own ${agent.length} lines, an unknown voice`, turnsOf(agent)],
  ['150–700 ms of them, forwards and backwards', agent.flatMap((line) => scrapsOf(line, 8, outside))],
  [
    "150–700 ms of callers' sentences, likewise",
    sentences.flatMap((sentence) => scrapsOf(sentence, 3, outside)),
  ],
];
console.log('Speech outside the vocabulary, refused (confidence under 0.5), in %:');
for (const [name, turns] of strange) {
  const refused = percent(spoken([listener(all, turns)]), (result) => !sure(result));
  console.log(`  ${name} (${turns.length}): ${refused}`);
}

const speech = enrolled.flatMap(({ narrowed }) => narrowed);
const seconds = speech.reduce((sum, { length }) => sum + length, 0) / RATE;
// Whatever else the machine does only adds to it.
const passes = Array.from({ length: 3 }, () => {
  const beforeMs = cpuMs();
  for (const narrowed of speech) recognise(all, narrowed);
  return (cpuMs() - beforeMs) / seconds;
});
console.log(
  `\nCPU: ${Math.min(...passes).toFixed(2)} ms per second of speech (the least of three passes; at most 2), ${enrolmentMs.toFixed(0)} ms to enrol (once, when the agent starts)`,
);
