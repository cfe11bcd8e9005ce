/**
 * Lines by name: several impairments that belong together, as somebody has published them. A preset is written in their place, as a
 * bare word, and stands for them in the order of a line. Pure.
 *
 * `tau-regular` is the channel of τ-voice's `regular` speech complexity, of what can be done to a recording. Each figure is from
 * github.com/sierra-research/tau2-bench, src/tau2/voice_config.py (commit 4c7d1463, 2026), but for the kind of noise: its beds are
 * recordings of streets and rooms, of which it publishes the files and no description.
 */

export const presets: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'tau-regular',
    [
      // NOISE_SNR_DB 15. Its drift of ±3 dB is not done.
      'noise=street@15dB',
      // G.711 µ-law at 8 kHz. Its band of 300 to 3,400 Hz is not cut out besides.
      'g711=ulaw',
      // Gilbert–Elliott, FRAME_DROP_RATE 0.01, FRAME_DROP_BURST_DURATION_MS 100: five packets of 20 ms.
      'loss=1%@5',
    ],
  ],
]);

/** What an entry stands for: itself, as a rule. */
export function unfolded(entry: unknown): readonly unknown[] {
  return typeof entry === 'string' ? (presets.get(entry.trim()) ?? [entry]) : [entry];
}
