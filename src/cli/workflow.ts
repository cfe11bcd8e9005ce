/** The workflow that `callstorm init --ci` writes: GitHub Actions runs the scenario, and the job fails where it does not pass. */

import { shellWord } from '../core/word/shell_word.ts';

export interface WorkflowWishes {
  /** From the project's folder. */
  readonly scenario: string;
  /** Of the project in its repository; empty: it is the repository. */
  readonly folder: string;
  /** Whether `npm ci` has what it needs. */
  readonly locked: boolean;
  /** Environment variables that the scenario names. */
  readonly variables: readonly string[];
}

export const WORKFLOW_FILE = '.github/workflows/callstorm.yml';
const REPORT = 'reports/ci';

export function workflow({ scenario, folder, locked, variables }: WorkflowWishes): string {
  const file = shellWord(scenario);
  const report = folder === '' ? REPORT : `${folder}/${REPORT}`;
  const where =
    folder === '' ? '' : `    defaults:\n      run:\n        working-directory: ${JSON.stringify(folder)}\n`;
  const env =
    variables.length === 0
      ? `        # env:\n        #   OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}\n`
      : `        env:\n${variables.map((name) => `          ${name}: \${{ secrets.${name} }}\n`).join('')}`;
  return `# Callers ring the agent, and the job fails where a threshold of the scenario does not hold.
name: voice load
on:
  pull_request:
  push:
    branches: [main, master]
  workflow_dispatch:
permissions:
  contents: read
jobs:
  load:
    runs-on: ubuntu-latest
    timeout-minutes: 30
${where}    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - name: Install
        run: ${locked ? 'npm ci' : 'npm install'}
      - name: Check the scenario
        run: npx callstorm validate ${file}
      - name: Make the calls
        run: npx callstorm run ${file} --out ${REPORT} --quiet # its report is in the job's summary
${env}      - name: Keep the report
        if: \${{ !cancelled() }}
        uses: actions/upload-artifact@v4
        with:
          name: voice-load
          path: ${report} # junit.xml is for any reporter of tests
          if-no-files-found: ignore
`;
}

/** That a scenario's text names outside its comments. */
export function variablesIn(scenario: string): readonly string[] {
  const text = scenario.replaceAll(/(?:^|\s)#.*$/gm, '');
  const found = text.matchAll(
    /\bkey_env['"]?\s*:\s*['"]?([A-Za-z_]\w*)|\benv['"]?\s*:\s*['"]?([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\}/g,
  );
  return [...new Set([...found].map(([, key, env, text]) => key ?? env ?? text ?? ''))];
}
