import { beforeEach, describe, expect, it } from 'vitest';
import { DialogueMind } from '../../../src/agent/mind/dialogue_mind.ts';
import type { Heard } from '../../../src/agent/mind/heard.ts';
import { OwnWords } from '../../../src/agent/mind/own_words.ts';
import type { Reply } from '../../../src/agent/mind/reply.ts';
import { fallbackReasons } from '../../../src/agent/mind/trouble.ts';
import { loadLibrary } from '../../../src/fixture/manifest.ts';
import { loadProfile } from '../../../src/agent/profile/load_profile.ts';
import { wordsOf } from '../../../src/agent/simulator.ts';

const recorded = wordsOf([...(await loadLibrary()).values()]);
const profile = await loadProfile(recorded);
const lines = new OwnWords(recorded.voices.get(profile.voice) ?? new Map());
const dialogue = profile.mind.type === 'dialogue' ? profile.mind.dialogue : null;
if (dialogue === null) throw new Error('the default profile has no dialogue');

const clear = (...utterances: string[]): Heard => ({
  utterances,
  confidence: 0.9,
  complete: true,
  poorAudio: false,
  wordless: utterances.every((utterance) => utterance === 'cough'),
  typed: false,
});
const unclear = (poorAudio: boolean): Heard => ({ ...clear('refund'), confidence: 0.2, poorAudio });
const digits = (number: string): string[] => number.split('').map((digit) => `digit-${digit}`);
const number = clear('my-order-number-is', ...digits('40712'));

let mind: DialogueMind;
beforeEach(() => {
  mind = new DialogueMind(profile, dialogue, lines);
});

const said = (reply: Reply | null): string => `${reply?.kind}: ${reply?.say.join(' ')}`;

describe('what it makes of a turn', () => {
  it('answers what it understands', () => {
    expect(said(mind.greet())).toBe('greeting: greeting');
    expect(said(mind.hear(clear('refund-when')))).toBe('answer: refund-when');
    expect(said(mind.hear(clear('opening-hours')))).toBe('answer: opening-hours');
  });

  it('goes by the last thing that means something', () => {
    expect(said(mind.hear(clear('hello', 'refund')))).toBe('answer: refund');
    expect(said(mind.hear(clear('refund', 'mm-hm')))).toBe('answer: refund');
  });

  it('asks for the number it needs, and takes it with or without its opening words', () => {
    for (const given of [number, clear(...digits('40712'))]) {
      mind = new DialogueMind(profile, dialogue, lines);
      expect(said(mind.hear(clear('order-status')))).toBe('question: ask-order-number');
      expect(said(mind.hear(given))).toBe('answer: order-status');
      // Known from then on.
      expect(said(mind.hear(clear('cancel-order')))).toBe('answer: cancelled');
    }
  });

  it('takes number and wish in one breath', () => {
    expect(said(mind.hear(clear('order-status', ...number.utterances)))).toBe('answer: order-status');
  });

  it('notes a number that nothing waits for, and drops a question that the caller passes over', () => {
    expect(said(mind.hear(number))).toBe('answer: confirm');
    mind = new DialogueMind(profile, dialogue, lines);
    mind.hear(clear('order-status'));
    expect(said(mind.hear(clear('refund')))).toBe('answer: refund');
    expect(said(mind.hear(number))).toBe('answer: confirm');
  });

  it('understands yes and no by what it last said', () => {
    expect(said(mind.hear(clear('no')))).toBe('answer: anything-else');
    expect(said(mind.hear(clear('no')))).toBe('answer: goodbye');
    mind = new DialogueMind(profile, dialogue, lines);
    mind.idle();
    expect(said(mind.hear(clear('yes')))).toBe('answer: what-do-you-need');
    expect(said(mind.hear(clear('yes')))).toBe('answer: confirm');
  });

  it('says its last words again', () => {
    mind.hear(clear('refund-when'));
    expect(said(mind.hear(clear('repeat-please')))).toBe('answer: repeat refund-when');
  });

  it('offers itself after a murmur', () => {
    expect(said(mind.hear(clear('okay')))).toBe('idle: anything-else');
  });
});

describe('trouble', () => {
  const cases: readonly (readonly [string, Heard, string])[] = [
    [
      'nothing heard',
      { ...clear(), confidence: 0 },
      'trouble:speech_not_detected: error-speech-not-detected',
    ],
    ['a cough', clear('cough'), 'trouble:speech_not_detected: error-speech-not-detected'],
    [
      'nothing heard in poor audio',
      { ...clear(), confidence: 0, poorAudio: true },
      'trouble:audio_quality: error-audio-quality',
    ],
    ['poor audio, unsure', unclear(true), 'trouble:audio_quality: error-audio-quality'],
    ['good audio, unsure', unclear(false), 'trouble:transcription_failed: error-transcription-failed'],
    [
      'a number nobody asked for',
      clear(...digits('407')),
      'trouble:understanding_failed: error-understanding-failed',
    ],
    [
      'a number cut short',
      clear('my-order-number-is', ...digits('40')),
      'trouble:understanding_failed: ask-order-number',
    ],
    [
      'an opening without its number',
      clear('my-order-number-is'),
      'trouble:understanding_failed: ask-order-number',
    ],
  ];

  it.each(cases)('%s', (_name, heard, expected) => {
    expect(said(mind.hear(heard))).toBe(expected);
  });

  it('acts on clear words, however poor the audio', () => {
    expect(said(mind.hear({ ...clear('refund'), poorAudio: true }))).toBe('answer: refund');
  });

  it('hands over at the third in a row, whatever each was', () => {
    mind.tools = new Set(['transfer_to_human']);
    mind.hear(unclear(true));
    mind.hear(unclear(false));
    const reply = mind.hear(clear('cough'));
    expect(said(reply)).toBe('handover: handover');
    expect(reply.calls).toEqual([{ name: 'transfer_to_human', arguments: '{"reason":"troubles"}' }]);
  });

  it('starts counting anew after a turn that went well', () => {
    mind.hear(unclear(false));
    mind.hear(unclear(false));
    mind.hear(clear('refund'));
    expect(said(mind.hear(unclear(false)))).toContain('trouble:');
    expect(said(mind.hear(unclear(false)))).toContain('trouble:');
    expect(said(mind.hear(unclear(false)))).toBe('handover: handover');
  });

  it('says that it is back after a broken connection', () => {
    expect(said(mind.resume())).toBe('trouble:connection_lost: error-connection-lost');
  });

  it('calls no tool that the client has not declared', () => {
    for (let i = 0; i < 2; i++) mind.hear(unclear(false));
    expect(mind.hear(unclear(false)).calls).toEqual([]);
  });
});

describe('fallbacks', () => {
  const heard = {
    default: 'new-thing',
    out_of_scope: 'out-of-scope-joke',
    complex_query: 'complex',
    sensitive_topic: 'sensitive-legal',
  } as const;

  it.each(fallbackReasons)('%s', (reason) => {
    expect(said(mind.hear(clear(heard[reason])))).toBe(
      `fallback:${reason}: ${dialogue.fallbacks[reason].say}`,
    );
  });

  it('hands over at the third, in a row or not', () => {
    mind.hear(clear('out-of-scope-joke'));
    mind.hear(clear('refund'));
    mind.hear(clear('complex'));
    mind.hear(clear('refund-when'));
    expect(said(mind.hear(clear('sensitive-legal')))).toBe('handover: handover');
    // It has not been said yet: whatever comes is answered with it, and the reason stays the same.
    const again = mind.hear(clear('refund'));
    expect(said(again)).toBe('handover: handover');
    mind.concluded(again, { status: 'completed', begun: true });
    expect(mind.silence()).toBeNull();
  });

  it('counts only what somebody was given to hear', () => {
    for (let i = 0; i < 5; i++) {
      const reply = mind.hear(clear('complex'));
      expect(said(reply)).toBe('fallback:complex_query: fallback-complex');
      mind.concluded(reply, { status: 'cancelled', begun: false });
    }
    for (let i = 0; i < 2; i++) {
      mind.concluded(mind.hear(clear('complex')), { status: 'cancelled', begun: true });
    }
    expect(said(mind.hear(clear('complex')))).toBe('handover: handover');
  });

  it('hands over at once when asked to', () => {
    expect(said(mind.hear(clear('talk-to-human')))).toBe('handover: handover');
  });
});

describe('tools', () => {
  beforeEach(() => {
    mind.tools = new Set(['lookup_order', 'transfer_to_human']);
    mind.hear(clear('order-status'));
  });

  it('are called with what it knows, after a filler, and their result is told', () => {
    const call = mind.hear(number);
    expect(said(call)).toBe('call: filler-check');
    expect(call.calls).toEqual([{ name: 'lookup_order', arguments: '{"order_number":"40712"}' }]);
    expect(said(mind.result('lookup_order', '{"status":"shipped"}'))).toBe('answer: order-status');
  });

  it('use one filler after another', () => {
    expect(mind.hear(number).say).toEqual(['filler-check']);
    mind.result('lookup_order', 'ok');
    expect(mind.hear(clear('track-order')).say).toEqual(['filler-moment']);
  });

  it('that fail have it ask again', () => {
    mind.hear(number);
    expect(said(mind.result('lookup_order', '{"error":"no such order"}'))).toBe(
      'trouble:understanding_failed: order-unknown',
    );
    expect(said(mind.hear(clear(...digits('99887'))))).toContain('call:');
  });

  it('that take too long get an apology and one more try, then a person', () => {
    mind.hear(number);
    const again = mind.overdue('lookup_order');
    expect(said(again)).toBe('trouble:timeout: error-timeout');
    expect(again?.calls).toEqual([{ name: 'lookup_order', arguments: '{"order_number":"40712"}' }]);
    expect(said(mind.overdue('lookup_order'))).toBe('handover: handover');
    expect(mind.overdue('lookup_order')).toBeNull();
  });

  it('leave their answer to be said where a murmur comes before any of it was heard, and nobody asks for anything else', () => {
    const cancelled = { status: 'cancelled', begun: false } as const;
    mind.hear(number);
    mind.concluded(mind.result('lookup_order', '{}'), cancelled);
    const again = mind.hear(clear('mm-hm'));
    expect(said(again)).toBe('answer: order-status');
    mind.concluded(again, cancelled);
    expect(said(mind.hear(clear('mm-hm')))).toBe('answer: order-status');
    // What was heard, even in part, is no more than that; and new words are answered in its place.
    mind.concluded(mind.hear(clear('refund-when')), { status: 'cancelled', begun: true });
    expect(said(mind.hear(clear('mm-hm')))).toBe('idle: anything-else');
    mind.concluded(mind.hear(clear('refund-when')), cancelled);
    mind.hear(clear('opening-hours'));
    expect(said(mind.hear(clear('mm-hm')))).toBe('idle: anything-else');
  });

  it('leave it nothing to say once the colleague has the call', () => {
    const handover = mind.hear(clear('talk-to-human'));
    mind.concluded(handover, { status: 'completed', begun: true });
    expect(mind.result('transfer_to_human', 'ok').say).toEqual([]);
  });
});

describe('silence', () => {
  it('is acknowledged twice, then ends the call; words start it anew', () => {
    expect([1, 2, 3].map(() => said(mind.silence()))).toEqual([
      'silence: silence-1',
      'silence: silence-2',
      'end: silence-end',
    ]);
    mind = new DialogueMind(profile, dialogue, lines);
    mind.silence();
    mind.hear(clear('refund'));
    expect(said(mind.silence())).toBe('silence: silence-1');
  });
});

describe('a handover that was decided', () => {
  it.each(['opening-hours', 'ask-order-number', 'handover'])(
    'is not undone by a client that writes %s into the conversation as the agent’s words',
    (line) => {
      const handover = mind.hear(clear('talk-to-human'));
      mind.concluded(handover, { status: 'cancelled', begun: true });
      mind.recall(recorded.voices.get(profile.voice)?.get(line) ?? '');
      expect(said(mind.hear(clear('refund')))).toBe('handover: handover');
    },
  );
});
