/** A call's turns in their order: which evidence counts, what repeats, what cannot be judged, and how it ends. */

import { describe, expect, it } from 'vitest';
import {
  CallFallbacks,
  wasFallback,
  type AgentTurn,
  type FallbackOptions,
} from '../../../src/judge/fallback/call_fallbacks.ts';
import { acknowledgesSilence, isEscalation } from '../../../src/judge/fallback/fallback_label.ts';

function heard(turns: readonly (string | Partial<AgentTurn>)[], options?: FallbackOptions) {
  const call = new CallFallbacks(options);
  return turns.map((turn) =>
    call.turn(typeof turn === 'string' ? { heardText: turn } : { heardText: null, ...turn }),
  );
}

function found(
  turns: readonly (string | Partial<AgentTurn>)[],
  options?: FallbackOptions,
): readonly string[] {
  return heard(turns, options).map(({ findings }) =>
    findings.map(({ label, evidence }) => `${label} by ${evidence.by}`).join(', '),
  );
}

const tools = (...names: readonly string[]) => names.map((name) => ({ name }));

describe('evidence', () => {
  it('is the tool before the phrase', () => {
    expect(
      found([
        { heardText: "I'm transferring you to an agent now.", tools: tools('lookup_order', 'transfer_call') },
      ]),
    ).toEqual(['handover.done by tool']);
  });

  it('is the tool where nothing is said, in whatever language', () => {
    const [turn] = heard([{ heardText: null, tools: tools('escalate_to_human') }]);
    expect(turn?.findings.map(isEscalation)).toEqual([true]);
    expect(turn).toMatchObject({ phrases: 'no_transcript' });
    expect(found([{ heardText: 'Сейчас переведу.', tools: tools('transfer_to_human') }])).toEqual([
      'handover.done by tool',
    ]);
  });

  it('is the phrase before the repetition', () => {
    const line = "Sorry, I didn't catch that. Could you read me your order number?";
    expect(found([line, line])[1]).toBe('reprompt.no_match by phrase, clarify by phrase');
  });

  it('names own tools, and takes others for none', () => {
    const options = { handoverTools: ['warm_intro'], otherTools: ['transfer_seat'] };
    const turns = ['warm_intro', 'transfer_seat', 'transfer_call'].map((name) => ({ tools: tools(name) }));
    expect(found(turns, options)).toEqual(['handover.done by tool', '', 'handover.done by tool']);
    expect(found(turns)).toEqual(['', 'handover.done by tool', 'handover.done by tool']);
  });

  it('is bounded', () => {
    const [turn] = heard([`I didn't catch that ${'and so on '.repeat(500)}`]);
    expect(turn?.findings[0]?.evidence.what.length).toBeLessThanOrEqual(200);
    const [called] = heard([{ tools: tools(`transfer_to_human_${'x'.repeat(5000)}`) }]);
    expect(called?.findings.every(({ evidence }) => evidence.what.length <= 200)).toBe(true);
  });

  it('says of which trouble it may be the form', () => {
    const reasons = heard([
      'Would you repeat that, please?',
      'Can you put it another way?',
      "I'm not sure what you need.",
      'Your line is very noisy.',
      'That one needs someone who knows more than I do.',
      'It seems we were cut off.',
    ]).map(({ findings }) => findings[0]?.reasons);
    expect(reasons).toEqual([
      ['speech_not_detected', 'transcription_failed'],
      ['transcription_failed', 'understanding_failed'],
      ['understanding_failed'],
      ['audio_quality'],
      ['complex_query'],
      ['connection_lost'],
    ]);
  });

  it('is the sentence that ends the call, which asks for nothing any more', () => {
    expect(found(["I can't hear anyone, so I'll end the call here."])).toEqual(['hangup.polite by phrase']);
  });
});

describe('repetition', () => {
  const ask = { heardText: 'Sure. Could you read me your order number?', transcript: 'Where is my order?' };
  const again = (more: Partial<AgentTurn>) =>
    found([ask, { ...ask, transcript: 'It is a blue coat', ...more }])[1];

  it('of a question is a re-prompt', () => {
    expect(again({})).toBe('clarify by phrase, reprompt.no_match by repetition');
  });

  it('after a silence is a re-prompt for want of input', () => {
    expect(again({ kind: 'silence', transcript: null })).toContain('reprompt.no_input by repetition');
  });

  it('needs no language that is known', () => {
    const question = 'Hvilken adresse skal pakken sendes til i morgen?';
    const turns = [
      { heardText: question, transcript: 'a' },
      { heardText: question, transcript: 'b c d' },
    ];
    expect(found(turns, { language: 'nb' })[1]).toBe('reprompt.no_match by repetition');
  });

  it.each([
    ['the caller asks to hear it again', { transcript: 'Could you say that again?' }],
    ['the caller says the same again', { transcript: 'where is my order' }],
    ['the caller says no more than yes or no', { transcript: 'No, thank you.' }],
    ['it asks for something else', { heardText: 'And what is the postcode of your street?' }],
    ['it says something else beside a short courtesy', { heardText: 'Sure. It is on its way.' }],
  ])('is none where %s', (_, more) => {
    expect(again(more)).not.toContain('repetition');
  });

  it('is none of a short acknowledgement, of "anything else" or after an interruption', () => {
    const twice = (text: string, more: Partial<AgentTurn> = {}) =>
      found([
        { heardText: text, transcript: 'It is about a coat', ...more },
        { heardText: text, transcript: 'My street is long' },
      ])[1];
    expect(twice('Thank you, I have noted that.')).toBe('');
    expect(twice('Is there anything else I can help with?')).toBe('');
    expect(twice('Where would you like to have it sent to?', { outcome: 'interrupted' })).toBe('');
    expect(twice('Where would you like to have it sent to?')).toBe('reprompt.no_match by repetition');
  });

  it('is found in a script without spaces', () => {
    const turns = ['青いコートです', '昨日買いました'].map((transcript) => ({
      heardText: 'お届け先はどちらでしょうか？',
      transcript,
    }));
    expect(found(turns)[1]).toContain('by repetition');
  });
});

describe('what was not judged', () => {
  it.each([
    ['no transcript', { heardText: null }, 'no_transcript', null],
    ['a transcript without a word', { heardText: '… [?!]' }, 'no_transcript', null],
    ['a language without patterns', { heardText: 'Извините, я не расслышал.' }, 'unknown_language', null],
    [
      'another of Latin letters',
      { heardText: 'Mi scusi, non ho capito, può ripetere per favore?' },
      'unknown_language',
      null,
    ],
    ['nothing at all was heard', { heardText: null, heardMs: 0 }, 'nothing_said', false],
    ['an answer', { heardText: 'Your order is on its way.' }, 'judged', false],
    ['a fallback', { heardText: "I didn't catch that." }, 'judged', true],
    [
      'a tool beside no transcript',
      { heardText: null, tools: tools('transfer_call') },
      'no_transcript',
      true,
    ],
  ] as const)('%s', (_, turn, phrases, was) => {
    const [judged] = heard([turn]);
    expect(judged?.phrases).toBe(phrases);
    expect(judged === undefined ? undefined : wasFallback(judged)).toBe(was);
  });

  it('is a language that the scenario names and nobody has patterns for', () => {
    expect(heard(["I didn't catch that."], { language: 'sw' })[0]).toMatchObject({
      phrases: 'unknown_language',
      findings: [],
    });
  });
});

describe('language', () => {
  it('is the scenario’s, region and case aside', () => {
    expect(heard(['Wie bitte?'], { language: 'DE-at' })[0]).toMatchObject({
      language: 'de',
      phrases: 'judged',
    });
  });

  it('of what is too short to tell is the call’s', () => {
    const turns = ['Thank you for calling the shop. How can I help you today?', 'Refunds take three days.'];
    expect(heard(turns).map(({ language }) => language)).toEqual(['en', 'en']);
  });

  it('may change within a call', () => {
    const turns = [
      'Hello, how can I help you?',
      'Claro, ¿en qué puedo ayudarle con su pedido?',
      '少々お待ちください。',
    ];
    expect(heard(turns).map(({ language }) => language)).toEqual(['en', 'es', 'ja']);
  });
});

describe('silence', () => {
  it('is acknowledged by a question or a re-prompt', () => {
    const acknowledged = heard(['Are you still there?', "I didn't hear anything.", 'It is on its way.']).map(
      ({ findings }) => findings.some(acknowledgesSilence),
    );
    expect(acknowledged).toEqual([true, true, false]);
  });
});

describe('the end of a call', () => {
  const end = (
    text: string,
    failure: 'agent_hung_up' | 'connection_lost' | null,
    detail: string | null = null,
  ) => {
    const call = new CallFallbacks();
    call.turn({ heardText: text });
    return call
      .ended({ failure, detail })
      .map(({ label, evidence }) => `${label} by ${evidence.by}: ${evidence.what}`);
  };

  it.each([
    ['Thanks for calling. Goodbye.', 'agent_hung_up', null, ['hangup.polite by end: agent_hung_up']],
    ["I'll end the call here.", 'agent_hung_up', null, ['hangup.polite by end: agent_hung_up']],
    ['What is your order number?', 'agent_hung_up', null, ['hangup.abrupt by end: agent_hung_up']],
    [
      'What is your order number?',
      'agent_hung_up',
      '1000: silence-timed-out',
      ['hangup.polite by end: 1000: silence-timed-out'],
    ],
    [
      'One moment.',
      'agent_hung_up',
      'assistant-forwarded-call',
      ['handover.done by end: assistant-forwarded-call'],
    ],
    ['One moment.', 'connection_lost', 'call_transfer', []],
    ['Goodbye.', null, null, []],
  ] as const)('after "%s", %s %s', (text, failure, detail, expected) => {
    expect(end(text, failure, detail)).toEqual(expected);
  });
});
