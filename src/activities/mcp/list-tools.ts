import { messageOf } from '../../core/failures.ts';
import { contentHash } from '../../core/content-hash.ts';
import { isMemoryTool } from '../../core/memory-tools.ts';
import type { NamedMcpTools } from '../../core/mcp-names.ts';
import { outputProblem } from '../../core/output-schema.ts';
import { isObject } from '../../core/parse-json.ts';
import { toMs } from '../../core/durations.ts';
import type { ToolDefinition } from '../../core/model-call.ts';
import type { ToolPolicy } from '../../core/tools.ts';
import { beginningOf } from '../../core/unicode.ts';
import { visible } from '../../core/visible.ts';
import { withoutKnownKeys, withoutKnownKeysIn } from '../known-keys.ts';
import type { McpPool } from './pool.ts';

/** Characters of a description that a model is told. */
const descriptionAtMost = 4_000;

/** Attempts of a call that may be repeated. */
const attempts = 3;

/** Tools of servers, as a run knows them from now on. */
export interface ListedTools {
  definitions: ToolDefinition[];
  policies: ToolPolicy[];
  /** What was left out, and why. */
  problems: string[];
}

/** Asks each server once for what is named of it. A server that does not answer is a problem, not an error. */
export async function listTools(
  pool: McpPool,
  named: readonly NamedMcpTools[],
  taken: readonly string[],
): Promise<ListedTools> {
  const servers = [...new Set(named.map(({ server }) => server))];
  const lists = await Promise.all(
    servers.map(async (server) => {
      const wanted = named.filter((each) => each.server === server).map(({ tool }) => tool);
      return await listOf(pool, server, wanted);
    }),
  );
  const names = new Set(taken);
  const listed: ListedTools = { definitions: [], policies: [], problems: [] };
  for (const { tools, problems } of lists) {
    listed.problems.push(...problems);
    for (const tool of tools) addTool(listed, tool, names);
  }
  return listed;
}

interface FoundTool extends Pick<ToolDefinition, 'description' | 'parameters'> {
  from: { server: string; tool: string };
  timeoutMs: number;
  maxAttempts: number;
}

function addTool(listed: ListedTools, found: FoundTool, names: Set<string>): void {
  const { description, parameters, from, timeoutMs, maxAttempts } = found;
  const name = freeName(from, names);
  names.add(name);
  listed.definitions.push({ name, description, parameters });
  listed.policies.push({ name, timeoutMs, maxAttempts, from });
}

/** As every API takes it: 1 to 64 letters, digits, `_` and `-`; told apart where another has it already. */
function freeName({ server, tool }: FoundTool['from'], names: ReadonlySet<string>): string {
  const wanted = `${server}__${tool}`;
  const safe = wanted.replaceAll(/[^\w-]/g, '_');
  if (safe === wanted && safe.length <= 64 && isFree(safe, names)) return safe;
  return `${safe.slice(0, 51)}_${contentHash(JSON.stringify([server, tool])).slice(0, 12)}`;
}

function isFree(name: string, names: ReadonlySet<string>): boolean {
  return !names.has(name) && !isMemoryTool(name);
}

interface FoundTools {
  tools: FoundTool[];
  problems: string[];
}

async function listOf(
  pool: McpPool,
  server: string,
  wanted: readonly (string | null)[],
): Promise<FoundTools> {
  try {
    const { tools, isAll } = await pool.use(server, (connection) => connection.list());
    const read = tools.map((each) => readTool(pool, server, each));
    const isWanted = ({ tool }: { tool: string }) => wanted.includes(null) || wanted.includes(tool);
    const chosen = uniqueBy(read.filter(isWanted));
    const missing = wanted.filter(
      (name) => name !== null && !read.some(({ tool }) => tool === name),
    );
    return {
      tools: chosen.flatMap(({ found }) => found ?? []),
      problems: [
        ...chosen.flatMap(({ problem }) => problem ?? []),
        ...(isAll ? [] : [`of the tools of the server '${server}' only ${tools.length} are read`]),
        ...missing.map((name) => `the server '${server}' has no tool '${name}': it is not offered`),
      ],
    };
  } catch (error) {
    const reason = said(messageOf(error), 500);
    return {
      tools: [],
      problems: [`the server '${server}' does not answer (${reason}): its tools are not offered`],
    };
  }
}

interface ReadTool {
  tool: string;
  found?: FoundTool;
  problem?: string;
}

function uniqueBy(tools: readonly ReadTool[]): ReadTool[] {
  return [...new Map(tools.map((each) => [each.tool, each])).values()];
}

function readTool(pool: McpPool, server: string, told: unknown): ReadTool {
  const given = isObject(told) ? told : {};
  const tool = typeof given['name'] === 'string' ? given['name'] : '';
  const leftOut = (why: string) => ({
    tool,
    problem: `the tool '${said(tool, 128)}' of the server '${server}' was left out: ${why}`,
  });
  if (tool === '' || tool.length > 128) return leftOut('its name is empty or too long');
  const parameters = withoutKnownKeysIn(given['inputSchema']);
  if (!isObject(parameters) || parameters['type'] !== 'object')
    return leftOut('its input schema is not of an object');
  const problem = outputProblem(parameters);
  if (problem !== null) return leftOut(`of its input schema: ${said(problem, 300)}`);
  const description = said(
    typeof given['description'] === 'string' ? given['description'] : tool,
    descriptionAtMost,
  );
  const settings = pool.servers[server];
  const timeoutMs = toMs(settings?.timeout ?? '60s');
  const maxAttempts = (settings?.retry ?? false) || isRepeatable(given) ? attempts : 1;
  const from = { server, tool };
  return { tool, found: { description, parameters, from, timeoutMs, maxAttempts } };
}

function isRepeatable({ annotations }: Record<string, unknown>): boolean {
  if (!isObject(annotations)) return false;
  return annotations['readOnlyHint'] === true || annotations['idempotentHint'] === true;
}

function said(text: string, atMost: number): string {
  return beginningOf(visible(withoutKnownKeys(text)), atMost);
}
