import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { defineTool } from '../../src/index.ts';

/** Calls of `endless` that have begun. */
export const begun = { endless: 0 };

/** Tools of the agents in the scenarios: one that works, one that says much, one that fails, one that never ends. */
export const tools = [
  defineTool({
    name: 'note',
    description: 'Takes a note.',
    input: z.object({ text: z.string() }),
    execute: ({ text }) => `noted: ${text}`,
  }),
  defineTool({
    name: 'long',
    description: 'Says much.',
    input: z.object({ bytes: z.int() }),
    execute: ({ bytes }) => 'and so on '.repeat(bytes / 10),
  }),
  defineTool({
    name: 'broken',
    description: 'Fails.',
    input: z.object({}),
    execute() {
      throw new Error('the line is dead');
    },
    maxAttempts: 1,
  }),
  defineTool({
    name: 'endless',
    description: 'Never ends.',
    input: z.object({}),
    async execute(_, { signal }) {
      begun.endless += 1;
      await sleep(60_000, undefined, { signal });
    },
  }),
];
