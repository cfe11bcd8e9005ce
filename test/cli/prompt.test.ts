import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { promptCommand } from '../../src/cli/prompt.ts';

async function printed(...args: readonly string[]): Promise<string> {
  let text = '';
  const io: Io = {
    out: (piece) => (text += piece),
    err: () => {},
    isTTY: false,
    columns: 100,
    env: {},
    cwd: process.cwd(),
  };
  await promptCommand(io).parseAsync([...args], { from: 'user' });
  return text;
}

describe('callstorm prompt', () => {
  it('prints role, greeting, capabilities, rules, style and manners', async () => {
    const text = await printed();
    expect(text).toMatch(/^You are the friendly support agent of an online shop/);
    expect(text).toContain('Begin the conversation with: "Hello, and welcome to the support line.');
    expect(text).toContain('- Ask for the order number before you look anything up');
    expect(text).toContain('Be warm and easy to talk to.');
    expect(text).toContain('40 words or fewer');
    expect(text).toContain('nothing for 10 seconds');
    expect(text).toContain('Talk as people do on the telephone');
    expect(text).toContain('show that you follow');
    expect(text).toContain('say so: "Let me look that up for you."');
  });

  it('is another for another profile, by name or path', async () => {
    const clinic = await printed('clinic');
    expect(clinic).toContain('Show that you understand how the caller feels.');
    expect(await printed('scenarios/agents/clinic.yaml')).toBe(clinic);
  });

  it('says what is wrong with a profile that is not there', async () => {
    await expect(printed('nobody')).rejects.toThrow('no such file');
  });
});
