/** What `callstorm fixtures speak --help` teaches beyond its options. */

export const speakHelp = `
A script says words of its own as say: { text: "Where is my parcel?" }. They are recordings as all others, made once, before \
the run. This makes those that are missing, checks them as an import is checked, and puts them into fixtures/ beside the \
scenario. A second time it makes nothing; with another command, model or voice it makes them anew. Recordings that you have \
imported are left alone.

What speaks:
  nothing named   the first of flite, say, espeak-ng that this machine has
  --command       any program. No shell reads the line: {text} is one argument, whatever stands in it. Without {text} the text comes on standard input, without {out} the WAV is taken from standard output
  --url           any service with OpenAI's /v1/audio/speech; its key stands in the variable that --key-env names

In which voices: those that a caller's persona names (with --voices, those of them that it gives); for other callers those \
of --voices, else two of the synthesiser's. What else such a caller \
says (digits, bundled utterances) is spoken in the same voices where they have no recording of it.

Examples:
  $ callstorm fixtures speak scenario.yaml
  $ callstorm fixtures speak scenario.yaml --dry-run
  $ callstorm fixtures speak scenario.yaml --command 'flite -voice {voice} -t {text} -o {out}' --voices rms,slt
  $ callstorm fixtures speak scenario.yaml --command 'piper -m {voice} -f {out}' --voices amy=en_US-amy-medium.onnx
  $ callstorm fixtures speak scenario.yaml --command 'espeak-ng -v {voice} -w {out} -- {text}' --voices en-gb
  $ callstorm fixtures speak scenario.yaml --url https://api.openai.com/v1/audio/speech --key-env OPENAI_API_KEY --model gpt-4o-mini-tts --voices anna=coral,bert=onyx

Your own voice instead: say what is asked for, and import it under the name that --dry-run shows, e.g.
  $ callstorm fixtures import take.wav --transcript "Where is my parcel?" --id rms/text-where-is-my-parcel-a91040a206
`;
