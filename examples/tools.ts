// An agent with a tool. The simulated model calls no tools of yours, as their effects would be real:
// set OPENAI_API_KEY or ANTHROPIC_API_KEY to see it used.
import { Agent, defineTool, local } from 'durable-agents';
import { z } from 'zod';

const clock = defineTool({
  name: 'clock',
  description: 'The time in a time zone.',
  input: z.object({ timeZone: z.string().describe('Such as Europe/London') }),
  execute: ({ timeZone }) => new Date().toLocaleTimeString('en', { timeZone }),
});

await using client = await local({ tools: [clock] });
const host = new Agent({ name: 'Host', role: 'a host of a radio show', tools: ['clock'] });
const result = await host.chat('Welcome the listeners in Tokyo with the time.', { client });
console.log(result.content);
console.log(`${result.toolCalls} tool calls in ${result.turns} turns`);
