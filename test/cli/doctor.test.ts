import { describe, expect, it } from 'vitest';
import { doctorCommand } from '../../src/cli/doctor.ts';
import type { MachineReading } from '../../src/run/machine/machine_reading.ts';
import { reading } from '../run/machine/made_reading.ts';
import { terminal } from './terminal.ts';

async function doctor(
  more: Partial<MachineReading>,
  ...args: string[]
): Promise<{ readonly text: string; readonly code: number | null }> {
  const io = terminal();
  let code: number | null = null;
  const read = () => Promise.resolve({ ...reading, ...more });
  await doctorCommand(io, (given) => (code = given), read).parseAsync(args, { from: 'user' });
  return { text: io.outText, code };
}

describe('callstorm doctor', () => {
  it('says what is there, a line each, and ends with 0 where nothing is wrong', async () => {
    const { text, code } = await doctor({});
    expect(code).toBe(0);
    expect(text).toMatch(/^ok {2}cores +8 cores, no quota/m);
    expect(text).toMatch(/^ok {2}calls, openai-realtime +[\d,]+ at once/m);
    expect(text).toContain('Nothing is wrong here.');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('ends with 1 where there is a problem, and says what to do', async () => {
    const { text, code } = await doctor({ files: { soft: 100, hard: 100, open: 30 } });
    expect(code).toBe(1);
    expect(text).toMatch(/^problem {2}open files/m);
    expect(text).toContain('ulimit -Hn');
    expect(text).toMatch(/^1 problem, \d to look at\.$/m);
  });

  it('gives programs all that it read, and the same exit code', async () => {
    const { text, code } = await doctor({ node: '18.0.0' }, '--json');
    const told = JSON.parse(text) as { problems: number; checks: { name: string; health: string }[] };
    expect([told.problems, code]).toEqual([1, 1]);
    expect(told.checks).toContainEqual(expect.objectContaining({ name: 'Node.js', health: 'problem' }));
    expect(told).toMatchObject({ version: 1, reading: { cores: { online: 8 } } });
  });

  it('lets nothing that it found drive the terminal', async () => {
    const { text } = await doctor({
      kernel: '6.1\u001B[2J',
      disk: { folder: '/a\u0007\nok  b', freeMb: 5000 },
      clock: { ...reading.clock, source: '\u001B]0;x\u0007' },
    });
    // oxlint-disable-next-line no-control-regex -- what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
    expect(text).toContain(String.raw`6.1\u001b[2J`);
  });
});
