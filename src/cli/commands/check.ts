import type { ReadSpec, RunTarget } from '../../client/runs/prepare-step.ts';
import type { CheckedProvider } from '../../workers/check-providers.ts';
import {
  type Command,
  type CommandContext,
  ExitStatus,
  jsonFlag,
  servingFlags,
  type ServingOptions,
  stateFlag,
  type StateOptions,
} from '../command.ts';
import type { Answer } from '../output.ts';
import { askTrust } from '../trust.ts';

interface CheckOptions extends ServingOptions, StateOptions {
  file?: string;
  provider?: string;
  model?: string;
  providers?: boolean;
}

/** `check FILE`: says what is wrong with a spec, and where. `check --providers`: asks what they can do. */
export const check: Command<CheckOptions> = {
  name: 'check',
  does: 'check a spec, or what the configured providers can do',
  alsoTried: ['validate', 'lint', 'verify', 'test'],
  takes: [{ key: 'file', shown: 'file', does: 'the spec', optional: true }],
  flags: [
    {
      name: 'providers',
      does: 'ask each configured provider for a word, a structured reply and a tool call',
    },
    { name: 'provider', value: 'name', does: 'for agents that name none' },
    { name: 'model', value: 'name', does: 'for agents that name neither provider nor model' },
    ...servingFlags,
    stateFlag,
    jsonFlag,
  ],
  examples: ['check research.yaml', 'check --providers'],
  async run(options, { output, interrupted }) {
    const [{ failureAnswer }, { refuse }] = await Promise.all([
      import('../failure-answer.ts'),
      import('../input/refused-input.ts'),
    ]);
    const { file, providers = false } = options;
    if (file === undefined && !providers) throw refuse('name a FILE, or say --providers');
    try {
      const spec = file === undefined ? undefined : await checkSpec(options, file);
      if (!providers) {
        if (spec !== undefined) await output.answer(spec);
        return ExitStatus.success;
      }
      const checked = await askProviders(options, { output, interrupted });
      await output.answer(withProviders(spec, checked));
      return checked.success ? ExitStatus.success : ExitStatus.failed;
    } catch (error) {
      const { document, text, status } = failureAnswer(error);
      const none = { file: file ?? null, kind: null, name: null, agents: [] };
      await output.answer({ document: { ...document, ...none }, text });
      return status;
    }
  },
};

async function checkSpec(options: CheckOptions, file: string): Promise<Answer> {
  const [{ orRefusal }, { readSpec }] = await Promise.all([
    import('../../core/refusals.ts'),
    import('../input/run-request.ts'),
  ]);
  const target = await orRefusal(targetOf(options));
  return goodAnswer(file, await readSpec({ ...options, file }, target));
}

interface CheckedProviders {
  success: boolean;
  providers: CheckedProvider[];
  text: string;
}

async function askProviders(
  options: CheckOptions,
  { output, interrupted }: CommandContext,
): Promise<CheckedProviders> {
  const { config, state, trust } = options;
  await askTrust(options);
  const [{ planLocal }, { checkProviders }, { providersText }] = await Promise.all([
    import('../../workers/local-plan.ts'),
    import('../../workers/check-providers.ts'),
    import('../render/providers.ts'),
  ]);
  const plan = await planLocal({
    configFile: config,
    stateDir: state,
    ...(trust ? { trust } : {}),
  });
  output.waitingFor('Asking the providers, which costs a little.');
  const { endpoints, databaseUrl } = plan;
  const providers = await checkProviders({ endpoints, databaseUrl, signal: interrupted });
  output.settle();
  const success = providers.every((each) => each.state === 'works' || each.state === 'notSet');
  return { success, providers, text: providersText(providers) };
}

function withProviders(spec: Answer | undefined, checked: CheckedProviders): Answer {
  const { success, providers, text } = checked;
  const document = spec?.document ?? {
    error: null,
    file: null,
    kind: null,
    name: null,
    agents: [],
  };
  const texts = spec === undefined ? [text] : [spec.text, '', text];
  return { document: { ...document, success, providers }, text: texts.join('\n') };
}

/**
 * What a worker with this configuration serves. Keys are the worker's business, so a missing one is
 * no problem of the spec; functions and tools are only known where a module with them is given.
 */
async function targetOf(options: CheckOptions): Promise<{ target: RunTarget }> {
  const { config, trust = false, register } = options;
  await askTrust(options);
  const [{ planLocal }, { serversIn }] = await Promise.all([
    import('../../workers/local-plan.ts'),
    import('../../core/kinds/check-step.ts'),
  ]);
  const { defaults, serving } = await planLocal({
    configFile: config,
    trust,
    registryFile: register,
  });
  const providers = Object.entries(serving.providers);
  const ready = providers.map(([name, each]) => [name, { ...each, ready: true }] as const);
  const unknown = register === undefined ? { transforms: null, tools: null } : {};
  const servers = serversIn(serving.tools);
  const known = { ...serving, ...unknown, servers, providers: Object.fromEntries(ready) };
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
