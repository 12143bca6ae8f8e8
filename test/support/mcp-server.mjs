// A server of tools for tests, over stdio: what it does is said by its tools' names. The file named by
// its argument gets a line for each start, list and call.
import { setTimeout as sleep } from 'node:timers/promises';
import { appendFileSync, readFileSync } from 'node:fs';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

const note = (line) => appendFileSync(process.argv[2], `${line} ${process.pid}\n`);
note('started');

const secret = process.env.MCP_TEST_SECRET ?? 'unknown';
process.stderr.write(`the secret is ${secret}\u001b[31m\n`);
const withDefault = { type: 'object', properties: { text: { type: 'string', default: secret } } };
const anObject = { type: 'object', properties: { text: { type: 'string' } } };
let deep = anObject;
for (let level = 0; level < 200; level += 1) deep = { type: 'object', properties: { a: deep } };

const tools = [
  { name: 'echo', description: 'Says it\u001b[2J again.', inputSchema: anObject },
  { name: 'read.it', inputSchema: anObject, annotations: { readOnlyHint: true } },
  { name: 'read/it', inputSchema: anObject },
  { name: 'n'.repeat(100), inputSchema: anObject },
  { name: 'deep', inputSchema: deep },
  { name: 'broken', inputSchema: { type: 'object', properties: { a: { type: 'strin' } } } },
  { name: 'none' },
  { name: 'giant', inputSchema: anObject },
  { name: 'die', inputSchema: anObject },
  { name: 'hang', inputSchema: anObject },
  { name: 'wrong', inputSchema: anObject },
  { name: 'tells', inputSchema: withDefault },
  { name: 'slow', inputSchema: anObject },
  { name: 'slow_read', inputSchema: anObject, annotations: { readOnlyHint: true } },
  { name: 'slow_again', inputSchema: anObject, annotations: { idempotentHint: true } },
];

/** Whether a tool was called before, in whatever process. */
const wasCalled = (name) => readFileSync(process.argv[2], 'utf8').includes(`called ${name} `);

const server = new Server({ name: 'test', version: '1' }, { capabilities: { tools: {} } });
server.setRequestHandler(ListToolsRequestSchema, () => {
  note('listed');
  return { tools };
});
server.setRequestHandler(
  CallToolRequestSchema,
  async ({ params }, { signal, sendNotification }) => {
    const isFirst = params.name.startsWith('slow') && !wasCalled(params.name);
    note(`called ${params.name}`);
    if (isFirst) await new Promise((resolve) => signal.addEventListener('abort', resolve));
    if (params.name === 'die') process.exit(1);
    if (params.name === 'hang') {
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
      note('cancelled');
    }
    if (params.name === 'tells') {
      const told = { progressToken: params._meta?.progressToken, progress: 1, message: secret };
      await sendNotification({ method: 'notifications/progress', params: told });
      await sleep(100); // the SDK passes over progress that comes in one piece with the result
    }
    const said = `${params.name}: ${String(params.arguments?.text)}`;
    const text = params.name === 'giant' ? 'x'.repeat(2_000_000) : said;
    return { content: [{ type: 'text', text }], isError: params.name === 'wrong' };
  },
);
await server.connect(new StdioServerTransport());
