/**
 * A column of whole numbers as text in few characters: each as one to five bytes, all of them in base64. Null is a value of its own.
 * Numbers that go up are kept as steps from the one before. Read in the browser by the same file. Pure.
 */

/** So many bytes at a time: a function takes no more arguments than that. */
const PIECE = 8192;

/** Rounded to whole numbers. */
export function packed(values: readonly (number | null)[]): string {
  const bytes: number[] = [];
  for (const value of values) push(bytes, value === null ? 0 : folded(Math.round(value)) + 1);
  return asText(bytes);
}

/** Of numbers that are near the one before; there is always one. */
export function packedSteps(values: readonly number[]): string {
  let before = 0;
  return packed(
    values.map((value) => {
      const whole = Math.round(value);
      const step = whole - before;
      before = whole;
      return step;
    }),
  );
}

export function unpacked(text: string): (number | null)[] {
  const bytes = atob(text);
  const values: (number | null)[] = [];
  let value = 0;
  let scale = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.charCodeAt(at);
    value += (byte & 0x7f) * scale;
    scale *= 128;
    if (byte >= 0x80) continue;
    values.push(value === 0 ? null : unfolded(value - 1));
    value = 0;
    scale = 1;
  }
  return values;
}

export function unpackedSteps(text: string): number[] {
  let at = 0;
  return unpacked(text).map((step) => (at += step ?? 0));
}

/** Small whichever way it is off zero. */
function folded(value: number): number {
  return value < 0 ? -value * 2 - 1 : value * 2;
}

function unfolded(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

function push(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function asText(bytes: readonly number[]): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE)
    pieces.push(String.fromCharCode(...bytes.slice(at, at + PIECE)));
  return btoa(pieces.join(''));
}
