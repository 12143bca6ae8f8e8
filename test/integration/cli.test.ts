import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentOf } from '../support/command-line.ts';
import { answerOf, openRelay, pipeline, refusal, type Relay } from '../support/relay.ts';

let relay: Relay;

beforeAll(async () => {
  relay = await openRelay();
  await relay.place.keepServer();
});
afterAll(() => relay.close());

describe('run', () => {
  it('prints one document with the result at top level, and progress on stderr', async () => {
    const ended = await relay.place.run(['run', 'relay.yaml', '--input', 'go', '--json']);
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
      studio: null,
    });
    expect(ended.stderr).toContain('2-Second: started');
    expect(ended.stderr).toMatch(/3-Third: .*\$/);
    expect(relay.asked()).toEqual(['First', 'Second', 'Third']);
  });

  it('reads the input from stdin and the background from a file', async () => {
    relay.place.write('background.txt', 'the sea is blue');
    const words = ['run', 'relay.yaml', '--input', '-', '--context', 'background.txt'];
    const ended = await relay.place.run(words, { stdin: 'what colour?' });
    expect(ended.status).toBe(0);
    expect(relay.model.requests[0]?.messages.at(-1)?.content).toBe('what colour?');
    expect(relay.model.requests[2]?.system).toContain('the sea is blue');
    relay.asked();
  });

  it('prints for people the content, a table with the costs, and the Web UI link', async () => {
    const { stdout } = await relay.place.run(['run', 'relay.yaml', '--input', 'go']);
    expect(stdout).toMatch(/^from Third\n\nFirst +from First +[\d.]+ m?s +\S*\$\d/);
    expect(stdout).toMatch(/\ntotal +3 calls, 30 tokens in, 15 out/);
    expect(stdout).toMatch(/\nWeb UI: http/);
    expect(stdout).not.toContain('simulated');
    relay.asked();
  });

  it('ends with 1 when the run fails, in the same shape, with what was finished', async () => {
    relay.rejected.add('Second');
    const ended = await relay.place.run(['run', 'relay.yaml', '--input', 'go', '--json']);
    relay.rejected.clear();
    expect(ended.status).toBe(1);
    expect(documentOf(ended)).toMatchObject({
      kind: 'pipeline',
      success: false,
      content: null,
      error: { type: 'Model.Rejected', agentName: 'Second' },
      usage: { calls: 1 },
      steps: [{ success: true, content: 'from First' }, { success: false }],
      url: expect.any(String),
      studio: null,
    });
    relay.asked();
  });

  it('attaches to an id with the same spec and input, and refuses it with another', async () => {
    const words = ['run', 'relay.yaml', '--id', 'mine', '--json', '--input'];
    const first = documentOf(await relay.place.call([...words, 'go']));
    expect(relay.asked()).toHaveLength(3);
    expect(documentOf(await relay.place.call([...words, 'go']))).toEqual({
      ...first,
      url: expect.any(String),
      studio: null,
    });
    expect(answerOf(await relay.place.call([...words, 'other']))).toEqual(
      refusal(/a run 'mine' already/),
    );
    expect(relay.asked()).toEqual([]);
  });

  it('goes on with the conversation of a team, in another process of its own', async () => {
    const words = ['run', 'relay.yaml', '--thread', 'talk', '--json', '--input'];
    const first = documentOf(await relay.place.call([...words, 'I am Phil.']));
    expect(first).toMatchObject({ thread: { name: 'talk', messages: 0 } });
    relay.asked();
    const second = documentOf(await relay.place.call([...words, 'Who am I?']));
    expect(second).toMatchObject({ success: true, thread: { name: 'talk', messages: 2 } });
    const heard = relay.model.requests.filter(({ system }) =>
      system.includes('[user]\nI am Phil.\n\n[Relay]\nfrom Third'),
    );
    expect(heard).toHaveLength(3);
    expect(relay.asked()).toEqual(['First', 'Second', 'Third']);
  });

  it('labels everything as simulated when there is no key', async () => {
    const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
    const { stdout, stderr } = await relay.place.call(['run', 'relay.yaml', '--input', 'go'], {
      env,
    });
    expect(stdout).toContain('[simulated] no provider was asked');
    expect(stderr).toMatch(/1-First: .*\[simulated\]/);
    expect(relay.asked()).toEqual([]);
  });
});

describe('run of a team', () => {
  const env = { OPENAI_API_KEY: '', OPENAI_BASE_URL: '', DURABLE_AGENTS_SIMULATED_LATENCY: '0' };

  it('holds a debate by its name, shows each step as it begins, and says what came of it', async () => {
    const words = ['run', 'pros-cons', '--input', 'Is it worth it?', '--id', 'team'];
    const { status, stdout, stderr } = await relay.place.call(words, { env });
    expect(status).toBe(0);
    expect(stderr).toContain('Advocate · initial positions · statement: started');
    expect(stderr).toMatch(/Critic · round 1 · statement: .*\[simulated\]/);
    expect(stdout).toMatch(/\nConsensus: yes, 67 % of the 67 % that are needed/);
    expect(stdout).toMatch(/\nThe round after it: 3 calls, \$0\.\d+/);
    const shown = await relay.place.call(['show', 'team'], { env });
    expect(shown.stdout).toMatch(/Critic · round 1 · statement[^]*\nConsensus: yes, 67 %/);
  });

  it('has the roles of a panel, and the result as a document', async () => {
    const words = ['run', 'expert-panel', '--roles', 'Economist, Lawyer', '--input', 'Is it?'];
    const ended = await relay.place.call([...words, '--json'], { env });
    expect(ended.status).toBe(0);
    expect(documentOf(ended)).toMatchObject({
      kind: 'debate',
      name: 'expert-panel',
      consensusReached: true,
      roundsCompleted: 2,
      simulated: true,
    });
  });
});

describe('input that is refused', () => {
  it.each([
    ['a file that is not there', ['run', 'no.yaml', '--input', 'x'], /no\.yaml: there is no such/],
    ['an empty input', ['run', 'relay.yaml', '--input', ' '], /^--input: it is empty$/],
    ['the name of no team', ['run', 'dance', '--input', 'x'], /the teams are research-team/],
    ['an option that is missing', ['run', 'relay.yaml'], /^--input is missing: --input <text>/],
    ['an unknown command', ['dance'], /unknown command 'dance'; the commands are init, run/],
    [
      'an option that is misspelt',
      ['run', 'relay.yaml', '--inptu', 'x'],
      /^unknown option --inptu \(did you mean '--input'\?\)\n--input is missing/,
    ],
    [
      'an unknown provider',
      ['run', 'relay.yaml', '--input', 'x', '--provider', 'opnai'],
      /^--provider: no provider 'opnai' is configured \(did you mean 'openai'\?\)/,
    ],
    ['the id of no run, shown', ['show', 'nobody'], /no run 'nobody'/],
    ['the id of no run, resumed', ['resume', 'nobody'], /no run 'nobody'/],
    [
      'a thread without a name',
      ['run', 'relay.yaml', '--input', 'x', '--thread', ''],
      /^--thread is empty: --thread <id>, the conversation/,
    ],
    [
      'a worker without a cluster, and what it could not serve there',
      ['worker', '--serve', 'workflow'],
      /set TEMPORAL_ADDRESS or --address[^]*\n--serve is not valid: .*did you mean 'workflows'/,
    ],
    [
      'a background that is not there',
      ['run', 'relay.yaml', '--input', 'x', '--context', 'no.txt'],
      /^--context no\.txt: there is no such file$/,
    ],
  ])('%s: one document, and exit status 2', async (_, words, message) => {
    expect(answerOf(await relay.place.call([...words, '--json']))).toEqual(refusal(message));
  });

  it('is told to people on stderr, and nothing stands on stdout', async () => {
    const { status, stdout, stderr } = await relay.place.run(['run', 'no.yaml', '--input', 'x']);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: 'no.yaml: there is no such file\n',
    });
  });
});

describe('check', () => {
  it('says what a good spec is made of', async () => {
    const ended = await relay.place.call(['check', 'relay.yaml', '--json']);
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
    const file = relay.place.write(
      'bad.yaml',
      pipeline.replace('stepTimeout: 10m', 'stepTimeout: 120'),
    );
    const { status, stdout } = await relay.place.call(['check', file]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^bad\.yaml:8:1 stepTimeout: .*for 120 seconds write '120s'/);
  });

  it('knows the functions of a module that is given, and only then', async () => {
    const step = '{step: {kind: agent, name: A}, transform: shorten}';
    const file = relay.place.write('function.yaml', `kind: pipeline\nsteps: [${step}]\n`);
    const module = relay.place.write(
      'functions.mjs',
      'export const transforms = { longer: (x) => x };',
    );
    expect((await relay.place.call(['check', file])).status).toBe(0);
    const known = await relay.place.call(['check', file, '--register', module]);
    expect(known.status).toBe(2);
    expect(known.stdout).toMatch(
      /function\.yaml:2:\d+ steps\[0\]\.transform: no function 'shorten'/,
    );
  });
});
