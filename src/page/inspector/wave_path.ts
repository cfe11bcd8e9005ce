/** The outline of a lane's waveform: peaks to columns of pixels, and columns to a path that SVG draws. Pure. */

/** Of each column the loudest peak (0 to 255) of the stretch that it stands for. */
export function columnsOf(
  peaks: Uint8Array,
  peaksPerSecond: number,
  originMs: number,
  fromMs: number,
  toMs: number,
  columns: number,
): Uint8Array {
  const result = new Uint8Array(columns);
  const perColumn = ((toMs - fromMs) / columns / 1000) * peaksPerSecond;
  const first = ((fromMs - originMs) / 1000) * peaksPerSecond;
  for (let column = 0; column < columns; column++) {
    const from = Math.max(0, Math.floor(first + column * perColumn));
    const until = Math.min(peaks.length, Math.max(from + 1, Math.ceil(first + (column + 1) * perColumn)));
    // Before the recording, and behind it, there is nothing.
    if (first + (column + 1) * perColumn <= 0) continue;
    let most = 0;
    for (let i = from; i < until; i++) most = Math.max(most, peaks[i] as number);
    result[column] = most;
  }
  return result;
}

/** Mirrored at the middle; `step`: pixels of a column. */
export function wavePath(columns: Uint8Array, middle: number, halfHeight: number, step: number): string {
  const upper: string[] = [];
  const lower: string[] = [];
  for (const [index, level] of columns.entries()) {
    const x = (index * step).toFixed(1);
    // A hair where it is silent: there is a recording.
    const height = Math.max(0.5, (level / 255) * halfHeight);
    upper.push(`${x} ${(middle - height).toFixed(1)}`);
    lower.push(`${x} ${(middle + height).toFixed(1)}`);
  }
  return upper.length === 0 ? '' : `M${upper.join('L')}L${lower.reverse().join('L')}Z`;
}
