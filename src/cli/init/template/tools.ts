import { defineTool } from 'durable-agents';
import { z } from 'zod';

/** Stands for a database of yours. */
const orders: Record<string, { item: string; euros: number; state: string }> = {
  'A-1042': { item: 'a teapot', euros: 34, state: 'delivered, reported broken' },
  'A-1043': { item: 'two cups', euros: 18, state: 'on its way' },
};

// The examples are what the simulated model sends, so that the tool can be tried without a key.
const order = z
  .string()
  .regex(/^[A-Z]-\d{4}$/)
  .meta({ examples: ['A-1042'] })
  .describe('Number of the order, such as A-1042');

export const orderStatus = defineTool({
  name: 'order_status',
  description: 'Looks up what was ordered, its price, and where it is.',
  input: z.object({ order }),
  timeout: '10s',
  execute: ({ order: number }) => orders[number] ?? `there is no order ${number}`,
});

export const refund = defineTool({
  name: 'refund',
  description: 'Pays the price of an order back to the customer.',
  input: z.object({ order }),
  timeout: '10s',
  // A call may be tried again after a crash: whoever moves money wants the key of the call with it.
  execute({ order: number }, { idempotencyKey }) {
    const euros = orders[number]?.euros;
    if (euros === undefined) return `there is no order ${number}`;
    return `${euros} euros are paid back (payment ${idempotencyKey.slice(0, 8)})`;
  },
});

/** What `--register tools.ts` makes known: teams name these. */
export const tools = [orderStatus, refund];
