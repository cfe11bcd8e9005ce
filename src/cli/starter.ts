/** The scenario that `callstorm init` writes: small enough to read at once, with every part of a scenario in it. */

export interface StarterWishes {
  /** Path of the JSON Schema as seen from the file, where there is one to point to. */
  readonly schema: string | null;
  /** What Callstorm is called by. */
  readonly command: string;
  /** As the user named it. */
  readonly file: string;
}

export function starterScenario({ schema, command, file }: StarterWishes): string {
  const text = STARTER.replaceAll('CALLSTORM', () => command).replaceAll('SCENARIO', () => file);
  return (schema === null ? '' : `# yaml-language-server: $schema=${schema}\n`) + text;
}

const STARTER = `#
# A Callstorm scenario: who calls, what they say, how many at once, and what must hold for the run to pass.
#
#   CALLSTORM validate SCENARIO     check it, and see what it will do and cost
#   CALLSTORM run SCENARIO          run it
#
# Durations are written 800ms, 8s or 1m30s; amounts of money $0.20; shares 1%.

name: my-first-storm
description: A few callers ask about their orders.

# Same seed, same calls: who calls when, with which name, numbers and pauses.
seed: 1

# Where calls go. "simulator" is the simulated agent, which the run starts itself: no key, no cost. For a real one:
#   url: wss://api.openai.com/v1/realtime
#   key_env: OPENAI_API_KEY      the NAME of the environment variable that holds the key
target:
  url: simulator
  model: gpt-realtime-2.1
  speaks_first: agent # or agent_by_itself, or caller
  session:
    instructions: You answer the telephone of a shop. Keep every answer to one or two sentences.
    turn_detection:
      type: server_vad # or semantic_vad, or turn_detection: null to end turns by hand
      silence_duration_ms: 500

# Kinds of callers. A call is one of them, by weight, and one of the many people made up for it.
callers:
  - name: order-status
    weight: 3
    persona:
      # voices: [rms, slt, awb]    default: every voice that can speak the script
      patience: [8s, 12s] # how long to wait for an answer
      pause: [300ms, 900ms] # between an answer and the caller's next words
    script:
      - listen # hear the greeting out
      - say: order-status # \`CALLSTORM fixtures list\` shows what can be said
      - listen # no answer within the caller's patience fails the call
      - say: [my-order-number-is, { number: order_number }] # made up, and spoken digit by digit
      - listen: 8s # a deadline of its own
      - say: thanks-bye
      - listen: { deadline: 5s, on_timeout: continue } # an answer is welcome, but not needed

  - name: impatient
    weight: 1
    script:
      - listen
      - say: refund
      - interrupt: { after: 800ms, say: wait } # let 800 ms of the answer be heard, then speak over it
      - listen
      - say: complaint
      - backchannel: { after: 1s, say: mm-hm } # murmur along: the agent should go on talking
      - silence: 3s # say nothing at all
      - say: goodbye
      - hangup # before any answer; a script that runs out hangs up by itself

# How many calls. Open: they come at a rate, however long the others take.
load:
  arrivals:
    - { type: ramp, from: 0/s, to: 1/s, for: 10s }
    - { type: constant, rate: 1/s, for: 10s }
    # - { type: poisson, rate: 60/min, for: 1m }
    # - { type: spike, base: 0.5/s, peak: 5/s, before: 10s, for: 5s, after: 10s }
  max_concurrency: 50 # a call that falls due above this is blocked, and counted
  # Closed, instead: so many calls are kept going, each replaced when it ends.
  # concurrency: 20
  # ramp: 10s
  # hold: 1m

limits:
  call: 2m # hard bound of one call

# The run passes when all of these hold: metric, then "statistic operator value".
thresholds:
  response_latency: ['p95 < 1400ms'] # end of the caller's speech to the first heard answer
  response_rate: ['> 99%']
  error_rate: ['< 1%']
  cost_per_call: ['mean < $0.50']

# What usage is billed at. Default: the target's model.
pricing:
  model: gpt-realtime-2.1
  calls_per_month: 10000 # project the cost to this many

# The run stops when it has cost this much.
budget:
  max_usd: $5.00
`;
