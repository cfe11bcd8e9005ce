/**
 * The shape of what a client of the Gemini Live API may send, and what the service says of anything else: it takes no field that it
 * does not know, and closes with 1007. Names may be in either of the two ways of writing that its JSON has; what is given on is in one.
 * Pure; never throws.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** What may stand somewhere. `any`: whatever it is, left as it is. */
export type Shape =
  | 'text'
  | 'flag'
  | 'number'
  | 'any'
  | { readonly of: readonly string[] }
  | { readonly list: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

export type Shaped = { readonly ok: unknown } | { readonly wrong: string };

const MOST_QUOTED = 40;
/** Deeper than any message is. */
const DEEPEST = 40;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Empty where there is none. */
export function textIn(of: Fields, name: string): string {
  const value = of[name];
  return typeof value === 'string' ? value : '';
}

export function shapedAs(shape: Shape, value: unknown, path: string, depth = 0): Shaped {
  if (depth > DEEPEST) return { wrong: `Message too deep at '${path}'` };
  if (shape === 'any') return { ok: value };
  if (shape === 'text')
    return typeof value === 'string' ? { ok: value } : wrongType(path, 'TYPE_STRING', value);
  if (shape === 'flag')
    return typeof value === 'boolean' ? { ok: value } : wrongType(path, 'TYPE_BOOL', value);
  if (shape === 'number') {
    const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isFinite(number)
      ? { ok: number }
      : wrongType(path, 'TYPE_INT32', value);
  }
  if ('of' in shape) {
    return typeof value === 'string' && shape.of.includes(value)
      ? { ok: value }
      : wrongType(path, 'TYPE_ENUM', value);
  }
  if ('list' in shape) {
    // A single one stands for a list of it, as in the service's JSON.
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const taken: unknown[] = [];
    for (const [i, item] of items.entries()) {
      const one = shapedAs(shape.list, item, `${path}[${i}]`, depth + 1);
      if ('wrong' in one) return one;
      taken.push(one.ok);
    }
    return { ok: taken };
  }
  return fieldsOf(shape.fields, value, path, depth);
}

function fieldsOf(
  known: Readonly<Record<string, Shape>>,
  value: unknown,
  path: string,
  depth: number,
): Shaped {
  if (!isFields(value)) return wrongType(path, 'an object', value);
  const taken: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const camel = name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const shape = Object.hasOwn(known, camel) ? known[camel] : undefined;
    if (shape === undefined) {
      const at = path === '' ? '' : ` at '${path}'`;
      return {
        wrong: `Invalid JSON payload received. Unknown name "${quoted(name)}"${at}: Cannot find field.`,
      };
    }
    // Null is absent, in the service's JSON.
    if (field === null) continue;
    const one = shapedAs(shape, field, path === '' ? camel : `${path}.${camel}`, depth + 1);
    if ('wrong' in one) return one;
    taken[camel] = one.ok;
  }
  return { ok: taken };
}

function wrongType(path: string, type: string, value: unknown): Shaped {
  return { wrong: `Invalid value at '${path}' (${type}), ${quoted(JSON.stringify(value) ?? 'undefined')}` };
}

function quoted(text: string): string {
  return text.length > MOST_QUOTED ? `${text.slice(0, MOST_QUOTED)}…` : text;
}

const blob: Shape = { fields: { mimeType: 'text', data: 'text', displayName: 'text' } };
const functionCall: Shape = { fields: { id: 'text', name: 'text', args: 'any' } };
const functionResponse: Shape = {
  fields: {
    id: 'text',
    name: 'text',
    response: 'any',
    parts: 'any',
    willContinue: 'flag',
    scheduling: { of: ['SCHEDULING_UNSPECIFIED', 'SILENT', 'WHEN_IDLE', 'INTERRUPT'] },
  },
};
const content: Shape = {
  fields: {
    role: 'text',
    parts: {
      list: {
        fields: {
          text: 'text',
          thought: 'flag',
          thoughtSignature: 'text',
          inlineData: blob,
          fileData: 'any',
          functionCall,
          functionResponse,
          executableCode: 'any',
          codeExecutionResult: 'any',
          videoMetadata: 'any',
          mediaResolution: 'any',
        },
      },
    },
  },
};
const tools: Shape = {
  list: {
    fields: {
      functionDeclarations: {
        list: {
          fields: {
            name: 'text',
            description: 'text',
            parameters: 'any',
            parametersJsonSchema: 'any',
            response: 'any',
            responseJsonSchema: 'any',
            behavior: { of: ['UNSPECIFIED', 'BLOCKING', 'NON_BLOCKING'] },
          },
        },
      },
      googleSearch: 'any',
      googleSearchRetrieval: 'any',
      codeExecution: 'any',
      urlContext: 'any',
      retrieval: 'any',
      computerUse: 'any',
      googleMaps: 'any',
      fileSearch: 'any',
      mcpServers: 'any',
    },
  },
};
const transcription: Shape = {
  fields: {
    languageCodes: { list: 'text' },
    languageAuto: 'any',
    languageHints: 'any',
    customVocabulary: { list: 'text' },
    adaptationPhrases: { list: 'text' },
    wordTimestamp: 'flag',
    diarization: 'flag',
    mode: 'text',
  },
};
const sensitivity = (which: 'START' | 'END'): Shape => ({
  of: ['UNSPECIFIED', 'HIGH', 'LOW'].map((level) => `${which}_SENSITIVITY_${level}`),
});

const setup: Shape = {
  fields: {
    model: 'text',
    generationConfig: {
      fields: {
        responseModalities: { list: { of: ['MODALITY_UNSPECIFIED', 'TEXT', 'IMAGE', 'AUDIO', 'VIDEO'] } },
        speechConfig: 'any',
        temperature: 'number',
        topP: 'number',
        topK: 'number',
        maxOutputTokens: 'number',
        seed: 'number',
        presencePenalty: 'number',
        frequencyPenalty: 'number',
        mediaResolution: 'text',
        enableAffectiveDialog: 'flag',
        thinkingConfig: {
          fields: { includeThoughts: 'flag', thinkingBudget: 'number', thinkingLevel: 'text' },
        },
        translationConfig: 'any',
      },
    },
    systemInstruction: content,
    tools,
    realtimeInputConfig: {
      fields: {
        automaticActivityDetection: {
          fields: {
            disabled: 'flag',
            startOfSpeechSensitivity: sensitivity('START'),
            endOfSpeechSensitivity: sensitivity('END'),
            prefixPaddingMs: 'number',
            silenceDurationMs: 'number',
          },
        },
        activityHandling: {
          of: ['ACTIVITY_HANDLING_UNSPECIFIED', 'START_OF_ACTIVITY_INTERRUPTS', 'NO_INTERRUPTION'],
        },
        turnCoverage: {
          of: [
            'TURN_COVERAGE_UNSPECIFIED',
            'TURN_INCLUDES_ONLY_ACTIVITY',
            'TURN_INCLUDES_ALL_INPUT',
            'TURN_INCLUDES_AUDIO_ACTIVITY_AND_ALL_VIDEO',
          ],
        },
        interimTranscriptTimestampEnabled: 'flag',
      },
    },
    sessionResumption: { fields: { handle: 'text', transparent: 'flag' } },
    contextWindowCompression: {
      fields: { triggerTokens: 'number', slidingWindow: { fields: { targetTokens: 'number' } } },
    },
    inputAudioTranscription: transcription,
    outputAudioTranscription: transcription,
    proactivity: { fields: { proactiveAudio: 'flag' } },
    historyConfig: { fields: { initialHistoryInClientContent: 'flag' } },
    explicitVadSignal: 'flag',
    avatarConfig: 'any',
    safetySettings: 'any',
    labels: 'any',
  },
};

export const clientMessage: Shape = {
  fields: {
    setup,
    clientContent: { fields: { turns: { list: content }, turnComplete: 'flag' } },
    realtimeInput: {
      fields: {
        mediaChunks: { list: blob },
        audio: blob,
        video: blob,
        text: 'text',
        audioStreamEnd: 'flag',
        activityStart: { fields: {} },
        activityEnd: { fields: {} },
      },
    },
    toolResponse: { fields: { functionResponses: { list: functionResponse } } },
    contextUpdate: { fields: { systemInstruction: content, tools: { fields: { tools } } } },
  },
};
