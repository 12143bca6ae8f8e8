/** Tools that write down that they run, in the file JOURNAL, which outlives every process. */
import { appendFileSync } from 'node:fs';
import { defineTool } from 'durable-agents';
import { z } from 'zod';

const tool = (name) =>
  defineTool({
    name,
    description: `Does ${name}.`,
    input: z.object({ run: z.string() }),
    needsApproval: name !== 'look',
    execute({ run }) {
      appendFileSync(process.env.JOURNAL, `${name} ${run}\n`);
      return 'done';
    },
  });

export const tools = ['look', 'remove', 'pay'].map(tool);
