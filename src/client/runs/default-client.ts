import { z } from 'zod';
import { parseInput } from '../../core/parse-input.ts';
import { AgentsClient } from './agents-client.ts';
import { clusterTarget, connect } from './connect.ts';
import { prepareRun } from './prepare-run.ts';
import type { RunTarget } from './prepare-step.ts';
import type { RunOptions } from './run-options.ts';
import type { RunResultOf } from './run-result.ts';
import { startRun } from './start-run.ts';
import type { StepLike } from './step-like.ts';

/** Milliseconds after the last call when the client that was opened for it closes by itself. */
const idleMs = 1_000;

/** How a client is opened for `agent.chat()` and the like where the caller gives none. */
export interface DefaultClient {
  /** Where its runs would go, found out before it is opened. */
  target(): Promise<RunTarget>;
  open(): Promise<AgentsClient>;
}

let ways: DefaultClient = {
  target: () => Promise.resolve(clusterTarget()),
  open: () => connect(),
};
let opened: Promise<AgentsClient> | undefined;
let using = 0;
let closing: NodeJS.Timeout | undefined;

export function openDefaultWith(default_: DefaultClient): void {
  ways = default_;
}

/** Options of one run started through a class, and the client to start it with. */
export interface ChatOptions extends RunOptions {
  /** Default: one that is opened for the call, by the environment: a cluster, or embedded. */
  client?: AgentsClient;
}

const isClient = (value: unknown) => value instanceof AgentsClient;

/** The others are checked with the rest of the run. */
const chatOptionsSchema = z.looseObject({
  client: z
    .custom<AgentsClient>(isClient, 'expected a client, as connect() or local() gives it')
    .optional(),
}) as z.ZodType<ChatOptions>;

/**
 * Runs a step with the given client, or with one that is shared by all such calls and closed a
 * second after the last of them, so that a script ends by itself. What is wrong is refused before
 * that is opened.
 *
 * @throws as `AgentsClient.start`
 */
export async function runStep<S extends StepLike>(
  step: S,
  input: string,
  given: ChatOptions = {},
): Promise<RunResultOf<S>> {
  const { client, ...options } = parseInput(chatOptionsSchema, given, 'the options of the run');
  if (client !== undefined) return await client.run(step, input, options);
  const target = opened === undefined ? await ways.target() : (await opened).parts;
  const run = prepareRun({ step, input, options }, target);
  return await withDefault(async (shared) => {
    await startRun(shared.parts, run);
    return await shared.handle<RunResultOf<S>>(run.id).result();
  });
}

async function withDefault<T>(work: (client: AgentsClient) => Promise<T>): Promise<T> {
  clearTimeout(closing);
  using += 1;
  try {
    opened ??= ways.open();
    return await work(await opened);
  } catch (error) {
    if (using === 1) await closeDefault();
    throw error;
  } finally {
    using -= 1;
    if (using === 0) closing = setTimeout(() => void closeDefault(), idleMs);
  }
}

async function closeDefault(): Promise<void> {
  const client = opened;
  opened = undefined;
  clearTimeout(closing);
  await client?.then(
    (ready) => ready.close(),
    () => undefined,
  );
}
