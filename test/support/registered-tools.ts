/** A module for `--register`, as a user writes it in TypeScript. */
import { ApplicationFailure } from '@temporalio/common';
import { defineTool, getLock } from 'durable-agents';
import { z } from 'zod';

export const tools = [
  defineTool({
    name: 'greet',
    description: 'Greets somebody.',
    input: z.object({ name: z.string() }),
    execute: ({ name }: { name: string }) => `Hello, ${name}`,
  }),
];

export const transforms = {
  /** Whether what the caller has is what this module has. */
  isSame: (theirs: unknown): boolean => {
    const { getLock: lock, ApplicationFailure: failure } = theirs as Record<string, unknown>;
    return lock === getLock && failure === ApplicationFailure;
  },
};
