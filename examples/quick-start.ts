// Quick Start: create some agents and ask one of them. Run it with `npx tsx examples/quick-start.ts`.
import { Agent } from 'durable-agents';

// No keys here: they live in the worker's environment. Without one the simulated model answers.
const researcher = new Agent({ name: 'Researcher', role: 'Research analyst' });
const writer = new Agent({ name: 'Writer', role: 'Content writer' });
const editor = new Agent({ name: 'Editor', role: 'Editor' });

for (const { name, spec } of [researcher, writer, editor]) console.log(`${name}: ${spec.role}`);

const { content, durationMs } = await researcher.chat('Analyze AI trends');
console.log(`${content}\n(${durationMs} ms)`);
