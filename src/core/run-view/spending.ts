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
export const spentOf: (node: ViewNode) => ViewSpending = oncePer((node) =>
  [...node.turns.map(spentOnTurn), ...node.children.map((child) => spentOf(child))].reduce(
    add,
    nothing,
  ),
);

/** What each agent has spent in a step and inside it, the dearest first, then as they first spoke. */
export function spentByAgent(node: ViewNode): AgentSpending[] {
  return [...agentsOf(node).values()].toSorted((a, b) => (b.cost ?? 0) - (a.cost ?? 0));
}

const agentsOf: (node: ViewNode) => ReadonlyMap<string, AgentSpending> = oncePer((node) => {
  const all = [
    ...node.turns.map(agentOfTurn),
    ...node.children.flatMap((child) => [...agentsOf(child).values()]),
  ];
  const found = new Map<string, AgentSpending>();
  for (const each of all) {
    const before = found.get(each.agent);
    found.set(each.agent, before === undefined ? each : join(before, each));
  }
  return found;
});

function join(before: AgentSpending, more: AgentSpending): AgentSpending {
  return {
    ...add(before, more),
    agent: before.agent,
    models: [...new Set([...before.models, ...more.models])],
    durationMs: before.durationMs + more.durationMs,
  };
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

function add(a: ViewSpending, b: ViewSpending): ViewSpending {
  return {
    calls: a.calls + b.calls,
    retries: a.retries + b.retries,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    cost: a.cost === null || b.cost === null ? null : a.cost + b.cost,
  };
}
