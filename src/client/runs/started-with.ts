import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { optionalTsToMs } from '@temporalio/common/lib/time.js';
import type { Step } from '../../core/kinds/step.ts';
import { threadOf } from '../../core/kinds/every-kind.ts';
import { agentsIn } from '../../core/kinds/walk.ts';
import type { RunInput } from '../../core/run-input.ts';
import { currentRun, readHistory } from '../progress/read-history.ts';
import { recordedSpec } from '../progress/recorded-spec.ts';
import { fillTexts } from './fill-result.ts';
import { unknownRun } from './unknown-run.ts';
import type { TextReader } from './worker-query.ts';

/** What a run was started with. */
export interface StartedWith {
  /** With every default filled in, providers too; `null`: it cannot be read. */
  step: Step | null;
  input: string;
  context: string | null;
  user: string | null;
  /** Whether one agent alone was asked too; left out: not. */
  baseline?: boolean;
  /** The thread that it continues, or that all of its agents do; `null`: none, or several. */
  thread: string | null;
  /** Those of its agents; `null`: they have several, and of models also the provider's own. */
  provider: string | null;
  model: string | null;
  /** ISO 8601 */
  startedAt: string;
}

/**
 * Reads what a run was started with from its history. No worker has to run.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function readStartedWith(reader: TextReader, run: string): Promise<StartedWith> {
  const { at, given } = await firstEvent(reader.temporal, run);
  const step = await recordedSpec(given);
  const { input = '', context = null, user = null, baseline = false, resume } = given;
  const texts = (await fillTexts(reader, { input, context })) as Record<
    'input' | 'context',
    string | null
  >;
  const startedAt = new Date(resume?.startedAt ?? at).toISOString();
  return {
    step,
    input: texts.input ?? '',
    context: texts.context,
    user,
    ...(baseline ? { baseline } : {}),
    ...sharedBy(step),
    startedAt,
  };
}

/**
 * The step that a run was started with, and nothing else of it; `null`: it cannot be read.
 *
 * @throws `Input.Invalid` when there is no such run
 */
export async function readStartedStep(temporal: Client, run: string): Promise<Step | null> {
  return await recordedSpec((await firstEvent(temporal, run)).given);
}

/** What all agents of a step have in common. */
function sharedBy(step: Step | null): Pick<StartedWith, 'thread' | 'provider' | 'model'> {
  const agents = step === null ? [] : agentsIn(step);
  const whole = step === null ? null : threadOf(step);
  return {
    thread: whole ?? onlyOne(agents.map(({ thread }) => thread)),
    provider: onlyOne(agents.map(({ provider }) => provider)),
    model: onlyOne(agents.map(({ model }) => model)),
  };
}

function onlyOne(values: readonly (string | null)[]): string | null {
  const [value = null, ...others] = new Set(values);
  return others.length === 0 ? value : null;
}

async function firstEvent(
  temporal: Client,
  run: string,
): Promise<{ at: number; given: Partial<RunInput> }> {
  const address = await currentRun(temporal, run);
  for await (const [first] of readHistory(temporal, address)) {
    const input = first?.workflowExecutionStartedEventAttributes?.input;
    const converter = temporal.options.loadedDataConverter;
    const given = await decodeFromPayloadsAtIndex<RunInput>(converter, 0, input?.payloads);
    return { at: optionalTsToMs(first?.eventTime) ?? 0, given: given ?? {} };
  }
  throw unknownRun(run);
}
