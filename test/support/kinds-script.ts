import type { Text } from '../../src/core/content.ts';
import type { Step, StepInput, StepResult } from '../../src/core/kinds/step.ts';
import { typedPlan, typedTask } from './typed-plan.ts';
import { takeElements } from '../../src/core/elements.ts';
import { answerTag } from '../../src/core/render.ts';
import type { Said, SaidBy, SeenCall } from './kinds-world.ts';

type More = Record<string, unknown>;

/** Makes a step of every kind with agents of these names in it; `ofA`: what is special about agent A. */
export function stepMaker(provider: string, ofA: More = {}) {
  const agent = (name: string, more: More = {}) => ({
    ...{ kind: 'agent', name, provider },
    ...(name === 'A' ? ofA : {}),
    ...more,
  });
  const agents = (names: string[]) => names.map((name) => agent(name));
  const made: Record<Step['kind'], (names: string[], more?: More) => object> = {
    agent: ([name = 'A'], more) => agent(name, more),
    parallel: (names, more) => ({ kind: 'parallel', agents: agents(names), ...more }),
    map: ([name = 'A'], more) => ({ kind: 'map', step: agent(name), ...more }),
    pipeline: (names, more) => ({ kind: 'pipeline', steps: agents(names), ...more }),
    supervisor: (names, more) => {
      const workers = Object.fromEntries(names.map((name) => [name, agent(name)]));
      return { kind: 'supervisor', workers, maxIterations: 1, ...more };
    },
    loop: ([name = 'A'], more) => {
      const until = { judge: agent('Judge') };
      return { kind: 'loop', step: agent(name), until, ...more };
    },
    person: ([name = 'A'], more) => ({ kind: 'person', name, ...more }),
    route: ([name = 'A'], more) => {
      const routes = {
        [name]: { when: 'whatever', step: agent(name) },
        Other: { when: 'nothing', step: agent('Other') },
      };
      return { kind: 'route', routes, ...more };
    },
    debate: (names, more) => {
      return { kind: 'debate', agents: agents(names), parallelResponses: true, ...more };
    },
  };
  return made as Record<Step['kind'], (names: string[], more?: More) => StepInput>;
}

/** The agents of a kind in the suite. */
export const namesIn = (kind: Step['kind']): string[] =>
  ['agent', 'loop', 'map', 'route'].includes(kind) ? ['A'] : ['A', 'B', 'C'];

export const hello = ({ agentName }: SeenCall): Said => ({ text: `from ${agentName}` });

/** Everybody says hello but this one, who never answers. */
export const silent =
  (name: string | undefined): SaidBy =>
  (call) =>
    call.agentName === name ? 'silence' : hello(call);

/** Plans, reviews and votes that change nothing, so that a script is only about what agents say. */
export function played(names: string[], say: SaidBy): SaidBy {
  const answer = { answer: true, reason: 'so' };
  const tasks = names.map((name) => typedTask(`t-${name}`, name, `work, ${name}`));
  const missing = { answer: '', reason: '' };
  const forms: Record<string, object> = {
    Plan: typedPlan(tasks),
    Review: { satisfied: answer, progress: answer, inLoop: { ...answer, answer: false }, missing },
    Route: { reason: 'so', route: names[0] ?? '' },
    Positions: { options: [{ position: 'yes' }] },
    Verdict: { feedback: 'so', score: 1, passed: true },
    Conclusion: {
      ...{ agreed: [], contradicted: [], onlyOne: [], missing: [] },
      conclusion: 'yes',
    },
    Vote: { option: 'A', confidence: 1, changed: false, why: 'so' },
  };
  return (call, before) => {
    if (call.form === 'Statement') return stated(say(call, before));
    const form = call.form === null ? undefined : forms[call.form];
    return form === undefined ? say(call, before) : { text: JSON.stringify(form) };
  };
}

/** What an agent says, as a statement with the same answer as all the others, so that no positions are listed. */
function stated(words: Said): Said {
  if (typeof words === 'string' || 'refusal' in words) return words;
  const vote = { answer: 'yes', confidence: 1, changedBy: null };
  return { ...words, text: JSON.stringify({ statement: words.text, ...vote }) };
}

/** What the agents of a result have said, in the order they were given. */
export function said(result: StepResult): (Text | null | undefined)[] {
  switch (result.kind) {
    case 'agent':
    case 'person':
      return [result.content];
    case 'route':
      return result.result === null ? [] : said(result.result);
    case 'map': {
      const written = typeof result.content === 'string' ? result.content : '';
      return takeElements(written, answerTag).elements.map(({ content }) => content);
    }
    case 'parallel':
      return result.results.map(({ content }) => content);
    case 'pipeline':
      return result.steps.map(({ content }) => content);
    case 'loop':
      return result.iterations.map(({ content }) => content);
    case 'supervisor':
      return (result.plan?.tasks ?? []).map(
        ({ id }) => result.workerResults.find(({ taskId }) => taskId === id)?.content,
      );
    case 'debate':
      return result.messages.filter(({ round }) => round === 0).map(({ content }) => content);
  }
}
