/** A caller's microphone: a frame every 100 ms, of what is being said or of silence, for as long as it is open. */

const FRAME_MS = 100;
const FRAME_SAMPLES = FRAME_MS * 24;

export class Microphone {
  private readonly send: (pcm: Int16Array) => void;
  private queue: Int16Array[] = [];
  private timer: NodeJS.Timeout | null = null;
  private dueMs = 0;

  constructor(send: (pcm: Int16Array) => void) {
    this.send = send;
  }

  open(): void {
    this.dueMs = performance.now();
    this.wait();
  }

  /** At the pace at which it is spoken, after what was to be said before. */
  say(pcm: Int16Array): void {
    for (let from = 0; from < pcm.length; from += FRAME_SAMPLES) {
      const frame = new Int16Array(FRAME_SAMPLES);
      frame.set(pcm.subarray(from, from + FRAME_SAMPLES));
      this.queue.push(frame);
    }
  }

  /** At once, as audio that was held up on its way arrives. */
  burst(pcm: Int16Array): void {
    this.send(pcm);
  }

  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private wait(): void {
    this.dueMs += FRAME_MS;
    this.timer = setTimeout(
      () => {
        this.send(this.queue.shift() ?? new Int16Array(FRAME_SAMPLES));
        this.wait();
      },
      Math.max(0, this.dueMs - performance.now()),
    );
  }
}
