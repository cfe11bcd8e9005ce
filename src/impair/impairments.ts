/** Everything that can be done to a caller's voice, by name, in the order of a real line. */

import { clip } from './clip.ts';
import { amr, g722, gsm, opus } from './coded.ts';
import { dtmf } from './dtmf.ts';
import { g711 } from './telephone_line.ts';
import { gain } from './gain.ts';
import { gainSteps } from './gain_steps.ts';
import { echo } from './echo.ts';
import type { Impairment } from './impairment.ts';
import { loss } from './loss.ts';
import { noise } from './noise_bed.ts';
import { reverb } from './reverb.ts';
import { secondSpeaker } from './second_speaker.ts';
import { silence } from './silence.ts';
import { slip } from './slip.ts';
import { holdMusic, tone } from './tone.ts';

const all: readonly Impairment[] = [
  secondSpeaker,
  reverb,
  noise,
  gain,
  gainSteps,
  clip,
  silence,
  dtmf,
  tone,
  holdMusic,
  g711,
  opus,
  g722,
  gsm,
  amr,
  loss,
  slip,
  echo,
];

export const impairments: ReadonlyMap<string, Impairment> = new Map(all.map((one) => [one.name, one]));
