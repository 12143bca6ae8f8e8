import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownFor } from '../package/snippets/blocks.ts';
import { differences } from '../package/snippets/same-document.ts';
import { documentOf, type Ended } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';
import { freePort } from '../support/live-world.ts';
import { openRelay, type Relay } from '../support/relay.ts';

let relay: Relay;
/** Looked for from the beginning, because it takes ten seconds. */
let nowhere: Promise<Ended>;

beforeAll(async () => {
  relay = await openRelay();
  const address = `127.0.0.1:${await freePort()}`;
  nowhere = relay.place.run(['search-attributes', '--address', address, '--json']);
});
afterAll(() => relay.close());

describe('a cluster', () => {
  it('is served by workers, or by the command itself, and not at all without either', async () => {
    const dev = relay.place.start(['dev', '--json']);
    await until(() => dev.written.stdout.endsWith('}\n'), 30_000);
    const { address, url } = JSON.parse(dev.written.stdout) as Record<string, string>;
    expect(url).toMatch(/^http:/);
    const env = { TEMPORAL_ADDRESS: address, DATABASE_URL: `${relay.place.folder}/fleet.db` };
    const words = ['run', 'relay.yaml', '--input', 'go', '--json'];

    const unserved = await relay.place.call(words, { env });
    expect(documentOf(unserved)).toMatchObject({ error: { type: 'Worker.Unconfigured' } });
    expect(unserved.status).toBe(1);
    expect(relay.asked()).toEqual([]);

    const own = await relay.place.run([...words, '--serve'], { env });
    expect(documentOf(own)).toMatchObject({ success: true, content: 'from Third' });

    const worker = relay.place.start(['worker', '--serve', 'workflows,tools,openai', '--json'], {
      env,
    });
    await until(() => worker.written.stdout.endsWith('}\n'), 30_000);
    const [block] = shownFor('test/integration/cli-cluster.test.ts');
    const ready: unknown = JSON.parse(worker.written.stdout);
    expect(differences(JSON.parse(block?.code ?? ''), ready)).toEqual([]);
    const ended = await relay.place.call(words, { env });
    expect(documentOf(ended)).toMatchObject({ success: true, content: 'from Third' });
    worker.child.kill('SIGTERM');
    expect((await worker.ended).status).toBe(0);
    await followedWhileUnserved(env);
    dev.child.kill('SIGINT');
    expect((await dev.ended).status).toBe(0);
    relay.asked();
  }, 120_000);

  it('that does not answer is named by what should set it up', async () => {
    const ended = await nowhere;
    expect(ended.status).toBe(1);
    const message = expect.stringMatching(
      /^no Temporal server answers at .*: start it, or /,
    ) as string;
    const error = { type: 'Worker.Unconfigured', message };
    expect(documentOf(ended)).toMatchObject({ success: false, error });
  });
});

/** A run whose worker dies, and is started again after a while. */
async function followedWhileUnserved(given: NodeJS.ProcessEnv): Promise<void> {
  const env = { ...given, DURABLE_AGENTS_HEARTBEAT_TIMEOUT: '2s' };
  const serving = async () => {
    const worker = relay.place.start(['worker', '--serve', 'workflows,openai', '--json'], { env });
    await until(() => worker.written.stdout.endsWith('}\n'), 30_000);
    return worker;
  };
  relay.held.add('First');
  const mortal = await serving();
  const words = ['run', 'relay.yaml', '--input', 'go', '--id', 'left', '--detach', '--json'];
  expect((await relay.place.call(words, { env })).status).toBe(0);
  await until(() => relay.model.requests.some(({ system }) => system.includes('First')), 20_000);
  mortal.child.kill('SIGKILL');
  await mortal.ended;

  const following = relay.place.start(['follow', 'left', '--json'], { env });
  const waits =
    "No worker serves 'agents', 'agents-model-openai' now, so run 'left' waits: run 'durable-agents worker --serve workflows,openai'\n";
  await until(() => following.written.stderr.includes(waits), 20_000);
  expect(following.written.stderr).toContain(waits);
  relay.held.clear();
  const again = await serving();

  const ended = await following.ended;
  expect(documentOf(ended)).toMatchObject({ success: true, content: 'from Third' });
  expect(ended.status).toBe(0);
  again.child.kill('SIGTERM');
  await again.ended;
}
