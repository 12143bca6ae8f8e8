import type { ToolDefinition } from './model-call.ts';

/** The built-in tools of an agent whose run has a user. */
export const memoryTools: readonly ToolDefinition[] = [
  {
    name: 'remember',
    description:
      'Keep one fact about the user for later conversations, also with other agents. Use it when the user asks for it, or tells something that will matter again.',
    parameters: {
      type: 'object',
      properties: {
        key: {
          type: 'string',
          description: 'What the fact is about, in one or two words, such as name or city.',
        },
        value: { type: 'string', description: 'The fact, in a few words, such as Phil.' },
      },
      required: ['key', 'value'],
      additionalProperties: false,
    },
  },
  {
    name: 'forget',
    description: 'Delete one fact about the user that is wrong, or that the user wants deleted.',
    parameters: {
      type: 'object',
      properties: { key: { type: 'string', description: 'The key of the fact.' } },
      required: ['key'],
      additionalProperties: false,
    },
  },
];

const names: ReadonlySet<string> = new Set(memoryTools.map(({ name }) => name));

/** Whether a tool is one of the built-in ones: no registered tool may have its name. */
export function isMemoryTool(name: string): boolean {
  return names.has(name);
}
