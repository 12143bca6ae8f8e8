import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownFor } from '../package/snippets/blocks.ts';
import { differences } from '../package/snippets/same-document.ts';
import { documentOf, type Running, Workplace } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';
import { messagesOf } from '../support/event-messages.ts';

const place = new Workplace({
  DURABLE_AGENTS_SIMULATED_LATENCY: '0',
  PHILS_TOKEN: 'a-token-of-phil-alone',
});
const token = { authorization: 'Bearer a-token-of-phil-alone' };

/** Where nothing has ever run. */
const unused = new Workplace();

afterAll(async () => {
  await place.close();
  await unused.close();
});

async function readInto(seen: unknown[], answer: Response): Promise<void> {
  for await (const { event } of messagesOf(answer)) seen.push(event);
}

describe('serve', () => {
  let serving: Running;
  let url: string;

  beforeAll(async () => {
    mkdirSync(join(place.folder, 'teams'));
    place.write('teams/greeter.yaml', 'kind: agent\nname: Ann\n');
    place.write('teams/broken.yaml', 'kind: agent\n');
    place.write('teams/asker.yaml', 'kind: person\nname: Boss\nquestion: May I?\n');
    place.write('durable-agents.yaml', 'serve:\n  tokens: [{ env: PHILS_TOKEN, user: phil }]\n');
    serving = place.start(['serve', '--port', '0', '--json']);
    await until(() => serving.written.stdout.endsWith('\n}\n'), 30_000);
    ({ url } = JSON.parse(serving.written.stdout) as { url: string });
  });

  it('says what is wrong with a team, and serves the others to who has a token', async () => {
    const ready = JSON.parse(serving.written.stdout) as object;
    expect(ready).toMatchObject({ success: true, url, pid: serving.child.pid });
    const [block] = shownFor('test/integration/cli-serve.test.ts');
    expect(differences(JSON.parse(block?.code ?? ''), ready)).toEqual([]);
    expect(serving.written.stderr).toMatch(/the team 'broken' has a problem: .*name/);
    expect((await fetch(`${url}/v1/teams`)).status).toBe(401);
    const started = await fetch(`${url}/v1/runs?wait=30s`, {
      method: 'POST',
      headers: { ...token, 'content-type': 'application/json' },
      body: JSON.stringify({ team: 'greeter', input: 'Hello' }),
    });
    expect(started.status).toBe(200);
    expect(await started.json()).toMatchObject({ success: true, simulated: true, name: 'Ann' });
  });

  it('refuses a port that is taken', async () => {
    const { port } = new URL(url);
    const second = await place.call(['serve', '--port', port, '--json']);
    expect(second.status).toBe(2);
    expect(documentOf(second)).toMatchObject({
      error: { type: 'Input.Invalid', message: expect.stringContaining(`port ${port}`) as string },
    });
  });

  it('ends streams and stops when it is interrupted; the run goes on later', async () => {
    const started = await fetch(`${url}/v1/runs`, {
      method: 'POST',
      headers: { ...token, 'content-type': 'application/json' },
      body: JSON.stringify({ team: 'asker', input: 'Hello', id: 'asking' }),
    });
    expect(started.status).toBe(202);
    const seen: unknown[] = [];
    const stream = readInto(seen, await fetch(`${url}/v1/runs/asking/events`, { headers: token }));
    const list = async () =>
      (await (await fetch(`${url}/v1/inbox`, { headers: token })).json()) as object;
    await expect.poll(list).toMatchObject({ questions: [{ run: 'asking' }] });
    await expect.poll(() => seen).toContain('question.asked');
    serving.child.kill('SIGTERM');
    await stream;
    expect((await serving.ended).status).toBe(0);
    const shown = documentOf(await place.call(['show', 'asking', '--json']));
    expect(shown).toMatchObject({ status: 'running', questions: [{ question: 'May I?' }] });
  });
});

it.each([
  [['--host', '0.0.0.0', '--config', 'none.yaml'], /no such file|none\.yaml/],
  [['--host', '0.0.0.0'], /need a token/],
  [['--port', 'http'], /--port takes a number from 0 to 65535, not 'http'/],
  [['--port', '99999'], /--port takes a number from 0 to 65535, not '99999'/],
  [['--teams', 'nowhere'], /there is no folder and no file 'nowhere'/],
])('refuses %j before anything is started', async (words, message) => {
  const refused = await unused.call(['serve', ...words]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(message);
  expect(existsSync(unused.stateDir)).toBe(false);
});
