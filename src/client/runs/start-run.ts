import { createHash, randomUUID } from 'node:crypto';
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { z } from 'zod';
import { Failure, failure } from '../../core/failures.ts';
import { userForm } from '../../core/fact-change.ts';
import { parseForm } from '../../core/form.ts';
import { invalidInput, parseInput } from '../../core/parse-input.ts';
import { currentVersion, type RunInput } from '../../core/run-input.ts';
import type { Step } from '../../core/kinds/step.ts';
import * as webUi from '../../core/web-ui/summaries.ts';
import type { ClientParts } from './client-parts.ts';
import { onThread } from './prepare-step.ts';
import { startSearchable } from './search-attributes.ts';

export interface RunOptions {
  /** Workflow id of the run. Default: the step's name and a random part. */
  id?: string;
  /** Background that every agent of the run sees. */
  context?: string;
  /** Whose user context the agents share. */
  user?: string;
  /** The thread that the run's agent continues. Several agents each name their own in the spec. */
  thread?: string;
  /** For agents that name no provider. Default: by the environment. */
  provider?: string;
  /** For agents that name neither provider nor model. */
  model?: string;
}

export interface RunRequest {
  spec: Step;
  input: string;
  options: RunOptions;
}

const idSchema = z
  .string()
  .min(1, 'it is empty')
  .max(200, 'it has more than 200 characters')
  .regex(/^[^\p{Cc}]*$/u, 'it has control characters');

/** Temporal refuses a payload over 2 MB; what else a start carries needs some of it. */
const startLimitBytes = 1_500_000;

/** Starts the workflow of a run, or attaches to the one that is the same; gives its id. */
export async function startRun(parts: ClientParts, request: RunRequest): Promise<string> {
  const { spec, input, options } = request;
  const id = parseInput(
    idSchema,
    options.id ?? `${slug(spec.name)}-${randomUUID().slice(0, 8)}`,
    'the id',
  );
  const given = runInput(request);
  refuseSize(given);
  const digest = createHash('sha256').update(JSON.stringify(given)).digest('hex');
  const start: WorkflowStartOptions = {
    taskQueue: parts.queue,
    workflowId: id,
    args: [{ ...given, checked: true, version: currentVersion, ...watched(parts) }],
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    ...webUi.run(spec, input),
    memo: { name: spec.name, request: digest, serving: parts.serving },
  };
  try {
    await startSearchable(spec.kind, given.user ?? null, (searchable) =>
      parts.temporal.workflow.start(spec.kind, { ...start, ...searchable }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    await refuseOther(parts.temporal, id, digest);
  }
  return id;
}

function runInput({ spec, input, options }: RunRequest): RunInput {
  if (input.trim() === '') throw invalidInput('the input', [{ path: '', message: 'it is empty' }]);
  return {
    spec: options.thread === undefined ? spec : onThread(spec, options.thread),
    input,
    context: options.context ?? null,
    user: options.user === undefined ? null : parseForm(userForm, options.user, 'the user'),
  };
}

/** How the calls of a run are watched does not make it another run. */
function watched({ heartbeatTimeoutMs = null }: ClientParts): Partial<RunInput> {
  return heartbeatTimeoutMs === null ? {} : { heartbeatTimeoutMs };
}

function refuseSize(given: RunInput): void {
  const bytes = Buffer.byteLength(JSON.stringify(given));
  if (bytes <= startLimitBytes) return;
  const message = `spec, input and context have ${bytes} bytes together; a run takes ${startLimitBytes} at most: shorten them`;
  throw failure(Failure.payloadTooLarge, message);
}

async function refuseOther(temporal: Client, id: string, digest: string): Promise<void> {
  const { memo } = await temporal.workflow.getHandle(id).describe();
  if (memo?.['request'] === digest) return;
  const message = `there is a run '${id}' already, with another spec or input: choose another id, or see it with 'show ${id}'`;
  throw invalidInput('the id', [{ path: '', message }]);
}

function slug(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'run'
  );
}
