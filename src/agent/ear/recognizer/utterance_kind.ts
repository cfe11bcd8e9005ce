/**
 * What may come after an utterance goes by its kind: `digit` (an id such as `digit-4`), `opener` (a transcript that stops
 * without a full stop: "My order number is") or `sentence` (everything else, sounds like `[cough]` among it).
 */
export type UtteranceKind = 'sentence' | 'opener' | 'digit';
