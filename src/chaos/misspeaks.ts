/** What a client sends that it should not, each under a name of its own. The agent says so and goes on, or closes with a reason. */

import type { Misspoken } from '../core/call/misspoken.ts';
import type { Fault } from '../fault/fault.ts';
import { atOnce, callMoments, chaosFault, phase, type ChaosMoments } from './moments.ts';

const at = (otherwise: (typeof callMoments)[number], says: Misspoken, means: string): Fault<ChaosMoments> =>
  chaosFault({
    name: says,
    means,
    of: 'conversation',
    args: { phase: { ...phase, otherwise }, after: atOnce },
    does: ({ phase, after }) => ({ during: phase, afterMs: after, deed: { type: 'misspeak', says } }),
  });

/** While the agent makes an answer, be it heard yet or not. */
const whileAnswering = (says: Misspoken, means: string): Fault<ChaosMoments> =>
  chaosFault({
    name: says,
    means,
    of: 'connection',
    args: { after: atOnce },
    does: ({ after }) => ({ during: 'making', afterMs: after, deed: { type: 'misspeak', says } }),
  });

export const malformedBase64 = at('utterance', 'malformed_base64', 'audio is sent that is no base64');
export const oddBytes = at('utterance', 'odd_bytes', 'audio is sent that ends in half a sample');
export const oversizeAppend = at('between', 'oversize_append', 'more than 15 MiB of audio in one message');
export const unknownEvent = at('between', 'unknown_event', 'a message of a type that nobody knows');
export const emptyCommit = at('between', 'empty_commit', 'a turn is committed in which nothing was said');
export const cancelNothing = at('between', 'cancel_nothing', 'an answer is cancelled while none is made');
export const truncateBeyond = at('answer', 'truncate_beyond', 'more is said to be heard than was sent');
export const truncateToZero = at('answer', 'truncate_to_zero', 'nothing is said to be heard of an answer');
export const notJson = at('between', 'not_json', 'a message that breaks off');
export const binaryFrame = at('between', 'binary_frame', 'a message of bytes instead of text');
export const secondResponse = whileAnswering('second_response', 'an answer is asked for while one is made');
export const settingsMidAnswer = whileAnswering(
  'settings_mid_answer',
  'session.update while an answer is made',
);
