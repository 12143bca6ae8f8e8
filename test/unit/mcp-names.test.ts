import { describe, expect, it } from 'vitest';
import { checksFor, serversIn } from '../../src/core/kinds/check-step.ts';
import { isServerLine, readMcpName, serverLine } from '../../src/core/mcp-names.ts';
import { mcpServersSchema } from '../../src/core/mcp-servers.ts';
import { parseInput } from '../../src/core/parse-input.ts';

describe('a tool of a server', () => {
  it('is named by both', () => {
    expect(readMcpName('mcp:files/read')).toEqual({ server: 'files', tool: 'read' });
    expect(readMcpName('mcp:files/a/b')).toEqual({ server: 'files', tool: 'a/b' });
    expect(readMcpName('mcp:files/*')).toEqual({ server: 'files', tool: null });
    for (const name of ['files', 'mcp:files', 'mcp:/read', 'mcp:files/', 'mcp:a b/c'])
      expect(readMcpName(name)).toBeUndefined();
  });

  it('is refused where the server is not configured, also where no tools are known', () => {
    const tools = { clock: 'hash', 'mcp:files': 'hash' };
    const serving = { providers: {}, transforms: null };
    const known = checksFor({ ...serving, tools }, 'simulated');
    const unknown = checksFor({ ...serving, tools: null, servers: serversIn(tools) }, 'simulated');
    for (const checks of [known, unknown]) {
      expect(checks.tool('mcp:files/*')).toBeNull();
      expect(checks.tool('clock')).toBeNull();
      expect(checks.tool('mcp:filse/*')).toBe(
        "no server 'filse' of tools is configured (did you mean 'mcp:files'?) (configured: files); add it under 'mcp' in durable-agents.yaml",
      );
    }
    expect(known.tool('clok')).toContain("did you mean 'clock'");
    expect(unknown.tool('clok')).toBeNull();
    expect(checksFor({ ...serving, tools: null }, 'simulated').tool('mcp:filse/*')).toBeNull();
  });

  it('is never called as a registered one is', () => {
    const checks = checksFor({ providers: {}, transforms: null, tools: { 'mcp:files': '' } }, '');
    expect(checks.tool('mcp:files')).toContain("no tool 'mcp:files' is registered");
  });
});

describe('the configuration of a server', () => {
  const either = "web: expected 'command', a program that is started, or 'url', an address";

  it.each([
    [{ command: 'node', url: 'http://localhost/mcp' }, `${either}, not both`],
    [{}, either],
    ['npx server', either],
    [{ comand: 'node' }, "web.comand: there is no such field (did you mean 'command'?)"],
    [{ command: 'node', env: { TOKEN: 'x' } }, 'web.env: expected a list of names of environment'],
    [{ command: 'node', retry: 3 }, 'web.retry: expected true or false'],
    [{ url: 'http://localhost/mcp', urll: '' }, 'web.urll: there is no such field (did you mean'],
  ])('is refused with what is wrong: %j', (given, problem) => {
    expect(() => parseInput(mcpServersSchema, { web: given }, 'mcp')).toThrow(problem);
  });
});

describe('what a server writes', () => {
  it('is told apart in a log', () => {
    expect(isServerLine(serverLine('files', 'ready'))).toBe(true);
    expect(isServerLine('INFO ready')).toBe(false);
  });
});
