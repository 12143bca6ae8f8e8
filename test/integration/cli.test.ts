import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ModelServer,
  type ScriptFunction,
  startModelServer,
} from '../../src/testing/index.ts';
import { documentOf, type Ended, Workplace } from '../support/command-line.ts';
import { until } from '../support/embedded-commands.ts';

const pipeline = `
kind: pipeline
name: Relay
steps:
  - {kind: agent, name: First}
  - {kind: agent, name: Second, timeout: 10m}
  - {kind: agent, name: Third}
stepTimeout: 10m
`;

/** Answers `from NAME`; an agent's reply is held back until its gate opens, a rejected one fails. */
class Cast {
  readonly held = new Set<string>();
  readonly rejected = new Set<string>();

  readonly script: ScriptFunction = async ({ system }) => {
    const name = /You are (\w+)/.exec(system)?.[1] ?? '';
    await until(() => !this.held.has(name), 30_000);
    if (this.rejected.has(name)) return { status: 400, error: 'this is not to be answered' };
    return { text: `from ${name}`, usage: { inputTokens: 10, outputTokens: 5 } };
  };
}

let model: ModelServer;
let cast: Cast;
let place: Workplace;

beforeAll(async () => {
  cast = new Cast();
  model = await startModelServer({ script: cast.script });
  place = new Workplace({
    OPENAI_API_KEY: 'key-of-these-tests',
    OPENAI_BASE_URL: `${model.url}/v1`,
    OPENAI_MODEL: 'gpt-5.4-mini',
  });
  place.write('relay.yaml', pipeline);
});

afterAll(async () => {
  await place.close();
  await model.close();
});

/** What the agents were asked, by name, since the last look. */
function asked(): string[] {
  const names = model.requests.map(({ system }) => /You are (\w+)/.exec(system)?.[1] ?? '');
  model.requests.length = 0;
  return names;
}

function expectRefusal(ended: Ended, message: RegExp): void {
  expect(documentOf(ended)).toEqual({
    success: false,
    error: {
      type: 'Input.Invalid',
      message: expect.stringMatching(message),
      retryable: false,
      details: expect.toSatisfy(() => true),
    },
  });
  expect(ended.status).toBe(2);
}

describe('run', () => {
  it('prints one document with the result at top level, and progress on stderr', async () => {
    const ended = await place.run(['run', 'relay.yaml', '--input', 'go', '--json']);
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      kind: 'pipeline',
      name: 'Relay',
      success: true,
      content: 'from Third',
      error: null,
      usage: { inputTokens: 30, outputTokens: 15, calls: 3 },
      simulated: false,
      steps: [{ agentName: 'First' }, { agentName: 'Second', input: 'from First' }, {}],
      url: expect.stringMatching(/^http:.*\/workflows\/relay-/),
    });
    expect(ended.stderr).toContain('2-Second: started');
    expect(ended.stderr).toMatch(/3-Third: .*\$/);
    expect(asked()).toEqual(['First', 'Second', 'Third']);
  });

  it('reads the input from stdin and the background from a file', async () => {
    place.write('background.txt', 'the sea is blue');
    const words = ['run', 'relay.yaml', '--input', '-', '--context', 'background.txt'];
    const ended = await place.run(words, { stdin: 'what colour?' });
    expect(ended.status).toBe(0);
    expect(model.requests[0]?.messages.at(-1)?.content).toBe('what colour?');
    expect(model.requests[2]?.system).toContain('the sea is blue');
    asked();
  });

  it('prints for people the content, a table with the costs, and the Web UI link', async () => {
    const { stdout } = await place.run(['run', 'relay.yaml', '--input', 'go']);
    expect(stdout).toMatch(/^from Third\n\nFirst +from First +[\d.]+ m?s +\S*\$\d/);
    expect(stdout).toMatch(/\ntotal +3 calls, 30 tokens in, 15 out/);
    expect(stdout).toMatch(/\nWeb UI: http/);
    expect(stdout).not.toContain('simulated');
    asked();
  });

  it('ends with 1 when the run fails, in the same shape, with what was finished', async () => {
    cast.rejected.add('Second');
    const ended = await place.run(['run', 'relay.yaml', '--input', 'go', '--json']);
    cast.rejected.clear();
    expect(ended.status).toBe(1);
    expect(documentOf(ended)).toMatchObject({
      kind: 'pipeline',
      success: false,
      content: null,
      error: { type: 'Model.Rejected', agentName: 'Second' },
      usage: { calls: 1 },
      steps: [{ success: true, content: 'from First' }, { success: false }],
      url: expect.any(String),
    });
    asked();
  });

  it('attaches to an id with the same spec and input, and refuses it with another', async () => {
    const words = ['run', 'relay.yaml', '--id', 'mine', '--json', '--input'];
    const first = documentOf(await place.run([...words, 'go']));
    expect(asked()).toHaveLength(3);
    expect(documentOf(await place.run([...words, 'go']))).toEqual({
      ...first,
      url: expect.any(String),
    });
    expectRefusal(await place.run([...words, 'other']), /a run 'mine' already/);
    expect(asked()).toEqual([]);
  });

  it('labels everything as simulated when there is no key', async () => {
    const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
    const { stdout, stderr } = await place.run(['run', 'relay.yaml', '--input', 'go'], { env });
    expect(stdout).toContain('[simulated] no provider was asked');
    expect(stderr).toMatch(/1-First: .*\[simulated\]/);
    expect(asked()).toEqual([]);
  });
});

describe('input that is refused', () => {
  it.each([
    ['a file that is not there', ['run', 'no.yaml', '--input', 'x'], /no\.yaml: there is no such/],
    [
      'an empty input',
      ['run', 'relay.yaml', '--input', ' '],
      /the input is not valid: it is empty/,
    ],
    ['an option that is missing', ['run', 'relay.yaml'], /--input <text>' not specified/],
    ['an unknown command', ['dance'], /unknown command 'dance'/],
    [
      'an unknown provider',
      ['run', 'relay.yaml', '--input', 'x', '--provider', 'no'],
      /relay\.yaml:5:5 steps\[0\]\.provider: no provider 'no'/,
    ],
    ['the id of no run, shown', ['show', 'nobody'], /no run 'nobody'/],
    ['the id of no run, resumed', ['resume', 'nobody'], /no run 'nobody'/],
    [
      'a thread for several agents',
      ['run', 'relay.yaml', '--input', 'x', '--thread', 't'],
      /give each its own 'thread'/,
    ],
    [
      'a worker without a cluster',
      ['worker', '--serve', 'workflows'],
      /set TEMPORAL_ADDRESS or --address/,
    ],
  ])('%s: one document, and exit status 2', async (_, words, message) => {
    expectRefusal(await place.run([...words, '--json']), message);
  });

  it('is told to people on stderr, and nothing stands on stdout', async () => {
    const { status, stdout, stderr } = await place.run(['run', 'no.yaml', '--input', 'x']);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'no.yaml: there is no such file\n',
    });
  });
});

describe('check', () => {
  it('says what a good spec is made of', async () => {
    const ended = await place.run(['check', 'relay.yaml', '--json']);
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      success: true,
      error: null,
      file: 'relay.yaml',
      kind: 'pipeline',
      name: 'Relay',
      agents: [{ name: 'First', provider: 'openai' }, { name: 'Second' }, { name: 'Third' }],
    });
  });

  it('says what is wrong with a spec, and where', async () => {
    const file = place.write('bad.yaml', pipeline.replace('stepTimeout: 10m', 'stepTimeout: 120'));
    const { status, stdout } = await place.run(['check', file]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^bad\.yaml:8:1 stepTimeout: .*for 120 seconds write '120s'/);
  });

  it('knows the functions of a module that is given, and only then', async () => {
    const step = '{step: {kind: agent, name: A}, transform: shorten}';
    const file = place.write('function.yaml', `kind: pipeline\nsteps: [${step}]\n`);
    const module = place.write('functions.mjs', 'export const transforms = { longer: (x) => x };');
    expect((await place.run(['check', file])).status).toBe(0);
    const known = await place.run(['check', file, '--register', module]);
    expect(known.status).toBe(2);
    expect(known.stdout).toMatch(
      /function\.yaml:2:\d+ steps\[0\]\.transform: no function 'shorten'/,
    );
  });
});

describe('a run that is cut off', () => {
  it('goes on with resume after kill -9 of everything, and no finished call is asked again', async () => {
    cast.held.add('Second');
    place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'cut']);
    await until(() => model.requests.length === 2, 30_000);
    await place.powerCut();
    cast.held.clear();

    const seen = documentOf(await place.run(['show', 'cut', '--json']));
    expect(seen).toMatchObject({
      success: null,
      status: 'running',
      usage: { calls: 1 },
      steps: [{ state: 'done', content: 'from First' }, { state: 'running' }, { state: 'waiting' }],
    });
    expect(asked()).toEqual(['First', 'Second']);

    const ended = await place.run(['resume', 'cut', '--json']);
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      success: true,
      content: 'from Third',
      usage: { calls: 3 },
      url: expect.any(String),
    });
    expect(asked()).toEqual(['Second', 'Third']);
  });

  it('stays after Ctrl-C, which says how to go on and exits with 130', async () => {
    cast.held.add('Second');
    const running = place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'ctrl', '--json']);
    await until(() => model.requests.length === 2, 30_000);
    running.child.kill('SIGINT');
    await until(() => running.written.stdout !== '', 10_000);
    cast.held.clear(); // the call in flight may finish, so that it is not paid twice
    const ended = await running.ended;
    expect(ended.status).toBe(130);
    expect(ended.stderr).toContain("'durable-agents resume ctrl' continues it");
    expect(documentOf(ended)).toEqual({
      success: null,
      id: 'ctrl',
      status: 'running',
      resume: 'durable-agents resume ctrl',
      url: expect.any(String),
    });

    expect((await place.run(['resume', 'ctrl'])).stdout).toMatch(/^from Third\n/);
    expect(asked()).toEqual(['First', 'Second', 'Third']);
  });

  it('ends at once with the second Ctrl-C', async () => {
    cast.held.add('First');
    const running = place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'twice']);
    await until(() => model.requests.length === 1, 30_000);
    running.child.kill('SIGINT');
    await until(() => running.written.stderr.includes('Interrupted'), 10_000);
    const before = Date.now();
    running.child.kill('SIGINT');
    expect((await running.ended).status).toBe(130);
    expect(Date.now() - before).toBeLessThan(1_000);
    cast.held.clear();
    expect((await place.run(['resume', 'twice'])).status).toBe(0);
    asked();
  });

  it('is refused with another key, and taken over when that is asked for', async () => {
    cast.held.add('Second');
    place.start(['run', 'relay.yaml', '--input', 'go', '--id', 'theirs']);
    await until(() => model.requests.length === 2, 30_000);
    await place.powerCut();
    cast.held.clear();
    asked();

    const env = { OPENAI_API_KEY: 'another-key' };
    const refused = await place.run(['resume', 'theirs', '--json'], { env });
    expectRefusal(refused, /the API keys differ.*--take-over/);
    expect(refused.stdout + refused.stderr).not.toContain('another-key');
    expect(asked()).toEqual([]);

    const ended = await place.run(['resume', 'theirs', '--take-over', '--json'], { env });
    expect(documentOf(ended)).toMatchObject({ success: true, content: 'from Third' });
    expect(asked()).toEqual(['Second', 'Third']);
  });
});

describe('a run that is detached', () => {
  it('goes on in the background, which a second one shares, until that is stopped', async () => {
    cast.held.add('Second');
    const words = ['run', 'relay.yaml', '--input', 'go', '--detach', '--json', '--id'];
    const first = documentOf(await place.run([...words, 'far-1']));
    expect(first).toMatchObject({ success: null, id: 'far-1', status: 'running' });
    const { pid } = first['background'] as { pid: number };
    try {
      expect(first['stop']).toBe(`kill ${pid}`);
      expect(documentOf(await place.run([...words, 'far-2']))).toMatchObject({
        background: { pid },
      });
      await until(() => model.requests.length === 4, 30_000);
      cast.held.clear();
      expect((await place.run(['resume', 'far-1'])).status).toBe(0);
      expect((await place.run(['resume', 'far-2'])).status).toBe(0);
      expect(asked().toSorted()).toEqual(['First', 'First', 'Second', 'Second', 'Third', 'Third']);
    } finally {
      process.kill(pid, 'SIGTERM');
    }
  });
});

describe('a cluster', () => {
  it('is served by workers, or by the command itself, and not at all without either', async () => {
    const dev = place.start(['dev', '--json']);
    await until(() => dev.written.stdout.endsWith('}\n'), 30_000);
    const { address, url } = JSON.parse(dev.written.stdout) as Record<string, string>;
    expect(url).toMatch(/^http:/);
    const env = { TEMPORAL_ADDRESS: address, DATABASE_URL: `${place.folder}/fleet.db` };
    const words = ['run', 'relay.yaml', '--input', 'go', '--json'];

    const unserved = await place.run(words, { env });
    expect(documentOf(unserved)).toMatchObject({ error: { type: 'Worker.Unconfigured' } });
    expect(unserved.status).toBe(1);
    expect(asked()).toEqual([]);

    const own = await place.run([...words, '--serve'], { env });
    expect(documentOf(own)).toMatchObject({ success: true, content: 'from Third' });

    const worker = place.start(['worker', '--serve', 'workflows,tools,openai', '--json'], { env });
    await until(() => worker.written.stdout.endsWith('}\n'), 30_000);
    expect(JSON.parse(worker.written.stdout)).toMatchObject({
      queues: expect.arrayContaining(['agents', 'agents-model-openai']),
    });
    const ended = await place.run(words, { env });
    expect(documentOf(ended)).toMatchObject({ success: true, content: 'from Third' });
    worker.child.kill('SIGTERM');
    expect((await worker.ended).status).toBe(0);
    dev.child.kill('SIGINT');
    expect((await dev.ended).status).toBe(0);
    asked();
  });
});
