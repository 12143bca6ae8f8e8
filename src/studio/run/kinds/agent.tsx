import { isAskedStep } from '../../../core/kinds/agent/paths.ts';
import type { ToolUse, Turn, ViewNode } from '../../../core/run-view/index.ts';
import { Prose } from '../../markdown/prose.tsx';
import { StepView } from '../step-view.tsx';
import { Statement } from '../statement.tsx';
import { ToolCall, WrittenToolCall } from '../tool-call.tsx';

/** What an agent says, with the tools that it calls in between. */
export function AgentView({ node }: { node: ViewNode<'agent'> }) {
  const { turns, tools, content, children } = node;
  const asked = children.filter(({ path }) => isAskedStep(path));
  const said = turns.at(-1)?.text;
  return (
    <Statement node={node}>
      {turns.map((turn) => (
        <TurnView key={turn.seq} turn={turn} tools={tools} />
      ))}
      {tools
        .filter(({ turn }) => turn === null)
        .map((use) => (
          <ToolCall key={use.id} use={use} />
        ))}
      {asked.length > 0 && (
        <div class="stack">
          {asked.map((child) => (
            <StepView key={child.path} node={child} />
          ))}
        </div>
      )}
      {content !== null && content !== said && <Prose text={content} />}
    </Statement>
  );
}

function TurnView({ turn, tools }: { turn: Turn; tools: readonly ToolUse[] }) {
  const { text, state, retries, problem, writing } = turn;
  const isRunning = state === 'running';
  return (
    <>
      {retries.map(({ attempt, reason }) => (
        <p key={attempt} class="aside">
          Attempt {attempt} came to nothing: {reason}
        </p>
      ))}
      {text !== '' && <Prose text={text} growing={isRunning} />}
      {text === '' && isRunning && writing.length === 0 && <Thinking />}
      {problem !== null && <p class="aside">This reply could not be used: {problem}</p>}
      {isRunning && writing.map((call) => <WrittenToolCall key={call.call} call={call} />)}
      {tools
        .filter((use) => use.turn === turn.seq)
        .map((use) => (
          <ToolCall key={use.id} use={use} />
        ))}
    </>
  );
}

function Thinking() {
  return (
    <p class="thinking" aria-label="thinking">
      <span />
      <span />
      <span />
    </p>
  );
}
