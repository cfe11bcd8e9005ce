/** Every rule of the reference agent's, from audio to audio: recordings go in, and what it says to them comes out. */

import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import type { AnswerRecord } from '../../src/agent/agent_record.ts';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PhoneCall, profileWith, recorded } from './phone_call.ts';

const GREETING = 'Hello, and welcome to the support line. What can I do for you?';
const ASKS_NUMBER = 'Sure. Could you read me your order number?';
const ORDER = 'Good news, your order is on its way. It should arrive tomorrow.';
const REFUND = 'Of course. I have started the refund for you.';
const REFUND_WHEN = 'Refunds usually take three to five working days.';
const HANDOVER = "I'm passing you to a colleague now. Please stay on the line.";
const FILLER = 'Let me look that up for you.';
const trouble = {
  audio_quality: 'The line is hard to hear. Could you speak up, or move nearer the microphone?',
  speech_not_detected: 'Sorry, I missed that. Would you repeat it, please?',
  transcription_failed: "I couldn't quite make that out. Can you put it another way?",
  understanding_failed: "I'm not certain what you need. Could you give me a little more detail?",
  connection_lost: "It seems we were cut off. I'm back now. Where had we got to?",
  timeout: "Sorry for the wait. I'm trying that once more.",
};

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

const tools = ['lookup_order', 'transfer_to_human'].map((name) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: {} },
}));

function dial(session: object = {}): PhoneCall {
  return new PhoneCall(agent, session);
}

/** White noise over the whole of it, so many dB under (or over) the voice. */
function noisy(pcm: Int16Array, snrDb: number): Int16Array {
  const random = new Random(3, 'noise');
  const loud = pcm.filter((sample) => Math.abs(sample) > 300);
  const rms = Math.sqrt(loud.reduce((sum, sample) => sum + sample * sample, 0) / loud.length);
  const size = rms / 10 ** (snrDb / 20);
  return pcm.map((sample) =>
    Math.max(-32_768, Math.min(32_767, Math.round(sample + size * random.normal()))),
  );
}

describe('a conversation', () => {
  it('is held: a greeting, a question, the number it asks for, an answer, a goodbye', () => {
    const call = dial();
    expect(call.answer()).toBe(GREETING);
    expect(call.say('rms/order-status')).toBe(ASKS_NUMBER);
    expect(call.say('rms/my-order-number-is', 'rms/40712')).toBe(ORDER);
    expect(call.say('rms/thanks-bye')).toBe('Thank you for calling. Have a lovely day. Goodbye.');
  });

  it('is understood in each voice, and over a telephone line', () => {
    for (const voice of ['rms', 'slt', 'awb']) {
      const call = dial();
      expect(call.say(`${voice}/refund`)).toBe(REFUND);
      expect(call.say(`${voice}/refund-when`)).toBe(REFUND_WHEN);
    }
  });

  it('tells the client what was said, where it wants to know', () => {
    const call = dial({ audio: { input: { transcription: { model: 'gpt-transcribe' } } } });
    call.say('rms/my-order-number-is', 'rms/9081');
    const done = call.client.last('conversation.item.input_audio_transcription.completed').event;
    expect(done.transcript).toBe('My order number is 9 0 8 1');
    const deltas = call.client.of('conversation.item.input_audio_transcription.delta');
    expect(deltas.map(({ event }) => event.delta).join('')).toBe(done.transcript);
    call.client.send({ type: 'conversation.item.retrieve', item_id: done.item_id });
    expect(call.client.last('conversation.item.retrieved').event.item).toMatchObject({
      content: [{ type: 'input_audio', transcript: done.transcript }],
    });
  });

  it('tells how sure it is of each word, where the client includes that', () => {
    const transcribed = (include: readonly string[] | null): PhoneCall => {
      const call = dial({ include, audio: { input: { transcription: { model: 'gpt-4o-transcribe' } } } });
      call.say('rms/my-order-number-is', 'rms/9081');
      return call;
    };
    const { client } = transcribed(['item.input_audio_transcription.logprobs']);
    const { transcript, logprobs } = client.last(
      'conversation.item.input_audio_transcription.completed',
    ).event;
    expect(logprobs?.map(({ token }) => token).join('')).toBe(transcript);
    expect(logprobs).toHaveLength(8);
    const heard = client.records.find(({ type }) => type === 'utterance');
    const { confidence = 0 } = (heard?.type === 'utterance' ? heard.recognition : null) ?? {};
    for (const { token, logprob, bytes } of logprobs ?? []) {
      expect(Math.exp(logprob)).toBeCloseTo(confidence, 6);
      expect(Buffer.from(bytes).toString('utf8')).toBe(token);
    }
    const deltas = client.of('conversation.item.input_audio_transcription.delta').map(({ event }) => event);
    expect(deltas.flatMap((delta) => delta.logprobs ?? [])).toEqual(logprobs);
    for (const { event } of [
      ...transcribed(null).client.of('conversation.item.input_audio_transcription.completed'),
      ...transcribed([]).client.of('conversation.item.input_audio_transcription.delta'),
    ]) {
      expect(event).not.toHaveProperty('logprobs');
    }
  });

  it('has one speaker’s segment a turn, where a model is asked that tells speakers apart', () => {
    const call = dial({ audio: { input: { transcription: { model: 'gpt-4o-transcribe-diarize' } } } });
    call.say('slt/refund');
    const segments = call.client.of('conversation.item.input_audio_transcription.segment');
    expect(segments).toHaveLength(1);
    const done = call.client.last('conversation.item.input_audio_transcription.completed').event;
    expect(segments[0]?.event).toMatchObject({
      item_id: done.item_id,
      content_index: 0,
      text: done.transcript,
      speaker: 'A',
      start: 0,
    });
    const { end = 0 } = segments[0]?.event ?? {};
    expect(end).toBeGreaterThan(1);
    expect(end).toBeLessThan(5);
    call.say('joe/error-connection-lost');
    expect(call.client.of('conversation.item.input_audio_transcription.segment')).toHaveLength(1);
  });

  it('may be typed as well', () => {
    const call = dial();
    const type = (text: string): string => {
      const count = call.client.events.length;
      call.client.send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
      });
      call.client.send({ type: 'response.create' }).run(6000);
      return call.saidSince(count);
    };
    expect(type('where is my order')).toBe(ASKS_NUMBER);
    expect(type('My order number is 40712.')).toBe(ORDER);
  });
});

describe('trouble', () => {
  it('audio_quality: a voice in loud noise is asked to speak up', () => {
    const call = dial();
    call.answer();
    expect(call.sound(noisy(recorded('rms/change-address'), -6))).toBe(trouble.audio_quality);
  });

  it.each([
    ['in loud noise', (): Int16Array => noisy(recorded('rms/change-address'), -6)],
    ['in words that it does not know', (): Int16Array => recorded('joe/error-connection-lost')],
  ])('is answered as fast as anything else: %s', (_how, sound) => {
    const call = dial();
    call.answer();
    call.sound(sound());
    const turn = call.client.records.findLast((record) => record.type === 'utterance');
    const answer = call.client.records.findLast((record) => record.type === 'answer');
    expect(answer?.kind).toMatch(/^trouble:/);
    const firstAudioMs = answer?.firstAudioSentMs ?? Infinity;
    // What is still acceptable to wait for; and still not poor, with the silence that ends a turn.
    expect(firstAudioMs - (turn?.speechStoppedMs ?? 0)).toBeLessThan(800);
    const [first] = turn?.arrivals ?? [];
    const spokenMs = (turn?.speechEndAudioMs ?? 0) - (turn?.speechStartAudioMs ?? 0);
    expect(firstAudioMs - (first?.atMs ?? 0) - spokenMs).toBeLessThan(1200);
  });

  it('speech_not_detected: a cough is no request', () => {
    const call = dial();
    call.answer();
    expect(call.say('slt/cough')).toBe(trouble.speech_not_detected);
  });

  it('transcription_failed: clear words that it does not know are asked for in others', () => {
    const call = dial();
    call.answer();
    expect(call.say('joe/error-connection-lost')).toBe(trouble.transcription_failed);
  });

  it('understanding_failed: digits that nobody asked for', () => {
    const call = dial();
    call.answer();
    expect(call.say('awb/407')).toBe(trouble.understanding_failed);
  });

  it('connection_lost: it picks up a conversation that the client replays', () => {
    const call = dial();
    for (const [role, type, text] of [
      ['assistant', 'output_text', GREETING],
      ['user', 'input_text', 'Where is my order?'],
      ['assistant', 'output_text', ASKS_NUMBER],
    ]) {
      call.client.send({
        type: 'conversation.item.create',
        item: { type: 'message', role, content: [{ type, text }] },
      });
    }
    expect(call.answer()).toBe(trouble.connection_lost);
    expect(call.say('slt/refund')).toBe(REFUND);
  });

  it('timeout: a tool that does not answer is apologised for and called again, once; then a person', () => {
    const call = dial({ tools });
    call.say('rms/order-status');
    expect(call.say('rms/my-order-number-is', 'rms/40712')).toBe(FILLER);
    expect(call.calls()).toMatchObject([{ name: 'lookup_order', args: { order_number: '40712' } }]);
    expect(call.silence(8000)).toContain(trouble.timeout);
    expect(call.calls()).toMatchObject([{ name: 'lookup_order', args: { order_number: '40712' } }]);
    expect(call.silence(14_000)).toContain(HANDOVER);
    expect(call.calls()).toMatchObject([{ name: 'transfer_to_human', args: { reason: 'timeout' } }]);
  });

  it('three in a row hand over to a person', () => {
    const call = dial({ tools });
    call.answer();
    expect(call.say('slt/cough')).toBe(trouble.speech_not_detected);
    expect(call.say('joe/error-connection-lost')).toBe(trouble.transcription_failed);
    expect(call.say('slt/cough')).toBe(HANDOVER);
    const [transfer] = call.calls();
    expect(transfer).toMatchObject({ name: 'transfer_to_human', args: { reason: 'troubles' } });
    expect(call.result(transfer?.callId ?? '', 'ok')).toBe('');
  });

  it('is forgotten once a turn has gone well', () => {
    const call = dial();
    call.answer();
    call.say('slt/cough');
    call.say('slt/cough');
    expect(call.say('slt/refund')).toBe(REFUND);
    expect(call.say('slt/cough')).toBe(trouble.speech_not_detected);
    expect(call.say('slt/cough')).toBe(trouble.speech_not_detected);
    expect(call.say('slt/cough')).toBe(HANDOVER);
  });
});

describe('a row of troubles', () => {
  it.each([
    ['a question', 'slt/order-status', ASKS_NUMBER],
    [
      'a fallback',
      'slt/out-of-scope-joke',
      "That's outside what I can do here, but I'm glad to help with an order.",
    ],
  ])('is ended by %s', (_what, heard, said) => {
    const call = dial();
    call.answer();
    call.say('slt/cough');
    call.say('slt/cough');
    expect(call.say(heard)).toBe(said);
    expect(call.say('slt/cough')).toBe(trouble.speech_not_detected);
    expect(call.say('slt/cough')).toBe(trouble.speech_not_detected);
    expect(call.say('slt/cough')).toBe(HANDOVER);
  });

  it('says in the log what each asks for', () => {
    const call = dial({ tools });
    call.answer();
    call.say('slt/cough');
    call.say('joe/error-connection-lost');
    call.say('slt/cough');
    const actions = call.client.records.flatMap((record) =>
      record.type === 'answer' ? [record.action] : [],
    );
    expect(actions).toEqual([null, 'request_repeat', 'request_rephrase', 'escalate']);
  });
});

describe('fallbacks', () => {
  it.each([
    [
      'out_of_scope',
      'awb/out-of-scope-joke',
      "That's outside what I can do here, but I'm glad to help with an order.",
    ],
    ['complex_query', 'rms/complex', 'That one needs someone who knows more than I do.'],
    ['sensitive_topic', 'slt/sensitive-legal', 'That is better discussed with a qualified professional.'],
  ])('%s', (_reason, heard, said) => {
    expect(dial().say(heard)).toBe(said);
  });

  it('default: known words that the profile has no answer to', async () => {
    const clinic = await loadAgent({ seed: 5, profile: 'clinic' });
    expect(new PhoneCall(clinic).say('slt/billing')).toBe("I'm afraid I don't have an answer for that one.");
  });

  it('three of them hand over, in a row or not', () => {
    const call = dial({ tools });
    call.say('awb/out-of-scope-joke');
    expect(call.say('awb/refund')).toBe(REFUND);
    call.say('awb/complex');
    expect(call.say('awb/sensitive-legal')).toBe(HANDOVER);
    expect(call.calls()).toMatchObject([{ name: 'transfer_to_human', args: { reason: 'fallbacks' } }]);
  });

  it('a caller who asks for a person gets one', () => {
    const call = dial({ tools });
    expect(call.say('rms/talk-to-human')).toBe(HANDOVER);
    expect(call.calls()).toMatchObject([{ name: 'transfer_to_human', args: { reason: 'asked' } }]);
  });
});

describe('silence', () => {
  it('is acknowledged after ten seconds, twice, and then ends the call politely', () => {
    const call = dial();
    call.answer();
    const since = call.client.events.length;
    const before = call.client.nowMs;
    call.silence(60_000);
    const said = call.client.events
      .slice(since)
      .filter(({ event }) => event.type === 'response.created')
      .map(({ atMs }) => atMs - before);
    expect(said).toHaveLength(3);
    // From the greeting's last word, of which some may still be unheard.
    expect(said[0]).toBeLessThan(10_500);
    expect(call.saidSince(since)).toBe(
      'Hello, can you still hear me? ' +
        "There's no rush. I'm here when you are ready. " +
        "I can't hear anyone, so I'll end the call here. Please call again any time.",
    );
    expect(call.client.closes).toEqual([1000]);
  });

  it('is counted anew once the caller is back', () => {
    const call = dial();
    call.answer();
    expect(call.silence(12_000)).toBe('Hello, can you still hear me?');
    expect(call.say('slt/refund')).toBe(REFUND);
    expect(call.silence(12_000)).toBe('Hello, can you still hear me?');
  });
});

describe('an agent that nobody asks', () => {
  const detection = (turnDetection: object | null): object => ({
    audio: { input: { turn_detection: turnDetection } },
  });
  /** The client ends the turn and asks for the answer. */
  function ask(call: PhoneCall, ...ids: readonly string[]): string {
    const count = call.client.events.length;
    call.client.speak(recorded(...ids)).silence(1500);
    if (call.client.of('input_audio_buffer.speech_started').length === 0)
      call.client.send({ type: 'input_audio_buffer.commit' });
    call.client.send({ type: 'response.create' }).silence(6000);
    return call.saidSince(count);
  }

  it.each([
    ['that asks for its answers', { type: 'server_vad', create_response: false, silence_duration_ms: 900 }],
    ['that ends its turns', null],
  ])('says nothing to a client %s: not to silence, nor of a tool that is late', (_who, turns) => {
    const call = dial({ ...detection(turns), tools });
    call.answer();
    expect(call.silence(60_000)).toBe('');
    expect(ask(call, 'slt/order-status')).toBe(ASKS_NUMBER);
    expect(ask(call, 'slt/my-order-number-is', 'slt/40712')).toBe(FILLER);
    const [lookup] = call.calls();
    const created = call.client.of('response.created').length;
    expect(call.silence(60_000)).toBe('');
    expect(call.client.of('response.created')).toHaveLength(created);
    expect(call.client.closes).toEqual([]);
    // Late is better than never.
    expect(call.result(lookup?.callId ?? '', '{"status":"shipped"}')).toBe(ORDER);
  });

  it('speaks into the silence all the same, where the client has set the time for that', () => {
    const call = dial(detection({ type: 'server_vad', create_response: false, idle_timeout_ms: 5000 }));
    call.answer();
    expect(call.silence(6000)).toBe('Hello, can you still hear me?');
    expect(call.client.of('input_audio_buffer.timeout_triggered')).toHaveLength(1);
  });
});

describe('tools', () => {
  it('are called after a filler, with what was said, and their result is told', () => {
    const call = dial({ tools });
    expect(call.say('rms/track-order')).toBe(ASKS_NUMBER);
    expect(call.say('rms/my-order-number-is', 'rms/55093')).toBe(FILLER);
    const [lookup] = call.calls();
    expect(lookup).toMatchObject({ name: 'lookup_order', args: { order_number: '55093' } });
    expect(call.result(lookup?.callId ?? '', '{"status":"shipped"}')).toBe(ORDER);
  });

  it('whose result is an error have it ask again', () => {
    const call = dial({ tools });
    call.say('rms/track-order');
    call.say('rms/my-order-number-is', 'rms/55093');
    const [lookup] = call.calls();
    expect(call.result(lookup?.callId ?? '', '{"error":"no such order"}')).toBe(
      "I can't find an order with that number. Could you read it to me again?",
    );
    expect(call.say('rms/55094')).toContain('One moment, please.');
    expect(call.calls()).toMatchObject([{ args: { order_number: '55094' } }]);
  });
});

describe('the choice of tools', () => {
  const [lookUp] = tools;
  const hours = 'We are open from nine to five, Monday to Friday.';
  function typed(session: object, response: object, ...texts: readonly string[]): PhoneCall {
    const call = dial(session);
    for (const text of texts) {
      const content = [{ type: 'input_text', text }];
      call.client.send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content },
      });
      call.client.send({ type: 'response.create', response }).run(5000);
    }
    return call;
  }
  const order = ['Where is my order?', 'My order number is 40712.'];
  const called = [{ name: 'lookup_order', args: { order_number: '40712' } }];

  it.each<[string, object, object, readonly object[]]>([
    ['those of the session', { tools }, {}, called],
    ['none, where the response wants none', { tools }, { tool_choice: 'none' }, []],
    ['none, where the response has none', { tools }, { tools: [] }, []],
    ['those of the response alone', {}, { tools: [lookUp] }, called],
    ['none, where the session wants none', { tools, tool_choice: 'none' }, {}, []],
    ['those that the response wants again', { tools, tool_choice: 'none' }, { tool_choice: 'auto' }, called],
    [
      'none, where one of an MCP server is wanted',
      { tools },
      { tool_choice: { type: 'mcp', server_label: 'shop' } },
      [],
    ],
  ])('is: %s', (_what, session, response, calls) => {
    expect(typed(session, response, ...order).calls()).toMatchObject(calls);
  });

  it('is the response’s for that response alone', () => {
    const call = typed({ tools }, { tool_choice: 'none' }, ...order);
    expect(call.calls()).toEqual([]);
    expect(call.say('slt/track-order')).toBe(FILLER);
    expect(call.calls()).toMatchObject(called);
  });

  it.each([
    ['required', { tools, tool_choice: 'required' }, {}],
    ['this one', { tools, tool_choice: { type: 'function', name: 'lookup_order' } }, {}],
    ['required, of a response', { tools }, { tool_choice: 'required' }],
  ])('may be a must: %s; what it would have said waits for the result', (_what, session, response) => {
    const call = typed(session, response, 'What are your opening hours?');
    const [lookup] = call.calls();
    expect(lookup).toMatchObject({ name: 'lookup_order', args: { order_number: null } });
    expect(call.client.of('response.output_audio_transcript.done')).toHaveLength(0);
    call.client.update({ tool_choice: 'auto' });
    expect(call.result(lookup?.callId ?? '', '{"status":"open"}')).toBe(hours);
  });

  it('may be a must for a tool that it knows nothing of, or that hands over', () => {
    const toolChoice = { type: 'function', name: 'constructor' };
    const one = typed(
      { tools: [...tools, { type: 'function', name: 'constructor' }] },
      { tool_choice: toolChoice },
      'What are your opening hours?',
    );
    const [call] = one.calls();
    expect(call).toMatchObject({ name: 'constructor', args: {} });
    one.client.update({});
    expect(one.result(call?.callId ?? '', '{"error":"full"}')).toBe(hours);
    const other = typed({ tools: tools.slice(1), tool_choice: 'required' }, {}, 'Hello?');
    expect(other.calls()).toMatchObject([{ name: 'transfer_to_human', args: { reason: 'asked' } }]);
  });

  it('holds when a tool is late: one that is not offered any more is not called again', () => {
    const call = typed({}, { tools: [lookUp] }, ...order);
    call.calls();
    expect(call.silence(20_000)).toContain(HANDOVER);
    expect(call.calls()).toEqual([]);
  });
});

describe('a response with an input of its own', () => {
  const message = (text: string): object => ({
    type: 'message',
    role: 'user',
    content: [{ type: 'input_text', text }],
  });
  function aside(call: PhoneCall, response: object): string {
    const count = call.client.events.length;
    call.client.send({ type: 'response.create', response }).run(9000);
    return call.saidSince(count);
  }

  it('answers that, as it does what is typed', () => {
    for (const conversation of ['none', 'auto']) {
      const input = [message('What are your opening hours?')];
      expect(aside(dial(), { conversation, input })).toBe('We are open from nine to five, Monday to Friday.');
    }
  });

  it('reads all that was said there, and calls what it is offered there', () => {
    const call = dial();
    const input = [message('Where is my order?'), message('My order number is 40712.')];
    aside(call, { conversation: 'none', input, tools });
    expect(call.calls()).toMatchObject([{ name: 'lookup_order', args: { order_number: '40712' } }]);
  });

  it('may refer to what was typed in the conversation', () => {
    const call = dial();
    call.client.send({
      type: 'conversation.item.create',
      item: { id: 'mine', ...message('What are your opening hours?') },
    });
    const input = [{ type: 'item_reference', id: 'mine' }];
    expect(aside(call, { conversation: 'none', input })).toContain('nine to five');
  });

  it('leaves the conversation where it was, out of band', () => {
    const call = dial();
    expect(call.say('rms/order-status')).toBe(ASKS_NUMBER);
    aside(call, { conversation: 'none', input: [message('What are your opening hours?')] });
    aside(call, { conversation: 'none' });
    expect(call.say('rms/40712')).toBe(ORDER);
  });
});

describe('a voice over the agent', () => {
  const GREETING_MS = 3320;
  // It sends its audio as it is heard: what is interrupted is under way.
  let steady: Agent;
  beforeAll(async () => {
    steady = await loadAgent({ seed: 5, profile: profileWith('every: 60ms', 'every: 250ms') });
  });

  /** Speaks when the greeting has begun to come. */
  function over(id: string, to: Agent = steady): PhoneCall {
    const call = new PhoneCall(to);
    call.client.send({ type: 'response.create' });
    while (call.client.of('response.output_audio.delta').length < 2) call.client.silence(20, 20);
    call.client.speak(recorded(id));
    call.client.silence(4000);
    return call;
  }

  const greeted = (call: PhoneCall): AnswerRecord | undefined =>
    call.client.records.find((record) => record.type === 'answer');

  it.each(['slt/mm-hm', 'rms/mm-hm', 'awb/mm-hm', 'slt/okay', 'awb/cough'])(
    '%s does not stop it, and is no turn',
    (murmur) => {
      const call = over(murmur);
      expect(greeted(call)).toMatchObject({ kind: 'greeting', status: 'completed', audioMs: GREETING_MS });
      expect(call.client.of('input_audio_buffer.speech_started')).toHaveLength(0);
      expect(call.client.of('input_audio_buffer.committed')).toHaveLength(0);
      expect(call.client.records.some(({ type }) => type === 'murmur')).toBe(true);
    },
  );

  it.each(['slt/wait', 'rms/stop', 'awb/hold-on', 'slt/refund'])('%s does', (interruption) => {
    const call = over(interruption);
    expect(call.client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    expect(call.client.of('input_audio_buffer.committed')).toHaveLength(1);
    expect(greeted(call)).toMatchObject({ status: 'cancelled', reason: 'turn_detected' });
    // No sound of it comes once the interruption is known.
    const greeting = call.client.of('response.created')[0]?.event.response.id;
    const startedMs = call.client.last('input_audio_buffer.speech_started').atMs;
    const deltas = call.client
      .of('response.output_audio.delta')
      .filter(({ event }) => event.response_id === greeting);
    expect(deltas.filter(({ atMs }) => atMs > startedMs)).toEqual([]);
    expect(deltas.length * 250).toBeLessThan(GREETING_MS / 2);
  });

  it('does not stop what the client does not want interrupted', () => {
    const call = new PhoneCall(steady, {
      audio: { input: { turn_detection: { type: 'server_vad', interrupt_response: false } } },
    });
    call.client.send({ type: 'response.create' }).silence(500);
    call.client.speak(recorded('slt/wait')).silence(4000);
    expect(greeted(call)).toMatchObject({ status: 'completed', audioMs: GREETING_MS });
  });

  it('is heard within a second', () => {
    const call = dial();
    call.client.send({ type: 'response.create' });
    while (call.client.of('response.output_audio.delta').length < 3) call.client.silence(100);
    const from = call.client.nowMs;
    call.client.speak(recorded('slt/wait'));
    expect(call.client.last('input_audio_buffer.speech_started').atMs - from).toBeLessThan(1000);
    call.client.silence(3000);
    expect(call.client.last('response.output_audio_transcript.done').event.transcript).toBe(
      'Of course. Take your time, I am listening.',
    );
  });

  it('always stops it, where the profile says so', async () => {
    const profile = profileWith('every: 60ms', 'every: 250ms', 'backchannels: ignore', 'backchannels: yield');
    const call = over('slt/mm-hm', await loadAgent({ seed: 5, profile }));
    expect(call.client.of('input_audio_buffer.speech_started')).toHaveLength(1);
    expect(greeted(call)).toMatchObject({ status: 'cancelled' });
  });
});

describe('semantic turn detection', () => {
  const semantic = (eagerness: string): object => ({
    audio: { input: { turn_detection: { type: 'semantic_vad', eagerness } } },
  });

  it.each([
    ['high', 300, 2000],
    ['auto', 600, 4000],
    ['low', 900, 8000],
  ])(
    'of %s eagerness answers a whole sentence soon, and waits for the rest of one',
    (eagerness, soonMs, lateMs) => {
      const pausedMs = (id: string): number => {
        const call = dial(semantic(eagerness));
        call.client.speak(recorded(id)).silence(10_000);
        const turn = call.client.records.find((record) => record.type === 'utterance');
        const endMs = call.client.last('input_audio_buffer.speech_stopped').event.audio_end_ms;
        return endMs - (turn?.speechEndAudioMs ?? 0);
      };
      // To a frame of the detector's.
      expect(Math.abs(pausedMs('slt/refund-when') - soonMs)).toBeLessThanOrEqual(30);
      expect(Math.abs(pausedMs('slt/my-order-number-is') - lateMs)).toBeLessThanOrEqual(30);
    },
  );

  it('lets a caller pause before the number', () => {
    const call = dial(semantic('auto'));
    call.client.speak(recorded('slt/my-order-number-is')).silence(1500);
    call.say('slt/40712');
    expect(call.client.of('input_audio_buffer.committed')).toHaveLength(1);
  });
});
