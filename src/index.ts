/**
 * Callstorm as a package: what scenario modules are written with, and what a program needs to load a scenario, run it and
 * read what came of it. What is not exported here is nobody's business but ours. See docs/programming.md.
 */

export { defineScenario } from './scenario/define_scenario.ts';
export type {
  PhaseFile,
  ScenarioFile,
  SpeechFile,
  StepFile,
  ToolFile,
  ToolOutcomeFile,
} from './scenario/define_scenario.ts';

export { defineDialect, readJson } from './dialect/own/define_dialect.ts';
export type {
  AudioFormat,
  AudioInText,
  CallerAudio,
  ConnectAnswer,
  ConnectTarget,
  OwnAround,
  OwnCommand,
  OwnDialect,
  OwnEvent,
  OwnFrame,
  OwnMessage,
  OwnSession,
  OwnUsage,
} from './dialect/own/define_dialect.ts';

export { loadScenario } from './scenario/load_scenario.ts';
export type { LoadedScenario, LoadOptions } from './scenario/load_scenario.ts';
export { compile } from './scenario/compile.ts';
export type { Compiled, CompileOptions } from './scenario/compile.ts';
export type { Overrides } from './scenario/override.ts';
export type { Plan, PlanAudio } from './core/plan/plan.ts';

export { runPlan } from './run/run_plan.ts';
export type { RunPlanOptions, RunResult } from './run/run_plan.ts';
export { rehearsePlan } from './run/rehearse_plan.ts';
export type { Rehearsal, RehearsePlanOptions } from './run/rehearse_plan.ts';
export { loadAgent } from './agent/simulator.ts';
export type { Agent, AgentOptions } from './agent/simulator.ts';
export type { WhichCalls } from './engine/recording/which_calls.ts';
export type { RecordingTally } from './engine/node/recording_files.ts';
export type { Selection } from './core/load/selection.ts';
export type { EventRecord, RunControl, Sink, SinkTrouble } from './run/sink.ts';
export type { Reporter, ReporterOptions } from './run/reporter.ts';
export type { Reported, ViewContent } from './report/view/views.ts';
export { LiveView } from './run/live/live_view.ts';
export type { LiveViewOptions } from './run/live/live_view.ts';
export { LogSink } from './run/log_sink.ts';
export { prometheusSink } from './telemetry/prometheus.ts';
export type { PrometheusSink } from './telemetry/prometheus.ts';
export type { ListenAddress } from './telemetry/listen_address.ts';
export { otelSink } from './telemetry/otel.ts';
export type { OtelOptions, OtelSink } from './telemetry/otel.ts';
export { otlpTarget } from './telemetry/otlp_target.ts';
export type { OtlpTarget } from './telemetry/otlp_target.ts';
export { startSimulatedAgent } from './cli/simulated_agent.ts';
export type { SimulatedAgent, SimulatedAgentOptions } from './cli/simulated_agent.ts';

export type {
  CalibrationRecord,
  CalibrationTroubleRecord,
  CallRecord,
  FooterRecord,
  GeneratorRecord,
  HeaderRecord,
  LogRecord,
  StartedRecord,
  TurnRecord,
} from './core/log/record.ts';
export type { FailureCode, StopReason } from './core/log/failure.ts';
export { readLogs } from './report/read.ts';
export type { RunLog } from './report/log.ts';
export { summarize } from './report/summarize.ts';
export type { Summary } from './report/summary.ts';
export { exitCodeOf } from './report/verdict.ts';
export { writeReports } from './report/write.ts';
export type { WrittenReports } from './report/write.ts';
export { LiveTally } from './report/live.ts';
export type { LiveFigures } from './report/live.ts';
export { ConfigError, ConfigErrors } from './core/word/config_error.ts';
