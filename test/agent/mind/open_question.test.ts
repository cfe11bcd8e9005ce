import { describe, expect, it } from 'vitest';
import { OpenQuestion } from '../../../src/agent/mind/open_question.ts';
import type { Intent, Slot } from '../../../src/agent/profile/profile.ts';

const slot = (name: string): Slot => ({ openers: [], digitsAtLeast: 4, ask: `ask-${name}`, noted: 'noted' });
const slots = { order: slot('order'), phone: slot('phone') };
const intent = { name: 'track', needs: 'order' } as Intent;

describe('an open question', () => {
  it('is none until something is asked for, and none once it is closed', () => {
    const question = new OpenQuestion(slots);
    expect([question.slot, question.intent, question.line]).toEqual([null, null, null]);
    expect(question.ask('order', intent)).toBe(slots.order);
    expect([question.slot, question.intent, question.line]).toEqual(['order', intent, 'ask-order']);
    question.close();
    expect([question.slot, question.intent, question.line]).toEqual([null, null, null]);
  });

  it('forgets what was known of the slot that it asks for, and nothing else', () => {
    const question = new OpenQuestion(slots);
    question.values.set('order', '4071').set('phone', '5550');
    question.ask('order', intent);
    expect([...question.values]).toEqual([['phone', '5550']]);
  });

  it('is taken from the words of an agent elsewhere, with what was wanted where it is the same question', () => {
    const question = new OpenQuestion(slots);
    expect(question.recall('greeting')).toBe(false);
    expect(question.recall('ask-order')).toBe(true);
    expect([question.slot, question.intent]).toEqual(['order', null]);
    question.ask('order', intent);
    question.recall('ask-order');
    expect(question.intent).toBe(intent);
    question.recall('ask-phone');
    expect([question.slot, question.intent]).toEqual(['phone', null]);
  });
});
