import { oncePer } from './memo.ts';
import type { Turn, ViewNode } from './types.ts';

/** What was spent on turns that have a reply. */
export interface ViewSpending {
  /** Turns with a reply. */
  calls: number;
  /** How often a model was asked again because an attempt came to nothing. */
  retries: number;
  inputTokens: number;
  outputTokens: number;
  /** Inside `inputTokens`, and inside `outputTokens`. */
  cachedTokens: number;
  reasoningTokens: number;
  /** US dollars; `null` as soon as one price is not known. */
  cost: number | null;
}

/** An agent's part of it. */
export interface AgentSpending extends ViewSpending {
  agent: string;
  /** Models that it has asked, each once; a provider's own by the provider's name. */
  models: readonly string[];
  /** Milliseconds that its turns took together. */
  durationMs: number;
}

const nothing: ViewSpending = {
  calls: 0,
  retries: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedTokens: 0,
  reasoningTokens: 0,
  cost: 0,
};

/** What a step and those inside it have spent so far. Steps that have not changed are not added up again. */
export const spentOf: (node: ViewNode) => ViewSpending = oncePer((node) => {
  const sum = { ...nothing };
  for (const turn of node.turns) add(sum, spentOnTurn(turn));
  for (const child of node.children) add(sum, spentOf(child));
  return sum;
});

/** What each agent has spent in a step and inside it, the dearest first, then as they first spoke. */
export function spentByAgent(node: ViewNode): AgentSpending[] {
  return [...agentsOf(node)].toSorted((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
}

/** A sum that is being made: nobody has seen it yet. */
type Summed = Omit<AgentSpending, 'models'> & { models: string[] };

const agentsOf: (node: ViewNode) => readonly AgentSpending[] = oncePer((node) => {
  const sums = new Map<string, Summed>();
  for (const turn of node.turns) count(sums, agentOfTurn(turn));
  for (const child of node.children) for (const each of agentsOf(child)) count(sums, each);
  return [...sums.values()];
});

function count(sums: Map<string, Summed>, more: AgentSpending): void {
  const sum = sums.get(more.agent);
  if (sum === undefined) {
    sums.set(more.agent, { ...more, models: [...more.models] });
    return;
  }
  add(sum, more);
  sum.durationMs += more.durationMs;
  for (const model of more.models) if (!sum.models.includes(model)) sum.models.push(model);
}

function agentOfTurn(turn: Turn): AgentSpending {
  const { agent, provider, model, startedAt, endedAt } = turn;
  const durationMs = endedAt === null ? 0 : Date.parse(endedAt) - Date.parse(startedAt);
  return { agent, models: [model ?? provider], durationMs, ...spentOnTurn(turn) };
}

function spentOnTurn({ usage, cost, retries }: Turn): ViewSpending {
  if (usage === null) return { ...nothing, retries: retries.length };
  return { ...usage, cost, retries: retries.length };
}

function add(sum: ViewSpending, more: ViewSpending): void {
  sum.calls += more.calls;
  sum.retries += more.retries;
  sum.inputTokens += more.inputTokens;
  sum.outputTokens += more.outputTokens;
  sum.cachedTokens += more.cachedTokens;
  sum.reasoningTokens += more.reasoningTokens;
  sum.cost = sum.cost === null || more.cost === null ? null : sum.cost + more.cost;
}
