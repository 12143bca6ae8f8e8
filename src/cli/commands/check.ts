import type { ReadSpec, RunTarget } from '../../client/runs/prepare-step.ts';
import {
  type Command,
  ExitStatus,
  jsonFlag,
  servingFlags,
  type ServingOptions,
} from '../command.ts';
import type { Answer } from '../output.ts';
import { askTrust } from '../trust.ts';

interface CheckOptions extends ServingOptions {
  file: string;
  provider?: string;
  model?: string;
}

/** `check FILE`: says what is wrong with a spec, and where; starts nothing. */
export const check: Command<CheckOptions> = {
  name: 'check',
  does: 'check a spec, and say what is wrong and where',
  alsoTried: ['validate', 'lint', 'verify', 'test'],
  takes: [{ key: 'file', shown: 'file', does: 'the spec' }],
  flags: [
    { name: 'provider', value: 'name', does: 'for agents that name none' },
    { name: 'model', value: 'name', does: 'for agents that name neither provider nor model' },
    ...servingFlags,
    jsonFlag,
  ],
  examples: ['check research.yaml', 'check research.yaml --register tools.ts --json'],
  async run(options, { output }) {
    const { file } = options;
    const [{ failureAnswer }, { orRefusal }, { readSpec }] = await Promise.all([
      import('../failure-answer.ts'),
      import('../../core/refusals.ts'),
      import('../input/run-request.ts'),
    ]);
    try {
      const target = await orRefusal(targetOf(options));
      await output.answer(goodAnswer(file, await readSpec(options, target)));
      return ExitStatus.success;
    } catch (error) {
      const { document, text, status } = failureAnswer(error);
      const none = { file, kind: null, name: null, agents: [] };
      await output.answer({ document: { ...document, ...none }, text });
      return status;
    }
  },
};

/**
 * What a worker with this configuration serves. Keys are the worker's business, so a missing one is
 * no problem of the spec; functions and tools are only known where a module with them is given.
 */
async function targetOf(options: CheckOptions): Promise<{ target: RunTarget }> {
  const { config, trust = false, register } = options;
  await askTrust(options);
  const { planLocal } = await import('../../workers/local-plan.ts');
  const { defaults, serving } = await planLocal({
    configFile: config,
    trust,
    registryFile: register,
  });
  const providers = Object.entries(serving.providers);
  const ready = providers.map(([name, each]) => [name, { ...each, ready: true }] as const);
  const unknown = register === undefined ? { transforms: null, tools: null } : {};
  const known = { ...serving, ...unknown, providers: Object.fromEntries(ready) };
  return { target: { defaults, serving: known } };
}

function goodAnswer(file: string, { spec, survey }: ReadSpec): Answer {
  const { kind, name } = spec;
  const agents = survey.agents.map(({ name: who, role, provider, model }) => ({
    name: who,
    role,
    provider,
    model,
  }));
  const names = agents.map((agent) => agent.name).join(', ');
  const count = `${agents.length} ${agents.length === 1 ? 'agent' : 'agents'}`;
  return {
    document: { success: true, error: null, file, kind, name, agents },
    text: `${file} is good: ${kind} '${name}', ${count} (${names})`,
  };
}
