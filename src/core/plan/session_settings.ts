/**
 * What the caller's client asks of the session, in the words of the Realtime protocol where they have one. What is absent is
 * not said, and left to the service. Plain JSON.
 */

export interface SessionSettings {
  readonly voice?: string;
  readonly instructions?: string;
  readonly format: 'pcm16' | 'g711_ulaw' | 'g711_alaw';
  /** Of PCM, both ways. Absent: 24,000. */
  readonly sampleRate?: number;
  readonly turnDetection: TurnDetection | null;
  readonly transcription?: { readonly model: string; readonly language?: string; readonly prompt?: string };
  readonly maxOutputTokens?: number | 'inf';
  /** A prompt that is kept with the service. */
  readonly prompt?: {
    readonly id: string;
    readonly version?: string;
    readonly variables?: Readonly<Record<string, string>>;
  };
  /** Of the agent's speech; 1 is the voice's own. */
  readonly speed?: number;
  readonly temperature?: number;
  /** Null turns it off. */
  readonly noiseReduction?: 'near_field' | 'far_field' | null;
  readonly reasoningEffort?: string;
  readonly truncation?: Truncation;
  /** False: no handle is asked for by which another connection could go on. Absent: it is, where the protocol has handles. */
  readonly resumption?: boolean;
  /** A long conversation is shortened as it grows, where the protocol has words for it. */
  readonly contextCompression?: ContextCompression;
  /** How long after a task was delegated the model may say by itself that it is at it. Absent: as the service has it. */
  readonly acknowledgementDelayMs?: number;
  /** Absent: audio. */
  readonly outputModalities?: readonly ('audio' | 'text')[];
  /** Absent: `auto` where there are tools. */
  readonly toolChoice?: ToolChoice;
  readonly parallelToolCalls?: boolean;
  /** Laid over all the rest, in the protocol's own words: maps key by key, anything else in place of what was there. */
  readonly raw?: JsonMap;
}

/** What of a long conversation is kept in context. */
export type Truncation =
  | 'auto'
  | 'disabled'
  | {
      readonly type: 'retention_ratio';
      readonly retention_ratio: number;
      readonly token_limits?: { readonly post_instructions: number };
    };

/** In tokens. What is absent is left to the service. */
export interface ContextCompression {
  /** From so long an input on. */
  readonly triggerTokens?: number;
  /** Down to this. */
  readonly targetTokens?: number;
}

export type ToolChoice =
  | 'auto'
  | 'none'
  | 'required'
  | { readonly type: 'function'; readonly name: string }
  | { readonly type: 'mcp'; readonly server_label: string; readonly name?: string };

export type Json = string | number | boolean | null | readonly Json[] | JsonMap;

export interface JsonMap {
  readonly [key: string]: Json;
}

export type TurnDetection =
  | {
      readonly type: 'server_vad';
      readonly threshold: number;
      readonly prefixPaddingMs: number;
      readonly silenceDurationMs: number;
      readonly idleTimeoutMs?: number;
      readonly createResponse: boolean;
      readonly interruptResponse: boolean;
    }
  | {
      readonly type: 'semantic_vad';
      readonly eagerness: 'low' | 'medium' | 'high' | 'auto';
      readonly createResponse: boolean;
      readonly interruptResponse: boolean;
    };
