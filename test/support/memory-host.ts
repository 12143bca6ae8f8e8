import { AsyncLocalStorage } from 'node:async_hooks';
import type { Exchange } from '../../src/activities/append-exchange.ts';
import { limitSignal } from '../../src/activities/limited-signal.ts';
import { fill, isLong, messagesIn, type Text } from '../../src/core/content.ts';
import { contentHash } from '../../src/core/content-hash.ts';
import type { EventBody } from '../../src/core/events.ts';
import type { ModelCall, ModelReply } from '../../src/core/model-call.ts';
import type { Answered } from '../../src/core/questions/answers.ts';
import type { AskedAt, Question } from '../../src/core/questions/question.ts';
import type { CheckedPlace } from '../../src/core/kinds/agent/check-types.ts';
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
import type { OpenedThread } from '../../src/core/thread-window.ts';
import type { ThreadRequest } from '../../src/workflows/runtime/activities.ts';
import { Halt } from '../../src/workflows/runtime/halt.ts';
import type { Change, Host } from '../../src/workflows/runtime/host.ts';
import { ReplyBudget } from '../../src/workflows/runtime/reply-budget.ts';
import { makeStepContext } from '../../src/workflows/runtime/make-step-context.ts';
import type { StepScope } from '../../src/workflows/runtime/step-scope.ts';
import type { StepContext } from '../../src/workflows/runtime/step-context.ts';
import { wings } from '../../src/workflows/workflow-of.ts';

/** A call as the scripted model sees it: the texts read, and the signal that cancels it. */
export interface AskedCall {
  agentName: string;
  prompt: string;
  system: string;
  call: ModelCall;
  signal: AbortSignal;
}

export type Script = (asked: AskedCall) => Partial<ModelReply> | Promise<Partial<ModelReply>>;

/** One for all worlds: each storage makes every promise of the process dearer, for good. */
const signals = new AsyncLocalStorage<AbortSignal>();

export interface WorldOptions {
  /** Functions that pipelines may name. */
  functions?: Record<string, (text: string, check?: CheckedPlace) => unknown>;
  /** Tools that agents may name; what one throws is thrown by its activity. */
  tools?: Record<string, (args: unknown) => string | Promise<string>>;
  /** Whose runs they are. */
  user?: string;
  /** What people answer; by default they say yes. */
  person?: (question: Question, at: AskedAt) => Answered | Promise<Answered>;
  /** What tools say that decide themselves whether a call needs approval; `true` of the policy otherwise. */
  needsApproval?: Record<string, boolean | ((args: unknown) => boolean)>;
  /** Start every long pattern anew from each of its checkpoints. */
  restarts?: boolean;
  /** Changes that the run does not have, because it began before them. Default: none. */
  without?: Change[];
  /** The id of its run, which keeps several worlds apart in one store. Default: they have one of their own. */
  run?: string;
  /** The run of the same before, for what failed in which it is. */
  again?: string;
  /** What a thread gives its step to see. Default: nothing, as a new one does. */
  thread?: (request: ThreadRequest) => OpenedThread;
  /** Told what is appended to a thread, before it is. */
  append?: (exchange: Exchange) => Promise<void> | void;
}

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

  const contextOf = (user: string) =>
    contexts.get(user) ?? contexts.set(user, noFacts()).get(user) ?? noFacts();

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
      const own = {
        halt,
        execution: `${execution} ${id}`,
        stepCalls: left,
        sharers: sharers(step),
      };
      const around = world.context({ identity, deadline }, { ...known, ...own });
      const result = halt.ending(await runAny(step, input, around));
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
      const { again = null } = options;
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
        const ctx = world.context({ identity }, { halt, sharers: sharers(step) });
        return halt.ending(await runAny(step, input, ctx));
      }),
  };
  return world;
}
