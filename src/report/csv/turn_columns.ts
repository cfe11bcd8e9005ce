/** turns.csv: one line a turn, in the order of the log. Instants are ms since the run’s instant 0, as in the log. */

import { latencies, type TurnLatencies } from '../../core/log/timing.ts';
import type { TurnMarks, TurnRecord } from '../../core/log/record.ts';
import { countedLatency } from '../metric/response_latency.ts';
import { toldRecords } from '../told_records.ts';
import type { Reported } from '../view/views.ts';
import { csv, type Column } from './csv.ts';
import { usageColumns } from './usage_columns.ts';

interface Row {
  readonly run: string;
  readonly turn: TurnRecord;
  readonly times: TurnLatencies;
}

const column = (name: string, of: Column<Row>['of']): Column<Row> => ({ name, of });
const own = (name: string, of: (turn: TurnRecord) => ReturnType<Column<Row>['of']>): Column<Row> =>
  column(name, ({ turn }) => of(turn));

const MARKS: Readonly<Record<keyof TurnMarks, string>> = {
  speechStart: 'speech_start_ms',
  speechEnd: 'speech_end_ms',
  speechEndDue: 'speech_end_due_ms',
  speechStartedEvent: 'speech_started_event_ms',
  speechStoppedEvent: 'speech_stopped_event_ms',
  committed: 'committed_ms',
  transcribed: 'transcribed_ms',
  answerCreated: 'answer_created_ms',
  firstContent: 'first_content_ms',
  firstAudio: 'first_audio_ms',
  firstPlayed: 'first_played_ms',
  firstHeard: 'first_heard_ms',
  answerDone: 'answer_done_ms',
  lastHeard: 'last_heard_ms',
};

const PARTS = {
  responseLatency: 'speech_end_to_heard_ms',
  packetization: 'packetization_ms',
  vadDelay: 'vad_delay_ms',
  llmDelay: 'llm_delay_ms',
  ttsDelay: 'tts_delay_ms',
  networkDown: 'network_down_ms',
  playbackDelay: 'playback_delay_ms',
  leadIn: 'lead_in_ms',
  unattributed: 'unattributed_ms',
  timeToFirstAudio: 'time_to_first_audio_ms',
  transcriptionDelay: 'transcription_delay_ms',
} as const satisfies Partial<Record<keyof TurnLatencies, string>>;

const turnColumns: readonly Column<Row>[] = [
  column('run', ({ run }) => run),
  own('call', ({ call }) => call),
  own('turn', ({ turn }) => turn),
  own('step', ({ step }) => step),
  own('kind', ({ kind }) => kind),
  own('caller', ({ caller }) => caller),
  own('voice', ({ voice }) => voice),
  own('outcome', ({ outcome }) => outcome),
  own('failure', ({ failure }) => failure),
  own('detail', ({ detail }) => detail),
  own('expects_answer', ({ expectsAnswer }) => expectsAnswer),
  own('response_latency_ms', countedLatency),
  ...Object.entries(PARTS).map(([part, name]) =>
    column(name, ({ times }) => times[part as keyof typeof PARTS]),
  ),
  own('round_trip_ms', ({ rttMs }) => rttMs),
  ...Object.entries(MARKS).map(([mark, name]) => own(name, ({ marks }) => marks[mark as keyof TurnMarks])),
  column('agent_interrupted', ({ times }) => times.agentInterrupted),
  own('barge_in_ms', ({ bargeIn }) => bargeIn?.atMs),
  own('barge_in_stopped_ms', ({ bargeIn }) => bargeIn?.stoppedMs),
  own('backchannels', ({ backchannels }) => backchannels.length),
  own('answers', ({ answers }) => answers),
  own('answer_status', ({ answerStatus }) => answerStatus),
  own('answer_reason', ({ answerReason }) => answerReason),
  own('answer_audio_ms', ({ answerAudioMs }) => answerAudioMs),
  own('heard_ms', ({ heardMs }) => heardMs),
  own('underruns', ({ underruns }) => underruns.count),
  own('underruns_ms', ({ underruns }) => underruns.ms),
  own('tools', ({ tools }) => tools?.map(({ name }) => name).join(' ')),
  own('fallbacks', ({ fallbacks }) => fallbacks?.map(({ label }) => label).join(' ')),
  own('said', ({ said }) => said),
  own('said_text', ({ transcript }) => transcript),
  own('answer_text', ({ heardText }) => heardText),
  ...usageColumns<Row>(({ turn }) => turn.usage),
];

export function turnsCsv(reported: Reported): AsyncIterable<string> {
  return csv(turnColumns, rowsOf(reported));
}

async function* rowsOf(reported: Reported): AsyncGenerator<Row> {
  for await (const { header, record } of toldRecords(reported)) {
    if (record.type === 'turn') yield { run: header.run, turn: record, times: latencies(record) };
  }
}
