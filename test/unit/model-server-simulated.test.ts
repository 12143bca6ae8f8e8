import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import {
  humanLatency,
  simulatedReply,
  startModelServer,
  type RecordedRequest,
} from '../../src/simulated-model/index.ts';
import { simulatedRequest } from '../support/simulated-request.ts';
import { apis, askResponses, serveModel, ways } from '../support/model-apis.ts';

const question = 'How are AI agents changing software teams?';

function request(system: string, user: string, rest: Partial<RecordedRequest> = {}) {
  return simulatedRequest({ system, messages: [{ role: 'user', content: user }], ...rest });
}

const say = (system: string, user: string) => simulatedReply(request(system, user)).text ?? '';

const roles = [
  'You are Researcher: Research analyst.',
  'You are Market: market analyst.',
  'You are Writer: Content writer.',
  'You are Editor: Editor.',
  'You are Advocate: argues for the idea.',
  'You are a helpful assistant.',
  '',
];

describe.each(ways)('Without a script ($way)', ({ ask, stream }) => {
  it('a model answers in the name of the agent, about what was asked, marked as simulated', async () => {
    const model = await serveModel({});
    const { text } = await ask(model, { system: roles[0], user: question, stream });
    expect(text).toMatch(/^\[simulated\] Researcher \(Research analyst\): /);
    expect(text).toContain('“How are AI agents changing software teams”');
    expect(text).toContain('AI agents');
  });

  it('a schema is answered with JSON that fits it, and with nothing around it', async () => {
    const schema = {
      type: 'object',
      properties: { choice: { enum: ['a', 'b'] }, reason: { type: 'string' } },
      required: ['choice', 'reason'],
      additionalProperties: false,
    };
    const model = await serveModel({});
    const { text } = await ask(model, { user: question, schema, stream });
    expect(new Ajv2020().validate(schema, JSON.parse(text))).toBe(true);
  });
});

it('The same request gets the same reply from another server, and whichever API it comes by.', async () => {
  const texts = new Set<string>();
  for (const { ask } of [...apis, ...apis]) {
    const model = await serveModel({
      script: (received) => simulatedReply({ ...received, model: 'any' }),
    });
    texts.add((await ask(model, { system: roles[0], user: question })).text);
  }
  expect(texts.size).toBe(1);
});

it('Other questions and other models get other words.', () => {
  const asked = Array.from({ length: 20 }, (_, index) => `${question} Case ${index}`);
  const replies = asked.map((each) => say('You are Researcher: Research analyst.', each));
  expect(new Set(replies).size).toBeGreaterThan(10);
  const models = Array.from({ length: 10 }, (_, index) =>
    simulatedReply(request('You are A.', question, { model: `model-${index}` })),
  );
  expect(new Set(models.map(({ text }) => text)).size).toBeGreaterThan(5);
});

it('Each role has its own words.', () => {
  const bodies = roles
    .slice(0, -1)
    .map((system) => say(system, question).replace(/^\[simulated\] [^:]*: /, ''));
  const sentences = bodies.flatMap((body) => body.split(/(?<=[.!?])\s+/));
  expect(new Set(sentences).size).toBe(sentences.length);
});

it.each(roles)('A reply has three to six sentences and no gap in them (%s).', (system) => {
  for (let index = 0; index < 50; index++) {
    const text = say(system, `Question ${index}: is remote work better for small companies?`);
    const sentences = text.match(/[^.!?\n]*\p{L}[^.!?\n]*[.!?]+/gu) ?? [];
    expect(sentences.length).toBeGreaterThanOrEqual(3);
    expect(sentences.length).toBeLessThanOrEqual(6);
    expect(text).not.toMatch(/[{}]|undefined|‘’|“”/);
  }
});

it('A later agent names and quotes what an earlier one said, and keeps to the subject.', () => {
  const researched = say('You are Researcher: Research analyst.', question);
  const written = say('You are Writer: Content writer.', researched);
  const edited = say('You are Editor: Editor.', `Edit and improve:\n${written}`);
  const [, quote = ''] = /‘([^’]+?)( …)?’/.exec(written) ?? [];
  expect(written).toContain('Researcher');
  expect(quote.length).toBeGreaterThan(10);
  expect(researched).toContain(quote);
  expect(edited).toContain('Writer');
  expect(edited).toContain('Edited version:');
  expect(edited).toContain('“How are AI agents changing software teams”');
});

it('Tagged answers of real models are quoted by the names in their tags.', () => {
  const answers =
    '<answers>\n<answer agent="Smith &amp; Co">\nTesting is hard for &lt;small&gt; teams.\n</answer>\n</answers>';
  const text = say('You are Critic: finds flaws.', `Question: is testing worth it?\n\n${answers}`);
  expect(text).toContain('Smith & Co');
  expect(text).toContain('‘Testing is hard for <small> teams’');
  expect(text).toContain('“is testing worth it”');
});

it('After a tool result, or a re-ask, the reply is still about the question.', () => {
  const messages: RecordedRequest['messages'] = [
    { role: 'user', content: question },
    { role: 'assistant', content: '' },
    { role: 'tool', content: 'found: nothing' },
  ];
  const { text } = simulatedReply(request('You are A: helper.', '', { messages }));
  expect(text).toContain('“How are AI agents changing software teams”');
});

it('A very long message is answered at once.', () => {
  const startedAt = performance.now();
  const long = `${'<a b <answer agent="x" '.repeat(20_000)}\n${'word '.repeat(200_000)}`;
  expect(say('You are A: helper.', long).length).toBeLessThan(2000);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

it('The latency of a person is 0.4 to 1.2 seconds, the same for the same request.', () => {
  const latencies = Array.from({ length: 200 }, (_, index) =>
    humanLatency(request('You are A.', `question ${index}`)),
  );
  expect(Math.min(...latencies)).toBeGreaterThanOrEqual(400);
  expect(Math.max(...latencies)).toBeLessThanOrEqual(1200);
  expect(Math.max(...latencies) - Math.min(...latencies)).toBeGreaterThan(500);
  expect(humanLatency(request('You are A.', 'question 0'))).toBe(latencies[0]);
});

it('The server waits as long as that, where it is told to.', async () => {
  const model = await serveModel({ latencyMs: humanLatency });
  const startedAt = performance.now();
  await askResponses(model, { user: 'hi' });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(395);
});

it('Options may be left out.', async () => {
  const server = await startModelServer();
  await server.close();
  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
