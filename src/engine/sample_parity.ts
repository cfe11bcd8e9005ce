/**
 * Counts an answer's audio in whole samples, however the bytes of a sample are spread over its pieces: what is left of one piece
 * belongs to the next of the same item, as it does for a client that joins them. O(1), and nothing is decoded.
 */

export class SampleParity {
  private readonly bytesPerSample: number;
  private responseId = '';
  private itemId = '';
  private pending = 0;

  constructor(bytesPerSample: number) {
    this.bytesPerSample = bytesPerSample;
  }

  /** Part of a sample is left of the piece before, and this one is of another item: it never became one. */
  breaks(responseId: string, itemId: string): boolean {
    return this.pending > 0 && !this.isOf(responseId, itemId);
  }

  /** This piece goes on with part of a sample. */
  carries(responseId: string, itemId: string): boolean {
    return this.pending > 0 && this.isOf(responseId, itemId);
  }

  /** The next piece of an item: how many bytes of whole samples there are with it. */
  take(responseId: string, itemId: string, bytes: number): number {
    const all = bytes + (this.isOf(responseId, itemId) ? this.pending : 0);
    this.responseId = responseId;
    this.itemId = itemId;
    this.pending = all % this.bytesPerSample;
    return all - this.pending;
  }

  /** The answer is over. True: part of a sample is left. */
  end(responseId: string): boolean {
    const left = this.pending > 0 && responseId === this.responseId;
    if (left) this.pending = 0;
    return left;
  }

  private isOf(responseId: string, itemId: string): boolean {
    return responseId === this.responseId && itemId === this.itemId;
  }
}
