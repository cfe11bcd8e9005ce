/**
 * The closed set of ways in which a call can fail. A failure is data in the call log, never an exception.
 * Reports group by these codes, so a code is added here or not at all.
 */

export const failures = {
  connect_refused: 'nothing listens at the target (connection refused or host unreachable)',
  connect_timeout: 'the WebSocket handshake did not finish in time',
  connect_failed: 'the connection failed before the handshake (DNS, TLS or reset)',
  http_unauthorized: 'the target answered the handshake with HTTP 401 or 403',
  http_rate_limited: 'the target answered the handshake with HTTP 429',
  http_error: 'the target answered the handshake with another HTTP status',
  auth_failed: 'the target refused the credentials or the model inside the session',
  setup_timeout: 'the socket opened, but the session never became ready',
  no_answer: 'the agent did not answer before the deadline',
  inaudible: 'the agent answered with audio in which nothing can be heard',
  text_only: 'the agent answered in text, and nothing came to be heard',
  answer_failed: 'the agent reported that its answer failed',
  protocol_error: 'the target sent what no client could read',
  agent_error: 'the agent reported an error that ends the session',
  rate_limited: 'the agent refused the call for its rate limit',
  session_expired: 'the session reached the limit set by the service',
  agent_hung_up: 'the target closed the session in the middle of the script',
  target_not_reading: 'the target left what was sent to it unread until no more would fit',
  overloaded: 'the target closed the connection for an overload or a restart (1012, 1013)',
  not_hung_up: 'the script waited for the agent to hang up, and it did not in time',
  connection_lost: 'the connection broke in the middle of the call',
  disconnected: 'the run broke the connection on purpose',
  call_timeout: 'the call reached its own time limit',
  call_budget: 'the call cost as much as a single call may',
  interrupted: 'the run was stopped while the call was going on',
  budget: 'the run was stopped by its budget while the call was going on',
  threshold: 'the run was stopped by a threshold while the call was going on',
  generator_exhausted: 'the machine that makes the calls ran out of files, ports or memory',
  worker_lost: 'the process or thread that ran the call ended',
  engine_error: 'a defect in Callstorm itself, or in a dialect of your own',
} as const satisfies Record<string, string>;

export type FailureCode = keyof typeof failures;

/** Why a run can be told to stop before its end: each is also how the calls fail that are then going on. */
export type StopReason = Extract<FailureCode, 'interrupted' | 'budget' | 'threshold'>;
