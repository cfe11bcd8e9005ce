/** A folder as `callstorm bundle --for k6` leaves it, as far as others look into it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function bundled(folder: string, target: Readonly<Record<string, unknown>> = {}): void {
  mkdirSync(folder, { recursive: true });
  const plan = {
    id: 'b'.repeat(64),
    scenario: { name: 'storm' },
    dialect: 'openai-realtime',
    target: { url: 'wss://agent.example/v1/realtime', keyEnv: 'AGENT_KEY', session: {}, ...target },
  };
  const files = {
    'audio.txt': '{"a":1}\n{"b":2}',
    'plan.json': JSON.stringify(plan),
    'callstorm.json': JSON.stringify({ version: 1, vus: 2, callstorm: '0.1.0', command: '' }),
    'options.json': '{}\n',
    'script.js': 'export default () => {};\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}
