// Tools that write to shared resources: one call at a time for each file, in whatever process. The
// simulated model calls no tools of yours: set OPENAI_API_KEY or ANTHROPIC_API_KEY to see them used.
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, defineTool, local, ParallelAgents, threadSafeTool, withLock } from 'durable-agents';
import { z } from 'zod';

// Way 1: the tool declares its lock.
const addLine = threadSafeTool(
  'file',
  'name',
)(
  defineTool({
    name: 'add_line',
    description: 'Adds a line to a file.',
    input: z.object({ name: z.enum(['minutes.txt', 'ideas.txt']), line: z.string() }),
    execute: ({ name, line }) => appendFile(join(tmpdir(), name), `${line}\n`),
  }),
);

// Way 2: the tool takes the lock itself.
const rewrite = defineTool({
  name: 'rewrite',
  description: 'Replaces the content of a file.',
  input: z.object({ name: z.enum(['minutes.txt', 'ideas.txt']), content: z.string() }),
  execute: ({ name, content }) =>
    withLock('file', name, () => writeFile(join(tmpdir(), name), content)),
});

await using client = await local({ tools: [addLine, rewrite] });
const writers = ['Ann', 'Bo'].map(
  (name) => new Agent({ name, role: 'a secretary', tools: ['add_line', 'rewrite'] }),
);
const results = await new ParallelAgents(writers).chat(
  'Write down in minutes.txt that we met today.',
  { client },
);
for (const { agentName, content } of results.successful) console.log(`${agentName}: ${content}`);
