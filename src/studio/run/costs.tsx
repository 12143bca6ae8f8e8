import { showCost, showDuration } from '../../core/amounts.ts';
import {
  type AgentSpending,
  type RunView,
  spentByAgent,
  spentOf,
} from '../../core/run-view/index.ts';
import { showCount, showMoney } from '../parts/figures.ts';
import { useRun } from './run-context.ts';
import { isSimulated } from './run-status.ts';

/** What each agent has spent. */
export function Costs({ view: { root } }: { view: RunView }) {
  const agents = spentByAgent(root);
  const all = spentOf(root);
  return (
    <section aria-label="Costs by agent">
      {isSimulated(root) && (
        <p class="note">
          No provider was asked: replies and costs are made up by the simulated model.
        </p>
      )}
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Costs by agent, a table">
        <table class="costs">
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">Model</th>
              {['Calls', 'Tokens in', 'cached', 'Tokens out', 'reasoning', 'Time', 'Cost'].map(
                (name) => (
                  <th key={name} scope="col" class="align-right">
                    {name}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {agents.map((agent) => (
              <AgentRow key={agent.agent} agent={agent} all={all.cost} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">Total</th>
              <td />
              <Numbers of={all} durationMs={null} />
              <td class="align-right">{showMoney(root.cost ?? all.cost, isSimulated(root))}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </section>
  );
}

function AgentRow({ agent, all }: { agent: AgentSpending; all: number | null }) {
  const { colours } = useRun();
  const share = agent.cost === null || !all ? 0 : agent.cost / all;
  return (
    <tr class="hued" style={{ '--hue': colours.hueOf(agent.agent) }}>
      <th scope="row" class="speaker-name">
        {agent.agent}
      </th>
      <td class="muted">{agent.models.join(', ')}</td>
      <Numbers of={agent} durationMs={agent.durationMs} />
      <td class="align-right">
        {showCost(agent.cost)}
        <svg class="share" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
          <rect class="bar-back" width="100" height="1" />
          <rect class="bar-front" x={100 - 100 * share} width={100 * share} height="1" />
        </svg>
      </td>
    </tr>
  );
}

function Numbers({
  of,
  durationMs,
}: {
  of: Omit<AgentSpending, 'agent' | 'models' | 'durationMs'>;
  durationMs: number | null;
}) {
  const { calls, inputTokens, cachedTokens, outputTokens, reasoningTokens } = of;
  return (
    <>
      {[calls, inputTokens, cachedTokens, outputTokens, reasoningTokens].map((count, index) => (
        <td key={index} class="align-right">
          {showCount(count)}
        </td>
      ))}
      <td class="align-right">{showDuration(durationMs)}</td>
    </>
  );
}
