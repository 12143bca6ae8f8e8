/** How an agent names a tool of a server; `tool` is `*` for all that it has. */
export const mcpToolPattern = /^mcp:([A-Za-z0-9][\w-]{0,31})\/([^\p{Cc}\p{Cs}]{1,128})$/u;

/** Tools of a server that an agent names. */
export interface NamedMcpTools {
  server: string;
  /** `null`: all. */
  tool: string | null;
}

/** `undefined`: it is the name of a registered tool. */
export function readMcpName(name: string): NamedMcpTools | undefined {
  const [, server, tool] = mcpToolPattern.exec(name) ?? [];
  if (server === undefined || tool === undefined) return undefined;
  return { server, tool: tool === '*' ? null : tool };
}

/** What a server is told by among the tools that a worker serves. */
export function servedAs(server: string): string {
  return `mcp:${server}`;
}

const lineBegins = '[mcp ';

/** A line that a server has written to its standard error, as it stands in a log. */
export function serverLine(server: string, line: string): string {
  return `${lineBegins}${server}] ${line}`;
}

/** Whether a line of a log is such a one. */
export function isServerLine(line: string): boolean {
  return line.startsWith(lineBegins);
}
