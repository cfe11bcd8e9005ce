/** The pictures that a search for capacity leaves beside its figures: a page, and each drawing as a file. Pure. */

import type { CapacityResult } from '../../forecast/capacity/capacity_result.ts';
import { drawnFile } from './capacity_drawing.ts';
import { capacityPage } from './capacity_page.ts';
import { capacityScaling } from './fitted_levels.ts';
import { latencyCurve } from './latency_curve.ts';
import { throughputCurve } from './throughput_curve.ts';

export const capacityPictures: readonly {
  readonly file: string;
  readonly make: (result: CapacityResult) => string;
}[] = [
  { file: 'capacity.html', make: capacityPage },
  { file: 'latency.svg', make: (result) => drawnFile(latencyCurve(result)) },
  {
    file: 'throughput.svg',
    make: (result) => drawnFile(throughputCurve(result, capacityScaling(result).throughput)),
  },
];
