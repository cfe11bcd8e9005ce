/** Every toxic there is, by name, in the order in which they are shown. */

import { catalogueOf } from '../fault/fault.ts';
import { bandwidth } from './bandwidth_toxic.ts';
import { down } from './down_toxic.ts';
import { latency } from './latency_toxic.ts';
import { limitData } from './limit_data_toxic.ts';
import { resetPeer } from './reset_peer_toxic.ts';
import { slicer } from './slicer_toxic.ts';
import { slowClose } from './slow_close_toxic.ts';
import { timeout } from './timeout_toxic.ts';
import type { ToxicMoments } from './toxic.ts';

export const toxics = catalogueOf<ToxicMoments>([
  latency,
  bandwidth,
  slicer,
  limitData,
  slowClose,
  timeout,
  resetPeer,
  down,
]);
