/** What a client of the Gemini Live API sends, by the published types of `@google/genai`: the compiler holds it to them. */

import type { LiveClientMessage, LiveClientSetup } from '@google/genai';
import type { OnWire } from '../../core/word/on_wire.ts';

export type ClientSays = OnWire<LiveClientMessage>;
export type Setup = OnWire<LiveClientSetup>;
