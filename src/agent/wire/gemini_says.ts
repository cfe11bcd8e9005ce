/** What the Gemini Live API sends, by the published types of `@google/genai`: the compiler holds it to them. */

import type { LiveServerMessage, UsageMetadata } from '@google/genai';
import type { OnWire } from '../../core/word/on_wire.ts';

/** Its getters are the package's own, and nothing that is sent. A fault may have it say that there is no usage. */
export type ServerSays = OnWire<Omit<LiveServerMessage, 'text' | 'data' | 'usageMetadata'>> & {
  readonly usageMetadata?: Metadata | null;
};

export type Metadata = OnWire<UsageMetadata>;
