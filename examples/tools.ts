// An agent with a tool. Without a key it is seen working as well: the simulated model calls a tool that
// the request names, with arguments that it invents (here the first of the examples).
import { Agent, defineTool, local } from 'durable-agents';
import { z } from 'zod';

const timeZone = z.string().meta({
  description: 'A time zone, such as Europe/London',
  examples: ['Asia/Tokyo', 'Europe/London'],
});

const clock = defineTool({
  name: 'clock',
  description: 'The time in a time zone.',
  input: z.object({ timeZone }),
  execute: (args) => new Date().toLocaleTimeString('en', args),
});

await using client = await local({ tools: [clock] });
const host = new Agent({ name: 'Host', role: 'a host of a radio show', tools: ['clock'] });
const result = await host.chat('Welcome the listeners in Tokyo; look at the clock first.', {
  client,
});
console.log(result.content);
console.log(`tool calls: ${result.toolCalls}, turns: ${result.turns}`);
