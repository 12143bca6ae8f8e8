import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type ServerNotification,
  type ServerRequest,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { parseInput } from '../../../core/parse-input.ts';
import { version } from '../../../version.ts';
import type { Caller } from '../../caller.ts';
import type { Service } from '../../service.ts';
import { toldRefusal } from '../../told-refusal.ts';
import { Cancellations } from './cancellations.ts';
import { runTools } from './run-tools.ts';
import { teamTools } from './team-tools.ts';
import type { McpTool, ToolCall } from './tool.ts';

const instructions =
  'Each team of agents is a tool: give it a task, and it answers when its agents have done it. Runs go on by themselves: list_runs and get_run find them again, follow_run waits for one. When a run waits for a person, ask the user and give the answer with answer_question.';

const taken: ReadonlySet<string> = new Set(runTools.map(({ name }) => name));

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** What an MCP client is connected with. */
export interface Offered {
  service: Service;
  caller: Caller;
  /** Told of each run that the client starts. */
  started?: (run: string) => void;
}

/** Connects an MCP client, by whatever transport, with the teams and runs of a caller. */
export async function connectTeams(offered: Offered, transport: Transport): Promise<Server> {
  const { service, caller } = offered;
  const info = { name: 'durable-agents', version: version() };
  const server = new Server(info, { capabilities: { tools: {} }, instructions });
  const cancellations = new Cancellations();
  const tools = () => [...teamTools(service, caller, taken), ...runTools];
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools().map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra) => {
    const tool = tools().find(({ name }) => name === params.name);
    if (tool === undefined)
      throw new McpError(ErrorCode.InvalidParams, `there is no tool '${params.name}'`);
    const call = callOf(offered, extra, cancellations);
    const result = await answer(service, tool, params.arguments ?? {}, call);
    cancellations.forget(extra.requestId);
    return result;
  });
  cancellations.listen(transport);
  await server.connect(transport);
  return server;
}

function described({ name, title, description, input, output, annotations }: McpTool): Tool {
  return {
    name,
    title,
    description,
    inputSchema: schemaOf(input),
    ...(output !== undefined && { outputSchema: schemaOf(output) }),
    annotations: { title, ...annotations },
  };
}

function schemaOf(schema: z.ZodType): Tool['inputSchema'] {
  // keywords of the older draft are all that some clients know
  const { $schema, ...written } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  void $schema;
  return written as Tool['inputSchema'];
}

/** A refusal is a result for the model, which can do better: only a tool that is none is an error. */
async function answer(
  { settings }: Service,
  tool: McpTool,
  args: unknown,
  call: ToolCall,
): Promise<CallToolResult> {
  try {
    return await tool.call(parseInput(tool.input, args, `the call of '${tool.name}'`), call);
  } catch (error) {
    const where = `MCP, ${tool.name}`;
    const { type, message, details = null } = toldRefusal(settings, where, error);
    return {
      isError: true,
      content: [{ type: 'text', text: `${type}: ${message}` }],
      _meta: { 'durable-agents/error': { type, message, details } },
    };
  }
}

function callOf(
  { service, caller, started = () => undefined }: Offered,
  { _meta, requestId, signal, sendNotification }: Extra,
  cancellations: Cancellations,
): ToolCall {
  const { progressToken } = _meta ?? {};
  let progress = 0;
  const tell = (message: string) => {
    if (progressToken === undefined || signal.aborted) return;
    progress += 1;
    const params = { progressToken, progress, message };
    // who has gone is told nothing
    sendNotification({ method: 'notifications/progress', params }).catch(() => undefined);
  };
  const isCancelled = () => cancellations.has(requestId);
  const isTold = progressToken !== undefined;
  return { service, caller, started, tell, isTold, signal, isCancelled };
}
