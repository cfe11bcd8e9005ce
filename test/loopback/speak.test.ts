/** `fixtures speak` with programs that are started and a service that is asked over a socket. Ctrl-C needs `npm run build`. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fixturesSpeakCommand } from '../../src/cli/fixtures_speak.ts';
import { hearCommand } from '../../src/cli/hear.ts';
import { validateCommand } from '../../src/cli/validate.ts';
import { checkFixtures } from '../../src/fixture/check.ts';
import { importFixture } from '../../src/fixture/import.ts';
import { loadManifest } from '../../src/fixture/manifest.ts';
import { httpMaker } from '../../src/fixture/speak_by_http.ts';
import { textUtterance } from '../../src/fixture/said_text.ts';
import { terminal, type FakeTerminal } from '../cli/terminal.ts';
import { fullFor, hasFullDevice } from '../disk/full.ts';
import { utterance, wavOf } from '../fixture/folder.ts';
import { hostileTexts } from '../fixture/hostile_texts.ts';
import { callstorm, temporary } from './command.ts';

const key = 'sk-live-4fQ9zL2mB7xT1c';

/** Notes its arguments and its input, then does as its first argument says. */
const SPEAKER = `
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
const [how, ...args] = process.argv.slice(2);
const home = import.meta.dirname;
const input = how === 'input' ? readFileSync(0, 'utf8') : '';
appendFileSync(home + '/asked.jsonl', JSON.stringify({ args, input, pid: process.pid }) + '\\n');
const out = args.at(-1);
switch (how) {
  case 'speak': copyFileSync(home + '/voice.wav', out); break;
  case 'input': copyFileSync(home + '/voice.wav', out); break;
  case 'print': process.stdout.write(readFileSync(home + '/voice.wav')); break;
  case 'fail': console.error('no voice \\u001b[31m' + args[0]); process.exit(3); break;
  case 'silent': writeFileSync(out, readFileSync(home + '/silence.wav')); break;
  case 'nothing': break;
  case 'flood': { const much = Buffer.alloc(1 << 20); const go = () => { while (process.stdout.write(much)); process.stdout.once('drain', go); }; go(); break; }
  case 'hang': setInterval(() => {}, 1000); break;
  case 'second': if (readFileSync(home + '/asked.jsonl', 'utf8').split('\\n').length > 2) setInterval(() => {}, 1000); else copyFileSync(home + '/voice.wav', out); break;
}
`;

interface Workplace {
  readonly home: string;
  readonly speaker: string;
  asked(): { args: string[]; input: string; pid: number }[];
}

/** A scenario in which one caller says these, and a program that speaks. */
function workplace(texts: readonly string[], voices?: readonly string[]): Workplace {
  const home = temporary();
  writeFileSync(join(home, 'speaker.mjs'), SPEAKER);
  writeFileSync(join(home, 'voice.wav'), wavOf(utterance(600), 16_000));
  writeFileSync(join(home, 'silence.wav'), wavOf(new Float32Array(24_000)));
  const script = texts.flatMap((text) => [{ say: { text } }, 'listen']);
  const persona = voices === undefined ? {} : { persona: { voices } };
  const scenario = {
    name: 'own',
    callers: [{ name: 'a', ...persona, script }],
    load: { concurrency: 1, calls: 1 },
  };
  writeFileSync(join(home, 'own.json'), JSON.stringify(scenario));
  return {
    home,
    speaker: `'${process.execPath}' '${join(home, 'speaker.mjs')}'`,
    asked: () =>
      readFileSync(join(home, 'asked.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { args: string[]; input: string; pid: number }),
  };
}

async function speak(
  { home }: Workplace,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ io: FakeTerminal; code: number }> {
  const io = terminal({ cwd: home, env });
  let code = -1;
  const command = fixturesSpeakCommand(io, (given) => {
    code = given;
  });
  await command.parseAsync(['own.json', ...args], { from: 'user' });
  return { io, code };
}

async function refusal(place: Workplace, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string> {
  try {
    await speak(place, args, env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'all went well';
}

describe('fixtures speak --command', () => {
  it('hands each text over as one argument, byte for byte, and makes each once', async () => {
    const place = workplace(hostileTexts);
    const line = [
      '--command',
      `${place.speaker} speak -v {voice} -t {text} {out}`,
      '--voice',
      'anna=Anna A.',
    ];
    const { io, code } = await speak(place, line);
    expect(code).toBe(0);
    // What differs in blanks alone is one text.
    const texts = hostileTexts.map((text) => text.replaceAll('\u00A0', ' '));
    expect(place.asked().map(({ args }) => args.slice(0, -1))).toEqual(
      texts.map((text) => ['-v', 'Anna A.', '-t', text]),
    );
    expect(readdirSync(place.home)).not.toContain('owned');
    expect(io.outText).toContain(`${texts.length} spoken, 0 there already  fixtures\n`);
    const { fixtures } = await loadManifest(join(place.home, 'fixtures'));
    expect(fixtures.map(({ id }) => id)).toEqual(texts.map((text) => `anna/${textUtterance(text)}`).sort());
    expect(fixtures.map(({ transcript }) => transcript).sort()).toEqual([...texts].sort());
    expect(
      fixtures.every(
        ({ activeDbfs, sampleRate }) => Math.abs(activeDbfs + 20) < 0.5 && sampleRate === 24_000,
      ),
    ).toBe(true);
    expect((await checkFixtures(join(place.home, 'fixtures'), { coverage: false })).problems).toEqual([]);

    const again = await speak(place, line);
    expect(again.io.outText).toBe(`0 spoken, ${texts.length} there already  fixtures\n`);
    expect(place.asked()).toHaveLength(texts.length);
  });

  it('warns of voices that the command does not tell apart', async () => {
    const place = workplace(['Hello.']);
    const { io } = await speak(place, [
      '--command',
      `${place.speaker} speak {voice} -t {text} {out}`,
      '--voices',
      'anna,bert',
    ]);
    expect(io.errText).toContain('anna and bert sound exactly alike');
  });

  it('makes what another command made anew, and the same with --force', async () => {
    const place = workplace(['Hello.']);
    const line = (more: string) => ['--command', `${place.speaker} speak ${more} {text} {out}`];
    await speak(place, line('-t'));
    expect((await speak(place, [...line('--text'), '--dry-run'])).io.outText).toContain(
      '1 recording would be made',
    );
    expect((await speak(place, line('--text'))).io.outText).toContain('1 spoken, 0 there');
    expect((await speak(place, line('--text'))).io.outText).toContain('0 spoken, 1 there');
    expect((await speak(place, [...line('--text'), '--force'])).io.outText).toContain('1 spoken, 0 there');
    expect(place.asked()).toHaveLength(3);
  });

  it('takes the text in on standard input and the recording from standard output', async () => {
    const place = workplace(['--help me']);
    expect((await speak(place, ['--command', `${place.speaker} input {out}`])).code).toBe(0);
    expect((await speak(place, ['--command', `${place.speaker} print -t {text}`])).code).toBe(0);
    expect(place.asked().map(({ args, input }) => input || args.join(' '))).toEqual([
      '--help me\n',
      '-t --help me',
    ]);
  });

  it('speaks in the voices that the callers name, and then the scenario is valid', async () => {
    const place = workplace(['Hello.'], ['anna', 'bert']);
    const line = ['--command', `${place.speaker} speak {voice} {text} {out}`];
    const part = await speak(place, [...line, '--voices', 'anna']);
    expect(part.code).toBe(1);
    expect(part.io.errText).toContain('1 recording still missing, in voice bert');
    expect((await speak(place, line)).code).toBe(0);
    expect(place.asked().map(({ args }) => args[0])).toEqual(['anna', 'bert']);
    const io = terminal({ cwd: place.home });
    await validateCommand(io, () => {}).parseAsync(['own.json'], { from: 'user' });
    expect(io.outText).toContain('anna, bert');
  });

  it.each([
    ['fail -t {text} {out}', 'failed (exit code 3): no voice \\u001b[31m-t'],
    ['nothing -t {text} {out}', 'ended well and wrote nothing to {out}'],
    ['nothing -t {text}', 'printed no recording'],
    ['flood -t {text}', 'printed more than 64 MiB, and was ended'],
    ['silent -t {text} {out}', '“Hello.” in voice own: it is silent'],
    ['speak {out} {text}', '“-1 again.” in voice own: it begins with a hyphen'],
  ])('tells what went wrong: %s', async (how, message) => {
    const place = workplace(how.startsWith('speak') ? ['-1 again.'] : ['Hello.']);
    const told = await refusal(place, ['--command', `${place.speaker} ${how}`]);
    expect(told).toContain(message);
    expect(told).not.toContain('\u001B');
    expect(readdirSync(place.home)).not.toContain('fixtures');
    for (const { args } of existsSync(join(place.home, 'asked.jsonl')) ? place.asked() : []) {
      expect(existsSync(dirname(args.at(-1) ?? ''))).toBe(!args.at(-1)?.endsWith('speech.wav'));
    }
  });

  it('hides what looks like a key in its line, also where the program says it again', async () => {
    const place = workplace(['Hello.']);
    const told = await refusal(place, ['--command', `${place.speaker} fail --header=${key} {text} {out}`]);
    expect(told).toContain('no voice \\u001b[31m--header=…');
    expect(told).not.toContain(key);
  });

  it.skipIf(!hasFullDevice)('tells of a full disk, and keeps what was made', async () => {
    const place = workplace(['One.']);
    const line = ['--command', `${place.speaker} speak {voice} -t {text} {out}`];
    await speak(place, [...line, '--voice', 'anna']);
    fullFor(join(place.home, 'fixtures/manifest.json'));
    expect(await refusal(place, [...line, '--voices', 'anna,bert'])).toContain(
      'cannot be written: the disk is full (ENOSPC)',
    );
    const { fixtures } = await loadManifest(join(place.home, 'fixtures'));
    expect(fixtures.map(({ voice }) => voice)).toEqual(['anna']);
    expect(readdirSync(join(place.home, 'fixtures')).sort()).toEqual([
      'anna',
      'catalogue.json',
      'manifest.json',
    ]);
  });

  it('is heard by its words', async () => {
    const place = workplace(['To/fro.']);
    await speak(place, [
      '--command',
      `${place.speaker} speak {voice} -t {text} {out}`,
      '--voices',
      'anna,bert',
    ]);
    for (const words of ['To/fro.', 'bert/To/fro.']) {
      const io = terminal({ cwd: place.home });
      await hearCommand(io).parseAsync([words, '-o', 'heard.wav'], { from: 'user' });
      expect(io.outText).toContain(
        `${words.startsWith('bert') ? 'bert' : 'anna'}/${textUtterance('To/fro.')}: as it is`,
      );
    }
  });

  it('leaves alone what somebody has imported under its name', async () => {
    const place = workplace(['Hello.']);
    const dir = join(place.home, 'fixtures');
    const id = `anna/${textUtterance('Hello.')}`;
    await importFixture({ file: join(place.home, 'voice.wav'), dir, id, transcript: 'Hello.' });
    const line = [
      '--command',
      `${place.speaker} speak {voice} -t {text} {out}`,
      '--voice',
      'anna',
      '--force',
    ];
    expect((await speak(place, line)).io.outText).toBe('0 spoken, 1 there already  fixtures\n');
  });

  it('ends one that does not end, with all that it started', async () => {
    const place = workplace(['Hello.']);
    const told = await refusal(place, [
      '--command',
      `${place.speaker} hang -t {text} {out}`,
      '--timeout',
      '6s',
    ]);
    expect(told).toContain('was not done after 6 s, and was ended');
    expect(() => process.kill(place.asked()[0]?.pid ?? 0, 0)).toThrow('ESRCH');
  });

  it('says so where there is no such program, no voice for it, or one too many', async () => {
    const place = workplace(['Hello.'], ['anna', 'bert']);
    expect(await refusal(place, ['--command', 'nowhere-to-be-found {voice} {text}'])).toContain(
      'there is no such program here',
    );
    expect(await refusal(place, ['--command', 'x {text}'])).toContain(
      'the command speaks in one voice, and 2 are wanted: anna, bert',
    );
    expect(await refusal(place, [], { PATH: '' })).toContain('there is no synthesiser here that is known');
    expect(await refusal(workplace(['Hello.']), ['--command', 'x {voice} {text}'])).toContain(
      'expected the voices to speak in',
    );
  });

  it('keeps what was made when it is stopped, and the rest is made later', async () => {
    const place = workplace(['One.', 'Two.']);
    const args = ['fixtures', 'speak', 'own.json', '--command', `${place.speaker} second -t {text} {out}`];
    const running = callstorm(args, { cwd: place.home });
    await running.prints('speaking 2 of 2: own “Two.”');
    running.kill('SIGINT');
    const { exitCode, out, err } = await running.ended;
    expect([exitCode, out]).toEqual([130, expect.stringContaining('1 spoken, 0 there already')]);
    expect(err).toContain('stopped; what was made is kept');
    expect(() => process.kill(place.asked()[1]?.pid ?? 0, 0)).toThrow('ESRCH');
    expect((await loadManifest(join(place.home, 'fixtures'))).fixtures).toHaveLength(1);
    // It hangs in what it is asked second.
    writeFileSync(join(place.home, 'asked.jsonl'), '');
    expect((await speak(place, args.slice(3))).io.outText).toContain('1 spoken, 1 there already');
  });
});

const flite = spawnSync('flite', ['--version']).error === undefined;
if (!flite)
  console.warn('SKIPPED: fixtures speak with flite, which this machine has not (apt install flite)');

describe.skipIf(!flite)('fixtures speak with flite', () => {
  it('is asked without being named, and makes a scenario valid in two voices', async () => {
    const place = workplace(['Where is my parcel?', `It's "late"; $(really).`]);
    const { io, code } = await speak(place, []);
    // On a machine that takes its time, how far it is.
    expect([code, io.errText.replaceAll(/^speaking \d of 4: .*\n/gm, '')]).toEqual([0, '']);
    expect(io.outText).toContain('4 spoken, 0 there already');
    const { fixtures } = await loadManifest(join(place.home, 'fixtures'));
    expect(fixtures[0]?.source).toBe('spoken by flite -voice rms -t {text} -o {out}');
    expect(new Set(fixtures.map(({ sha256 }) => sha256)).size).toBe(4);
    expect(await refusal(workplace(['Hi.'], ['nobody']), [])).toContain('has no voice "nobody"');
  });
});

type Reply = (
  request: IncomingMessage,
  asked: Record<string, unknown>,
) => {
  status?: number;
  headers?: Record<string, string>;
  body: string | Uint8Array;
};

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers in turn; the last one goes on. */
async function service(
  ...replies: Reply[]
): Promise<{ url: string; asked: Record<string, unknown>[]; keys: unknown[] }> {
  const asked: Record<string, unknown>[] = [];
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      const question = JSON.parse(text) as Record<string, unknown>;
      asked.push({ path: request.url, ...question });
      keys.push(request.headers.authorization);
      const reply = replies[Math.min(asked.length, replies.length) - 1] as Reply;
      const { status = 200, headers = {}, body } = reply(request, question);
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, keys };
}

const wav: Reply = () => ({ headers: { 'content-type': 'audio/wav' }, body: wavOf(utterance(600)) });

describe('fixtures speak --url', () => {
  it('asks as OpenAI is asked, once a text and voice, with the key from the environment', async () => {
    const { url, asked, keys } = await service(wav);
    const place = workplace(['Where is my "parcel"?']);
    const args = ['--url', url, '--model', 'm-1', '--voices', 'anna=alloy,bert=onyx', '--key-env', 'TTS_KEY'];
    const { io, code } = await speak(place, args, { TTS_KEY: key });
    expect(code).toBe(0);
    const question = {
      path: '/v1/audio/speech',
      model: 'm-1',
      input: 'Where is my "parcel"?',
      response_format: 'wav',
    };
    expect(asked).toEqual([
      { ...question, voice: 'alloy' },
      { ...question, voice: 'onyx' },
    ]);
    expect(keys).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
    await speak(place, args, { TTS_KEY: key });
    expect(asked).toHaveLength(2);
    await speak(place, [...args.slice(0, 3), 'm-2', ...args.slice(4)], { TTS_KEY: key });
    expect(asked).toHaveLength(4);
    const kept = ['manifest.json', 'catalogue.json'].map((name) =>
      readFileSync(join(place.home, 'fixtures', name), 'utf8'),
    );
    expect(kept[0]).toContain('model m-2, voice alloy');
    expect([io.outText, io.errText, ...kept].join('\n')).not.toContain(key);
  });

  it('takes raw samples', async () => {
    const { url } = await service(() => ({
      headers: { 'content-type': 'audio/pcm' },
      body: wavOf(utterance(600)).subarray(44),
    }));
    const place = workplace(['Hello.']);
    expect((await speak(place, ['--url', `${url}/v1/`, '--response', 'pcm'])).code).toBe(0);
    const [fixture] = (await loadManifest(join(place.home, 'fixtures'))).fixtures;
    expect(fixture).toMatchObject({ voice: 'alloy', transcript: 'Hello.' });
    expect(fixture?.durationMs).toBeGreaterThan(700);
  });

  const echo: Reply = ({ headers }) => ({
    status: 401,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: { message: `bad key ${headers.authorization}\u001B[2J` } }),
  });

  it.each([
    ['a key that is refused', echo, 'answered 401: bad key Bearer …\\u001b[2J'],
    [
      'a page',
      () => ({ headers: { 'content-type': 'text/html' }, body: '<html>' }),
      'answered with text/html in place of audio',
    ],
    ['nothing', () => ({ body: '' }), 'answered with nothing in place of audio'],
    [
      'MP3',
      () => ({ headers: { 'content-type': 'audio/mpeg' }, body: 'ID3\u0004rest' }),
      'answered with audio/mpeg that is no WAV',
    ],
    [
      'another address',
      () => ({ status: 307, headers: { location: `http://127.0.0.1:9/?api_key=${key}` }, body: '' }),
      'answered 307: it has moved to http://127.0.0.1:9/?api_key=…',
    ],
  ] satisfies [string, Reply, string][])('tells of %s, and never the key', async (_, reply, message) => {
    const { url, asked } = await service(reply);
    const place = workplace(['Hello.', 'Bye.']);
    const told = await refusal(place, ['--url', url, '--key-env', 'TTS_KEY'], { TTS_KEY: key });
    expect(told).toContain(message);
    expect(told).not.toContain(key);
    expect(told).not.toContain('\u001B');
    // What is wrong with the service is so for every text: the other is not asked for, and not paid.
    expect(asked.length).toBe(1);
  });

  it.each([
    ['with one', ['--key-env', 'TTS_KEY'], 'Is the key in the environment the right one'],
    ['without one', [], 'Name the environment variable that holds the key'],
  ])('asks %s for the key that is missing', async (_, named, hint) => {
    const { url } = await service(echo);
    const told = await refusal(workplace(['Hello.']), ['--url', url, ...named], { TTS_KEY: key });
    expect(told).toContain(hint);
  });

  it('takes no MP3 for raw samples', async () => {
    const { url, asked } = await service(() => ({
      headers: { 'content-type': 'audio/mpeg' },
      body: 'ID3rest',
    }));
    const told = await refusal(workplace(['Hello.', 'Bye.']), ['--url', url, '--response', 'pcm']);
    expect(told).toContain('answered with audio/mpeg that is no WAV');
    expect(asked.length).toBe(1);
  });

  it('asks again what is busy or broken, ever later, and not for ever', async () => {
    const busy: Reply = () => ({ status: 429, headers: { 'retry-after': '9' }, body: 'slow down' });
    const broken: Reply = () => ({ status: 503, body: '' });
    const waits: number[] = [];
    const order = {
      text: 'Hello.',
      voice: { name: 'a', calledThere: 'alloy' },
      folder: temporary(),
      signal: new AbortController().signal,
    };
    const maker = (url: string) =>
      httpMaker({
        url,
        model: 'm',
        format: 'wav',
        timeoutMs: 10_000,
        wait: (ms) => {
          waits.push(ms);
          return Promise.resolve();
        },
      });
    const recovering = await service(busy, broken, wav);
    await maker(recovering.url).make(order);
    expect(waits.splice(0)).toEqual([9000, 1000]);
    const down = await service(broken);
    await expect(maker(down.url).make(order)).rejects.toThrow('answered 503, 5 times');
    expect([down.asked.length, waits.splice(0)]).toEqual([5, [500, 1000, 2000, 4000]]);
    const gone = await service(wav);
    closing.pop()?.();
    await expect(maker(gone.url).make(order)).rejects.toThrow('nothing listens there (ECONNREFUSED)');
    expect(waits).toEqual([]);
  });

  it.each([
    [['--url', 'ftp://x'], 'begins with http:// or https://'],
    [['--url', `http://me:${key}@127.0.0.1:9`], 'expected no user and password'],
    [['--url', 'http://127.0.0.1:9', '--key-env', key], 'expected the name of an environment variable'],
    [
      ['--url', 'http://127.0.0.1:9', '--key-env', 'NOT_SET'],
      'expected a key in the environment variable NOT_SET',
    ],
    [['--url', 'http://127.0.0.1:9', '--command', 'x {text}'], 'found both'],
    [['--command', 'x {text}', '--key-env', 'TTS_KEY'], 'expected --url beside it'],
  ])('refuses %j without showing a key', async (args, message) => {
    const told = await refusal(workplace(['Hello.']), args, { TTS_KEY: key });
    expect(told).toContain(message);
    expect(told).not.toContain(key);
  });
});
