import type { ViewCheck, ViewNode } from '../../core/run-view/index.ts';

const decided: Readonly<Record<string, string>> = {
  pass: 'passed',
  rewrite: 'rewritten',
  sendBack: 'sent back',
  stop: 'the run was stopped',
};

const checked: Readonly<Record<string, string>> = {
  input: 'the input',
  output: 'the answer',
  toolCall: 'a tool call',
  toolResult: 'a tool result',
};

/** The checks that were made in a step, a line each; what did not just pass stands out. */
export function StepChecks({ node: { checks } }: { node: ViewNode }) {
  return (
    <>
      {checks.map((check) => (
        <p key={check.seq} class={classOf(check)}>
          <strong>{check.name}</strong>: {checked[check.when] ?? check.when}
          {check.tool !== null && (
            <>
              {' of '}
              <code>{check.tool}</code>
            </>
          )}{' '}
          {decided[check.decision] ?? check.decision}
          {check.reason !== null && `: ${check.reason}`}
        </p>
      ))}
    </>
  );
}

function classOf({ decision }: ViewCheck): string {
  if (decision === 'pass') return 'aside';
  return decision === 'stop' ? 'note note-bad' : 'note note-warn';
}
