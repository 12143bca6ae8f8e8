/** Ours: the embedded default, opened as any program opens it. */
import { question, type Work } from '../cases.ts';
import { type LocalClient, local, type StepInput } from '../product.ts';
import { type MapWork, runMap } from '../map/map-run.ts';
import { serve, type Skilled } from './serve.ts';

export interface ProductSettings {
  stateDir: string;
  baseURL: string;
  /** A name of its own, so that two of these do not take each other's tasks. */
  provider: string;
  /** Model calls as local activities. */
  localCalls: boolean;
  /** Whether the result is waited for as a user gets it, its texts read from the store. */
  reads: boolean;
}

await serve(async (settings: ProductSettings) => {
  const { stateDir, baseURL, provider } = settings;
  const prices = { bench: { input: 1, output: 5 } };
  const client = await local({
    stateDir,
    providers: { [provider]: { api: 'responses', baseURL, prices } },
    log: console.error,
  });
  if (settings.localCalls && !knowsLocalCalls(client)) {
    await client.close();
    return { refused: 'an agent has no field localCalls yet' };
  }
  return contenderOf(client, settings);
});

function contenderOf(client: LocalClient, settings: ProductSettings): Skilled {
  const { temporal } = client.parts;
  return {
    async run(work, id) {
      const step = stepOf(work, settings);
      if (settings.reads) return assertSuccess(await client.run(step, question, { id }));
      await client.start(step, question, { id });
      await temporal.workflow.getHandle(id).result();
    },
    skills: {
      /** Does it once and tells what the result holds. */
      result: ({ work, id }: { work: Work; id: string }) =>
        resultOf(client, stepOf(work, settings), { id, replyBytes: work.replyBytes }),
      map: (work: MapWork) => runMap(client, settings.provider, work),
    },
    close: () => client.close(),
  };
}

function knowsLocalCalls(client: LocalClient): boolean {
  try {
    client.prepare({ kind: 'agent', name: 'agent', localCalls: true });
    return true;
  } catch {
    return false;
  }
}

/** A pipeline of the groups, or the parallel alone; its calls have no time limit that matters here. */
function stepOf({ groups, atOnce }: Work, { provider, localCalls }: ProductSettings): StepInput {
  const settings = { provider, model: 'bench', timeout: '1h', ...(localCalls && { localCalls }) };
  const steps = groups.map((calls, group): StepInput => {
    const agents = Array.from({ length: calls }, (_, call) => ({
      kind: 'agent' as const,
      name: `agent ${group}.${call}`,
      ...settings,
    }));
    const [only] = agents;
    if (calls === 1 && only !== undefined) return only;
    const concurrency = Math.min(calls, atOnce ?? calls);
    return { kind: 'parallel', name: `group ${group}`, agents, concurrency, timeout: '1h' };
  });
  const [only] = steps;
  if (steps.length === 1 && only !== undefined) return only;
  return { kind: 'pipeline', steps, stepTimeout: '1h' };
}

interface Result {
  success: boolean;
  error: { type: string; message: string } | null;
}

function assertSuccess({ success, error }: Result): void {
  if (!success) throw new Error(`${error?.type}: ${error?.message}`);
}

/** What a run with long replies comes to. */
export interface LongResult extends Result {
  /** Replies that stand in the result whole. */
  whole: number;
}

async function resultOf(
  client: LocalClient,
  step: StepInput,
  { id, replyBytes }: { id: string; replyBytes: number },
): Promise<LongResult> {
  const result = await client.run(step, question, { id });
  const parts: readonly { content: string | null }[] =
    'results' in result ? result.results : 'steps' in result ? result.steps : [];
  const whole = parts.filter(({ content }) => (content ?? '').length >= replyBytes).length;
  const { success, error } = result;
  return { success, error: error && { type: error.type, message: error.message }, whole };
}
