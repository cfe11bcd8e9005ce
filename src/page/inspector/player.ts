/**
 * Where in a call its reader is, on the clock of the log: a place that can be set, and that moves on by itself while the recording
 * plays. Without a recording it stays where it is put.
 */

export interface Place {
  readonly atMs: number;
  readonly playing: boolean;
}

export class Player {
  private readonly fromMs: number;
  private readonly untilMs: number;
  private readonly moved: (place: Place) => void;
  private sound: {
    readonly audio: HTMLAudioElement;
    readonly url: string;
    readonly originMs: number;
  } | null = null;
  private atMs: number;
  private frame = 0;

  /** `moved` hears of every new place. */
  constructor(fromMs: number, untilMs: number, moved: (place: Place) => void) {
    this.fromMs = fromMs;
    this.untilMs = untilMs;
    this.moved = moved;
    this.atMs = fromMs;
  }

  get place(): Place {
    return { atMs: this.atMs, playing: this.playing };
  }

  get playing(): boolean {
    return this.sound !== null && !this.sound.audio.paused;
  }

  get audio(): HTMLAudioElement | null {
    return this.sound?.audio ?? null;
  }

  /** A sound file whose first sample is of this instant. */
  load(file: Blob, originMs: number): void {
    this.dispose();
    const url = URL.createObjectURL(file);
    const audio = new Audio(url);
    audio.preload = 'auto';
    this.sound = { audio, url, originMs };
    for (const name of ['play', 'pause', 'ended'] as const) audio.addEventListener(name, () => this.follow());
    audio.currentTime = Math.max(0, (this.atMs - originMs) / 1000);
  }

  /** Rejects where the browser will not play it. */
  async toggle(): Promise<void> {
    const audio = this.sound?.audio;
    if (audio === undefined) return;
    if (!audio.paused) audio.pause();
    else {
      if (audio.ended) this.seek(this.fromMs);
      await audio.play();
    }
  }

  seek(atMs: number): void {
    this.atMs = Math.min(this.untilMs, Math.max(this.fromMs, atMs));
    if (this.sound !== null)
      this.sound.audio.currentTime = Math.max(0, (this.atMs - this.sound.originMs) / 1000);
    this.moved(this.place);
  }

  /** Times real time. */
  pace(rate: number): void {
    if (this.sound !== null) this.sound.audio.playbackRate = rate;
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    if (this.sound === null) return;
    this.sound.audio.pause();
    URL.revokeObjectURL(this.sound.url);
    this.sound = null;
  }

  private follow(): void {
    cancelAnimationFrame(this.frame);
    if (this.sound === null) return;
    const { audio, originMs } = this.sound;
    this.atMs = Math.min(this.untilMs, originMs + audio.currentTime * 1000);
    this.moved(this.place);
    if (!audio.paused) this.frame = requestAnimationFrame(() => this.follow());
  }
}
