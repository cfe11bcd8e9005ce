/**
 * What was used of a served agent, summed up as it is answered, what that would cost at the prices of the profile's model,
 * and how good the audio was that it heard: the last words of `callstorm serve`.
 */

import type { AgentRecord } from '../agent/agent_record.ts';
import { QualitySummary, type SessionQuality } from '../agent/ear/quality/quality_summary.ts';
import { ConfigError } from '../core/word/config_error.ts';
import type { Usage } from '../core/log/record.ts';
import { addUsage, noUsage } from '../core/log/usage.ts';
import { costOf } from '../pricing/cost.ts';
import type { PriceEntry } from '../pricing/price_table.ts';
import { modelPrice } from '../pricing/prices.ts';
import { plural } from '../report/figure.ts';
import { usd } from '../report/figure.ts';

export class ServeAccount {
  private readonly price: PriceEntry | null;
  private readonly heard = new QualitySummary();
  private usage: Usage = noUsage;
  private sessions = 0;
  private answers = 0;
  private faults = 0;

  /** `price`: a model of the price table, or none. Throws ConfigError where there is no such model: the profile names it. */
  constructor(price: string | null, profile: string) {
    try {
      this.price = price === null ? null : modelPrice(price);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const { code } = error.place;
      throw new ConfigError(error.message, {
        code,
        file: profile,
        path: 'price',
        hint: 'or leave price out: what was used is then told without what it would have cost',
      });
    }
  }

  note(record: AgentRecord): void {
    if (record.type === 'opened') this.sessions++;
    else if (record.type === 'fault') this.faults++;
    else if (record.type === 'utterance' && record.quality !== null) this.heard.add(record.quality);
    else if (record.type === 'answer') {
      this.answers++;
      if (record.usage !== null) this.usage = addUsage(this.usage, usageOf(record.usage));
    }
  }

  /** Lines for people. */
  describe(): string {
    const { usage, price } = this;
    const count = (tokens: number): string => tokens.toLocaleString('en-US');
    const lines = [
      `${plural(this.sessions, 'session')}, ${plural(this.answers, 'answer')}${this.faults === 0 ? '' : `, ${plural(this.faults, 'fault')}`}`,
      `tokens in: text ${count(usage.textIn)}, audio ${count(usage.audioIn)}, of which cached ${count(usage.textCached + usage.audioCached)}; ` +
        `out: text ${count(usage.textOut)}, audio ${count(usage.audioOut)}`,
    ];
    const heard = this.heard.read();
    if (heard !== null) lines.push(audioLine(heard));
    if (price !== null) {
      const { totalUsd } = costOf(usage, { model: price, transcription: null }, 0);
      lines.push(`as ${price.model} it would have cost ${usd(totalUsd)}, transcription apart`);
    }
    return `${lines.join('\n')}\n`;
  }
}

function audioLine(heard: SessionQuality): string {
  const { utterances, meanLevelDbfs, goodShare, reasons } = heard;
  const why = reasons.map(({ reason, utterances: count }) => `${reason.replace('_', ' ')} ${count}`);
  const poor = why.length === 0 ? '' : `; ${why.join(', ')}`;
  return (
    `heard ${plural(utterances, 'utterance')}, speech at ${meanLevelDbfs.toFixed(1)} dBFS on average, ` +
    `good audio in ${Math.floor(goodShare * 100)}%${poor}`
  );
}

type Reported = NonNullable<Extract<AgentRecord, { type: 'answer' }>['usage']>;

function usageOf({ input_token_details: input, output_token_details: output }: Reported): Usage {
  const cached = input?.cached_tokens_details;
  return {
    ...noUsage,
    textIn: input?.text_tokens ?? 0,
    audioIn: input?.audio_tokens ?? 0,
    textCached: cached?.text_tokens ?? 0,
    audioCached: cached?.audio_tokens ?? 0,
    textOut: output?.text_tokens ?? 0,
    audioOut: output?.audio_tokens ?? 0,
  };
}
