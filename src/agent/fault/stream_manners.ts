/** How a server keeps to the protocol of a telephone's media stream: what faults of streams change. */

export interface StreamManners {
  /** Its audio is cut into pieces of so many bytes. Null: as the voice gives it. */
  readonly pieceBytes: number | null;
  /** It sends silence where it has nothing to say. */
  readonly sendsSilence: boolean;
  /** It marks what it sends. */
  readonly marks: boolean;
  /** It has what is queued thrown away when the caller speaks over it. */
  readonly clears: boolean;
}

export const usualStream: StreamManners = {
  pieceBytes: null,
  sendsSilence: false,
  marks: true,
  clears: true,
};
