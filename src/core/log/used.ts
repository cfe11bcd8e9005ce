/** What the agent's side has reported that it used: of an answer, of a turn, of a call. How these add up is `usage.ts`'s. */

/** What was told of it and could be taken; the last fields are there only where they are not 0. */
export interface Usage {
  readonly textIn: number;
  readonly audioIn: number;
  readonly imageIn: number;
  readonly textCached: number;
  readonly audioCached: number;
  readonly imageCached: number;
  readonly textOut: number;
  readonly audioOut: number;
  /** Of transcription, where the service bills it apart. */
  readonly transcriptionSeconds: number;
  readonly transcriptionTokens: number;
  /** Told without their kind: text, audio or image. Those in and out are in no field above. */
  readonly unsplitIn?: number;
  /** Of the whole input, cached; in no field above. */
  readonly unsplitCached?: number;
  readonly unsplitOut?: number;
  /** Responses that ended, and transcriptions that came, without any usage that could be taken: what they cost is unknown. */
  readonly unreported?: number;
  readonly unreportedTranscriptions?: number;
  /** Responses that the end of the call or of its connection cut off before they could tell their usage. */
  readonly cutOff?: number;
  /** Of sessions that are paid by time, as the service counts them: what it was told of the last time. */
  readonly sessionSeconds?: number;
  /** How often a usage was told that cannot be. It was bounded, or not taken at all. */
  readonly impossible?: number;
}
