/** What a report relies on in what a worker says of itself: by it a run is believed, or not. */

import type { EncodedHistogram } from '../core/log/histogram.ts';
import { fields, isAmount, isCount, isNumber, listOf, orNothing, wrong, type Check } from './log_shape.ts';

/** A histogram grows with its largest index: 64 a doubling, from a microsecond to far longer than any run. */
const MOST_BUCKETS = 64 * 64;

const buckets: Check = (value) => {
  const found = listOf(isNumber)(value);
  if (found !== null) return found;
  const fine = (value as readonly number[]).every(
    (entry, at) => Number.isInteger(entry) && entry >= 0 && (at % 2 === 1 || entry < MOST_BUCKETS),
  );
  return fine ? null : wrong('pairs of a bucket’s index and its count', value);
};

const histogramFields = fields({ count: isAmount, min: isAmount, max: isAmount, sum: isAmount, buckets });

/** What it says of itself has to be what its buckets say: else a percentile is of nothing. */
const histogram: Check = (value) => {
  const found = histogramFields(value);
  if (found !== null) return found;
  const { count, buckets: pairs } = value as EncodedHistogram;
  const held = pairs.reduce((total, entry, at) => (at % 2 === 1 ? total + entry : total), 0);
  return pairs.length % 2 === 0 && held === count
    ? null
    : wrong(`as many values as its buckets hold (${held})`, count);
};

export const generatorShape = fields({
  worker: isNumber,
  atMs: isNumber,
  sendLateness: histogram,
  loopLag: histogram,
  startLateness: histogram,
  framesSent: isCount,
  framesDropped: isCount,
  framesUnread: orNothing(isCount),
  bytesSent: isCount,
  bytesReceived: isCount,
  cpuMs: isAmount,
  maxRssMb: isAmount,
});
