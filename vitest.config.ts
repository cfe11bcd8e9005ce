import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { plainSources } from './test/plain_sources.ts';

/** Real sockets and processes beside what they belong to. */
const sockets = [
  'test/loopback/**/*.test.ts',
  'test/agent/{bounds,server}.test.ts',
  'test/cli/{give_way,serve}.test.ts',
];

/** Programs of other people's beside ours: a browser takes a core for itself, and an interpreter comes up slowly. */
const guests = [
  'test/browser/**/*.test.ts',
  'test/loopback/{pipecat,prometheus}.test.ts',
  'test/loopback/clients/*.test.ts',
  'test/kubernetes/decode.test.ts',
  'test/k6/*.test.ts',
];

/** These count milliseconds of a few calls: two of them leave each other a core. */
const paired = [
  'test/loopback/{afflicted,calibrate,ci_page,conformance,faults,heard,own_dialect,toxic_network}.test.ts',
];
/** This measures the machine's own error. */
const alone = ['test/loopback/truth.test.ts'];

const tidy = 'test/loopback/tidy.ts';

/** Far longer than their size tells, most of them real seconds of calls. As long as they are: the longest first. */
const long = [
  'run/shipped_scenarios',
  'loopback/matrix',
  'loopback/endings',
  'loopback/ci_page',
  'loopback/speak',
  'loopback/outputs',
  'loopback/live',
  'loopback/replay',
  'loopback/run',
  'loopback/ear',
  'loopback/otel',
  'loopback/own_dialect',
  'loopback/workers',
  'loopback/shares',
  'loopback/upload',
  'loopback/gemini_peer',
  'loopback/recording',
  'loopback/dialing',
  'loopback/workflow',
  'loopback/threshold',
  'loopback/probe',
  'loopback/parent',
  'k6/conformance',
  'k6/k6_run',
  'k6/dialects',
  'loopback/pipecat',
  'loopback/clients/twilio_bridge',
  'browser/live',
  'loopback/prometheus',
  'loopback/telephone_example',
  'loopback/calibrate',
  'loopback/conformance',
  'loopback/conformance_network',
  'loopback/heard',
];

/** Those first, so that nobody waits for one of them at the end; then as Vitest has it: the larger ones first. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = long.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? long.length : at;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

/**
 * Groups, one after another: everything that needs no real time; what talks over real sockets, mostly waiting; and what
 * measures on them, with the machine to itself.
 */
/** Tests that watch the sources for changes read them by Vitest's own means. */
const plugins = process.argv.includes('run') ? [await plainSources()] : [];
const server = { deps: { external: [/\/\.cache\/sources\//] } };

export default defineConfig({
  test: {
    // Of the tests themselves: each group would read anew what others have read.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins,
        test: {
          server,
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: [...sockets, ...guests],
          // Nothing here waits; but the machine may have other work.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Files share what is loaded: pure code keeps nothing between them, and enrolling the callers takes a second.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins,
        test: {
          server,
          name: 'loopback',
          include: sockets,
          exclude: [...guests, ...paired, ...alone],
          setupFiles: tidy,
          isolate: false,
          // Most of them wait most of the time.
          maxWorkers: 6,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        plugins,
        test: {
          server,
          name: 'guests',
          include: guests,
          setupFiles: tidy,
          isolate: false,
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        plugins,
        test: {
          server,
          name: 'paired',
          include: paired,
          setupFiles: tidy,
          isolate: false,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
        },
      },
      {
        plugins,
        test: {
          server,
          name: 'alone',
          include: alone,
          setupFiles: tidy,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
