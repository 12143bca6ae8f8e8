import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { fillAll, messagesIn } from '../core/content.ts';
import { readJson } from '../core/json-reply.ts';
import type { StoredText } from '../core/model-call.ts';
import { readQueue } from '../core/queues.ts';
import type { StepResult } from '../core/results.ts';

/** Bytes of messages that one reading run gives at most; a single longer one comes by itself. */
const pageBytes = 1_000_000;

/** The result with every stored text read and put in its place, through a worker. */
export async function fillResult(temporal: Client, wire: StepResult): Promise<StepResult<string>> {
  return parseOutputs((await fillTexts(temporal, wire)) as StepResult<string>);
}

/** A JSON value in which every text has become a plain string; asks a worker only if it has to. */
export async function fillTexts(temporal: Client, wire: unknown): Promise<unknown> {
  const texts = await readMessages(temporal, messagesIn(wire));
  return fillAll(wire, (id) => texts.get(id) ?? '');
}

async function readMessages(temporal: Client, wanted: Map<string, number>) {
  const texts = new Map<string, string>();
  for (const ids of pages(wanted)) {
    const stored: StoredText[] = await temporal.workflow.execute('readMessages', {
      taskQueue: readQueue,
      workflowId: `read-${randomUUID()}`,
      args: [{ ids }],
      staticSummary: 'texts of a result, for a client',
    });
    for (const { id, text } of stored) texts.set(id, text);
  }
  return texts;
}

function pages(wanted: Map<string, number>): string[][] {
  const all: string[][] = [];
  let room = 0;
  for (const [id, bytes] of wanted) {
    const page = bytes <= room ? all.at(-1) : undefined;
    if (page === undefined) all.push([id]);
    else page.push(id);
    room = (page === undefined ? pageBytes : room) - bytes;
  }
  return all;
}

/** On the wire an agent's `output` is its reply; here it becomes the JSON that it says. */
function parseOutputs(result: StepResult<string>): StepResult<string> {
  switch (result.kind) {
    case 'agent':
      return typeof result.output === 'string'
        ? { ...result, output: readJson(result.output) }
        : result;
    case 'parallel':
      return { ...result, results: result.results.map(parseOutputs) as typeof result.results };
    case 'supervisor':
    case 'debate':
      return result;
    case 'pipeline':
      return { ...result, steps: result.steps.map(parseOutputs) as typeof result.steps };
  }
}
