import { prepareStep } from '../../client/runs/prepare-step.ts';
import { defaultsFrom } from '../../client/runs/default-provider.ts';
import { checkStep } from '../../core/kinds/check-step.ts';
import type { Serving } from '../../core/serving.ts';
import { agentsIn, functionsIn, toolsIn } from '../../core/kinds/walk.ts';
import type { Step } from '../../core/kinds/step.ts';
import type { CommandContext, ServingOptions } from '../command-context.ts';
import { ExitStatus } from '../exit-status.ts';
import { failureAnswer } from '../failure-answer.ts';
import { readSpecFile } from '../spec-file.ts';

export interface CheckOptions extends ServingOptions {
  file: string;
  provider?: string;
  model?: string;
}

/** `check FILE`: says what is wrong with a spec, and where; starts nothing. */
export async function check(
  options: CheckOptions,
  { output }: CommandContext,
): Promise<ExitStatus> {
  const { file } = options;
  try {
    const spec = await readSpecFile(file);
    const step = spec.located(() => prepareStep(spec.step, defaultsFrom(process.env, options)));
    const serving = await knownServing(options, step);
    spec.located(() => checkStep(step, serving, file));
    await output.answer({ document: documentOf(file, step), text: textOf(file, step) });
    return ExitStatus.success;
  } catch (error) {
    const { document, text, status } = failureAnswer(error);
    const none = { file, kind: null, name: null, agents: [] };
    await output.answer({ document: { ...document, ...none }, text });
    return status;
  }
}

/**
 * What a worker with this configuration serves. Keys are the worker's business, so a missing one is
 * no problem of the spec; functions are only known where a module with them is given.
 */
async function knownServing(options: CheckOptions, step: Step): Promise<Serving> {
  const [{ readConfig }, { endpointsOf }, { servingOf }, { loadRegistry }] = await Promise.all([
    import('../../workers/config-file.ts'),
    import('../../workers/endpoints.ts'),
    import('../../workers/fingerprint.ts'),
    import('../../workers/registry-file.ts'),
  ]);
  const endpoints = endpointsOf(readConfig(options.config));
  const registry = await loadRegistry(options.register);
  const { providers, transforms, tools } = servingOf(
    endpoints,
    registry.transforms,
    registry.tools,
  );
  const unknown = options.register === undefined;
  return {
    providers: Object.fromEntries(
      Object.entries(providers).map(([name, each]) => [name, { ...each, ready: true }]),
    ),
    transforms: unknown ? named(functionsIn(step)) : transforms,
    tools: unknown ? named(toolsIn(step)) : tools,
  };
}

function named(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, 'not known here']));
}

function documentOf(file: string, step: Step): object {
  const agents = agentsIn(step).map(({ name, role, provider, model }) => ({
    name,
    role,
    provider,
    model,
  }));
  return { success: true, error: null, file, kind: step.kind, name: step.name, agents };
}

function textOf(file: string, step: Step): string {
  const agents = agentsIn(step);
  const names = agents.map(({ name }) => name).join(', ');
  return `${file} is good: ${step.kind} '${step.name}', ${agents.length} ${agents.length === 1 ? 'agent' : 'agents'} (${names})`;
}
