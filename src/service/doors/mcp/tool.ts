import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import type { Caller } from '../../caller.ts';
import type { Service } from '../../service.ts';

/** A call of a tool by an MCP client. */
export interface ToolCall {
  service: Service;
  caller: Caller;
  /** Told of each run that is started. */
  started: (run: string) => void;
  /** Tells the client what happens. */
  tell: (line: string) => void;
  /** Whether the client wants to be told: it then waits for longer. */
  isTold: boolean;
  /** Aborted when nobody waits for the result any more. */
  signal: AbortSignal;
  /** Whether the client has given the call up on purpose, rather than out of impatience. */
  isCancelled: () => boolean;
}

/** A tool that an MCP client is offered. */
export interface McpTool {
  name: string;
  title: string;
  description: string;
  input: z.ZodType;
  output?: z.ZodType;
  annotations: ToolAnnotations;
  call(args: unknown, call: ToolCall): Promise<CallToolResult>;
}

/** Declares a tool, its arguments typed by their schema. */
export function mcpTool<S extends z.ZodType>(
  tool: Omit<McpTool, 'input' | 'call'> & {
    input: S;
    call(args: z.output<S>, call: ToolCall): Promise<CallToolResult>;
  },
): McpTool {
  return tool;
}
