/** How much of a run's recordings a page has room for: to be looked at, and to be heard. Pure. */

/** Of recordings that are looked at, so that a report of hundreds of them does not take minutes. */
const MOST_RECORDING_MS = 60 * 60 * 1000;
const MOST_SOUND_MS = 12 * 60 * 1000;
/** Of base64, for sound: only a run that was told to record has any. */
const MOST_SOUND_BYTES = 4_000_000;

export class RecordingRoom {
  private lookedMs = MOST_RECORDING_MS;
  private soundMs = MOST_SOUND_MS;
  private soundBytes = MOST_SOUND_BYTES;

  /** Another may be looked at, however long it is. */
  get isOpen(): boolean {
    return this.lookedMs > 0;
  }

  look(durationMs: number): void {
    this.lookedMs -= durationMs;
  }

  /** A sound of this length may be packed, which takes time whether it has room then or not. */
  maySound(durationMs: number): boolean {
    if (durationMs > this.soundMs || this.soundBytes <= 0) return false;
    this.soundMs -= durationMs;
    return true;
  }

  /** The packed sound, of so many bytes, goes into the page. */
  keeps(bytes: number): boolean {
    if (bytes > this.soundBytes) return false;
    this.soundBytes -= bytes;
    return true;
  }
}
