import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownFor } from '../package/snippets/blocks.ts';
import { differences } from '../package/snippets/same-document.ts';
import { documentOf } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';
import { answerOf, openRelay, refusal, type Relay } from '../support/relay.ts';

/** A document of docs/cli.md: of a run that was interrupted, and of one that is detached. */
const shown = (at: number): unknown =>
  JSON.parse(shownFor('test/integration/cli-resume.test.ts')[at]?.code ?? '');

let relay: Relay;

beforeAll(async () => {
  relay = await openRelay();
});
afterAll(() => relay.close());

describe('a run that is cut off', () => {
  it('goes on with resume after kill -9 of everything, and no finished call is asked again', async () => {
    relay.held.add('Second');
    relay.place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'cut']);
    await until(() => relay.model.requests.length === 2, 30_000);
    await relay.place.powerCut();
    relay.held.clear();

    const seen = documentOf(await relay.place.run(['show', 'cut', '--json']));
    expect(seen).toMatchObject({
      success: null,
      status: 'running',
      usage: { calls: 1 },
      steps: [{ state: 'done', content: 'from First' }, { state: 'running' }, { state: 'waiting' }],
    });
    expect(relay.asked()).toEqual(['First', 'Second']);

    const ended = await relay.place.run(['resume', 'cut', '--json']);
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      success: true,
      content: 'from Third',
      usage: { calls: 3 },
      url: expect.any(String),
      studio: null,
    });
    expect(relay.asked()).toEqual(['Second', 'Third']);
  });

  it('stays after Ctrl-C, which says how to go on and exits with 130', async () => {
    relay.held.add('Second');
    const running = relay.place.start([
      'run',
      'relay.yaml',
      '--input',
      'go',
      '--id',
      'research-3',
      '--json',
    ]);
    await until(() => relay.model.requests.length === 2, 30_000);
    running.child.kill('SIGINT');
    await until(() => running.written.stdout !== '', 10_000);
    relay.held.clear(); // the call in flight may finish, so that it is not paid twice
    const ended = await running.ended;
    expect(ended.status).toBe(130);
    expect(ended.stderr).toContain("'durable-agents resume research-3' continues it");
    expect(differences(shown(0), documentOf(ended))).toEqual([]);

    expect((await relay.place.run(['resume', 'research-3'])).stdout).toMatch(/^from Third\n/);
    expect(relay.asked()).toEqual(['First', 'Second', 'Third']);
  });

  it('is none when Ctrl-C comes while the input is still awaited', async () => {
    const words = ['run', 'relay.yaml', '--input', '-', '--json'];
    const running = relay.place.start(words, { stdin: null });
    const moreThanAPipeHolds = 'x'.repeat(1_000_000);
    await new Promise((resolve) => running.child.stdin?.write(moreThanAPipeHolds, resolve));
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(answerOf(ended)).toMatchObject({ status: 130, document: { status: 'notStarted' } });
    expect(relay.asked()).toEqual([]);
  });

  it('ends at once with the second Ctrl-C', async () => {
    relay.held.add('First');
    const running = relay.place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'twice']);
    await until(() => relay.model.requests.length === 1, 30_000);
    running.child.kill('SIGINT');
    await until(() => running.written.stderr.includes('Interrupted'), 10_000);
    const before = Date.now();
    running.child.kill('SIGINT');
    expect((await running.ended).status).toBe(130);
    expect(Date.now() - before).toBeLessThan(1_000);
    relay.held.clear();
    expect((await relay.place.run(['resume', 'twice'])).status).toBe(0);
    relay.asked();
  });

  it('is refused with another key, and taken over when that is asked for', async () => {
    relay.held.add('Second');
    relay.place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'theirs']);
    await until(() => relay.model.requests.length === 2, 30_000);
    await relay.place.powerCut();
    relay.held.clear();
    relay.asked();

    const env = { OPENAI_API_KEY: 'another-key' };
    const refused = await relay.place.run(['resume', 'theirs', '--json'], { env });
    expect(answerOf(refused)).toEqual(
      refusal(/the API keys, the prices, the database or simulatedTools differ.*--take-over/),
    );
    expect(refused.stdout + refused.stderr).not.toContain('another-key');
    expect(relay.asked()).toEqual([]);

    const ended = await relay.place.run(['resume', 'theirs', '--take-over', '--json'], { env });
    expect(documentOf(ended)).toMatchObject({ success: true, content: 'from Third' });
    expect(relay.asked()).toEqual(['Second', 'Third']);
  });
});

describe('a run that is detached', () => {
  it('goes on in the background, which a second one shares, until that is stopped', async () => {
    relay.held.add('Second');
    const words = ['run', 'relay.yaml', '--input', 'go', '--detach', '--json', '--id'];
    const first = documentOf(await relay.place.call([...words, 'research-2']));
    expect(differences(shown(1), first)).toEqual([]);
    const { pid } = first['background'] as { pid: number };
    try {
      expect(first['stop']).toBe(`kill ${pid}`);
      expect(documentOf(await relay.place.call([...words, 'research-4']))).toMatchObject({
        background: { pid },
      });
      await until(() => relay.model.requests.length === 4, 30_000);
      relay.held.clear();
      expect((await relay.place.call(['resume', 'research-2'])).status).toBe(0);
      expect((await relay.place.call(['resume', 'research-4'])).status).toBe(0);
      expect(relay.asked().toSorted()).toEqual([
        'First',
        'First',
        'Second',
        'Second',
        'Third',
        'Third',
      ]);
    } finally {
      process.kill(pid, 'SIGTERM');
    }
  });
});
