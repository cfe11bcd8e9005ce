/** A file of prices to fill in: one row of each kind, of which those that hold no price of anybody's are commented out. Pure. */

import type { TokenPriceRow } from '../core/plan/price_row.ts';

export function starterPrices({ model, date, usdPerMillion: usd }: TokenPriceRow): string {
  return `# Prices of your own, in USD. Give this file to a run:
#   pricing: { file: prices.yaml }        in its scenario, or
#   callstorm run my.yaml --prices prices.yaml
# and to one that was made before:
#   callstorm report reports/<run> --prices prices.yaml
# Its rows go before those that come with Callstorm (callstorm prices list). A row may have a date, a source and notes of its own.

# When these prices held, year-month or year-month-day, and where they are from.
date: '${date}'
source: fill in a page or a contract

# Per million tokens. What is cached costs the same as new where it has no price here.
tokens:
  ${model}:
    text_in: ${usd.textIn}
    text_cached: ${usd.textCached}
    text_out: ${usd.textOut}
    audio_in: ${usd.audioIn}
    audio_cached: ${usd.audioCached}
    audio_out: ${usd.audioOut}
    # tokens_per_second: { caller: 10, agent: 20 }

# Of a session’s length, whatever is said in it.
# duration:
#   my-agent: { usd_per_minute: 0.05 }

# Of the caller’s speech: pricing.transcription_model.
# transcription:
#   my-transcriber: { usd_per_minute: 0.006 }

# Of each call’s line, rounded up call by call: pricing.telephony.
# telephony:
#   my-carrier: { usd_per_minute: 0.01, billed_by: minute }

# Of machines that an agent of your own runs on: pricing.infrastructure.
# infrastructure:
#   my-machines: { usd_per_machine_hour: 2.40, sessions_per_machine: 40 }
#   my-cloud: { usd_per_session_hour: 0.06 }
`;
}
