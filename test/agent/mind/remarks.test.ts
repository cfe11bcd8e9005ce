import { expect, it } from 'vitest';
import { remarksOf } from '../../../src/agent/mind/remarks.ts';
import type { Dialogue, Intent, Profile } from '../../../src/agent/profile/profile.ts';

it('are troubles, silences, fillers and what announces a repetition, and no answers', () => {
  const manners = { fillers: ['look'], silence: { prompts: ['still-there'] } };
  const dialogue = {
    troubles: { timeout: 'sorry' },
    intents: [
      { repeat: true, say: ['once-more'] },
      { repeat: false, say: ['refund'] },
    ] as unknown as Intent[],
  } as unknown as Dialogue;
  expect([...remarksOf(manners as unknown as Profile['manners'], dialogue)].toSorted()).toEqual([
    'look',
    'once-more',
    'sorry',
    'still-there',
  ]);
});
