// Tools that write to shared resources: one call at a time for each file, in whatever process. Without
// a key the simulated model calls the one that the request names, with arguments that it invents.
import { appendFile, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, defineTool, local, ParallelAgents, threadSafeTool, withLock } from 'durable-agents';
import { z } from 'zod';

const folder = await mkdtemp(join(tmpdir(), 'notes-'));

// Way 1: the tool declares its lock.
const addLine = threadSafeTool(
  'file',
  'name',
)(
  defineTool({
    name: 'add_line',
    description: 'Adds a line to a file.',
    input: z.object({ name: z.enum(['minutes.txt', 'ideas.txt']), line: z.string() }),
    execute: ({ name, line }) => appendFile(join(folder, name), `${line}\n`),
  }),
);

// Way 2: the tool takes the lock itself.
const rewrite = defineTool({
  name: 'rewrite',
  description: 'Replaces the content of a file.',
  input: z.object({ name: z.enum(['minutes.txt', 'ideas.txt']), content: z.string() }),
  execute: ({ name, content }) =>
    withLock('file', name, () => writeFile(join(folder, name), content)),
});

await using client = await local({ tools: [addLine, rewrite] });
const writers = ['Ann', 'Bo'].map(
  (name) => new Agent({ name, role: 'a secretary', tools: ['add_line', 'rewrite'] }),
);
const results = await new ParallelAgents(writers).chat(
  'Write down in minutes.txt that we met today, with add_line.',
  { client },
);
for (const { agentName, content } of results.successful) console.log(`${agentName}: ${content}`);
console.log(`minutes.txt:\n${await readFile(join(folder, 'minutes.txt'), 'utf8')}`);
