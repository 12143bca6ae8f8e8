import { AsyncLocalStorage } from 'node:async_hooks';
import type { Exchange } from '../../src/activities/append-exchange.ts';
import { limitSignal } from '../../src/activities/limited-signal.ts';
import { fill, isLong, messagesIn, type Text } from '../../src/core/content.ts';
import { contentHash } from '../../src/core/content-hash.ts';
import type { EventBody } from '../../src/core/events.ts';
import type { ModelCall, ModelReply } from '../../src/core/model-call.ts';
import { checkReply } from '../../src/activities/structured-output/reply-schema.ts';
import { memoryLists } from './memory-lists.ts';
import { approvalOf, saidYes } from './memory-people.ts';
import { wholeThread } from './memory-threads.ts';
import { Cancelled, cut, Restart, runAny } from './memory-runs.ts';
import { type Known, wholeCalls } from './memory-known.ts';
import { sharers, StepCalls } from '../../src/workflows/runtime/step-calls.ts';
import { WaitedTime } from '../../src/workflows/runtime/waited-time.ts';
import { shownFacts } from '../../src/core/prompts/user-facts.ts';
import { factsIn, noFacts, outcomeOf, receive, type UserFacts } from '../../src/core/user-facts.ts';
import type { Step } from '../../src/core/kinds/step.ts';
import { Halt } from '../../src/workflows/runtime/halt.ts';
import type { Host } from '../../src/workflows/runtime/host.ts';
import { ReplyBudget } from '../../src/workflows/runtime/reply-budget.ts';
import { makeStepContext } from '../../src/workflows/runtime/make-step-context.ts';
import type { StepScope } from '../../src/workflows/runtime/step-scope.ts';
import type { StepContext } from '../../src/workflows/runtime/step-context.ts';
import { wings } from '../../src/workflows/workflow-of.ts';
import type { AskedCall, Script, WorldOptions } from './memory-world-options.ts';

export type { AskedCall, Script, WorldOptions } from './memory-world-options.ts';

/** One for all worlds: each storage makes every promise of the process dearer, for good. */
const signals = new AsyncLocalStorage<AbortSignal>();

/** A world without a server: patterns run in plain Node, on a scripted model and a map as store. */
export function memoryWorld(script: Script, options: WorldOptions = {}) {
  const texts = new Map<string, string>();
  /** What the patterns have stored themselves. */
  const stored: { id: string; text: string }[] = [];
  /** What is known of users. */
  const contexts = new Map<string, UserFacts>();
  const calls: AskedCall[] = [];
  /** Lists of tools that were described, and ids of child runs. */
  const described: string[][] = [];
  const children: string[] = [];
  /** What teams have appended to threads. */
  const said: Exchange[] = [];
  /** Texts that were looked into without being read. */
  const examined: string[] = [];
  const events: (EventBody<Text> & { path: string })[] = [];
  const never = new AbortController().signal;
  const { run = 'run', user = null } = options;
  const owner = { run, workflow: run, user };
  const execution = options.run ?? 'execution';
  const read = (text: Text) => {
    for (const id of messagesIn(text).keys())
      if (!texts.has(id)) throw new Error(`no message ${id}`);
    return fill(text, (id) => texts.get(id) ?? '');
  };

  /** What was said up to a reply, by the reply's id. */
  const talks = new Map<string, string[]>();
  const talkOf = ({ after, messages }: ModelCall) => [
    ...(after === null ? [] : (talks.get(after) ?? [])),
    ...messages.map(({ text }) => read(text)),
  ];

  const contextOf = (user: string) => {
    const context = contexts.get(user) ?? noFacts();
    contexts.set(user, context);
    return context;
  };

  const { effects, lists } = memoryLists(texts);

  const host: Host = {
    ...effects,
    async callModel(call, limit) {
      const limited = limitSignal(signals.getStore() ?? never, limit.ms);
      const { signal } = limited;
      if (signal.aborted) throw new Cancelled('nothing starts in a cancelled scope');
      const asked = {
        agentName: call.agentName,
        prompt: talkOf(call).join('\n---\n'),
        system: read(call.system),
        call,
        signal,
      };
      calls.push(asked);
      const reply = await Promise.race([script(asked), cut(limited)]);
      limited.release();
      return finish(call, reply);
    },
    async describeTools(names) {
      described.push([...names]);
      return {
        definitions: JSON.stringify(names.map((name) => ({ name }))),
        tools: names.map((name) => ({
          name,
          timeoutMs: 1_000,
          maxAttempts: 1,
          ...approvalOf(options.needsApproval?.[name]),
        })),
      };
    },
    async runTool({ call, key, index, rewritten }) {
      const args = call.arguments ?? (rewritten === undefined ? 'null' : read(rewritten));
      const content = (await options.tools?.[call.name]?.(JSON.parse(args))) ?? '';
      const message = `${key.step}#${key.number}.${index}`;
      texts.set(message, content);
      return { message, content, bytes: Buffer.byteLength(content), failed: false };
    },
    async needsApproval({ call }) {
      const decide = options.needsApproval?.[call.name];
      const args: unknown = JSON.parse(call.arguments ?? 'null');
      return typeof decide === 'function' ? decide(args) : decide === true;
    },
    async runTransform({ name, input, id, value, check }, { ms }) {
      const run = async () => await options.functions?.[name]?.(read(input), check);
      const limited = limitSignal(signals.getStore() ?? never, ms);
      const returned = await Promise.race([run(), cut(limited)]);
      limited.release();
      const content = value ? JSON.stringify(returned ?? null) : ((returned ?? '') as string);
      texts.set(id, content);
      return { message: id, content, bytes: Buffer.byteLength(content) };
    },
    async outputProblem({ text, output, agentName }) {
      const checked = await checkReply(read(text), output, agentName);
      return checked.ok ? null : checked.reason;
    },
    async child(step, input, { id, deadline, stepCalls, ...known }) {
      children.push(id);
      const identity = { name: step.name, id, startedAt: Date.now() };
      const halt = new Halt();
      const left = new StepCalls(stepCalls ?? { depth: 0, left: 0 });
      const calls = { stepCalls: left, sharers: sharers(step) };
      const own = { ...known, ...calls, halt, execution: `${execution} ${id}` };
      const ctx = world.context({ identity, deadline }, own);
      const result = halt.ending(await runAny(step, input, ctx));
      return { result, waited: [], stepCalls: left.used };
    },
    async storeTexts(given) {
      stored.push(...given);
      for (const { id, text } of given) texts.set(id, text);
    },
    read: (text) => Promise.resolve(read(text)),
    examineText(text, piece) {
      const whole = read(text);
      examined.push(whole);
      const hash = isLong(whole) ? whole : contentHash(whole);
      return Promise.resolve({ hash, hasPiece: piece !== null && whole.includes(piece) });
    },
    readFacts: (user) => Promise.resolve(shownFacts(factsIn(contextOf(user)))),
    changeFact(user, change) {
      receive(contextOf(user), change, new Date().toISOString());
      return Promise.resolve(outcomeOf(contextOf(user), change.id));
    },
    openThread: (request) =>
      Promise.resolve(options.thread?.(request) ?? wholeThread(request.name, said)),
    async appendExchange(exchange) {
      await options.append?.(exchange);
      const [input, answer] = [read(exchange.input), read(exchange.answer)];
      said.push({ ...exchange, input, answer });
    },
    keepSummary: ({ summary }) => Promise.resolve(texts.get(summary) ?? ''),
    cancellable(body) {
      const own = new AbortController();
      const outer = signals.getStore() ?? never;
      if (outer.aborted) own.abort();
      const stop = () => own.abort();
      outer.addEventListener('abort', stop);
      const done = signals.run(own.signal, () => body(stop));
      return done.finally(() => outer.removeEventListener('abort', stop));
    },
    isCancellation: (error) => error instanceof Cancelled,
    checkpoint: (state) =>
      options.restarts ? Promise.reject(new Restart(state)) : Promise.resolve(),
    stopAllCalls: () => undefined,
    applies: (change) => options.without?.includes(change) !== true,
    ended: () => undefined,
    titleOf: (path) => path,
    tell: (path, event) => void events.push({ path, ...event }),
    lead: (path, event) => void events.push({ path, ...event }),
    flush: () => Promise.resolve(),
    flushBeside: () => undefined,
    ask: async (at, question) => (await options.person?.(question, at)) ?? saidYes(question),
  };

  function finish(call: ModelCall, reply: Partial<ModelReply>): ModelReply {
    const message = reply.message ?? `${call.key.step}#${call.key.number}`;
    const content = reply.content ?? `${call.agentName} says so`;
    texts.set(message, content);
    talks.set(message, [...talkOf(call), ...(content === '' ? [] : [content])]);
    return {
      message,
      content,
      bytes: Buffer.byteLength(content),
      toolCalls: [],
      model: 'scripted',
      usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 0, reasoningTokens: 0, calls: 1 },
      cost: 0.01,
      simulated: false,
      durationMs: 1,
      problem: null,
      ...reply,
    };
  }

  const world = {
    host,
    calls,
    described,
    children,
    examined,
    events,
    said,
    stored,
    texts,
    lists,
    read,
    context(scope: Partial<StepScope> = {}, known: Partial<Known> = {}): StepContext {
      const maps = { replies: new ReplyBudget(), systems: new Map(), described: new Map() };
      const again = options.again ?? null;
      const waited = new WaitedTime();
      const own = { execution, again, halt: new Halt(), ...wholeCalls() };
      const shared = { context: null, question: null, ...own, ...known };
      const run = { host, owner, ...shared, ...maps, waited };
      const identity = { name: 'run', id: 'run', startedAt: Date.now() };
      const whole = {
        identity,
        path: '',
        deadline: null,
        around: [],
        stopped: shared.halt.stopped,
        ...scope,
      };
      return makeStepContext({ run, wings }, whole);
    },
    run: (step: Step, input: Text = 'the question', signal: AbortSignal = never) =>
      signals.run(signal, async () => {
        const identity = { name: step.name, id: 'run', startedAt: Date.now() };
        const halt = new Halt();
        const known = { halt, sharers: sharers(step) };
        return halt.ending(await runAny(step, input, world.context({ identity }, known)));
      }),
  };
  return world;
}
