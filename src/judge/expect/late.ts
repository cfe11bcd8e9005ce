/** How late something came, in words. */

export function atSeconds(ms: number): string {
  return `after ${(ms / 1000).toFixed(1)} s`;
}
