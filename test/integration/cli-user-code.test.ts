import { afterAll, describe, expect, it } from 'vitest';
import { documentOf, Workplace } from '../support/command-line.ts';

// User code runs in the process of a command: its output, its errors and its end are not the command's.

const work = new Workplace();
afterAll(() => work.close());

const tool =
  "{ name: 'w', description: 'd', input: {}, parameters: {}, execute: () => 1, timeoutMs: 1000, maxAttempts: 1, lock: null }";

async function checked(atLoad: string) {
  const spec = work.write('a.yaml', 'kind: agent\nname: A\nprovider: simulated\ntools: [w]\n');
  const module = work.write('tools.mjs', `${atLoad}\nexport const tools = [${tool}];\n`);
  return await work.run(['check', spec, '--register', module, '--json']);
}

describe('a command with user code', () => {
  it('has stdout for its answer alone', async () => {
    const ended = await checked(
      "console.log('looking'); process.stdout.write('it up\\n'); process.stdout.write(Buffer.from('in full\\n'));",
    );
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({ success: true });
    expect(ended.stderr).toContain('looking\nit up\nin full\n');
  });

  it.each([
    ['a forgotten rejection', "Promise.reject(new Error('forgotten'));"],
    ['one of what is no error', "Promise.reject({ message: 'forgotten' });"],
    ['an exception in a callback', "queueMicrotask(() => { throw new Error('forgotten'); });"],
    ['an attempt to end the process', 'setTimeout(() => process.exit(3)); const forgotten = 1;'],
  ])('goes on after %s, and says so', async (_, code) => {
    const ended = await checked(`${code}\nawait new Promise((done) => setTimeout(done, 50));`);
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({ success: true });
    expect(ended.stderr).toMatch(
      /an error that nobody has caught.*the work goes on: .*(forgotten|process\.exit\(3\) was called)/,
    );
  });

  it('ends when nobody reads what it says', async () => {
    const spec = work.write('a.yaml', 'kind: agent\nname: A\nprovider: simulated\n');
    const running = work.start(['check', spec, '--json']);
    running.child.stderr?.destroy();
    running.child.stdout?.destroy();
    expect((await running.ended).status).toBe(0);
  });
});
