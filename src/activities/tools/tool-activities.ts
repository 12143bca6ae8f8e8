import { Failure, failure } from '../../core/failures.ts';
import type { ToolDefinition } from '../../core/model-call.ts';
import type { WaitingQuestion } from '../../core/questions/question.ts';
import type { DescribedTools, ToolOutcome, ToolPolicy, ToolRun } from '../../core/tools.ts';
import { whileInFlight } from '../in-flight.ts';
import { offload } from '../offload.ts';
import type { Store } from '../store/open-store.ts';
import type { Tool } from './define-tool.ts';
import { readMcpName } from '../../core/mcp-names.ts';
import { listTools } from '../mcp/list-tools.ts';
import { McpPool } from '../mcp/pool.ts';
import { needsApproval } from './needs-approval.ts';
import { withinTime } from './within-time.ts';
import { runTool, type ToolBench } from './run-tool.ts';
import { toldTool } from './told-tool.ts';

export interface ToolActivities {
  /**
   * What a model has to be told of these tools, and how each is to be run.
   *
   * @throws `Tool.Unknown`, retryable: during a deploy the next worker may have it
   */
  describeTools(input: { names: string[] }): Promise<DescribedTools>;
  /**
   * Runs a tool, or returns what it has given before. A mistake of the model's (an unknown tool,
   * bad arguments) is data: `failed`, with the reason.
   *
   * @throws `Tool.Failed`, `Lock.TimedOut`
   */
  runTool(input: ToolRun): Promise<ToolOutcome>;
  /**
   * Whether a person has to allow a call of a tool that decides it call by call.
   *
   * @throws `Tool.Failed` when it cannot be told
   */
  needsApproval(input: ToolRun): Promise<boolean>;
  /** Tells somebody that a question waits, if a function for it is registered. */
  tellQuestion(question: WaitingQuestion): Promise<void>;
}

/** Tells somebody that a question waits, within 50 s. What it throws is tried again. */
export type OnQuestion = (question: WaitingQuestion) => unknown;

/** How long telling somebody may take, in ms. */
const tellingMs = 50_000;

/** What the activities of tools need besides the tools. */
export interface ToolCircumstances {
  /**
   * Told a line, once for each tool, when one is run with arguments that the simulated model has
   * invented. Default: standard error, as what a tool does is real.
   */
  log?: ((line: string) => void) | undefined;
  /** Servers that have tools. Default: none. */
  mcp?: McpPool | undefined;
  /** Default: nobody is told. */
  onQuestion?: OnQuestion | undefined;
}

/** The activities of the tools that are registered on this worker. */
export function createToolActivities(
  store: Store,
  tools: readonly Tool[],
  { log = toStandardError, mcp = new McpPool({}), onQuestion }: ToolCircumstances = {},
): ToolActivities {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const told = new Set<string>();
  const onInvented = ({ name }: Tool) => {
    if (told.has(name)) return;
    told.add(name);
    log(`[simulated] tool '${name}' was really run, with invented arguments`);
  };
  const bench = { store, tools: byName, mcp, onInvented };
  return {
    describeTools: async ({ names }) => await describe(bench, names),
    runTool: (input) =>
      whileInFlight(store, `${input.key.execution}/${input.key.step}`, (inFlight) =>
        toldTool(store, input, () => runTool(bench, input, inFlight)),
      ),
    needsApproval: async (input) => await needsApproval(bench, input),
    tellQuestion: async (question) => {
      if (onQuestion !== undefined) await withinTime(async () => onQuestion(question), tellingMs);
    },
  };
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}

function knownIn(byName: ReadonlyMap<string, Tool>) {
  return (name: string): Tool => {
    const tool = byName.get(name);
    if (tool !== undefined) return tool;
    const known = [...byName.keys()].join(', ') || 'none';
    throw failure(
      Failure.toolUnknown,
      `no tool '${name}' is registered on the worker (registered: ${known}): register it with local({ tools }) or --register`,
      { retryable: true },
    );
  };
}

/** Definitions that are long are stored once, however many runs use them. */
const storedAs = { name: 'tools', author: 'tools', role: 'tool', run: 'tools' } as const;

async function describe(
  { store, tools: byName, mcp }: ToolBench,
  names: readonly string[],
): Promise<DescribedTools> {
  const tools = names.filter((name) => readMcpName(name) === undefined).map(knownIn(byName));
  const named = names.flatMap((name) => readMcpName(name) ?? []);
  const taken = tools.map(({ name }) => name);
  const listed = await listTools(mcp, named, taken);
  const definitions = JSON.stringify([...tools.map(definitionOf), ...listed.definitions]);
  return {
    definitions: await offload(store.messages, storedAs, definitions),
    tools: [...tools.map(policyOf), ...listed.policies],
    ...(listed.problems.length === 0 ? {} : { problems: listed.problems }),
  };
}

function policyOf({ name, timeoutMs, maxAttempts, lock, needsApproval: needs }: Tool): ToolPolicy {
  const policy = { name, timeoutMs: timeoutMs + (lock?.waitMs ?? 0), maxAttempts };
  if (needs === undefined || needs === false) return policy;
  return { ...policy, approval: needs === true ? true : 'asked' };
}

function definitionOf({ name, description, parameters, simulate }: Tool): ToolDefinition {
  return { name, description, parameters, ...(simulate === undefined ? {} : { simulate }) };
}
