import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StepInput } from '../../src/core/kinds/step.ts';
import type { RecordedRequest, ScriptedReply } from '../../src/testing/index.ts';
import { hello, played, stepMaker } from '../support/kinds-script.ts';
import { describeKinds } from '../support/kinds-suite.ts';
import type { KindsWorld, Said, SaidBy, SeenCall } from '../support/kinds-world.ts';
import { agentOf, type LiveWorld, openWorld } from '../support/live-world.ts';
import { ofType, readRun } from '../support/run-history.ts';

// The suite of test/contract/kinds.test.ts on Temporal. It leaves one claim to the memory host: that a
// long text is in a call only as a reference, which no model sees.

let world: LiveWorld;
/** What is said in each run, and the calls it has made, by a word in the context of its agents. */
const runs = new Map<string, { say: SaidBy; calls: SeenCall[] }>();

beforeAll(async () => {
  world = await openWorld({ script: (request) => replyTo(request) });
});
afterAll(() => world.close());

const temporal: KindsWorld = {
  ...{ provider: 'responses', price: 1, limitMs: 5_000, delayMs: 200 },
  async run(spec, say, cancel) {
    const word = `run-${runs.size}`;
    const calls: SeenCall[] = [];
    runs.set(word, { say, calls });
    const cancelled = new Promise((resolve) => cancel?.addEventListener('abort', resolve));
    const handle = await world.client.start(spec, 'the question', { context: `<${word}>` });
    void cancelled.then(() => handle.cancel());
    return { result: await handle.result(), calls };
  },
};

function replyTo(request: RecordedRequest): ScriptedReply {
  const [word = ''] = /run-\d+/.exec(request.system) ?? [];
  const run = runs.get(word);
  if (run === undefined) throw new Error(`no run is called '${word}': ${request.system}`);
  const call = seen(request);
  const before = run.calls.filter(({ agentName }) => agentName === call.agentName).length;
  run.calls.push(call);
  return replyOf(run.say(call, before));
}

function seen(request: RecordedRequest): SeenCall {
  const { system, messages, outputSchema } = request;
  const { title } = Object(outputSchema) as { title?: string };
  return {
    agentName: agentOf(request),
    prompt: messages.map(({ content }) => content).join('\n---\n'),
    form: title ?? null,
    identity: JSON.stringify({ system, messages, outputSchema }),
  };
}

function replyOf(what: Said): ScriptedReply {
  const usage = { inputTokens: 10, outputTokens: 5 };
  if (what === 'silence') return { hang: true };
  if (what === 'empty') return { text: '', usage };
  if ('refusal' in what) return { status: 400, error: what.refusal };
  return { ...what, usage };
}

describeKinds(() => temporal);

const names = ['A', 'B', 'C'];
const make = stepMaker('responses');

/** What stands beside each model call in the Web UI. */
async function summariesOf(spec: StepInput): Promise<string[]> {
  const word = `run-${runs.size}`;
  runs.set(word, { say: played(names, hello), calls: [] });
  const run = await world.client.start(spec, 'the question', { context: `<${word}>` });
  await run.result();
  const scheduled = ofType(await readRun(world.temporal, run.id), 'ACTIVITY_TASK_SCHEDULED');
  return scheduled.flatMap((event) => {
    const told = JSON.stringify(event['activityTaskScheduledEventAttributes']);
    const { summary = '' } = (event['userMetadata'] ?? {}) as { summary?: string };
    return told.includes('"name":"callModel"') ? [summary] : [];
  });
}

it.each([
  [
    make.debate(names, { rounds: 1, parallelResponses: false }),
    ['A · initial positions · statement · responses', 'Moderator · conclusion · responses'],
  ],
  [
    make.supervisor(names),
    [
      'Planner · plan 1 · responses',
      'B · plan 1 · t-B · responses',
      'Synthesizer · synthesis · responses',
    ],
  ],
  [make.agent(['A']), ['A · responses']],
])(
  "says beside each call in Temporal's Web UI who asks, and what for: $kind",
  async (spec, some) => {
    const summaries = await summariesOf(spec);
    expect(summaries).toEqual(expect.arrayContaining(some));
    expect(new Set(summaries).size, 'each tells its call from the others').toBe(summaries.length);
  },
);
