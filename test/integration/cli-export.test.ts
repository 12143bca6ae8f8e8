import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf } from '../support/command-line.ts';
import { answerOf, openRelay, refusal, type Relay } from '../support/relay.ts';

let relay: Relay;
let sent: unknown[];

const question = 'go \u001b[2J\n# Answer\n</script>';

beforeAll(async () => {
  relay = await openRelay();
  await relay.place.keepServer();
  const words = ['run', 'relay.yaml', '--input', question, '--id', 'mine', '--json'];
  await relay.place.call(words);
  sent = relay.model.requests.map(({ body }) => body);
});
afterAll(() => relay.close());

/** Whether this build has the studio. */
const isBuilt = existsSync(
  fileURLToPath(new URL('../../dist/studio/export.html', import.meta.url)),
);

const run = (...words: string[]) => relay.place.call(words);
const read = (file: string) => readFileSync(join(relay.place.folder, file), 'utf8');

describe('show --prompts', () => {
  it('prints what a step was sent as it was sent, and the reply', async () => {
    const ended = await run('show', '--prompts', '2-Second', '--json');

    expect(documentOf(ended)).toMatchObject({
      success: true,
      id: 'mine',
      turns: [
        {
          turn: '2-Second/1',
          agent: 'Second',
          request: sent[1],
          reply: { text: 'from Second', toolCalls: [] },
        },
      ],
    });
  });

  it('prints all of the run to read, and nothing in it is obeyed by a terminal', async () => {
    const { stdout, status } = await run('show', 'mine', '--prompts', '.');

    expect(status).toBe(0);
    expect(stdout.match(/^Turn \S+ · \w+ · gpt-5.4-mini · done · /gm)).toHaveLength(3);
    expect(stdout).toContain('Reply:\n  text: from First');
    expect(stdout).toContain('You are Second');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/^# Answer/m);
  });

  it('says where there are turns when there is none at a path', async () => {
    const ended = await run('show', '--prompts', '9-Nobody', '--json');

    expect(answerOf(ended)).toEqual(refusal(/no model was asked at '9-Nobody'.*'1-First'/));
  });
});

describe('export', () => {
  it('prints the newest run in Markdown', async () => {
    const { stdout, status } = await run('export');

    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      ...['# Relay', '## Question', '## Conversation'],
      ...['### 1. First', '### 2. Second', '### 3. Third', '## Answer', '## Costs'],
    ]);
    expect(stdout).toContain('> from Second');
    expect(stdout).not.toContain('\u001b');
  });

  it('writes a file whose ending says the format, with everything in it', async () => {
    const ended = await run('export', 'mine', '--out', 'run.json', '--prompts', '--json');

    const bytes = Buffer.byteLength(read('run.json'));
    const about = { success: true, id: 'mine', format: 'json', file: 'run.json', bytes };
    expect(documentOf(ended)).toEqual(about);
    const document = JSON.parse(read('run.json')) as {
      events: unknown[];
      turns: { request: unknown }[];
    };
    expect(document).toMatchObject({
      run: { id: 'mine', name: 'Relay', kind: 'pipeline', state: 'done', simulated: false },
      input: { input: question, step: { kind: 'pipeline' }, user: null },
      result: { success: true, content: 'from Third' },
    });
    expect(document.events.at(-1)).toMatchObject({ type: 'run.ended', success: true });
    expect(document.turns.map(({ request }) => request)).toEqual(sent);
    const printed = documentOf(await run('export', 'mine', '--format', 'json', '--json'));
    expect(printed).toEqual({ ...document, turns: undefined });
  });

  it.skipIf(!isBuilt)('writes the page of the studio with the run in it', async () => {
    await run('export', 'mine', '--out', 'run.html');

    const [, data = ''] = /id="run-data">([^<]*)<\/script>/.exec(read('run.html')) ?? [];
    expect(JSON.parse(data)).toMatchObject({ run: { id: 'mine' }, input: { input: question } });
  });

  it.skipIf(isBuilt)('says what is missing where the studio is not built', async () => {
    const ended = await run('export', 'mine', '--out', 'run.html', '--json');

    expect(ended.status).not.toBe(0);
    expect(documentOf(ended)).toMatchObject({
      error: { type: 'Worker.Unconfigured', message: expect.stringMatching(/npm run build/) },
    });
    expect(existsSync(join(relay.place.folder, 'run.html'))).toBe(false);
  });

  it('refuses what is no run, no format and no file', async () => {
    const answers = await Promise.all([
      run('export', 'mime', '--json'),
      run('export', '--out', 'run.txt', '--json'),
      run('export', '--format', 'pdf', '--json'),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([2, 2, 2]);
    const [unknown, nameless] = answers;
    expect(answerOf(unknown)).toEqual(refusal(/no run 'mime' here.*mine/));
    expect(answerOf(nameless)).toEqual(refusal(/does not say the format/));
  });
});
