/** How the agent talks, whatever it is about: by context, to the point, and no longer than it should. Audio to audio. */

import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { PhoneCall, line, profileWith, recorded } from './phone_call.ts';

let agent: Agent;
let call: PhoneCall;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

const wordsIn = (text: string): number => text.split(' ').filter(Boolean).length;

function dial(to: Agent = agent): void {
  call = new PhoneCall(to);
  call.answer();
}

describe('yes and no', () => {
  it('mean what the agent’s last words make of them', () => {
    dial();
    expect(call.say('rms/yes')).toBe(line('confirm'));
    expect(call.say('rms/no')).toBe(line('anything-else'));
    expect(call.say('rms/yes')).toBe(line('what-do-you-need'));
    expect(call.say('rms/no')).toBe(line('anything-else'));
    expect(call.say('rms/no')).toBe(line('goodbye'));
  });

  it('mean that still after a trouble in between', () => {
    dial();
    call.say('rms/no');
    expect(call.say('rms/cough')).toBe(line('error-speech-not-detected'));
    expect(call.say('rms/no')).toBe(line('goodbye'));
  });

  it('mean nothing of what was cut off before anybody heard it', () => {
    dial();
    call.say('rms/no');
    const turns = call.client.of('input_audio_buffer.committed').length;
    call.client.speak(recorded('rms/refund'));
    while (call.client.of('input_audio_buffer.committed').length === turns) call.client.silence(20, 20);
    // Still the answer to "anything else?", for it is the last that was heard.
    expect(call.say('rms/no')).toBe(`[cut] ${line('goodbye')}`);
  });

  it('mean nothing of what was asked beside the conversation', () => {
    dial();
    call.say('rms/refund');
    call.client.send({ type: 'response.create', response: { conversation: 'none' } });
    call.silence(3000);
    expect(call.say('rms/no')).toBe(line('anything-else'));
  });
});

describe('what is said again', () => {
  it('is the same however often', () => {
    dial();
    const said = call.say('rms/refund-when');
    for (let i = 0; i < 5; i++) {
      expect(call.say('rms/repeat-please')).toBe(`${line('repeat')} ${said}`);
    }
  });

  it('comes alone where it would be too long with its announcement', async () => {
    dial(await loadAgent({ seed: 5, profile: profileWith('words: 40', 'words: 16') }));
    const said = call.say('rms/damaged');
    expect(wordsIn(`${line('repeat')} ${said}`)).toBeGreaterThan(16);
    expect(call.say('rms/repeat-please')).toBe(said);
  });

  it('is an offer of help where nothing was said yet', () => {
    call = new PhoneCall(agent);
    expect(call.say('rms/repeat-please')).toBe(line('anything-else'));
  });
});

describe('a murmur', () => {
  it('into the agent’s silence is met with an offer of help', () => {
    dial();
    expect(call.say('rms/mm-hm')).toBe(line('anything-else'));
    expect(call.say('awb/okay')).toBe(line('anything-else'));
  });
});

describe('a sound', () => {
  it('is none of the words, whatever it is called', async () => {
    // The recordings as they are, with the cough under another name.
    const dir = mkdtempSync(join(tmpdir(), 'callstorm-'));
    for (const voice of ['awb', 'joe', 'rms', 'slt']) {
      symlinkSync(join(PACKAGE_FIXTURES_DIR, voice), join(dir, voice));
    }
    const manifest = readFileSync(join(PACKAGE_FIXTURES_DIR, 'manifest.json'), 'utf8');
    const renamed = manifest
      .replaceAll('/cough"', '/sneeze"')
      .replaceAll('"cough"', '"sneeze"')
      .replaceAll('[cough]', '[sneeze]');
    writeFileSync(join(dir, 'manifest.json'), renamed);
    const profile = profileWith('[mm-hm, okay, cough]', '[mm-hm, okay]');
    dial(await loadAgent({ seed: 5, profile, fixturesDirs: [dir] }));
    expect(call.say('slt/cough')).toBe(line('error-speech-not-detected'));
    const turn = call.client.records.findLast((record) => record.type === 'utterance');
    expect(turn?.recognition).toMatchObject({ utterances: ['sneeze'], transcript: '' });
  });
});

describe('an answer', () => {
  it('has no more words than the profile allows', () => {
    const { mind, manners } = agent.profile;
    const intents = mind.type === 'dialogue' ? mind.dialogue.intents : [];
    for (const { heard } of intents) {
      dial();
      const said = call.say(`rms/${heard[0]}`);
      expect(said).not.toBe('');
      expect(wordsIn(said)).toBeLessThanOrEqual(manners.words);
    }
  });
});

describe('the line of a clinic', () => {
  it('holds a conversation of its own', async () => {
    dial(await loadAgent({ seed: 5, profile: 'clinic' }));
    expect(call.say('rms/yes')).toBe(line('book-appointment'));
    expect(call.say('rms/opening-hours')).toBe(line('clinic-hours'));
    expect(call.say('slt/book-appointment')).toBe(line('appointment-booked'));
    expect(call.say('rms/move-appointment')).toBe(line('appointment-moved'));
    expect(call.say('awb/repeat-prescription')).toBe(line('prescription'));
    expect(call.say('rms/order-status')).toBe(line('fallback-default'));
    expect(call.say('rms/sensitive-health')).toBe(line('handover'));
  });
});
