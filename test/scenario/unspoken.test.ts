import { describe, expect, it } from 'vitest';
import { textUtterance } from '../../src/fixture/said_text.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { castOf } from '../../src/scenario/cast.ts';
import { repertoireOf, type Repertoire } from '../../src/scenario/repertoire.ts';
import { asIfSpoken, spokenScripts, unspokenIn, unspokenIssues } from '../../src/scenario/unspoken.ts';
import { readYaml } from '../../src/config/yaml.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { cast, recording } from './recordings.ts';

const parcel = textUtterance('Where is my parcel?');
const thanks = textUtterance('Thank you.');

function scenario(script: string, voices = ''): string {
  return `name: own
callers:
  - name: a
    persona: { ${voices} }
    script:
${script
  .split('\n')
  .map((line) => `      ${line}`)
  .join('\n')}
load: { concurrency: 1, calls: 1 }
`;
}

function check(text: string, repertoire: Repertoire) {
  const { source, errors } = readYaml(text, 'own.yaml', 'scenario');
  return checkScenario(source, { repertoire, fileExists: () => true }, errors);
}

function mistakes(text: string, repertoire: Repertoire = cast): readonly string[] {
  try {
    check(text, repertoire);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

/** The cast, which has these texts recorded as well: [voice, utterance]. */
function withTexts(...spoken: readonly (readonly [string, string])[]): Repertoire {
  const all = [...cast.recordings.values()].flatMap((voices) => [...voices.values()]);
  return repertoireOf([...all, ...spoken.map(([voice, utterance]) => recording(voice, utterance))]);
}

const everyForm = `- say: { text: 'Where is my parcel?' }
- say: [hello, { text: 'Where is my parcel?' }, { pause: 100ms }, { number: order_number }]
- say: { speech: { text: 'Where is my parcel?' }, pause: 1s }
- say: { text: 'Where is my parcel?', pause: 1s }
- interrupt: { say: { text: '  Where is my   parcel? ' } }`;

describe('own words in a script', () => {
  it('are the recording of their text, wherever something is said', () => {
    const { callers } = check(scenario(everyForm), withTexts(['anna', parcel]));
    const speech = callers[0]?.steps.flatMap((step) => ('speech' in step ? [step.speech] : []));
    expect(speech).toEqual([
      [{ utterance: parcel }],
      [{ utterance: 'hello' }, { utterance: parcel }, { pauseMs: 100 }, { number: 'orderNumber' }],
      [{ utterance: parcel }],
      [{ utterance: parcel }],
      [{ utterance: parcel }],
    ]);
  });

  it('that nobody has recorded are told once, with their line and what makes them', () => {
    expect(mistakes(scenario(`${everyForm}\n- say: { text: 'Thank you.' }`))).toEqual([
      'own.yaml:6:22: callers[0].script[0].say.text: nobody has recorded “Where is my parcel?”, “Thank you.” yet\n' +
        '  `callstorm fixtures speak own.yaml` makes what is missing with a synthesiser; `callstorm fixtures speak --help` tells how.',
    ]);
  });

  it('are needed in each voice that the caller may have', () => {
    const text = scenario(everyForm, 'voices: [anna, bert]');
    expect(mistakes(text, withTexts(['anna', parcel]))).toEqual([
      expect.stringContaining('nobody has recorded “Where is my parcel?” (in voice bert) yet'),
    ]);
    expect(mistakes(text, withTexts(['anna', parcel], ['bert', parcel]))).toEqual([]);
  });

  it('may make a voice that is not there yet; a slip in its name is guessed', () => {
    const text = scenario(`- say: { text: 'Thank you.' }`, 'voices: [annna]');
    const [only, ...others] = mistakes(text);
    expect(others).toEqual([]);
    expect(only).toContain('(in voice annna; did you mean "anna"?)');
  });

  it('all have to be in one voice, where any voice would do', () => {
    const text = scenario(`- say: { text: 'Where is my parcel?' }\n- listen\n- say: { text: 'Thank you.' }`);
    expect(mistakes(text, withTexts(['anna', parcel], ['bert', thanks]))).toEqual([
      expect.stringContaining('“Thank you.” (in voice anna)'),
    ]);
  });

  it.each([
    [`{ text: '…' }`, 'found no letter and no digit'],
    [`{ text: "a\\eb" }`, 'found a control character'],
    [`{ text: '' }`, 'expected the words to say'],
    [`{ text: hello, utterance: hello }`, 'expected one thing to say, found text and utterance'],
    [`{ txt: hello }`, 'did you mean "text"?'],
  ])('are refused where they cannot be spoken: %s', (say, message) => {
    expect(mistakes(scenario(`- say: ${say}`))).toEqual([expect.stringContaining(message)]);
  });

  it('are said by those who recorded them; what else they say is lent', () => {
    const text = scenario(`- say: { text: 'Thank you.' }\n- listen\n- say: refund\n- listen`);
    const repertoire = withTexts(['nova', thanks]);
    const { personas, sources } = castOf(check(text, repertoire), repertoire);
    expect(new Set(personas.map(({ voice }) => voice))).toEqual(new Set(['nova']));
    expect(sources.map(({ id }) => id)).toEqual(['anna/refund', `nova/${thanks}`]);
  });
});

describe('spokenScripts', () => {
  it('finds what is said in steps of any kind, and outside of callers too', () => {
    const data = {
      callers: [
        {
          persona: { voices: ['anna'] },
          script: [{ hear: [{ when: '/x/', else: [{ say: { text: 'Deep.' } }, { say: 'hello' }] }] }],
        },
        { persona: { voices: ['bert'] }, script: ['listen'] },
      ],
      blocks: { bye: [{ say: { text: 'Bye.' } }] },
      tools: [{ name: 'x', outcomes: [{ result: { say: { text: 'No.' } } }] }],
    };
    const scripts = spokenScripts(data);
    expect(
      scripts.map(({ voices, sayings }) => [voices, sayings.map(({ text, utterance }) => text ?? utterance)]),
    ).toEqual([
      [['anna'], ['Deep.', 'hello']],
      [['bert'], []],
      [['anna', 'bert'], ['Bye.']],
    ]);
    expect(unspokenIn(scripts, cast).map(({ saying, voice }) => `${voice} ${saying.text}`)).toEqual([
      'anna Deep.',
      'anna Bye.',
      'bert Bye.',
    ]);
    expect(unspokenIssues(data, asIfSpoken(data, cast), 'x.yaml')).toEqual([]);
  });

  it.each([[null], [3], [{ callers: 'x' }], [{ callers: [null, { script: 'say' }] }]])(
    'finds nothing in %j',
    (data) => {
      expect(unspokenIssues(data, cast, 'x.yaml')).toEqual([]);
    },
  );
});
