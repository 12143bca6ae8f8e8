// An agent with the tools of an MCP server, here the public one that reads files. Without a key the
// simulated model calls the tool that the request names.
import { createRequire } from 'node:module';
import { Agent, local } from 'durable-agents';

const server = createRequire(import.meta.url).resolve(
  '@modelcontextprotocol/server-filesystem/dist/index.js',
);
const files = { command: process.execPath, args: [server, process.cwd()] };

await using client = await local({ mcp: { files } });
const agent = new Agent({
  name: 'Librarian',
  role: 'a librarian',
  tools: ['mcp:files/list_allowed_directories'],
});
const result = await agent.chat(
  'Which folders may you read? Use files__list_allowed_directories.',
  {
    client,
  },
);
console.log(result.content);
console.log(`tool calls: ${result.toolCalls}`);
