import { z } from 'zod';
import { defineTool } from '../../../src/index.ts';
import type { ScriptedReply, ScriptFunction } from '../../../src/testing/index.ts';
import { agentOf, until } from '../../support/live-world.ts';
import { openServedWorld, type ServedWorld } from '../../support/service-world.ts';
import { typedPlan, typedTask } from '../../support/typed-plan.ts';

/** A served world whose model says what it is told to, when it is told to. */
export interface StudioWorld extends ServedWorld {
  /** Agents whose replies are held back: all of an agent's, `Ann`, or one of them, `Ann 1`, from 0. */
  held: Set<string>;
  /** What agents say, by name; others say `from NAME`, in Markdown. */
  says: Map<string, (asked: number) => ScriptedReply>;
  /** How forms are filled in, by their title, where it is in another way than always. */
  fills: Map<string, (asked: number, agent: string) => object>;
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
  Plan: typedPlan(
    ['A', 'B', 'C'].map((name) =>
      typedTask(`t-${name}`, name, `work, ${name}`, { dependsOn: name === 'C' ? ['t-A'] : [] }),
    ),
  ),
  Review: {
    satisfied: { ...answer, answer: false },
    progress: answer,
    inLoop: { ...answer, answer: false },
    missing: { answer: '', reason: '' },
  },
  Positions: { options: [{ position: 'yes, **gladly**' }, { position: 'no' }] },
  Route: { reason: 'so', route: 'A' },
  Verdict: { feedback: 'so', score: 1, passed: true },
  Vote: { option: 'A', confidence: 0.8, changed: false, why: 'because' },
  Conclusion: {
    ...{ agreed: ['that it is **warm**'], contradicted: [], onlyOne: [], missing: [] },
    conclusion: 'yes, **gladly**',
  },
};

/** What a debater says, as a statement with the same answer as all the others. */
function stated(statement: string): string {
  return JSON.stringify({ statement, answer: 'yes', confidence: 0.8, changedBy: null });
}

export async function openStudioWorld(): Promise<StudioWorld> {
  const held = new Set<string>();
  const says: StudioWorld['says'] = new Map();
  const fills: StudioWorld['fills'] = new Map();
  const asked = new Map<string, number>();
  const times = (what: string) => {
    const before = asked.get(what) ?? 0;
    asked.set(what, before + 1);
    return before;
  };
  const script: ScriptFunction = async (request) => {
    const name = agentOf(request);
    const { title = '' } = Object(request.outputSchema) as { title?: string };
    const form = fills.get(title)?.(times(`${title} of ${name}`), name) ?? forms[title];
    if (form !== undefined) return JSON.stringify(form);
    const before = times(name);
    const isHeld = () => held.has(name) || held.has(`${name} ${before}`);
    await until(() => !isHeld(), `the reply of ${name}`, 30_000);
    const said = says.get(name)?.(before) ?? `**from ${name}**`;
    return title === 'Statement' && typeof said === 'string' ? stated(said) : said;
  };
  const world = await openServedWorld({ teams: [] }, { script, tools: [send] });
  const reset = () => [held, says, fills, asked].forEach((each) => each.clear());
  return { ...world, held, says, fills, reset };
}
