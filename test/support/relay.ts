import { expect } from 'vitest';
import {
  type ModelServer,
  type ScriptFunction,
  startModelServer,
} from '../../src/testing/index.ts';
import { documentOf, type Ended, Workplace } from './command-line.ts';
import { until } from './embedded-commands.ts';

/** A pipeline of three agents, as it stands in `relay.yaml`. */
export const pipeline = `
kind: pipeline
name: Relay
steps:
  - {kind: agent, name: First}
  - {kind: agent, name: Second, timeout: 10m}
  - {kind: agent, name: Third}
stepTimeout: 10m
`;

/** A workplace with `relay.yaml`, and the model that its agents ask. They answer `from NAME`. */
export interface Relay {
  place: Workplace;
  model: ModelServer;
  /** Agents whose replies are held back. */
  held: Set<string>;
  /** Agents whose requests the provider refuses. */
  rejected: Set<string>;
  /** Who was asked, in order, since the last look. */
  asked(): string[];
  close(): Promise<void>;
}

export async function openRelay(): Promise<Relay> {
  const held = new Set<string>();
  const rejected = new Set<string>();
  const script: ScriptFunction = async (request) => {
    const name = agentOf(request);
    await until(() => !held.has(name), 30_000);
    if (rejected.has(name)) return { status: 400, error: 'this is not to be answered' };
    return { text: `from ${name}`, usage: { inputTokens: 10, outputTokens: 5 } };
  };
  const model = await startModelServer({ script });
  const place = new Workplace({
    OPENAI_API_KEY: 'key-of-these-tests',
    OPENAI_BASE_URL: `${model.url}/v1`,
    OPENAI_MODEL: 'gpt-5.4-mini',
  });
  place.write('relay.yaml', pipeline);
  return {
    place,
    model,
    held,
    rejected,
    asked: () => model.requests.splice(0).map(agentOf),
    async close() {
      await place.close();
      await model.close();
    },
  };
}

function agentOf({ system }: { system: string }): string {
  return /You are (\w+)/.exec(system)?.[1] ?? '';
}

/** A command's exit status and its one document. */
export function answerOf(ended: Ended): object {
  return { status: ended.status, document: documentOf(ended) };
}

/** The answer to input that is refused. */
export function refusal(message: RegExp): object {
  const error = {
    type: 'Input.Invalid',
    message: expect.stringMatching(message),
    retryable: false,
    details: expect.toSatisfy(() => true),
  };
  return { status: 2, document: { success: false, error } };
}
