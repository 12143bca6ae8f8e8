import { z } from 'zod';
import { defineTool } from '../../../src/index.ts';
import type { ScriptedReply, ScriptFunction } from '../../../src/testing/index.ts';
import { agentOf, until } from '../../support/live-world.ts';
import { openServedWorld, type ServedWorld } from '../../support/service-world.ts';

/** A served world whose model says what it is told to, when it is told to. */
export interface StudioWorld extends ServedWorld {
  /** Agents whose replies are held back. */
  held: Set<string>;
  /** What agents say, by name; others say `from NAME`, in Markdown. */
  says: Map<string, (asked: number) => ScriptedReply>;
  /** Everybody says again what they say from the beginning. */
  reset(): void;
}

const send = defineTool({
  name: 'send',
  description: 'Sends a letter.',
  input: z.object({ to: z.string() }),
  execute: ({ to }) => `sent to ${to}`,
});

const answer = { answer: true, reason: 'so' };

/** Plans, reviews and votes, by the title of the form that is asked for. */
const forms: Record<string, object> = {
  Plan: {
    reasoning: 'so',
    tasks: ['A', 'B', 'C'].map((name) => ({
      ...{ id: `t-${name}`, workerName: name, task: `work, ${name}` },
      ...{ context: '', priority: 1, dependsOn: name === 'C' ? ['t-A'] : [] },
    })),
  },
  Review: {
    satisfied: { ...answer, answer: false },
    progress: answer,
    inLoop: { ...answer, answer: false },
    missing: { answer: '', reason: '' },
  },
  Positions: { options: [{ position: 'yes, **gladly**' }, { position: 'no' }] },
  Vote: { option: 'A', confidence: 0.8, changed: false, why: 'because' },
};

export async function openStudioWorld(): Promise<StudioWorld> {
  const held = new Set<string>();
  const says: StudioWorld['says'] = new Map();
  const asked = new Map<string, number>();
  const script: ScriptFunction = async (request) => {
    const name = agentOf(request);
    const { title = '' } = Object(request.outputSchema) as { title?: string };
    if (forms[title] !== undefined) return JSON.stringify(forms[title]);
    const before = asked.get(name) ?? 0;
    asked.set(name, before + 1);
    await until(() => !held.has(name), `the reply of ${name}`, 30_000);
    return says.get(name)?.(before) ?? `**from ${name}**`;
  };
  const world = await openServedWorld({ teams: [] }, { script, tools: [send] });
  const reset = () => [held, says, asked].forEach((each) => each.clear());
  return { ...world, held, says, reset };
}
