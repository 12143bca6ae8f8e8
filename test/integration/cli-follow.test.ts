import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { shownFor } from '../package/snippets/blocks.ts';
import { differences } from '../package/snippets/same-document.ts';
import { documentOf } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';
import { answerOf, openRelay, refusal, type Relay } from '../support/relay.ts';

let relay: Relay;
let server: ReturnType<Relay['place']['start']>;
const run = (...words: string[]) => relay.place.call(words);

beforeAll(async () => {
  relay = await openRelay();
  server = relay.place.start(['dev', '--json']);
  // what begins sooner would serve itself, with a studio of its own
  await until(() => server.written.stdout.trimEnd().endsWith('}'), 60_000);
});
beforeEach(() => relay.held.clear());
afterAll(async () => {
  server.child.kill('SIGINT');
  await server.ended;
  await relay.close();
});

/** What `dev` has said. */
const ready = () =>
  JSON.parse(server.written.stdout) as { service: string; studio: string | null; address: string };

const start = (id: string) =>
  run('run', 'relay.yaml', '--input', 'Go.', '--id', id, '--detach', '--json');

function eventsIn(written: string): RunEvent[] {
  return written
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RunEvent);
}

const pageOf = (id: string) => new RegExp(`^http://127\\.0\\.0\\.1:\\d+/#/runs/${id}$`);

const counted = (events: readonly RunEvent[]) => events.filter(({ type }) => type !== 'text.delta');

it('dev says where it serves as docs/cli.md shows', () => {
  const [block] = shownFor('test/integration/cli-follow.test.ts');
  expect(differences(JSON.parse(block?.code ?? ''), ready())).toEqual([]);
});

describe('a run that is followed on the command line', () => {
  it('is told live and afterwards alike, to its end and with its exit status', async () => {
    relay.held.add('Second');
    await start('live');
    const following = relay.place.start(['follow', 'live', '--events']);
    await until(() => following.written.stdout.includes('from First'), 20_000);
    relay.held.clear();
    const live = await following.ended;

    const later = await run('follow', 'live', '--events');

    const events = eventsIn(later.stdout);
    expect(events.at(-1)).toMatchObject({
      type: 'run.ended',
      success: true,
      result: { kind: 'pipeline', content: 'from Third', id: 'live' },
    });
    expect(counted(events)).toEqual(counted(eventsIn(live.stdout)));
    expect(live.status).toBe(0);
    const rest = await run('follow', 'live', '--events', '--after', '3');
    expect(counted(eventsIn(rest.stdout))).toEqual(counted(events).slice(3));
  });

  it('that fails ends it with status 1, and is the newest where no id is given', async () => {
    relay.rejected.add('Second');
    await start('failing');

    const followed = await relay.place.run(['follow', '--json']);

    relay.rejected.clear();
    expect(followed.status).toBe(1);
    expect(documentOf(followed)).toMatchObject({ id: 'failing', success: false });
    expect(documentOf(await run('show', '--json'))).toMatchObject({ id: 'failing' });
  });

  it('ends so for a cursor behind its end, and for its steps as they have ended', async () => {
    const statusOf = async (...words: string[]) => {
      const { status, stdout } = await run('follow', ...words, '--events');
      return [status, eventsIn(stdout).at(-1)?.type];
    };

    expect(await statusOf('failing', '--after', '999')).toEqual([1, undefined]);
    expect(await statusOf('failing/1-First')).toEqual([0, 'step.ended']);
    expect(await statusOf('failing/2-Second')).toEqual([1, 'step.ended']);
    expect(await statusOf('failing/1-First', '--after', '999')).toEqual([0, undefined]);
  });

  it('is refused for a step that it has ended without', async () => {
    const [events, shown, live] = await Promise.all([
      run('follow', 'failing/nosuch', '--events'),
      run('follow', 'failing/nosuch'),
      run('follow', 'failing/1-First'),
    ]);

    expect(events).toMatchObject({ status: 2, stdout: '' });
    expect(events.stderr).toContain("there is no run 'failing/nosuch' here");
    expect(shown.status).toBe(2);
    expect(shown.stderr).toContain("there is no run 'failing/nosuch' here");
    expect(live).toMatchObject({ status: 0, stdout: expect.stringContaining('from First') });
    expect(shown.stderr + live.stderr).not.toContain('live view');
  });

  it('says after Ctrl-C how it goes on', async () => {
    relay.held.add('First');
    await start('stopped');
    const following = relay.place.start(['follow', 'stopped', '--events']);
    await until(() => following.written.stdout.includes('turn.started'), 20_000);
    following.child.kill('SIGINT');
    const { status, stdout, stderr } = await following.ended;
    relay.held.clear();

    expect(status).toBe(130);
    const { cursor = '' } = eventsIn(stdout).at(-1) ?? {};
    expect(stderr).toContain(`'durable-agents follow stopped --events --after ${cursor}' goes on`);
  });

  it('says nothing but its result with --quiet', async () => {
    const quiet = await relay.place.run(['run', 'relay.yaml', '--input', 'Go.', '--quiet']);

    expect(quiet.stderr).toBe('');
    expect(quiet.stdout).toContain('from Third');
  });

  it.each([
    [['follow', 'nowhere', '--json'], /there is no run 'nowhere'/],
    ...['follow', 'show', 'resume', 'cancel'].map(
      (command) => [[command, 'lvie', '--json'], /did you mean 'live'/] as [string[], RegExp],
    ),
    [['run', 'relay.yaml', '--input', 'x', '--events', '--json'], /leave one of them out/],
    [['follow', 'live', '--after', '3', '--json'], /--after is of --events/],
  ])('%j is refused', async (words, message) => {
    expect(answerOf(await run(...words))).toEqual(refusal(message));
  });

  it('is refused behind what is no cursor', async () => {
    const refused = await run('follow', 'live', '--events', '--after', 'x');

    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("'x' is no cursor");
  });
});

describe('runs that are listed and cancelled', () => {
  it('are the newest first, without what is inside them or reads for others', async () => {
    await start('first');
    await start('second');
    await run('follow', 'second', '--json');
    await run('follow', 'first', '--json');

    const { runs } = documentOf(await run('list', '--json')) as { runs: { id: string }[] };

    expect(runs.slice(0, 2)).toEqual([
      {
        id: 'second',
        status: 'completed',
        kind: 'pipeline',
        name: 'Relay',
        question: 'Go.',
        startedAt: expect.any(String),
        durationMs: expect.any(Number),
        cost: expect.any(Number),
        studio: expect.stringMatching(pageOf('second')),
      },
      expect.objectContaining({ id: 'first' }),
    ]);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length);
    expect(runs.every(({ id }) => !/^(read|follow)-/.test(id) && !id.includes('/'))).toBe(true);
    const one = documentOf(await run('list', '--limit', '1', '--status', 'completed', '--json'));
    expect(one).toMatchObject({ runs: [{ id: 'second' }] });
    expect(documentOf(await run('list', '--name', 'nobody', '--json'))).toMatchObject({ runs: [] });
  });

  it('a run is cancelled once', async () => {
    relay.held.add('First');
    await start('endless');

    expect(answerOf(await run('cancel', 'endless', '--json'))).toEqual({
      status: 0,
      document: { success: true, id: 'endless', status: 'cancelled', cancelRequested: true },
    });
    expect(answerOf(await run('cancel', 'endless', '--json'))).toEqual(
      refusal(/has ended already/),
    );
    expect((await run('follow', 'endless', '--events', '--after', '999')).status).toBe(1);
    expect((await run('follow', 'endless/1-First', '--events')).status).toBe(1);
    expect(answerOf(await run('cancel', '--json'))).toEqual(refusal(/--last/));
    expect(answerOf(await run('cancel', 'nowhere', '--json'))).toEqual(refusal(/no run 'nowhere'/));
  });

  it('a run whose process stands still is told to end, and Ctrl-C does not wait for that', async () => {
    relay.held.add('First');
    const running = relay.place.start(['run', 'relay.yaml', '--input', 'Go.', '--id', 'still']);
    await until(() => running.written.stderr.includes('started'), 20_000);
    const others = relay.place.background();
    const tell = (signal: NodeJS.Signals) => {
      for (const { child } of [server, running]) child.kill(signal);
      for (const pid of others) process.kill(pid, signal);
    };
    tell('SIGSTOP');
    onTestFinished(() => tell('SIGCONT'));
    const cancelling = relay.place.start(['cancel', 'still', '--json']);
    await until(() => cancelling.written.stderr.includes('is told to end'), 20_000);

    cancelling.child.kill('SIGINT');

    expect(answerOf(await cancelling.ended)).toEqual({
      status: 130,
      document: { success: null, id: 'still', status: 'running', cancelRequested: true },
    });
    tell('SIGCONT');
    expect((await running.ended).status).toBe(1);
    expect(documentOf(await run('show', 'still', '--json'))).toMatchObject({ status: 'cancelled' });
  });

  it.each([['0'], ['many']])('a limit of %s is refused', async (limit) => {
    expect(answerOf(await run('list', '--limit', limit, '--json'))).toMatchObject({ status: 2 });
  });
});

describe('where a run can be looked at', () => {
  it('dev serves it to this machine, and a result has the page of its run', async () => {
    const { service, studio } = ready();
    expect(service).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${service}/v1/runs/live`)).status).toBe(200);
    expect(studio).toBe(service);
    const { studio: page } = documentOf(await run('show', 'live', '--json'));
    expect(page).toBe(`${service}/#/runs/live`); // what serves detached runs opens none beside it
    expect((await fetch(String(page))).headers.get('content-type')).toMatch('text/html');
    const env = { DURABLE_AGENTS_STUDIO_URL: 'https://agents.example/' };
    const elsewhere = await relay.place.call(['list', '--json'], { env });
    expect(documentOf(elsewhere)['runs']).toContainEqual(
      expect.objectContaining({ id: 'live', studio: 'https://agents.example/#/runs/live' }),
    );
  });

  it('the Web UI has in the details what it came to', async () => {
    const connection = await Connection.connect({ address: ready().address });
    try {
      const handle = new Client({ connection }).workflow.getHandle('live');
      const { currentDetails } = await handle.query<{ currentDetails: string }>(
        '__temporal_workflow_metadata',
      );
      expect(currentDetails).toMatch(/^\*\*Done\*\* · 3 steps · /);
      expect(currentDetails).toContain('### Answer\n\n> from Third');
      expect(currentDetails).toContain('- 2-Second: ');
    } finally {
      await connection.close();
    }
  });
});
